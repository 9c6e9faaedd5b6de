package sqlitestore

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"metrograph/model"
	"metrograph/store"
)

func bareContext() context.Context { return context.Background() }

// TestRefused: a file that is not a store of this program or an older one is refused with a
// sentence that says why, and is left as it is.
func TestRefused(t *testing.T) {
	for name, c := range map[string]struct {
		make func(t *testing.T, path string)
		want string
	}{
		"no database": {func(t *testing.T, path string) {
			write(t, path, []byte(strings.Repeat("this is a text, and rather a long one. ", 200)))
		}, "is not a store of Metrograph"},
		"another database": {func(t *testing.T, path string) {
			script(t, path, "CREATE TABLE other (x); PRAGMA user_version = 1")
		}, "is a database of another program"},
		"newer tables": {func(t *testing.T, path string) {
			closed(t, path)
			script(t, path, "PRAGMA user_version = 99")
		}, "was written by a newer program: its tables have version 99"},
		"damaged": {func(t *testing.T, path string) {
			closed(t, path)
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			for i := 100; i < 4096; i++ {
				data[i] = 0x55
			}
			write(t, path, data)
		}, "the file is damaged"},
		"a folder": {func(t *testing.T, path string) {
			if err := os.Mkdir(path, 0o700); err != nil {
				t.Fatal(err)
			}
		}, "unable to open database file"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "store.db")
			c.make(t, path)
			before, _ := os.ReadFile(path)
			s, err := Open(t.Context(), path, Options{})
			if err == nil {
				closing(t, s)
			}
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), path) || model.CodeOf(err) != model.CodeInternal {
				t.Errorf("got %v, want %q", err, c.want)
			}
			if after, _ := os.ReadFile(path); string(after) != string(before) {
				t.Error("the file was changed")
			}
		})
	}
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// script runs SQL on a file.
func script(t *testing.T, path, sql string) {
	t.Helper()
	if err := private(path); err != nil {
		t.Fatal(err)
	}
	c, err := connect(path)
	if err != nil {
		t.Fatal(err)
	}
	defer c.close()
	if err := c.script(sql); err != nil {
		t.Fatal(err)
	}
}

// closed makes a store with some records and closes it.
func closed(t *testing.T, path string) {
	t.Helper()
	s, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	outcomes, err := s.Commit(t.Context(), newGenerator(5).changes(30))
	if err != nil || outcomes[29].Err != nil {
		t.Fatal(outcomes, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path + "-wal"); err == nil && info.Size() > 0 {
		t.Errorf("the log has %d bytes after closing", info.Size())
	}
}

// TestIndexedAnew: a file whose tables are those of a program that could be asked for other
// things is indexed anew from its journal.
func TestIndexedAnew(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	closed(t, path)
	s, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	g := newGenerator(5)
	list := g.changes(30)
	for i := range list[:10] {
		list[i].Record.Base().Version = 2
		list[i].Record.Base().Status = model.StatusWithdrawn
		if list[i].Operation = store.Withdraw; i < 5 {
			list[i].Operation = store.Delete
		}
	}
	outcomes, err := s.Commit(t.Context(), list[:10])
	if err != nil || outcomes[0].Err != nil || outcomes[9].Err != nil {
		t.Fatal(outcomes, err)
	}
	want := answers(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	script(t, path, "UPDATE fingerprint SET text = 'another'; DROP TABLE certificate_rare; DELETE FROM certificate; DELETE FROM certificate_tally")
	s, err = Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer closing(t, s)
	if got := answers(t, s); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if _, err := store.Verify(t.Context(), s, func(f store.Fault) { t.Error(f) }); err != nil {
		t.Error(err)
	}
	consistent(t, s)
}

// answers is what a store answers to some questions.
func answers(t *testing.T, s *Store) string {
	t.Helper()
	var b strings.Builder
	for _, scope := range callers() {
		for _, sort := range []string{"", "issuedAt"} {
			pages, err := s.List(t.Context(), store.Query{Kind: model.KindCertificate, Scope: scope, Sort: sort, Limit: 50})
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range pages[0].Documents {
				b.WriteString(string(d.ID) + " ")
			}
			b.WriteByte('\n')
		}
	}
	lines := strings.Split(b.String(), "\n")
	return strings.Join(sortedLines(lines), "\n")
}
