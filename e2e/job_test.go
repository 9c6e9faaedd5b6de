package e2e_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"metrograph/model"
	"metrograph/registry"
)

// jobs are the collections of a data folder, the newest first.
func jobs(t *testing.T, data string) (list []*model.CollectionJob) {
	t.Helper()
	r, end := openFolder(t, data)
	defer end()
	most := 100
	operator := model.WithPrincipal(t.Context(), &model.Principal{Subject: "operator", Via: model.ViaLocal,
		Granted: model.Roles(model.RoleAuditor), Institution: "x", Level: model.LevelNational})
	request := registry.ListRequest{Kind: model.KindCollectionJob, First: &most}
	for {
		pages, err := r.List(operator, request)
		if err != nil {
			t.Fatal(err)
		}
		for _, record := range pages[0].Records {
			list = append(list, record.(*model.CollectionJob))
		}
		if !pages[0].HasNext {
			return list
		}
		request.After = &pages[0].Cursors[len(pages[0].Cursors)-1]
	}
}

const jobQuery = `query($id: ID!) {collectionJob(id: $id) {state check total tally {read created amended unchanged rejected} found
	findings {rule} size seconds rate startedAt endedAt estimatedEnd failure provenance {channel format sourceName sourceHash} created {by} origin {id}}}`

// TestJobsOfImports: each channel leaves a job that its institution reads over the API, with
// the counts and the findings that the channel reported; a reader leaves none.
func TestJobsOfImports(t *testing.T) {
	data := t.TempDir()
	original, corrected := thermometer(t)
	recorder := createKey(t, data, append(national(), "--role", "RECORDER")...)
	reader := createKey(t, data)
	local := importFiles(t, 0, "--data", data, original)
	n := serve(t, data)
	checked := importFiles(t, 0, "--url", n.URL, "--key", recorder, "--check", corrected)
	remote := importFiles(t, 0, "--url", n.URL, "--key", recorder, corrected)
	if r := importFiles(t, 0, "--url", n.URL, "--key", reader, original); r.Job != "" || r.Unchanged != 1 {
		t.Errorf("a reader has the job %s", r.Job)
	}
	for _, c := range []struct {
		imported
		channel, file, tally string
		check                bool
	}{
		{local, "import", "thermometer-v3.1.xml", "created", false},
		{checked, "http", "corrected.xml", "amended", true},
		{remote, "http", "corrected.xml", "amended", false},
	} {
		a := n.as(reader).read(t, jobQuery, map[string]any{"id": c.Job})
		job := at(a.Data, "collectionJob")
		if at(job, "state") != "DONE" || at(job, "check") != c.check || at(job, "total") != 1.0 || at(job, "tally", "read") != 1.0 || at(job, "tally", c.tally) != 1.0 ||
			at(job, "provenance", "channel") != c.channel || at(job, "provenance", "sourceName") != c.file || at(job, "provenance", "sourceHash") == nil ||
			at(job, "endedAt") == nil || at(job, "seconds") == nil || at(job, "failure") != nil || at(job, "estimatedEnd") != nil ||
			at(job, "found") != float64(len(c.Findings)) || len(list(job, "findings")) != len(c.Findings) || at(job, "size") == 0.0 {
			t.Errorf("%s: %s", c.channel, a.body)
		}
	}
	a := n.as("").read(t, jobQuery, map[string]any{"id": local.Job})
	if at(a.Data, "collectionJob") != nil {
		t.Errorf("anybody reads %s", a.body)
	}
	n.stop(t)
	if all := jobs(t, data); len(all) != 3 {
		t.Errorf("%d jobs of three imports", len(all))
	}
}

const bulkMutation = `mutation($writes: [RecordWrite!]!) {writeRecords(input: {writes: $writes}) {collectionJob {id version tally {read} created {by}}
	results {id version errors {code}} errors {code}}}`

