package e2e_test

import (
	"strings"
	"testing"
)

// TestRestrictedKey uses a key that may only read: counting and history are permissions of
// their own, whatever the roles.
func TestRestrictedKey(t *testing.T) {
	data := t.TempDir()
	original, _ := thermometer(t)
	importFiles(t, 0, append([]string{"--data", data, original}, national()...)...)
	restricted := createKey(t, data, "--role", "ADMINISTRATOR", "--action", "read")
	revoked := createKey(t, data, "--role", "ADMINISTRATOR")
	succeed(t, "keys", "revoke", "--data", data, lastKey(t, data))
	n := serve(t, data)
	a := n.as(restricted).ask(t, `{certificates {totalCount edges {node {id number history {edges {node {version}}}}}} statistics(groupBy: []) {buckets {count}}}`, nil)
	edges := list(a.Data, "certificates", "edges")
	if len(edges) != 1 || at(edges[0], "node", "number") == nil {
		t.Fatalf("it cannot read: %s", a.body)
	}
	if at(a.Data, "certificates", "totalCount") != nil || countOf(a.Data["statistics"]) != 0 {
		t.Errorf("it can count: %s", a.body)
	}
	if at(edges[0], "node", "history") != nil || len(a.Errors) != 1 || a.Errors[0].Extensions.Code != "FORBIDDEN" {
		t.Errorf("it sees the history: %s", a.body)
	}
	id := at(edges[0], "node", "id")
	a = n.as(restricted).read(t, `mutation($id: ID!) {publishRecord(input: {id: $id, version: 1, reason: "e2e"}) {version errors {code}}}`, map[string]any{"id": id})
	if errors := list(a.Data, "publishRecord", "errors"); len(errors) != 1 || at(errors[0], "code") != "FORBIDDEN" {
		t.Errorf("it can publish: %s", a.body)
	}
	refused(t, n, map[string]string{"revoked": revoked})
}

// lastKey is the id of the key that was made last.
func lastKey(t *testing.T, data string) string {
	t.Helper()
	last := ""
	for line := range strings.Lines(succeed(t, "keys", "list", "--data", data)) {
		if id, _, found := strings.Cut(line, " "); found && strings.HasPrefix(id, "key_") && id > last {
			last = id
		}
	}
	return last
}
