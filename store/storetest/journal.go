package storetest

import (
	"bytes"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"metrograph/model"
	"metrograph/store"
)

func journalCases() []testCase {
	return []testCase{
		{"the journal is dense and whole", testJournal},
		{"the journal is read in pages", testJournalPages},
		{"the history of a record is read in pages", testHistory},
		{"readers of the feed pass no gap", testFeed},
		{"a changed past is found", testTampering},
	}
}

// testJournal: what was committed is in the journal, in order, with nothing lost.
func testJournal(t *testing.T, open Open) {
	s := open(t, Options{})
	m := new(maker)
	a, b := m.certificate(), m.instrument()
	first := commit(t, s, a, b)
	a.Version, a.Modified.At = 2, a.Modified.At.Add(1234567*time.Microsecond)
	c := change(a)
	c.Actor, c.Reason, c.Operation = "reviewer 王", "更正 \"编号\"", store.Withdraw
	second := commitAll(t, s, []store.Change{c})
	b.Version = 2
	third := commitAll(t, s, []store.Change{removal(b)})

	entries := feed(t, s, 0, 100)
	if len(entries) != 4 {
		t.Fatalf("%d entries, want 4", len(entries))
	}
	for i, o := range slices.Concat(first, second, third) {
		e := entries[i]
		if e.Sequence != int64(i+1) || o.Sequence != e.Sequence || o.Hash != e.Hash || e.Compute() != e.Hash {
			t.Errorf("entry %d: sequence %d, outcome %+v", i, e.Sequence, o)
		}
	}
	prepared, err := store.Prepare(c, nil)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(store.NewEntry(prepared, 3, entries[0].Hash), entries[2]); d != "" {
		t.Error(d)
	}
	if last := entries[3]; last.Operation != store.Delete || last.Document != nil || last.Previous != entries[1].Hash {
		t.Errorf("the deletion is %+v", last)
	}
	verified(t, s, 4)
}

func testJournalPages(t *testing.T, open Open) {
	s := open(t, Options{})
	if entries := feed(t, s, 0, 10); len(entries) != 0 {
		t.Fatalf("an empty journal has %d entries", len(entries))
	}
	wantLast := func(want int64) {
		t.Helper()
		if last, err := s.Last(t.Context()); err != nil || last != want {
			t.Errorf("the last entry is %d, %v, want %d", last, err, want)
		}
	}
	wantLast(0)
	m := new(maker)
	for range 5 {
		commit(t, s, m.instrument(), m.instrument(), m.instrument())
	}
	wantLast(15)
	var seen []int64
	for after := int64(0); ; {
		page := feed(t, s, after, 4)
		if len(page) > 4 {
			t.Fatalf("%d entries, asked for 4", len(page))
		}
		if len(page) == 0 {
			break
		}
		for _, e := range page {
			seen = append(seen, e.Sequence)
		}
		after = seen[len(seen)-1]
	}
	if len(seen) != 15 || seen[0] != 1 || !slices.IsSorted(seen) {
		t.Errorf("read %v", seen)
	}
	for _, after := range []int64{15, 16, 1 << 40} {
		if page := feed(t, s, after, 4); len(page) != 0 {
			t.Errorf("after %d there are %d entries", after, len(page))
		}
	}
}

func testHistory(t *testing.T, open Open) {
	s := open(t, Options{})
	m := new(maker)
	c, other := m.certificate(), m.certificate()
	commit(t, s, c, other)
	for v := 2; v <= 7; v++ {
		c.Version, c.Remarks.En = v, string(rune('a'+v))
		commit(t, s, c)
	}
	versions := func(before, limit int) []int {
		list, err := s.History(t.Context(), model.KindCertificate, c.ID, before, limit)
		if err != nil {
			t.Fatal(err)
		}
		var found []int
		for _, e := range list {
			if e.ID != c.ID || e.Compute() != e.Hash {
				t.Errorf("the history has %+v", e)
			}
			found = append(found, e.Version)
		}
		return found
	}
	for _, page := range []struct {
		before, limit int
		want          []int
	}{
		{0, 3, []int{7, 6, 5}}, {5, 3, []int{4, 3, 2}}, {2, 3, []int{1}}, {1, 3, nil}, {0, 100, []int{7, 6, 5, 4, 3, 2, 1}}, {100, 1, []int{7}},
	} {
		if d := cmp.Diff(page.want, versions(page.before, page.limit)); d != "" {
			t.Errorf("before %d: %s", page.before, d)
		}
	}
	for _, id := range []model.ID{m.id(model.KindCertificate), "", "garbage", "\xff"} {
		if list, err := s.History(t.Context(), model.KindCertificate, id, 0, 5); err != nil || len(list) != 0 {
			t.Errorf("%q has %d entries, %v", id, len(list), err)
		}
	}
}

// errDeath is what dying writers die of.
var errDeath = errors.New("killed by the test")