// TestJobOfBulkWrite: records that are handed in by the request leave a job as files do, whose
// counts are those of the answer and of what the node has then; who may have no job has none.
func TestJobOfBulkWrite(t *testing.T) {
	data := t.TempDir()
	recorder := createKey(t, data, append(national(), "--role", "RECORDER")...)
	reader := createKey(t, data)
	n := serve(t, data)
	method := func(code string) map[string]any {
		return map[string]any{"record": map[string]any{"method": map[string]any{"code": code, "kind": "JJG", "title": map[string]any{"zh": "规程"}}}}
	}
	change := func(id any, version int) map[string]any {
		w := method("JJG 3-2020")
		w["id"], w["version"], w["reason"] = id, version, "e2e"
		return w
	}
	a := n.as(recorder).read(t, bulkMutation, map[string]any{"writes": []any{method("JJG 1-2020"), method("JJG 2-2020")}})
	first := list(a.Data, "writeRecords", "results")
	secret := method("JJG 4-2020")
	secret["record"].(map[string]any)["method"].(map[string]any)["title"] = map[string]any{"zh": "机密★长期"}
	a = n.as(recorder).read(t, bulkMutation, map[string]any{"writes": []any{
		method("JJG 5-2020"), change(at(first[0], "id"), 1), change(at(first[1], "id"), 7), method(""), secret, change(string(unknownID(model.KindMethod)), 1),
		map[string]any{"id": at(first[1], "id"), "record": map[string]any{"method": map[string]any{"code": "x", "kind": "JJG"}}},
	}})
	id := at(a.Data, "writeRecords", "collectionJob", "id")
	if at(a.Data, "writeRecords", "collectionJob", "tally", "read") != 7.0 {
		t.Fatal(a.body)
	}
	checkBulkJob(t, n.as(reader), id)
	a = n.as(reader).read(t, bulkMutation, map[string]any{"writes": []any{method("JJG 6-2020")}})
	if at(a.Data, "writeRecords", "collectionJob") != nil || at(list(list(a.Data, "writeRecords", "results")[0], "errors")[0], "code") != "FORBIDDEN" {
		t.Error(a.body)
	}
	a = n.as(recorder).read(t, `{methods {edges {node {code}}} collectionJobs {edges {node {id}}}}`, nil)
	if len(list(a.Data, "methods", "edges")) != 3 || len(list(a.Data, "collectionJobs", "edges")) != 2 {
		t.Error(a.body)
	}
}

// checkBulkJob looks at the job of seven writes, of which five were refused.
func checkBulkJob(t *testing.T, c *client, id any) {
	t.Helper()
	a := c.read(t, `query($id: ID!) {collectionJob(id: $id) {state total tally {read created amended unchanged rejected} found findings {rule path message {zh en}}
		seconds startedAt endedAt failure provenance {channel format}}}`, map[string]any{"id": id})
	job := at(a.Data, "collectionJob")
	for path, want := range map[string]any{"state": "DONE", "total": 7.0, "found": 5.0, "failure": nil} {
		if at(job, path) != want {
			t.Errorf("%s is not %v in %s", path, want, a.body)
		}
	}
	if d := cmp.Diff(map[string]any{"read": 7.0, "created": 1.0, "amended": 1.0, "unchanged": 0.0, "rejected": 5.0}, at(job, "tally")); d != "" {
		t.Error(d)
	}
	places := [][2]string{{"collect.refused", "writes[2]"}, {"method.code.required", "writes[3]: code"}, {"collect.classified", "writes[4]"},
		{"collect.refused", "writes[5]"}, {"collect.refused", "writes[6]"}}
	for i, f := range list(job, "findings") {
		if i >= len(places) || at(f, "rule") != places[i][0] || at(f, "path") != places[i][1] || at(f, "message", "zh") == nil || at(f, "message", "en") == nil {
			t.Errorf("finding %d: %v", i, f)
		}
	}
	if at(job, "provenance", "channel") != "bulk" || at(job, "endedAt") == nil || strings.Contains(a.body, "机密") || strings.Contains(a.body, "JJG 4") {
		t.Error(a.body)
	}
}
