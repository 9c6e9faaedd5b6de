package e2e_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"metrograph/internal/golden"
	"metrograph/model"
)

// judged is a record of an evaluation, with the facts by which access to it is decided.
type judged struct {
	label string
	id    model.ID
	facts *model.Facts
}

// TestEvaluationAccess asks every entrance to committees, evaluations, reviews and publications of
// the nation as every kind of caller: each shows what Casbin says, and the same of what is hidden
// and of what nobody has.
func TestEvaluationAccess(t *testing.T) {
	d := newDesk(t, "NATIONAL", []string{"wang", "zhao", "li"}, national()...)
	elsewhere := at(d.as(d.admin).read(t, `query($id: ID!) {person(id: $id) {institution {id}}}`, map[string]any{"id": d.persons["wang"]}).Data, "person", "institution", "id").(string)
	d.stop(t)
	d.keys["member"], d.keys["anonymous"] = createKey(t, d.data, "--institution", string(d.id)), ""
	d.keys["third party"] = createKey(t, d.data, "--institution", elsewhere)
	d.keys["auditor"] = createKey(t, d.data, "--role", "AUDITOR")
	d.start(t)
	records, identifier := d.everyRecord(t)
	p := mustLoadPolicy(t)
	var b strings.Builder
	fmt.Fprintf(&b, "%s%-14s", judgedHead, "")
	for _, r := range records {
		fmt.Fprintf(&b, " %-12s", r.label)
	}
	b.WriteString("\n")
	for _, name := range []string{"anonymous", "third party", "member", "RECORDER", "REVIEWER", "PUBLISHER", "auditor", "ADMINISTRATOR", "wang", "zhao", "li"} {
		fmt.Fprintf(&b, "%-14s", name)
		who, c := d.principal(name, model.ID(elsewhere)), d.as(d.keys[name])
		for _, r := range records {
			actions := "R read, C count, H history"
			if r.id.Kind() == model.KindPublication {
				actions += ", D download"
			}
			shown := judgedLetters(t, c, r.id, identifier)
			if want := casbin(t, p, who, r.facts, actions); shown != want {
				t.Errorf("%s, %s: shown %s; Casbin says %s", name, r.label, shown, want)
			}
			fmt.Fprintf(&b, " %-12s", shown)
		}
		b.WriteString("\n")
	}
	golden.Check(t, "testdata/evaluations.golden", trimmed(b.String()))
}

const judgedHead = `What a caller sees of the records of an evaluation at the national centre, as asked over HTTP. R read: the same by id, list,
node, nodes and explainAccess, and of a publication at its address /p/{identifier}, or the test fails; C count; H history; D download of the content and the manifest;
a dot: nothing, as if it were not there. The experts wang and zhao were asked for reviews, wang has given one that is not disclosed yet; li has a seat only.

`

// everyRecord makes one of everything: an application, an evaluation with a review that is not
// disclosed yet, and one that was published, with its reviews and its publication.
func (d *desk) everyRecord(t *testing.T) (records []judged, identifier string) {
	t.Helper()
	seats := []any{}
	for _, name := range []string{"wang", "zhao", "li"} {
		seats = append(seats, map[string]any{"person": d.persons[name], "from": "2020-01-01"})
	}
	own := d.post(t, "REVIEWER", "createCommittee", map[string]any{"committee": map[string]any{"name": map[string]any{"zh": "本中心专家委员会"},
		"institution": d.id, "tier": "CENTRE", "quorum": 2, "seats": seats, "decisionRule": map[string]any{"leastMean": "6", "leastShare": "0.5"}}})["id"].(string)
	waiting := d.submit(t, d.dataset(t, "M-1"), own)
	reviewed := d.submit(t, d.dataset(t, "M-2"), own)
	d.move(t, "REVIEWER", "assignReviewers", reviewed, map[string]any{"dueAt": inAMonth(), "reviewers": []any{d.persons["wang"], d.persons["zhao"]}})
	d.review(t, "wang", reviewed, 7)
	recommended := d.submit(t, d.dataset(t, "M-3"), own)
	d.judge(t, recommended, "wang", "zhao")
	published := d.nationally(t, recommended, "wang", "zhao")
	publication, _ := d.evaluation(t, "REVIEWER", published)["publication"].(string)
	asked := []string{"wang", "zhao"}
	records = []judged{
		d.judged(t, "committee", "REVIEWER", own),
		d.judged(t, "applied", "REVIEWER", waiting),
		d.judged(t, "reviewed", "REVIEWER", reviewed, asked...),
		d.judged(t, "review", "wang", d.reviewIn(t, "wang", reviewed), "wang"),
		d.judged(t, "published", "REVIEWER", published, asked...),
		d.judged(t, "disclosed", "REVIEWER", d.reviewIn(t, "REVIEWER", published), asked...),
		d.judged(t, "publication", "REVIEWER", publication),
	}
	a := d.as("").read(t, `query($id: ID!) {publication(id: $id) {identifier}}`, map[string]any{"id": publication})
	return records, at(a.Data, "publication", "identifier").(string)
}

