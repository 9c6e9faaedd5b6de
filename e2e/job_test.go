package e2e_test

import (
	"testing"

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
	pages, err := r.List(operator, registry.ListRequest{Kind: model.KindCollectionJob, First: &most})
	if err != nil {
		t.Fatal(err)
	}
	for _, record := range pages[0].Records {
		list = append(list, record.(*model.CollectionJob))
	}
	return list
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
