package mongostore

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"metrograph/model"
	"metrograph/store"
	"metrograph/store/mongostore/mongotest"
)

// Several processes over one database are several stores here: they share nothing but the
// server.

var errDeath = errors.New("killed by the test")

// servers lists the servers that the tests of this file run on.
func servers(t *testing.T, run func(t *testing.T, uri string)) {
	t.Run("double", func(t *testing.T) { run(t, mongotest.Database(t, mongotest.Double(t), "")) })
	t.Run("server", func(t *testing.T) {
		if mongotest.Real() == "" {
			t.Skipf("%s names no server", mongotest.Environment)
		}
		run(t, mongotest.Database(t, mongotest.Real(), ""))
	})
}

func openAt(t *testing.T, uri string, faults store.Faults) *Store {
	t.Helper()
	s, err := Open(t.Context(), uri, Options{Batch: doubleBatch, Faults: faults})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// certificate makes the n-th certificate of a test.
func certificate(n int) *model.Certificate {
	c := &model.Certificate{Number: fmt.Sprintf("GP-%d", n), IssuedAt: "2024-01-02"}
	var u [16]byte
	u[14], u[15] = byte(n>>8), byte(n)
	c.ID, c.Version = model.KindCertificate.ID(time.UnixMilli(1700000000000+int64(n)), u), 1
	c.Classification, c.Status = model.ClassificationPublic, model.StatusPublished
	return c
}

func changeOf(r model.Record, version int) store.Change {
	c := *r.(*model.Certificate)
	c.Version = version
	o := store.Amend
	if version == 1 {
		o = store.Create
	}
	return store.Change{Record: &c, Operation: o, Actor: "tester", At: time.UnixMilli(1700000000000)}
}

func removalOf(r model.Record, version int) store.Change {
	c := changeOf(r, version)
	c.Operation = store.Delete
	return c
}

// mustCommit commits one change.
func mustCommit(t *testing.T, s *Store, c store.Change) store.Outcome {
	t.Helper()
	outcomes, err := s.Commit(t.Context(), []store.Change{c})
	if err != nil || outcomes[0].Err != nil {
		t.Fatalf("commit: %v, %v", outcomes, err)
	}
	return outcomes[0]
}

func mustDie(t *testing.T, s *Store, changes ...store.Change) {
	t.Helper()
	if _, err := s.Commit(t.Context(), changes); !errors.Is(err, errDeath) {
		t.Fatalf("the commit ended with %v", err)
	}
}

// version returns the version of a record that queries read; 0 for none.
func version(t *testing.T, s *Store, r model.Record) int {
	t.Helper()
	list, err := s.Get(t.Context(), r.Kind(), []model.ID{r.Base().ID}, 0)
	if err != nil {
		t.Fatal(err)
	}
	if list[0] == nil {
		return 0
	}
	return list[0].Version
}

func verify(t *testing.T, s *Store, want int64) {
	t.Helper()
	n, err := store.Verify(t.Context(), s, func(f store.Fault) { t.Errorf("verification found %v", f) })
	if err != nil || want >= 0 && n != want {
		t.Errorf("the journal has %d entries, want %d: %v", n, want, err)
	}
}

// dieAt makes faults that kill at a step, once they are armed.
func dieAt(step store.Step) (faults store.Faults, armed *atomic.Bool) {
	armed = new(atomic.Bool)
	return func(at store.Step) error {
		if at == step && armed.Load() {
			return errDeath
		}
		return nil
	}, armed
}

func TestProcessesContend(t *testing.T) {
	servers(t, func(t *testing.T, uri string) {
		const processes, versions = 3, 8
		first := certificate(1)
		stores := make([]*Store, processes)
		for i := range stores {
			stores[i] = openAt(t, uri, nil)
		}
		mustCommit(t, stores[0], changeOf(first, 1))
		var wins [versions + 1]atomic.Int64
		var all sync.WaitGroup
		for _, s := range stores {
			for range 2 {
				all.Go(func() {
					for v := 2; v <= versions; {
						outcomes, err := s.Commit(t.Context(), []store.Change{changeOf(first, v)})
						if err != nil {
							t.Errorf("commit: %v", err)
							return
						}
						var lost *model.Error
						if errors.As(outcomes[0].Err, &lost) {
							v = lost.Current + 1
							continue
						}
						wins[v].Add(1)
						v++
					}
				})
			}
		}
		all.Wait()
		for v := 2; v <= versions; v++ {
			if n := wins[v].Load(); n != 1 {
				t.Errorf("version %d was won %d times", v, n)
			}
		}
		verify(t, stores[1], versions)
	})
}

func TestProcessesRaceForKeys(t *testing.T) {
	servers(t, func(t *testing.T, uri string) {
		const processes, rounds = 3, 4
		stores := make([]*Store, processes)
		for i := range stores {
			stores[i] = openAt(t, uri, nil)
		}
		for round := range rounds {
			var winners atomic.Int64
			var all sync.WaitGroup
			for i, s := range stores {
				all.Go(func() {
					c := certificate(10*round + i)
					c.IssuerID, c.Number = "inst_x", fmt.Sprintf("wanted %d", round)
					outcomes, err := s.Commit(t.Context(), []store.Change{changeOf(c, 1)})
					switch {
					case err != nil:
						t.Errorf("commit: %v", err)
					case outcomes[0].Err == nil:
						winners.Add(1)
					case model.CodeOf(outcomes[0].Err) != model.CodeConflict:
						t.Errorf("refused with %v", outcomes[0].Err)
					}
				})
			}
			all.Wait()
			if n := winners.Load(); n != 1 {
				t.Errorf("round %d: %d records got one identity", round, n)
			}
		}
		verify(t, stores[2], rounds)
	})
}

// TestProcessesFeed: several processes commit, some of them die now and then and go on, and
// each reads the journal meanwhile.
func TestProcessesFeed(t *testing.T) {
	servers(t, func(t *testing.T, uri string) {
		const processes, commits = 3, 12
		steps := []store.Step{store.BeforeJournal, store.InsideJournal, store.BeforeProjection, store.InsideProjection, store.BeforeAnswer}
		var mu sync.Mutex
		acknowledged := map[int64]store.Hash{}
		var writing, reading sync.WaitGroup
		var done atomic.Bool
		for p := range processes {
			n := 0
			s := openAt(t, uri, func(at store.Step) error {
				if n++; n%11 == 0 && at == steps[(n/11+p)%len(steps)] {
					return errDeath
				}
				return nil
			})
			writing.Go(func() {
				for i := range commits {
					a, b := certificate(1000*p+2*i), certificate(1000*p+2*i+1)
					outcomes, err := s.Commit(t.Context(), []store.Change{changeOf(a, 1), changeOf(b, 1)})
					if err != nil && !errors.Is(err, errDeath) {
						t.Errorf("commit: %v", err)
					}
					mu.Lock()
					for _, o := range outcomes {
						acknowledged[o.Sequence] = o.Hash
					}
					mu.Unlock()
				}
			})
			reading.Go(func() { tail(t, s, &done) })
		}
		writing.Wait()
		done.Store(true)
		reading.Wait()
		s := openAt(t, uri, nil)
		verify(t, s, -1)
		entries, err := s.Changes(t.Context(), 0, store.MaxPage)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if h, ok := acknowledged[e.Sequence]; ok && h != e.Hash {
				t.Errorf("entry %d is not the one that was acknowledged", e.Sequence)
			}
			delete(acknowledged, e.Sequence)
		}
		if len(acknowledged) > 0 {
			t.Errorf("acknowledged and lost: %v", acknowledged)
		}
	})
}

