package e2e_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestKillImport kills the command import at random moments and repeats it: after that the
// node has what an import without a disturbance brings, and nothing twice.
func TestKillImport(t *testing.T) {
	const seed, files = 20250302, 60
	rounds := 12
	if testing.Short() {
		rounds = 3
	}
	random := rand.New(rand.NewPCG(seed, seed))
	folder := copies(t, files)
	undisturbed := t.TempDir()
	createKey(t, undisturbed, national()...)
	began := time.Now()
	importFiles(t, 0, "--data", undisturbed, folder)
	usual, want := time.Since(began), verify(t, undisturbed)
	for round := range rounds {
		data := t.TempDir()
		createKey(t, data, national()...)
		killImport(t, data, folder, usual/4+time.Duration(random.Int64N(int64(usual*3/4))))
		r := importFiles(t, 0, "--data", data, folder)
		if r.Created+r.Unchanged != files {
			t.Errorf("seed %d, round %d: the repetition: %+v", seed, round, r)
		}
		if got := verify(t, data); got != want {
			t.Errorf("seed %d, round %d: %d journal entries after a repetition, %d without a disturbance (%d certificates were there already)",
				seed, round, got, want, r.Unchanged)
		}
	}
}

func killImport(t *testing.T, data, folder string, after time.Duration) {
	t.Helper()
	c := command(t, "import", "--data", data, folder)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(after)
	_ = c.Process.Kill() // it may have ended
	_ = c.Wait()         // as it was killed
}

// copies writes a folder of certificates that differ in their numbers.
func copies(t *testing.T, n int) string {
	t.Helper()
	original, _ := thermometer(t)
	raw, err := os.ReadFile(original)
	if err != nil {
		t.Fatal(err)
	}
	const end = "</dcc:uniqueIdentifier>"
	if !strings.Contains(string(raw), end) {
		t.Fatalf("%s has no number", original)
	}
	folder := t.TempDir()
	for i := range n {
		content := strings.Replace(string(raw), end, fmt.Sprintf("-%04d%s", i, end), 1)
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("%04d.xml", i)), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}
