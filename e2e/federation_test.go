package e2e_test

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"metrograph/model"
)

// centre is a process that is a node among others.
type centre struct {
	*node
	id    model.ID
	data  string
	admin string // the key of an administrator and recorder
	args  []string
}

// startCentre makes a node of an institution, with a key, and starts it.
func startCentre(t *testing.T, settings ...string) *centre {
	t.Helper()
	c := &centre{data: t.TempDir(), args: append([]string{"--peers-every", "1s"}, settings...)}
	out := succeed(t, append([]string{"keys", "create", "--data", c.data, "--label", "e2e", "--role", "ADMINISTRATOR", "--role", "RECORDER",
		"--role", "PUBLISHER", "--role", "AUDITOR"}, settings...)...)
	c.admin = strings.TrimSpace(out)
	raw, err := os.ReadFile(filepath.Join(c.data, "node.json"))
	if err != nil {
		t.Fatal(err)
	}
	var identity struct{ Institution model.ID }
	if err := json.Unmarshal(raw, &identity); err != nil {
		t.Fatal(err)
	}
	c.id = identity.Institution
	c.start(t)
	return c
}

func (c *centre) start(t *testing.T) {
	t.Helper()
	addr := "127.0.0.1:0"
	if c.node != nil {
		addr = strings.TrimPrefix(c.URL, "http://") // the peers know it there
	}
	c.node = serveAt(t, addr, c.data, c.args...)
}

// peer runs a command on the peers of the running node.
func (c *centre) peer(t *testing.T, args ...string) string {
	t.Helper()
	return succeed(t, append(append([]string{"peer"}, args...), "--url", c.URL, "--key", c.admin)...)
}

// trusts has one node trust another, as its operators do.
func (c *centre) trusts(t *testing.T, other *centre, flags ...string) {
	t.Helper()
	noted := strings.Fields(c.peer(t, "add", other.URL))
	shown := strings.Fields(other.peer(t, "status"))
	if len(noted) != 2 || noted[0] != string(other.id) || shown[2] != noted[1] {
		t.Fatalf("the node is noted as %v and says of itself %v", noted, shown[:3])
	}
	c.peer(t, append([]string{"trust", string(other.id), "--fingerprint", noted[1]}, flags...)...)
}

// record makes a published certificate.
func (c *centre) record(t *testing.T, number, class string) string {
	t.Helper()
	a := c.as(c.admin).read(t, `mutation($c: CertificateInput!) {createCertificate(input: {certificate: $c}) {certificate {id} errors {message} findings {path message {en}}}}`,
		map[string]any{"c": map[string]any{"number": number, "documentType": "CALIBRATION_CERTIFICATE", "activity": "CALIBRATION", "discipline": "MECHANICS",
			"issuer": c.id, "issuedAt": "2025-01-15", "classification": class}})
	id, _ := at(a.Data, "createCertificate", "certificate", "id").(string)
	if id == "" {
		t.Fatal(a.body)
	}
	c.as(c.admin).read(t, `mutation($id: ID!) {publishRecord(input: {id: $id, version: 1, reason: "ready"}) {errors {code}}}`, map[string]any{"id": id})
	return id
}

// eventually waits until something holds.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if holds() {
			return
		}
	}
	t.Fatalf("after %s not: %s", patience, what)
}

// TestFederation: two processes trust each other, one harvests from the other at every round
// and when it is asked to; both are killed, and nothing is lost.
func TestFederation(t *testing.T) {
	nation := startCentre(t, national()...)
	lab := startCentre(t, "--institution-name-en", "Laboratory", "--institution-kind", "THIRD_PARTY_LABORATORY",
		"--institution-level", "THIRD_PARTY", "--institution-region", "440300")
	nation.trusts(t, lab, "--harvest")
	first := lab.record(t, "F-1", "NON_PUBLIC")
	if left := execute(t, "peer", "list", "--url", nation.URL, "--key", "nonsense"); left.code == 0 {
		t.Error("a stranger may see the peers")
	}
	lab.trusts(t, nation)

	has := func(id, state string) bool {
		a, err := nation.as(nation.admin).try(`query($id: ID!) {node(id: $id) {... on Certificate {status origin {id} replica {version withdrawn node {id}}}}}`, map[string]any{"id": id})
		return err == nil && at(a.Data, "node", "status") == state && at(a.Data, "node", "origin", "id") == string(lab.id) &&
			at(a.Data, "node", "replica", "node", "id") == string(lab.id)
	}
	eventually(t, "the nation has the certificate", func() bool { return has(first, "PUBLISHED") })
	refused := nation.as(nation.admin).ask(t, `mutation($id: ID!) {withdrawRecord(input: {id: $id, version: 2, reason: "x"}) {errors {code}}}`, map[string]any{"id": first})
	if !strings.Contains(refused.body, "FORBIDDEN") {
		t.Errorf("a replica was withdrawn: %s", refused.body)
	}

	states := nation.submissions(t)
	asked := nation.as(nation.admin).read(t, `mutation($s: ID!) {harvest(input: {sender: $s}) {submission {id state} errors {code message}}}`, map[string]any{"s": lab.id})
	id, _ := at(asked.Data, "harvest", "submission", "id").(string)
	if id == "" {
		t.Fatal(asked.body)
	}
	for event := range states {
		if strings.Contains(event, id) && strings.Contains(event, "ACKNOWLEDGED") {
			break
		}
	}

	nation.kill(t)
	lab.kill(t)
	lab.start(t)
	nation.start(t)
	second := lab.record(t, "F-2", "PUBLIC")
	eventually(t, "after a restart it goes on", func() bool { return has(second, "PUBLISHED") })
	lab.as(lab.admin).read(t, `mutation($id: ID!) {withdrawRecord(input: {id: $id, version: 2, reason: "x"}) {errors {code}}}`, map[string]any{"id": first})
	eventually(t, "what is withdrawn is taken back", func() bool { return has(first, "WITHDRAWN") })
	told := nation.as(nation.admin).read(t, `{peers {node trust harvest lastSuccess failure received withdrawn institution {name {en}}}}`, nil)
	if peer := list(told.Data, "peers")[0]; at(peer, "node") != string(lab.id) || at(peer, "trust") != "TRUSTED" || at(peer, "institution", "name", "en") != "Laboratory" {
		t.Error(told.body)
	}
	if anonymous := nation.as("").ask(t, `{peers {node}}`, nil); !strings.Contains(anonymous.body, "FORBIDDEN") {
		t.Error(anonymous.body)
	}
	for _, c := range []*centre{nation, lab} {
		c.stop(t)
		succeed(t, "verify", "--data", c.data)
	}
}

