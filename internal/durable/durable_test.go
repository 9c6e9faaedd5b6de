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
	if _, err := os.Stat(path + ".new"); err == nil {
		t.Error("what the file was written under is left over")
	}
}

// A write that fails leaves the file as it was.
func TestWriteFileFails(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key")
	if err := durable.WriteFile(path, []byte("before")); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(path+".new", 0o700); err != nil {
		t.Fatal(err)
	}
	if err := durable.WriteFile(path, []byte("after")); err == nil {
		t.Error("nothing could be written, and no error says so")
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != "before" {
		t.Errorf("the file says %q, %v", got, err)
	}
}
