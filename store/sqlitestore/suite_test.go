package sqlitestore

import (
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"metrograph/store/storetest"
)

// TestStore has the log copied all the time.
func TestStore(t *testing.T) { suite(t, func(s *Store) { s.ledger.long = 64 }) }

// TestTurns has every way of finding records come to its end first somewhere.
func TestTurns(t *testing.T) {
	if !raced {
		suite(t, func(s *Store) { s.budget = 1 })
	}
}

func TestTurnsBackward(t *testing.T) {
	if !raced {
		suite(t, func(s *Store) { s.budget, s.backward = 1<<20, true })
	}
}

// suite runs the suite on stores that are changed a little. With the race detector one of the
// variants is enough: they differ in what one goroutine does.
func suite(t *testing.T, change func(*Store)) {
	root := t.TempDir()
	storetest.Run(t, func(t *testing.T, o storetest.Options) storetest.Opened {
		name := sha256.Sum256([]byte(t.Name() + "/" + o.Name))
		folder := filepath.Join(root, fmt.Sprintf("%x", name[:8]))
		if err := os.MkdirAll(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		opened := open(t, filepath.Join(folder, "store.db"), o)
		change(opened.Store.(*Store))
		if raced {
			opened.Scale, opened.Lacks.Speed = 100, true
		}
		return opened
	})
}

func open(t *testing.T, path string, o storetest.Options) storetest.Opened {
	s, err := Open(t.Context(), path, Options{Faults: o.Faults})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closing(t, s) })
	return storetest.Opened{Store: s, Crash: func() { crash(t, s, path) }, Tamper: s.tamper}
}

// crash leaves in the place of the file what a kill would leave: the file and the log as they
// are at a moment, nothing of which is brought together by closing the store.
func crash(t *testing.T, s *Store, path string) {
	s.queue.writer <- struct{}{}
	for _, suffix := range []string{"", "-wal"} {
		duplicate(t, path+suffix, path+suffix+".crashed")
	}
	<-s.queue.writer
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for _, suffix := range []string{"", "-wal"} {
		if err := os.Rename(path+suffix+".crashed", path+suffix); err != nil {
			t.Fatal(err)
		}
	}
}

func duplicate(t *testing.T, from, to string) {
	in, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer closing(t, in)
	out, err := os.Create(to)
	if err != nil {
		t.Fatal(err)
	}
	defer closing(t, out)
	if _, err := io.Copy(out, in); err != nil {
		t.Fatal(err)
	}
}

// tamper changes the file as another program could.
func (s *Store) tamper(t *testing.T, how storetest.Tampering, sequence int64) {
	var kind string
	c, err := connect(s.path)
	if err != nil {
		t.Fatal(err)
	}
	defer c.close()
	if err := c.each("SELECT kind FROM journal WHERE sequence = ?", []value{number(sequence)}, func(q *statement) error {
		kind = q.text(0)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	err = c.run(map[storetest.Tampering]string{
		storetest.ChangeEntry:  "UPDATE journal SET actor = 'nobody' WHERE sequence = ?",
		storetest.RemoveEntry:  "DELETE FROM journal WHERE sequence = ?",
		storetest.RemoveRecord: "DELETE FROM " + quote(kind) + " WHERE sequence = ?",
	}[how], number(sequence))
	if err != nil {
		t.Fatal(err)
	}
}
