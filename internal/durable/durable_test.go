package durable_test

import (
	"os"
	"path/filepath"
	"testing"

	"metrograph/internal/durable"
)

func TestWriteFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key")
	for _, content := range []string{"the first, which is longer", "the second", ""} {
		if err := durable.WriteFile(path, []byte(content)); err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(path)
		if err != nil || string(got) != content {
			t.Errorf("the file says %q, %v; want %q", got, err, content)
		}
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file can be read by others: %v, %v", info.Mode(), err)
	}
	if entries, err := os.ReadDir(filepath.Dir(path)); err != nil || len(entries) != 1 {
		t.Errorf("something is left over: %v, %v", entries, err)
	}
}

// TestWriteFileFails: a write that fails leaves what was there, and nothing else.
func TestWriteFileFails(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key")
	if err := os.MkdirAll(filepath.Join(path, "full"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := durable.WriteFile(path, []byte("after")); err == nil {
		t.Error("a folder was replaced by a file")
	}
	if entries, err := os.ReadDir(filepath.Dir(path)); err != nil || len(entries) != 1 || !entries[0].IsDir() {
		t.Errorf("something is left over: %v, %v", entries, err)
	}
}
