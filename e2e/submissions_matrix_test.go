package e2e_test

import (
	"fmt"
	"strings"
	"testing"

	"metrograph/internal/golden"
	"metrograph/model"
	"metrograph/policy"
)

// testSubmissions asks every entrance to the account of a submission as every caller: each shows
// what Casbin says, and the same of one that is hidden and of one that nobody has.
func testSubmissions(t *testing.T, w *world, p *policy.Policy) {
	a := w.as(w.keys[everything]).read(t, `{submissions(first: 1) {edges {node {id}}}}`, nil)
	id, _ := at(list(a.Data, "submissions", "edges")[0], "node", "id").(string)
	var b strings.Builder
	b.WriteString(submissionsHead)
	for _, c := range callers() {
		shown := submissionLetters(t, w.as(w.keys[c.name]), model.ID(id))
		want := casbin(t, p, w.principal(c), w.origin("N").task(model.KindSubmission), "R read, C count, H history, A create")
		if shown != want {
			t.Errorf("%s: shown %s; Casbin says %s", c.name, shown, want)
		}
		fmt.Fprintf(&b, "%-21s %s\n", c.name, shown)
	}
	golden.Check(t, "testdata/submissions.golden", b.String())
}

const submissionsHead = `What a caller sees of a submission of the node N and does with it, as asked over HTTP. R read: the same by id, list, node, nodes and
explainAccess, or the test fails; C count; H history; A ask for a harvest or a submission, or be told nothing of the peers; a dot: nothing, as if it were not there.

`

// submissionLetters is what the entrances show of a submission.
func submissionLetters(t *testing.T, c *client, id model.ID) (letters string) {
	t.Helper()
	shown := map[string]bool{}
	for name, query := range map[string]string{
		"by id":         `{a: submission(id: "ID") {id state tally {read} receipt}}`,
		"node":          `{a: node(id: "ID") {id ... on Submission {state}}}`,
		"nodes":         `{nodes(ids: ["ID"]) {id ... on Submission {state}}}`,
		"explainAccess": `{a: explainAccess(id: "ID") {readable}}`,
		"list":          `{submissions(filter: {id: {eq: "ID"}}) {edges {node {state}}}}`,
	} {
		shown[name] = differs(id, func(id string) string { return c.ask(t, strings.ReplaceAll(query, "ID", id), nil).body })
	}
	for name := range shown {
		if shown[name] != shown["by id"] {
			t.Errorf("%s shows the submission: %t, by id: %t", name, shown[name], shown["by id"])
		}
	}
	if shown["by id"] {
		letters = "R"
	}
	a := c.ask(t, fmt.Sprintf(`{submissions(filter: {id: {eq: %q}}) {totalCount} submission(id: %q) {history {edges {node {version}}}}}`, id, id), nil)
	if count, _ := at(a.Data, "submissions", "totalCount").(float64); count == 1 {
		letters += "C"
	}
	if len(list(a.Data, "submission", "history", "edges")) > 0 {
		letters += "H"
	}
	if asks(t, c, "harvest", "sender") && asks(t, c, "submit", "receiver") {
		letters += "A"
	}
	return orDot(letters)
}

// asks tries to have the node exchange with a peer that it does not have: only who may is told so.
func asks(t *testing.T, c *client, verb, peer string) bool {
	t.Helper()
	a := c.ask(t, fmt.Sprintf(`mutation {%s(input: {%s: %q}) {submission {id} errors {code}}}`, verb, peer, unknownID(model.KindInstitution)), nil)
	errors := list(a.Data, verb, "errors")
	if len(errors) != 1 {
		t.Fatalf("%s with an unknown peer: %s", verb, a.body)
	}
	code := at(errors[0], "code")
	if code != "INVALID" && code != "FORBIDDEN" && code != "UNAUTHENTICATED" {
		t.Errorf("%s with an unknown peer: %s", verb, a.body)
	}
	return code == "INVALID"
}
