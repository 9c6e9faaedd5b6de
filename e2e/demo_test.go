package e2e_test

import (
	"slices"
	"strings"
	"testing"
)

// demoKeys are the callers of the demo, with the roles that they have.
func demoKeys() map[string][]string {
	return map[string][]string{
		"manufacturer":  {"ANYONE", "MEMBER", "MANUFACTURER"},
		"thirdParty":    {"ANYONE", "MEMBER", "THIRD_PARTY"},
		"provincial":    {"ANYONE", "MEMBER", "PROVINCIAL"},
		"national":      {"ANYONE", "MEMBER", "NATIONAL"},
		"recorder":      {"ANYONE", "MEMBER", "NATIONAL", "RECORDER", "PUBLISHER"},
		"auditor":       {"ANYONE", "MEMBER", "NATIONAL", "AUDITOR"},
		"administrator": {"ANYONE", "MEMBER", "NATIONAL", "ADMINISTRATOR"},
	}
}

const demoQuery = `{certificates(first: 20) {totalCount edges {node {number classification level issuer {name {zh}} customer {name {zh}}}}}}`

// TestDemo starts the demo with certificates of its own: every key works, and the same query
// has another answer for each kind of caller. A second start has the same data.
func TestDemo(t *testing.T) {
	data, files := t.TempDir(), certificates(t)
	args := append([]string{"demo", "--certificates", "400", "--data", data}, files...)
	n := launch(t, args...)
	if len(n.Callers) != len(demoKeys()) {
		t.Errorf("the ready file has the callers %v", n.Callers)
	}
	for name, roles := range demoKeys() {
		n.checkDemoKey(t, name, roles)
	}
	answers := map[string]string{"anonymous": n.as("").read(t, demoQuery, nil).body}
	for _, name := range []string{"manufacturer", "thirdParty", "provincial", "national"} {
		answers[name] = n.as(n.Callers[name].Key).read(t, demoQuery, nil).body
	}
	for one, answer := range answers {
		for other, same := range answers {
			if one != other && answer == same {
				t.Errorf("%s and %s get the same answer", one, other)
			}
		}
	}
	n.checkFiles(t, len(files))
	total := n.total(t)
	n.stop(t)
	again := launch(t, args...)
	if got := again.total(t); got != total {
		t.Errorf("%v certificates, after another start %v", total, got)
	}
	again.stop(t)
}

func (n *node) checkDemoKey(t *testing.T, name string, roles []string) {
	t.Helper()
	c := n.Callers[name]
	a := n.as(c.Key).read(t, `{me {institution {id} roles via}}`, nil)
	var got []string
	for _, role := range list(a.Data, "me", "roles") {
		got = append(got, role.(string))
	}
	if !slices.Equal(roles, got) || at(a.Data, "me", "institution", "id") != string(c.Institution) || at(a.Data, "me", "via") != "apikey" {
		t.Errorf("%s is %s, wants the roles %v of %s", name, strings.TrimSpace(a.body), roles, c.Institution)
	}
}

// checkFiles finds the certificates of the files: public and published, for anybody.
func (n *node) checkFiles(t *testing.T, files int) {
	t.Helper()
	a := n.as(n.Callers["national"].Key).read(t, `{attachments(first: 100, filter: {role: {eq: ORIGINAL}, classification: {eq: PUBLIC}, status: {eq: PUBLISHED}}) {
		edges {node {fileName}}}}`, nil)
	if got := len(list(a.Data, "attachments", "edges")); got < files {
		t.Errorf("%d files were taken in, and there are %d originals", files, got)
	}
}

func (n *node) total(t *testing.T) any {
	t.Helper()
	a := n.as(n.Callers["national"].Key).read(t, `{certificates {totalCount}}`, nil)
	return at(a.Data, "certificates", "totalCount")
}
