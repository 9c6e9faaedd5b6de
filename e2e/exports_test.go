package e2e_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"metrograph/model"
)

// checkExports holds what can be had in bulk to what is seen by id: the same records, the same
// fields, the same edges. A file has what a stream has, byte for byte.
func (v *visit) checkExports(t *testing.T) {
	t.Helper()
	for _, kind := range kinds() {
		if !kind.Shareable() {
			continue
		}
		streamed := v.client.get(t, "/records/"+string(kind)+"s")
		if streamed.status != http.StatusOK {
			t.Fatalf("stream of %s: %d %s", kind, streamed.status, clip(streamed.body))
		}
		v.compareLines(t, kind, streamed.body)
		if kind == model.KindCertificate || kind == model.KindPerson {
			v.checkExport(t, kind, streamed.body)
		}
	}
}

// compareLines compares lines of JSON with what is seen by id.
func (v *visit) compareLines(t *testing.T, kind model.Kind, body string) {
	t.Helper()
	lines := map[model.ID]map[string]any{}
	for raw := range strings.Lines(body) {
		var line map[string]any
		if err := json.Unmarshal([]byte(raw), &line); err != nil {
			t.Fatalf("stream of %s: %v: %s", kind, err, clip(raw))
		}
		lines[model.ID(line["id"].(string))] = line
	}
	for _, r := range v.of(kind) {
		line, seen := lines[r.id], v.seen[r.id]
		delete(lines, r.id)
		if d := cmp.Diff(present(kind, seen), present(kind, line)); d != "" {
			t.Errorf("stream: %s (-by id +there):\n%s", r, d)
		}
		for path := range r.links {
			steps := strings.Split(path, ".")
			if d := cmp.Diff(follow(seen, steps), named(line, steps)); seen != nil && d != "" {
				t.Errorf("stream: %s of %s (-by id +there):\n%s", path, r, d)
			}
		}
	}
	for id := range lines {
		if v.world.byID[id] == nil {
			t.Errorf("the stream shows %s, which nobody made", id)
		}
	}
}

// present names the fields of a kind that an object has a value for.
func present(kind model.Kind, object map[string]any) []string {
	var names []string
	for name, value := range object {
		if _, known := model.Fields(kind, name); known && value != nil {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// named collects the ids at the end of a path, as follow does where they are objects.
func named(v any, path []string) []model.ID {
	ids := []model.ID{}
	switch v := v.(type) {
	case []any:
		for _, entry := range v {
			ids = append(ids, named(entry, path)...)
		}
	case map[string]any:
		if len(path) > 0 {
			return named(v[path[0]], path[1:])
		}
	case string:
		if len(path) == 0 && v != "" {
			ids = append(ids, model.ID(v))
		}
	}
	return ids
}

// checkExport makes a file and holds it to the stream. It is for its requester alone, and gone
// when its record is.
func (v *visit) checkExport(t *testing.T, kind model.Kind, want string) {
	t.Helper()
	create := fmt.Sprintf(`mutation {exportCreate(input: {content: {%ss: {}}, format: NDJSON}) {export {id} errors {code message}}}`, kind)
	a := v.client.ask(t, create, nil)
	if v.caller.institution == "" {
		if len(a.Errors) != 1 || a.Errors[0].Extensions.Code != "UNAUTHENTICATED" {
			t.Errorf("an export for %s: %s", v.caller.name, a.body)
		}
		return
	}
	id, _ := at(a.Data, "exportCreate", "export", "id").(string)
	e := exportEnded(t, v.client, id)
	url, _ := at(e, "url").(string)
	got := v.as("").get(t, url)
	if got.status != http.StatusOK || got.body != want || at(e, "objects") != float64(strings.Count(want, "\n")) {
		t.Errorf("the export of %s has %d bytes (status %d), the stream %d: %v", kind, len(got.body), got.status, len(want), e)
	}
	stranger := v.as("").read(t, fmt.Sprintf(`{export(id: %q) {id url}}`, id), nil)
	if at(stranger.Data, "export") != nil {
		t.Errorf("anybody sees the export %s", id)
	}
	unknown := v.as("").get(t, "/exports/"+string(unknownID(model.KindExport)))
	if unsigned := v.client.get(t, "/exports/"+id); unsigned.status != http.StatusNotFound || unsigned.body != unknown.body {
		t.Errorf("without a signature: %d %s", unsigned.status, unsigned.body)
	}
	v.client.read(t, fmt.Sprintf(`mutation {deleteRecord(input: {id: %q, version: %v, reason: "done"}) {errors {code}}}`, id, at(e, "version")), nil)
	if gone := v.as("").get(t, url); gone.status != http.StatusGone {
		t.Errorf("the file of a deleted export: %d %s", gone.status, clip(gone.body))
	}
}

// exportEnded waits for the end of an export that is to succeed.
func exportEnded(t *testing.T, c *client, id string) map[string]any {
	t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		a := c.read(t, fmt.Sprintf(`{export(id: %q) {state version objects url failure}}`, id), nil)
		switch at(a.Data, "export", "state") {
		case "DONE":
			return a.Data["export"].(map[string]any)
		case "FAILED", "CANCELLED", nil:
			t.Fatalf("export %s: %s", id, a.body)
		}
	}
	t.Fatalf("export %s does not end", id)
	return nil
}

// TestExportAfterAKill kills the node while it makes files: the next one makes them from the
// beginning, and what is given out is whole.
func TestExportAfterAKill(t *testing.T) {
	data := t.TempDir()
	args := []string{"demo", "--data", data, "--certificates", "8000"}
	n := launch(t, args...)
	key := n.Callers["national"].Key
	var ids []string
	for _, format := range []string{"NDJSON", "CSV"} {
		a := n.as(key).read(t, `mutation {exportCreate(input: {content: {certificates: {}}, format: `+format+`}) {export {id}}}`, nil)
		ids = append(ids, at(a.Data, "exportCreate", "export", "id").(string))
	}
	begun := func() bool {
		info, err := os.Stat(filepath.Join(data, "exports", ids[0]+".part"))
		return err == nil && info.Size() > 1<<20
	}
	for deadline := time.Now().Add(patience); !begun(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("no file is begun")
		}
	}
	n.kill(t)
	n = launch(t, args...)
	total := at(n.as(key).read(t, `{certificates(first: 1) {totalCount}}`, nil).Data, "certificates", "totalCount")
	for i, id := range ids {
		e := exportEnded(t, n.as(key), id)
		if at(e, "objects") != total {
			t.Errorf("%v of %v certificates", at(e, "objects"), total)
		}
		got := n.as("").get(t, at(e, "url").(string))
		if i == 0 && float64(bytes.Count([]byte(got.body), []byte("\n"))) != total {
			t.Errorf("the file has %d bytes and not %v lines", len(got.body), total)
		}
	}
	if left, err := filepath.Glob(filepath.Join(data, "exports", "*.part")); err != nil || len(left) > 0 {
		t.Errorf("parts are left: %v %v", left, err)
	}
}
