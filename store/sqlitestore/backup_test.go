package sqlitestore

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"metrograph/store"
)

// TestBackup copies a store while it is written to: each copy is whole, and has what was
// acknowledged before it began.
func TestBackup(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "store.db")
	s, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer closing(t, s)
	list := newGenerator(5).changes(300)
	commit := func(list []store.Change) error {
		outcomes, err := s.Commit(t.Context(), list)
		for _, o := range outcomes {
			err = errors.Join(err, o.Err)
		}
		return err
	}
	if err := commit(list[:100]); err != nil {
		t.Fatal(err)
	}
	written := make(chan error)
	go func() {
		var err error
		for n := 100; n < len(list) && err == nil; n += 10 {
			err = commit(list[n : n+10])
		}
		written <- err
	}()
	for n := range 3 {
		copied := filepath.Join(dir, fmt.Sprint(n))
		if err := Backup(t.Context(), path, copied); err != nil {
			t.Fatal(err)
		}
		if entries := verified(t, copied); entries < 100 || entries > 300 {
			t.Errorf("copy %d has %d entries", n, entries)
		}
	}
	if err := <-written; err != nil {
		t.Fatal(err)
	}
}

// verified opens a copy, checks it and returns how many entries its journal has.
func verified(t *testing.T, path string) int64 {
	t.Helper()
	s, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer closing(t, s)
	entries, err := store.Verify(t.Context(), s, func(f store.Fault) { t.Error(f) })
	if err != nil {
		t.Fatal(err)
	}
	consistent(t, s)
	return entries
}

func TestBackupRefused(t *testing.T) {
	dir := t.TempDir()
	other := filepath.Join(dir, "other.db")
	script(t, other, "CREATE TABLE other (x)")
	for name, path := range map[string]string{"another database": other, "no file": filepath.Join(dir, "none")} {
		if err := Backup(t.Context(), path, filepath.Join(dir, "copy of "+name)); err == nil {
			t.Errorf("%s was copied", name)
		}
	}
	path := filepath.Join(dir, "store.db")
	closed(t, path)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := Backup(ended, path, filepath.Join(dir, "late")); !errors.Is(err, context.Canceled) {
		t.Errorf("a copy that was called off: %v", err)
	}
}