// tail follows the journal; what it has read can be read by id.
func tail(t *testing.T, s *Store, done *atomic.Bool) {
	for after := int64(0); ; {
		finished := done.Load()
		entries, err := s.Changes(t.Context(), after, 10)
		if err != nil {
			t.Errorf("changes: %v", err)
			return
		}
		for _, e := range entries {
			if after++; e.Sequence != after {
				t.Errorf("entry %d came in place %d", e.Sequence, after)
				return
			}
			if list, err := s.Get(t.Context(), e.Kind, []model.ID{e.ID}, 0); err != nil || list[0] == nil {
				t.Errorf("%s is in the feed and not there: %v", e.ID, err)
			}
		}
		if finished && len(entries) == 0 {
			return
		}
	}
}

// TestHelping: what a writer left undone is done by whoever comes by.
func TestHelping(t *testing.T) {
	servers(t, func(t *testing.T, uri string) {
		faults, armed := dieAt(store.BeforeProjection)
		dead, alive := openAt(t, uri, faults), openAt(t, uri, nil)
		a, b, c := certificate(1), certificate(2), certificate(3)
		mustCommit(t, alive, changeOf(a, 1))

		armed.Store(true)
		mustDie(t, dead, changeOf(a, 2), changeOf(b, 1))
		if v := version(t, alive, b); v != 0 {
			t.Fatalf("the test proves nothing: version %d is read", v)
		}
		mustCommit(t, alive, changeOf(c, 1)) // the next commit
		if va, vb := version(t, alive, a), version(t, alive, b); va != 2 || vb != 1 {
			t.Errorf("versions %d and %d are read", va, vb)
		}

		mustDie(t, dead, removalOf(a, 3))
		entries, err := alive.Changes(t.Context(), 4, 10) // a reader
		if err != nil || len(entries) != 1 {
			t.Errorf("read %v, %v", entries, err)
		}
		if v := version(t, alive, a); v != 0 {
			t.Errorf("version %d of a deleted record is read", v)
		}

		mustDie(t, dead, changeOf(b, 2))
		mustCommit(t, alive, changeOf(b, 3)) // a change of the same record
		var stale *model.Error
		o, err := alive.Commit(t.Context(), []store.Change{changeOf(b, 3)})
		if err != nil || !errors.As(o[0].Err, &stale) || stale.Current != 3 {
			t.Errorf("stale: %v, %v", o, err)
		}
		verify(t, alive, 7)
	})
}

