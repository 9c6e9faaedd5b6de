package sqlitestore

import (
	"os"
	"path/filepath"
	"testing"

	"metrograph/model"
	"metrograph/store"
)

// TestLogStaysShort writes much more than the log may hold, while somebody reads.
func TestLogStaysShort(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	s, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closing(t, s) })
	s.ledger.long = 256
	var longest int64
	g := newGenerator(3)
	for n := range int64(60) {
		if _, err := s.Commit(t.Context(), g.changes(50)); err != nil {
			t.Fatal(err)
		}
		if have, err := s.Count(t.Context(), store.Query{Kind: model.KindCertificate, Scope: model.Everything()}); have != 50*(n+1) || err != nil {
			t.Fatalf("%d records after %d commits, %v", have, n+1, err)
		}
		longest = max(longest, size(t, path+"-wal"))
	}
	if written := size(t, path); longest > written/2 {
		t.Errorf("the log grew to %d bytes, the file to %d", longest, written)
	}
}

func size(t *testing.T, path string) int64 {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}
