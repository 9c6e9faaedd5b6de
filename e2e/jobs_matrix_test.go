package e2e_test

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"metrograph/internal/golden"
	"metrograph/model"
	"metrograph/policy"
)

// rejectedJob is a collection of an origin that rejected its one document.
type rejectedJob struct {
	*origin
	id      string
	content string
	version int
}

// testJobs has each origin collect a document that is rejected, and asks every entrance to a job
// as every caller: each shows what Casbin says, and the same of a job that is hidden and of one
// that nobody has.
func testJobs(t *testing.T, w *world, p *policy.Policy) {
	var jobs []rejectedJob
	for _, o := range w.origins {
		content := "<a>zzjob" + o.name
		r, err := w.as(w.keys["writer of "+o.name]).send(http.MethodPut, "/collect/dcc?name=a.xml", "application/xml", strings.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		_, id, _ := strings.Cut(r.body, `"job":"`)
		id, _, _ = strings.Cut(id, `"`)
		if model.ID(id).Kind() != model.KindCollectionJob {
			t.Fatalf("%s has no job: %s", o.name, r.body)
		}
		a := w.as(w.keys[everything]).read(t, `query($id: ID!) {collectionJob(id: $id) {version}}`, map[string]any{"id": id})
		version, _ := at(a.Data, "collectionJob", "version").(float64)
		jobs = append(jobs, rejectedJob{o, id, content, int(version)})
	}
	var b strings.Builder
	b.WriteString(jobsHead)
	for _, c := range callers() {
		fmt.Fprintf(&b, "%-21s", c.name)
		for _, job := range jobs {
			v := &jobVisit{T: t, client: w.as(w.keys[c.name]), job: job}
			shown := v.letters()
			if want := v.said(p, w.principal(c)); shown != want {
				t.Errorf("%s, job of %s: shown %s; Casbin says %s", c.name, job.name, shown, want)
			}
			fmt.Fprintf(&b, " %-7s", shown)
		}
		b.WriteString("\n")
	}
	golden.Check(t, "testdata/jobs.golden", trimmed(b.String()))
}

const jobsHead = `What a caller sees of a collection job and does with it, as asked over HTTP, by the origins of the jobs. R read: the same by id, list,
node, nodes, explainAccess, its address /collect/jobs/{id}, the list of what it rejected, and collectionJobProgress over server-sent events, or the test fails; H history, D download of what
it rejected, A cancel it; a dot: nothing, as if it were not there.

                      N       P       Q       T       M
`

func trimmed(text string) string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

// jobVisit is one caller's look at one job.
type jobVisit struct {
	*testing.T
	client *client
	job    rejectedJob
}

// said is what Casbin says of the job, asked live.
func (v *jobVisit) said(p *policy.Policy, who *model.Principal) string {
	v.Helper()
	return casbin(v.T, p, who, v.job.task(model.KindCollectionJob), "R read, H history, D download, A amend")
}

// task are the facts of what the node of the origin does for its members.
func (o *origin) task(kind model.Kind) *model.Facts {
	return &model.Facts{Kind: kind, Classification: model.ClassificationNonPublic, Status: model.StatusRecorded,
		Level: o.level, Origin: o.id, Region: o.region}
}

// casbin is the letters of the actions that Casbin allows, asked live.
func casbin(t *testing.T, p *policy.Policy, who *model.Principal, facts *model.Facts, actions string) (letters string) {
	t.Helper()
	for action := range strings.SplitSeq(actions, ", ") {
		letter, name, _ := strings.Cut(action, " ")
		_, allowed, err := p.Live(who, model.Action(name), facts)
		if err != nil {
			t.Fatal(err)
		}
		if allowed {
			letters += letter
		}
	}
	return orDot(letters)
}

func orDot(letters string) string {
	if letters == "" {
		return "."
	}
	return letters
}

// letters is what the entrances show.
func (v *jobVisit) letters() (letters string) {
	v.Helper()
	shown := map[string]bool{}
	for name, query := range map[string]string{
		"by id":         `{a: collectionJob(id: "ID") {id state}}`,
		"node":          `{a: node(id: "ID") {id ... on CollectionJob {state}}}`,
		"nodes":         `{nodes(ids: ["ID"]) {id ... on CollectionJob {state}}}`,
		"explainAccess": `{a: explainAccess(id: "ID") {readable}}`,
		"list":          `{collectionJobs(filter: {id: {eq: "ID"}}) {edges {node {state}}}}`,
		"rejections":    `{a: collectionJob(id: "ID") {rejections {edges {node {name}}}}}`,
	} {
		shown[name] = v.differs(func(id string) string { return v.client.ask(v.T, strings.ReplaceAll(query, "ID", id), nil).body })
	}
	shown["address"] = v.differs(func(id string) string { return v.client.get(v.T, "/collect/jobs/"+id).body })
	shown["progress"] = v.differs(v.progress)
	for name := range shown {
		if shown[name] != shown["by id"] {
			v.Errorf("job of %s: %s shows it: %t, by id: %t", v.job.name, name, shown[name], shown["by id"])
		}
	}
	if shown["by id"] {
		letters = "R"
	}
	history := v.client.ask(v.T, fmt.Sprintf(`{collectionJob(id: %q) {history {edges {node {version}}}}}`, v.job.id), nil)
	if len(list(history.Data, "collectionJob", "history", "edges")) > 0 {
		letters += "H"
	}
	if v.downloads() {
		letters += "D"
	}
	if v.cancels() {
		letters += "A"
	}
	return orDot(letters)
}

// differs tells whether the answer about the job is another than that about one that nobody has.
func (v *jobVisit) differs(ask func(id string) string) bool {
	return differs(model.ID(v.job.id), ask)
}

// differs tells whether the answer about a record is another than that about one that nobody has.
func differs(id model.ID, ask func(id string) string) bool {
	unknown := string(unknownID(id.Kind()))
	return strings.ReplaceAll(ask(string(id)), string(id), "") != strings.ReplaceAll(ask(unknown), unknown, "")
}

// progress is what is told of a job by server-sent events, to the end.
func (v *jobVisit) progress(id string) string {
	v.Helper()
	query := fmt.Sprintf(`subscription {collectionJobProgress(id: %q) {id state tally {read}}}`, id)
	request, err := http.NewRequestWithContext(v.Context(), http.MethodGet, v.client.url+"/graphql?query="+url.QueryEscape(query), nil)
	if err != nil {
		v.Fatal(err)
	}
	request.Header.Set("Accept", "text/event-stream")
	if v.client.key != "" {
		request.Header.Set("Authorization", "Bearer "+v.client.key)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		v.Fatal(err)
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(bufio.NewReader(response.Body))
	if err != nil || !strings.Contains(string(raw), "event: complete") {
		v.Errorf("the progress of %s: %s %v", id, raw, err)
	}
	return string(raw)
}

// downloads fetches what the job rejected: it comes whole, or as if there were nothing.
func (v *jobVisit) downloads() bool {
	v.Helper()
	at := func(id string) response { return v.client.get(v.T, "/collections/"+id+"/rejections/1") }
	got, unknown := at(v.job.id), at(string(unknownID(model.KindCollectionJob)))
	if got.status == http.StatusOK && strings.HasPrefix(got.body, v.job.content) {
		return true
	}
	if got.status != unknown.status || got.body != unknown.body || unknown.status != http.StatusNotFound {
		v.Errorf("download of a job of %s: %d %s, of an unknown one: %d %s", v.job.name, got.status, got.body, unknown.status, unknown.body)
	}
	return false
}

// cancels tries to cancel the job, which has ended: only who may is told so.
func (v *jobVisit) cancels() bool {
	v.Helper()
	cancel := func(id string) string {
		a := v.client.ask(v.T, fmt.Sprintf(`mutation {cancelCollectionJob(input: {id: %q, version: %d, reason: "e2e"}) {collectionJob {id} errors {code}}}`, id, v.job.version), nil)
		errors := list(a.Data, "cancelCollectionJob", "errors")
		if len(errors) != 1 {
			v.Fatalf("cancelling a job of %s: %s", v.job.name, a.body)
		}
		return at(errors[0], "code").(string)
	}
	if unknown := cancel(string(unknownID(model.KindCollectionJob))); unknown != "NOT_FOUND" {
		v.Errorf("cancelling an unknown job: %s", unknown)
	}
	return cancel(v.job.id) == "INVALID"
}