// TestHeldKeys: a key that a dead writer claimed or gave up in the journal is claimed or free,
// whatever queries read.
func TestHeldKeys(t *testing.T) {
	servers(t, func(t *testing.T, uri string) {
		faults, armed := dieAt(store.BeforeProjection)
		dead, alive := openAt(t, uri, faults), openAt(t, uri, nil)
		keyed := func(n int) *model.Certificate {
			c := certificate(n)
			c.IssuerID, c.Number = "inst_x", "the number"
			return c
		}
		armed.Store(true)
		mustDie(t, dead, changeOf(keyed(1), 1))
		outcomes, err := alive.Commit(t.Context(), []store.Change{changeOf(keyed(2), 1)})
		if err != nil || model.CodeOf(outcomes[0].Err) != model.CodeConflict {
			t.Errorf("claimed twice: %v, %v", outcomes, err)
		}
		mustDie(t, dead, removalOf(keyed(1), 2))
		mustCommit(t, alive, changeOf(keyed(3), 1))
		found, err := alive.Lookup(t.Context(), model.KindCertificate, []string{store.UniqueKey(keyed(3))})
		if err != nil || found[0] == nil || found[0].ID != keyed(3).ID {
			t.Errorf("found %v, %v", found[0], err)
		}
		verify(t, alive, 3)
	})
}

// TestLateProjection: a writer that was delayed takes nothing back.
func TestLateProjection(t *testing.T) {
	servers(t, func(t *testing.T, uri string) {
		s := openAt(t, uri, nil)
		a, b := certificate(1), certificate(2)
		for v := 1; v <= 2; v++ {
			mustCommit(t, s, changeOf(a, v))
			mustCommit(t, s, changeOf(b, v))
		}
		mustCommit(t, s, removalOf(a, 3))
		if err := s.projectAgain(t.Context(), []int64{1, 2, 3, 4}); err != nil {
			t.Fatal(err)
		}
		if va, vb := version(t, s, a), version(t, s, b); va != 0 || vb != 2 {
			t.Errorf("versions %d and %d are read", va, vb)
		}
		verify(t, s, 5)
	})
}

// TestVanished: a number is not given on what a failing server may have lost.
func TestVanished(t *testing.T) {
	servers(t, func(t *testing.T, uri string) {
		s, other := openAt(t, uri, nil), openAt(t, uri, nil)
		mustCommit(t, other, changeOf(certificate(1), 1))
		o := mustCommit(t, other, changeOf(certificate(2), 1))
		if err := s.fence(t.Context(), place{o.Sequence, o.Hash}); err != nil {
			t.Errorf("fence: %v", err)
		}
		for _, lost := range []place{{o.Sequence + 1, o.Hash}, {o.Sequence, store.Hash{1}}} {
			if err := s.fence(t.Context(), lost); !errors.Is(err, errVanished) {
				t.Errorf("fence of a lost entry: %v", err)
			}
		}
	})
}

// TestRollForwardIsShort: the kept low-water mark saves a start from looking at all entries.
func TestRollForwardIsShort(t *testing.T) {
	servers(t, func(t *testing.T, uri string) {
		s := openAt(t, uri, nil)
		var changes []store.Change
		for n := range 300 {
			changes = append(changes, changeOf(certificate(n), 1))
		}
		for part := range slices.Chunk(changes, 100) {
			if _, err := s.Commit(t.Context(), part); err != nil {
				t.Fatal(err)
			}
		}
		mark := func() int64 {
			n, err := s.readMark(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		if n := mark(); n < 300-markEvery || n > 300 {
			t.Errorf("the mark is %d", n)
		}
		again := openAt(t, uri, nil)
		if n := mark(); n != 300 || again.settled.Load() != 300 {
			t.Errorf("the mark is %d after a start", n)
		}
	})
}