// testFeed: while many writers commit, and some of them die on the way, readers that follow
// the journal see every number once and in order.
func testFeed(t *testing.T, open Open) {
	const writers, commits, readers = 6, 12, 3
	var steps atomic.Int64
	dying := []store.Step{store.BeforeJournal, store.InsideJournal, store.BeforeProjection, store.InsideProjection, store.BeforeAnswer}
	s := open(t, Options{Faults: func(at store.Step) error {
		n := steps.Add(1)
		if n%7 == 0 && at == dying[(n/7)%int64(len(dying))] {
			return errDeath
		}
		return nil
	}})
	var done atomic.Bool
	var reading sync.WaitGroup
	read := make([][]int64, readers)
	for i := range read {
		reading.Go(func() { read[i] = follow(t, s, i+1, &done) })
	}
	acknowledged := writeAll(t, s, writers, commits)
	done.Store(true)
	reading.Wait()

	entries := verified(t, s, -1)
	if len(acknowledged) == 0 || int64(len(acknowledged)) > entries {
		t.Fatalf("%d changes were acknowledged, the journal has %d", len(acknowledged), entries)
	}
	for _, seen := range read {
		if int64(len(seen)) != entries {
			t.Errorf("a reader saw %d of %d entries", len(seen), entries)
		}
	}
	hashes := map[int64]store.Hash{}
	for _, e := range whole(t, s) {
		hashes[e.Sequence] = e.Hash
	}
	for _, o := range acknowledged {
		if hashes[o.Sequence] != o.Hash {
			t.Errorf("entry %d is not the one that was acknowledged", o.Sequence)
		}
	}
}

// writeAll has writers commit batches of new records and returns what was acknowledged.
func writeAll(t *testing.T, s store.Store, writers, commits int) []store.Outcome {
	var mu sync.Mutex
	var acknowledged []store.Outcome
	var writing sync.WaitGroup
	for w := range writers {
		writing.Go(func() {
			m := maker{n: 1000 * (w + 1)}
			for i := range commits {
				var changes []store.Change
				for range i%3 + 1 {
					changes = append(changes, change(m.instrument()))
				}
				outcomes, err := s.Commit(t.Context(), changes)
				if err != nil {
					if !errors.Is(err, errDeath) {
						t.Errorf("commit: %v", err)
					}
					continue
				}
				mu.Lock()
				for _, o := range outcomes {
					if o.Err != nil {
						t.Errorf("refused: %v", o.Err)
					}
					acknowledged = append(acknowledged, o)
				}
				mu.Unlock()
			}
		})
	}
	writing.Wait()
	return acknowledged
}

// follow reads the journal until the writers are done and nothing comes any more.
func follow(t *testing.T, s store.Store, limit int, done *atomic.Bool) (seen []int64) {
	for {
		finished := done.Load()
		entries, err := s.Changes(t.Context(), int64(len(seen)), limit*3)
		if err != nil {
			t.Errorf("changes: %v", err)
			return seen
		}
		for _, e := range entries {
			seen = append(seen, e.Sequence)
			if e.Sequence != int64(len(seen)) {
				t.Errorf("entry %d came in place %d", e.Sequence, len(seen))
				return seen
			}
		}
		if finished && len(entries) == 0 {
			return seen
		}
	}
}

// testTampering: whoever changes the data behind the store's back is found out.
func testTampering(t *testing.T, open Open) {
	for _, how := range []Tampering{ChangeEntry, RemoveEntry, RemoveRecord} {
		t.Run(string(how), func(t *testing.T) {
			s := open(t, Options{Name: string(how)})
			if s.Tamper == nil {
				t.Log("left out, the backend has no way to tamper with its data")
				return
			}
			m := new(maker)
			c := m.certificate()
			commit(t, s, c, m.instrument())
			c.Version = 2
			commit(t, s, c, m.instrument())
			verified(t, s, 4)
			s.Tamper(t, how, 3)
			var faults []store.Fault
			if _, err := store.Verify(t.Context(), s, func(f store.Fault) { faults = append(faults, f) }); err != nil {
				t.Fatal(err)
			}
			if len(faults) == 0 {
				t.Error("verification found nothing")
			}
		})
	}
}

// feed reads a page of the journal.
func feed(t *testing.T, s store.Store, after int64, limit int) []store.Entry {
	t.Helper()
	entries, err := s.Changes(t.Context(), after, limit)
	if err != nil {
		t.Fatalf("changes: %v", err)
	}
	return entries
}

// whole reads the whole journal.
func whole(t *testing.T, s store.Store) []store.Entry {
	t.Helper()
	var all []store.Entry
	for {
		page := feed(t, s, int64(len(all)), store.MaxPage)
		if len(page) == 0 {
			return all
		}
		all = append(all, page...)
	}
}

// verified checks that nothing is wrong with the data, and how many entries there are unless
// want is negative.
func verified(t *testing.T, s store.Store, want int64) int64 {
	t.Helper()
	n, err := store.Verify(t.Context(), s, func(f store.Fault) { t.Errorf("verification found %v", f) })
	if err != nil {
		t.Fatalf("verify: %v", err)
	}
	if want >= 0 && n != want {
		t.Errorf("the journal has %d entries, want %d", n, want)
	}
	return n
}

// same tells whether a stored document is the record as it was written.
func same(t *testing.T, r model.Record, d *store.Document) {
	t.Helper()
	want, err := store.Encode(r)
	if err != nil {
		t.Fatal(err)
	}
	switch {
	case d == nil:
		t.Errorf("%s is not there", r.Base().ID)
	case d.Version != r.Base().Version || !bytes.Equal(d.Raw, want):
		got, err := d.Record(0)
		t.Errorf("%s is not as it was written: %v %s", r.Base().ID, err, cmp.Diff(r, got))
	}
}
