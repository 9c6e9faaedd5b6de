package spool_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"metrograph/internal/sample"
	"metrograph/model"
	"metrograph/spool"
)

func folder(t *testing.T, dir string) *spool.Folder {
	t.Helper()
	f, err := spool.OpenDir(dir).Job(sample.ID(model.KindCollectionJob, 1))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestFiles: a file appears whole or not at all, and a folder goes with its last file.
func TestFiles(t *testing.T) {
	dir := t.TempDir()
	f := folder(t, dir)
	if err := f.Put("a", io.MultiReader(strings.NewReader("half"), iotest.ErrReader(errors.New("cut")))); err == nil {
		t.Error("a file that could not be read is kept")
	}
	if err := f.Put("a", strings.NewReader("whole")); err != nil {
		t.Fatal(err)
	}
	file, err := f.Open("a")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if raw, _ := io.ReadAll(file); string(raw) != "whole" {
		t.Errorf("%q", raw)
	}
	if _, err := f.Open("b"); model.CodeOf(err) != model.CodeNotFound {
		t.Error(err)
	}
	if ids, err := spool.OpenDir(dir).Jobs(); err != nil || len(ids) != 1 {
		t.Error(ids, err)
	}
	if err := f.Remove("a", "b"); err != nil {
		t.Error(err)
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Error(left)
	}
}

// TestLines: what was appended is read again, also after a line that was cut off at any place.
func TestLines(t *testing.T) {
	dir := t.TempDir()
	f := folder(t, dir)
	read := func(from int) (all []string) {
		t.Helper()
		if err := f.Lines("l", from, func(_ int, line []byte) bool { all = append(all, string(line)); return len(all) < 3 }); err != nil {
			t.Fatal(err)
		}
		return all
	}
	if got := read(0); got != nil {
		t.Error(got)
	}
	long := strings.Repeat("x", 10_000)
	for _, entry := range []string{"a", long, "b"} {
		if err := f.Append("l", entry); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(dir, string(sample.ID(model.KindCollectionJob, 1)), "l")
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, cut := range []int{1, 2, 4, 5, 9_000, 10_003} {
		if err := os.WriteFile(path, whole[:len(whole)-cut], 0o600); err != nil {
			t.Fatal(err)
		}
		if err := f.Append("l", "c"); err != nil {
			t.Fatal(err)
		}
		want := []string{`"a"` + "\n", `"` + long + `"` + "\n", `"c"` + "\n"}
		if cut > 4 {
			want = append(want[:1:1], want[2])
		}
		if d := cmp.Diff(want, read(0)); d != "" {
			t.Errorf("cut by %d: %s", cut, d)
		}
	}
	if got := read(1); len(got) != 1 {
		t.Error(got)
	}
}

// TestJobs: only the id of a job names a folder.
func TestJobs(t *testing.T) {
	for _, id := range []model.ID{"", "..", "job_x", "../attachments", sample.ID(model.KindCertificate, 1), sample.ID(model.KindCollectionJob, 1) + "/.."} {
		if _, err := spool.OpenDir(t.TempDir()).Job(id); model.CodeOf(err) != model.CodeNotFound {
			t.Errorf("%q: %v", id, err)
		}
	}
}

// TestCopy: what is wanted of all jobs is copied, and nothing else.
func TestCopy(t *testing.T) {
	from, to := t.TempDir(), t.TempDir()
	f := folder(t, from)
	for _, name := range []string{"a", "b"} {
		if err := f.Put(name, strings.NewReader(name)); err != nil {
			t.Fatal(err)
		}
	}
	n, err := spool.OpenDir(from).CopyTo(spool.OpenDir(to), func(name string) bool { return name == "b" })
	if n != 1 || err != nil {
		t.Error(n, err)
	}
	if _, err := folder(t, to).Open("a"); model.CodeOf(err) != model.CodeNotFound {
		t.Error(err)
	}
	file, err := folder(t, to).Open("b")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if n, err := spool.OpenDir(t.TempDir()).CopyTo(spool.OpenDir(to), func(string) bool { return true }); n != 0 || err != nil {
		t.Error(n, err)
	}
}
