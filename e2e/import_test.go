package e2e_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"metrograph/model"
)

// imported is the report of an import.
type imported struct {
	Job                                         model.ID
	Read, Created, Amended, Unchanged, Rejected int
	Findings                                    []struct{ Rule string }
	Files                                       []struct{ Name, Outcome, Certificate, Number string }
}

// importFiles takes files in by the command line and expects the exit code.
func importFiles(t *testing.T, code int, args ...string) (r imported) {
	t.Helper()
	out := execute(t, append([]string{"import", "--output", "json"}, args...)...)
	if out.code != code {
		t.Fatalf("import %v: exit code %d, want %d\n%s%s", args, out.code, code, out.stdout, out.stderr)
	}
	if err := json.Unmarshal([]byte(out.stdout), &r); err != nil {
		t.Fatalf("import %v: %v\n%s%s", args, err, out.stdout, out.stderr)
	}
	return r
}

// written is how many entries the journal has but for those of the accounts of collections.
func written(t *testing.T, data string) int {
	t.Helper()
	entries := verify(t, data)
	for _, job := range jobs(t, data) {
		entries -= job.Version
	}
	return entries
}

// certificates are real ones where they are at hand, or those of the importer's own tests.
func certificates(t *testing.T) []string {
	t.Helper()
	for _, folder := range []string{"../../shared/dcc", "../collect/dcc/testdata"} {
		files, err := filepath.Glob(filepath.Join(folder, "*.xml"))
		if err == nil && len(files) > 0 {
			return files
		}
	}
	t.Fatal("there are no certificates to import")
	return nil
}

// thermometer is a certificate of the importer's own tests, and a correction of it: another
// serial number of the item.
func thermometer(t *testing.T) (original, corrected string) {
	t.Helper()
	original = "../collect/dcc/testdata/thermometer-v3.1.xml"
	raw, err := os.ReadFile(original)
	if err != nil {
		t.Fatal(err)
	}
	const end = "</dcc:endPerformanceDate>"
	place := strings.Index(string(raw), end)
	if place < 0 {
		t.Fatalf("%s has no date to correct", original)
	}
	date := string(raw[place-len("2025-03-01") : place])
	corrected = filepath.Join(t.TempDir(), "corrected.xml")
	content := strings.Replace(string(raw), date+end, date[:8]+"28"+end, 1)
	if content == string(raw) {
		t.Fatal("nothing was corrected")
	}
	if err := os.WriteFile(corrected, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return original, corrected
}

// TestImportTwice imports the same files twice: the second time nothing changes.
func TestImportTwice(t *testing.T) {
	data, files := t.TempDir(), certificates(t)
	first := importFiles(t, 0, append(append([]string{"--data", data}, national()...), files...)...)
	if first.Created != len(files) {
		t.Errorf("the first import: %+v", first)
	}
	entries := written(t, data)
	second := importFiles(t, 0, append([]string{"--data", data}, files...)...)
	if second.Unchanged != len(files) || written(t, data) != entries {
		t.Errorf("the second import: %+v, %d journal entries before and %d after", second, entries, written(t, data))
	}
	for i, f := range first.Files {
		if second.Files[i].Certificate != f.Certificate {
			t.Errorf("%s was certificate %s and is %s", f.Name, f.Certificate, second.Files[i].Certificate)
		}
	}
}

// TestImportCorrected imports a certificate and its correction: the same certificate has a
// second version, and its history both.
func TestImportCorrected(t *testing.T) {
	data := t.TempDir()
	original, corrected := thermometer(t)
	first := importFiles(t, 0, append([]string{"--data", data, original}, national()...)...)
	second := importFiles(t, 0, "--data", data, corrected)
	if second.Amended != 1 || second.Files[0].Certificate != first.Files[0].Certificate {
		t.Fatalf("the correction: %+v after %+v", second, first)
	}
	auditor := createKey(t, data, "--role", "AUDITOR")
	n := serve(t, data)
	a := n.as(auditor).read(t, `query($id: ID!) {certificates {totalCount} certificate(id: $id) {version performedTo
		history {edges {node {operation record {...on Certificate {performedTo}}}}}}}`, map[string]any{"id": first.Files[0].Certificate})
	if at(a.Data, "certificates", "totalCount") != 1.0 || at(a.Data, "certificate", "version") != 2.0 {
		t.Errorf("after the correction: %s", a.body)
	}
	var operations []string
	for _, edge := range list(a.Data, "certificate", "history", "edges") {
		operations = append(operations, at(edge, "node", "operation").(string))
	}
	if d := cmp.Diff([]string{"AMEND", "CREATE"}, operations); d != "" {
		t.Errorf("history (-want +got):\n%s", d)
	}
	n.stop(t)
	if again := importFiles(t, 0, "--data", data, corrected, original); again.Unchanged != 2 {
		t.Errorf("both again: %+v", again)
	}
}

// TestImportRemote sends files to a running node, with keys that may and may not.
func TestImportRemote(t *testing.T) {
	data, files := t.TempDir(), certificates(t)
	recorder := createKey(t, data, append(national(), "--role", "RECORDER")...)
	reader := createKey(t, data)
	n := serve(t, data)
	to := func(key string) []string { return append([]string{"--url", n.URL, "--key", key}, files...) }
	if r := importFiles(t, 1, to(reader)...); r.Created != 0 || r.Rejected != len(files) {
		t.Errorf("with a key that may not write: %+v", r)
	}
	if r := importFiles(t, 0, to(recorder)...); r.Created != len(files) {
		t.Errorf("the first time: %+v", r)
	}
	if r := importFiles(t, 0, to(recorder)...); r.Unchanged != len(files) {
		t.Errorf("the second time: %+v", r)
	}
	a := n.as(reader).read(t, `{certificates(first: 100) {totalCount edges {node {number status classification attachments {id role url}}}}}`, nil)
	if at(a.Data, "certificates", "totalCount") != float64(len(files)) {
		t.Errorf("the node has %s", a.body)
	}
	n.checkOriginals(t, reader, a, files)
	out := execute(t, append([]string{"import"}, to("mg_wrong")...)...)
	if out.code != 1 || !strings.Contains(out.stderr, "401") {
		t.Errorf("with a wrong key: exit code %d, %q", out.code, out.stderr)
	}
}

// checkOriginals fetches the original document of every certificate: the bytes of a file.
func (n *node) checkOriginals(t *testing.T, key string, a answer, files []string) {
	t.Helper()
	var contents []string
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		contents = append(contents, string(raw))
	}
	for _, edge := range list(a.Data, "certificates", "edges") {
		found := false
		for _, attachment := range list(edge, "node", "attachments") {
			got := n.as(key).get(t, at(attachment, "url").(string))
			found = found || at(attachment, "role") == "ORIGINAL" && slices.Contains(contents, got.body)
		}
		if !found {
			t.Errorf("certificate %v does not have its original", at(edge, "node", "number"))
		}
	}
}