// submissions are the events of the node's submissions.
func (c *centre) submissions(t *testing.T) <-chan string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	body := `{"query": "subscription {submissionChanged {id submission {state mode sender {id} tally {read}}}}"}`
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.GraphQL, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+c.admin)
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "text/event-stream")
	response, err := http.DefaultClient.Do(request)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatal(response, err)
	}
	events := make(chan string)
	go func() {
		defer close(events)
		defer response.Body.Close()
		for lines := bufio.NewScanner(response.Body); lines.Scan(); {
			if line, is := strings.CutPrefix(lines.Text(), "data: "); is {
				select {
				case events <- line:
				case <-ctx.Done():
					return
				}
			}
		}
	}()
	return events
}

// TestResync: a laboratory is put back to its backup. What it had sent since stays at the nation
// until its operator has all come anew; the reports of both list what became of which record.
func TestResync(t *testing.T) {
	nation := startCentre(t, national()...)
	lab := startCentre(t, "--institution-name-en", "Laboratory", "--institution-kind", "THIRD_PARTY_LABORATORY",
		"--institution-level", "THIRD_PARTY", "--institution-region", "440300")
	nation.trusts(t, lab, "--harvest")
	lab.trusts(t, nation)
	amended, deleted, withdrawn := lab.record(t, "A", "NON_PUBLIC"), lab.record(t, "D", "NON_PUBLIC"), lab.record(t, "W", "NON_PUBLIC")
	status := func(id string) any {
		return at(nation.as(nation.admin).read(t, `query($id: ID!) {node(id: $id) {... on Certificate {status}}}`, map[string]any{"id": id}).Data, "node", "status")
	}
	eventually(t, "the nation has the certificates", func() bool {
		return status(amended) == "PUBLISHED" && status(deleted) == "PUBLISHED" && status(withdrawn) == "PUBLISHED"
	})
	folder := t.TempDir() + "/backup"
	succeed(t, "backup", folder, "--data", lab.data)

	lab.as(lab.admin).read(t, `mutation($a: ID!, $d: ID!, $w: ID!) {
		amendCertificate(input: {id: $a, version: 2, reason: "e2e", changes: {remarks: {en: "mended"}}}) {errors {code}}
		deleteRecord(input: {id: $d, version: 2, reason: "e2e"}) {errors {code}}
		withdrawRecord(input: {id: $w, version: 2, reason: "e2e"}) {errors {code}}}`, map[string]any{"a": amended, "d": deleted, "w": withdrawn})
	eventually(t, "the changes have come", func() bool { return status(deleted) == nil && status(withdrawn) == "WITHDRAWN" })
	forgotten := lab.record(t, "F", "NON_PUBLIC")
	eventually(t, "the nation has the last certificate", func() bool { return status(forgotten) == "PUBLISHED" })
	for _, c := range []*centre{nation, lab} {
		c.reported(t, amended, "amended")
		c.reported(t, deleted, "deleted")
		c.reported(t, withdrawn, "withdrawn")
	}

	lab.stop(t)
	lab.data = folder
	lab.start(t)
	eventually(t, "the nation sees that it is ahead", func() bool { return strings.Contains(nation.peer(t, "status", "--json"), `"ahead":1`) })
	if got := status(forgotten); got != "PUBLISHED" {
		t.Errorf("what the laboratory has forgotten is %v", got)
	}
	if stranger := execute(t, "peer", "resync", string(lab.id), "--url", nation.URL, "--key", lab.admin); stranger.code == 0 {
		t.Error("a stranger may have a peer resynced")
	}
	nation.peer(t, "resync", string(lab.id))
	eventually(t, "what was forgotten is taken back", func() bool { return status(forgotten) == "WITHDRAWN" && status(withdrawn) == "PUBLISHED" })
	for _, c := range []*centre{nation, lab} {
		c.reported(t, forgotten, "withdrawn")
	}
	if out := nation.peer(t, "status", "--json"); strings.Contains(out, `"ahead"`) || strings.Contains(out, `"resync"`) {
		t.Error(out)
	}
}

// reported waits until a submission lists what became of a record.
func (c *centre) reported(t *testing.T, id, outcome string) {
	t.Helper()
	eventually(t, id+" is reported as "+outcome, func() bool {
		a := c.as(c.admin).read(t, `{submissions(first: 50) {edges {node {state changes {record version outcome}}}}}`, nil)
		for _, edge := range list(a.Data, "submissions", "edges") {
			for _, change := range list(edge, "node", "changes") {
				if at(edge, "node", "state") == "ACKNOWLEDGED" && at(change, "record") == id && at(change, "outcome") == outcome {
					return true
				}
			}
		}
		return false
	})
}
