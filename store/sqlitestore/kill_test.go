package sqlitestore

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"metrograph/model"
	"metrograph/store"
)

// writerOf names, in the environment, the file that this program is to write to until it is
// killed.
const writerOf = "METROGRAPH_TEST_WRITES"

func TestMain(m *testing.M) {
	if path := os.Getenv(writerOf); path != "" {
		writeUntilKilled(path)
	}
	os.Exit(m.Run())
}

// writeUntilKilled commits from several goroutines and prints the sequence numbers that were
// acknowledged.
func writeUntilKilled(path string) {
	s, err := Open(bareContext(), path, Options{})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	var printing sync.Mutex
	var all sync.WaitGroup
	seed := uint64(time.Now().UnixNano())
	for w := range 4 {
		all.Go(func() {
			g := newGenerator(seed + uint64(w))
			g.n = int(seed%1000000)*1000 + w*100_000_000
			for n := 1; ; n = n%7 + 1 {
				outcomes, err := s.Commit(bareContext(), g.changes(n))
				printing.Lock()
				for _, o := range outcomes {
					if err == nil && o.Err == nil {
						_, _ = fmt.Fprintln(os.Stdout, o.Sequence, o.Hash)
					}
				}
				printing.Unlock()
			}
		})
	}
	all.Wait()
}

// TestKill: whenever the program is killed, all that it said it had written is there, and
// what is there is whole.
func TestKill(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	acknowledged := map[int64]string{}
	for round := range 5 {
		command := exec.Command(os.Args[0])
		command.Env = append(os.Environ(), writerOf+"="+path)
		command.Stderr = os.Stderr
		out, err := command.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		kill := time.AfterFunc(time.Minute, func() { _ = command.Process.Kill() })
		for lines, n := bufio.NewScanner(out), 0; lines.Scan(); n++ {
			if n == 0 { // it writes; how soon depends on the machine
				kill.Reset(time.Duration(20+70*round) * time.Millisecond)
			}
			sequence, hash, whole := strings.Cut(lines.Text(), " ")
			if n, err := strconv.ParseInt(sequence, 10, 64); err == nil && whole && len(hash) == 64 {
				acknowledged[n] = hash
			}
		}
		kill.Stop()
		_ = command.Wait() // it was killed
	}
	s, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer closing(t, s)
	entries, err := store.Verify(t.Context(), s, func(f store.Fault) { t.Error(f) })
	if err != nil || entries == 0 || len(acknowledged) == 0 {
		t.Fatalf("%d entries, %d acknowledged, %v", entries, len(acknowledged), err)
	}
	t.Logf("%d entries, %d acknowledged", entries, len(acknowledged))
	consistent(t, s)
	for after := int64(0); ; {
		list, err := s.Changes(t.Context(), after, 500)
		if err != nil {
			t.Fatal(err)
		}
		if len(list) == 0 {
			break
		}
		for _, e := range list {
			if hash, ok := acknowledged[e.Sequence]; ok && hash != e.Hash.String() {
				t.Errorf("entry %d is another one than was acknowledged", e.Sequence)
			}
			delete(acknowledged, e.Sequence)
			after = e.Sequence
		}
	}
	if len(acknowledged) > 0 {
		t.Errorf("%d entries were acknowledged and are lost", len(acknowledged))
	}
}

// consistent checks that SQLite finds the file whole, and that all that is kept of a record
// agrees: as many records in each table, in the full-text index and in the tally.
func consistent(t *testing.T, s *Store) {
	t.Helper()
	err := s.read(t.Context(), func(c *conn) error {
		if err := c.each("PRAGMA integrity_check", nil, func(q *statement) error {
			if what := q.text(0); what != "ok" {
				t.Error(what)
			}
			return nil
		}); err != nil {
			return err
		}
		for _, kind := range model.Kinds() {
			l := s.layouts[kind]
			n, err := c.number("SELECT count(*) FROM " + l.table)
			if err != nil {
				return err
			}
			for _, sql := range []string{"SELECT count(*) FROM " + l.rare,
				"SELECT count(*) FROM " + l.table + " AS c JOIN " + l.zones + fmt.Sprintf(" AS z ON z.zone = c.rec >> %d AND c.id BETWEEN z.lowest AND z.highest", zoneBits), "SELECT sum(records) FROM " + l.tally,
				"SELECT count(*) FROM " + l.terms + " WHERE " + l.terms + " MATCH '" + quoted(everyRecord) + "'"} {
				if m, err := c.number(sql); err != nil || m != n {
					t.Errorf("%s: %d of %d records, %v", sql, m, n, err)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func closing(t *testing.T, c io.Closer) {
	t.Helper()
	if err := c.Close(); err != nil {
		t.Error(err)
	}
}
