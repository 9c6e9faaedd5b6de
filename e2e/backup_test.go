package e2e_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestBackup copies a node that is running, and goes on with the copy after the node is lost:
// all that was acknowledged before is there, for the same keys, and nothing of what came after.
func TestBackup(t *testing.T) {
	i := newImporting(t, 1)
	write := func(from, to int) {
		var changes []change
		for n := from; n < to; n++ {
			changes = append(changes, change{number: number(n)})
		}
		i.write(changes)
	}
	write(0, 100)
	file := i.as(i.key).upload(t, "a.txt", "the raw data", map[string]any{"role": "RAW_DATA"})
	folder := filepath.Join(t.TempDir(), "backup")
	succeed(t, "backup", "--data", i.data, folder)
	write(100, 150)
	if out := execute(t, "backup", "--data", i.data, folder); out.code != 1 || !strings.Contains(out.stderr, "is there already") {
		t.Errorf("a second backup to the same place: exit code %d, %q", out.code, out.stderr)
	}
	i.kill(t)

	verify(t, folder)
	i.data = filepath.Join(t.TempDir(), "restored")
	if err := os.CopyFS(i.data, os.DirFS(folder)); err != nil {
		t.Fatal(err)
	}
	i.node = serve(t, i.data)
	i.checkKept(100)
	r, err := i.as(i.key).send("GET", "/attachments/"+file, "", nil)
	if err != nil || r.status != 200 || r.body != "the raw data" {
		t.Errorf("the attachment: %+v, %v", r, err)
	}
	i.stop(t)
}

func TestBackupOfNothing(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "backup")
	if out := execute(t, "backup", "--data", t.TempDir(), folder); out.code != 1 || !strings.Contains(out.stderr, "there is no node in") {
		t.Errorf("exit code %d, %q", out.code, out.stderr)
	}
	if left, _ := filepath.Glob(folder + "*"); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
