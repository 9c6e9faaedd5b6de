package e2e_test

import (
	"encoding/pem"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// signed is a document of the importer's own tests that carries a signature of nothing.
const signed = "../collect/dcc/testdata/everything-v3.3.xml"

// TestImportOfASignedDocument keeps a document whose signature is not verified, with that, and
// refuses it where the node is told to.
func TestImportOfASignedDocument(t *testing.T) {
	data := t.TempDir()
	base := append([]string{"--data", data}, national()...)
	refused := importFiles(t, 1, append(base, "--refuse-unverified", signed)...)
	if refused.Rejected != 1 || !slices.ContainsFunc(refused.Findings, func(f struct{ Rule string }) bool { return f.Rule == "collect.signature" }) {
		t.Errorf("%+v", refused)
	}
	kept := importFiles(t, 0, append(base, signed)...)
	if kept.Created != 1 {
		t.Fatalf("%+v", kept)
	}
	key := createKey(t, data, "--label", "reader")
	a := serve(t, data).as(key).ask(t, `query($id: ID!) {certificate(id: $id) {signature {state intact faults} evaluation {findings {rule path} quality {score traceability}}}}`,
		map[string]any{"id": kept.Files[0].Certificate})
	for _, want := range []string{`"state":"NOT_VERIFIED"`, `"intact":false`, `"rule":"house.signature"`, `"INCOMPLETE_COVERAGE"`} {
		if !strings.Contains(a.body, want) {
			t.Errorf("%s is not in %s", want, a.body)
		}
	}
}

// TestTrustListsAreChecked at the start, not when the first document comes.
func TestTrustListsAreChecked(t *testing.T) {
	folder := t.TempDir()
	key := filepath.Join(folder, "key.pem")
	if err := os.WriteFile(key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: []byte("x")}), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{filepath.Join(folder, "nothing"), key} {
		out := execute(t, append([]string{"import", "--data", t.TempDir(), "--trust-list", path, signed}, national()...)...)
		if out.code == 0 || !strings.Contains(out.stderr, "trust") {
			t.Errorf("%s: exit code %d, %s", path, out.code, out.stderr)
		}
	}
}