// reviewIn is the first review of an evaluation that somebody reads.
func (d *desk) reviewIn(t *testing.T, as, evaluation string) string {
	t.Helper()
	a := d.as(d.keys[as]).read(t, `query($id: ID!) {evaluation(id: $id) {reviews {edges {node {id}}}}}`, map[string]any{"id": evaluation})
	id, _ := at(list(a.Data, "evaluation", "reviews", "edges")[0], "node", "id").(string)
	return id
}

// judged is a record as somebody who reads it finds it; the applicant and the readers are its parties.
func (d *desk) judged(t *testing.T, label, as, id string, readers ...string) judged {
	t.Helper()
	a := d.as(d.keys[as]).read(t, `query($id: ID!) {node(id: $id) {... on Record {status classification}}}`, map[string]any{"id": id})
	status, _ := at(a.Data, "node", "status").(string)
	class, _ := at(a.Data, "node", "classification").(string)
	facts := &model.Facts{Kind: model.ID(id).Kind(), Status: model.Status(status), Classification: model.Classification(class),
		Level: model.LevelNational, Origin: d.id, Region: "110000", Parties: []model.ID{d.id}}
	for _, name := range readers {
		facts.Parties = append(facts.Parties, model.ID(d.persons[name]))
	}
	return judged{label, model.ID(id), facts}
}

// principal is a caller as the policy knows it.
func (d *desk) principal(name string, elsewhere model.ID) *model.Principal {
	who := &model.Principal{Subject: name, Institution: d.id, Level: model.LevelNational, Region: "110000", Via: model.ViaAPIKey}
	switch {
	case name == "anonymous":
		return &model.Principal{}
	case name == "third party":
		who.Institution, who.Level, who.Region = elsewhere, model.LevelThirdParty, "330000"
	case name == "ADMINISTRATOR": // the key of [startCentre]
		who.Granted = model.Roles(model.RoleAdministrator, model.RoleRecorder, model.RolePublisher, model.RoleAuditor)
	case d.persons[name] != "":
		who.Person, who.Serves, who.Granted = model.ID(d.persons[name]), d.id, model.Roles(model.RoleExpert)
	case name != "member":
		who.Granted = model.Roles(model.Role(strings.ToUpper(name)))
	}
	return who
}

// judgedLetters is what the entrances show of a record.
func judgedLetters(t *testing.T, c *client, id model.ID, identifier string) (letters string) {
	t.Helper()
	one := map[model.Kind]string{model.KindCommittee: "committee", model.KindEvaluation: "evaluation", model.KindReview: "review", model.KindPublication: "publication"}[id.Kind()]
	entrances := map[string]string{
		"node":          `{a: node(id: "ID") {id ... on Record {status}}}`,
		"nodes":         `{nodes(ids: ["ID"]) {id ... on Record {status}}}`,
		"explainAccess": `{a: explainAccess(id: "ID") {readable}}`,
		"by id":         `{a: ONE(id: "ID") {id status}}`,
		"list":          `{ONEs(filter: {id: {eq: "ID"}}) {edges {node {status}}}}`,
	}
	shown := map[string]bool{}
	for name, query := range entrances {
		shown[name] = differs(id, func(id string) string {
			return c.ask(t, strings.NewReplacer("ID", id, "ONE", one).Replace(query), nil).body
		})
	}
	if id.Kind() == model.KindPublication {
		shown["address"] = found(t, c, "/p/", identifier, "")
	}
	for name := range shown {
		if shown[name] != shown["node"] {
			t.Errorf("%s shows %s: %t, node: %t", name, one, shown[name], shown["node"])
		}
	}
	if shown["node"] {
		letters = "R"
	}
	a := c.ask(t, fmt.Sprintf(`{%ss(filter: {id: {eq: %q}}) {totalCount}}`, one, id), nil)
	if count, _ := at(a.Data, one+"s", "totalCount").(float64); count == 1 {
		letters += "C"
	}
	a = c.ask(t, fmt.Sprintf(`{node(id: %q) {... on Record {history {edges {node {version}}}}}}`, id), nil)
	if len(list(a.Data, "node", "history", "edges")) > 0 {
		letters += "H"
	}
	if id.Kind() == model.KindPublication {
		content, manifest := found(t, c, "/p/", identifier, "/content"), found(t, c, "/p/", identifier, "/manifest")
		if content != manifest {
			t.Errorf("the content is given: %t, the manifest: %t", content, manifest)
		}
		if content {
			letters += "D"
		}
	}
	return orDot(letters)
}

// found tells whether something is at an address; what is not answers as what nobody has.
func found(t *testing.T, c *client, before, identifier, after string) bool {
	t.Helper()
	got, unknown := c.get(t, before+identifier+after), c.get(t, before+strings.Repeat("0", 4)+identifier[4:]+after)
	if got.status == http.StatusOK {
		return true
	}
	if got.status != unknown.status || got.body != unknown.body {
		t.Errorf("%s: %d %s; unknown: %d %s", before+identifier+after, got.status, got.body, unknown.status, unknown.body)
	}
	return false
}
