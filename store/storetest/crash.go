package storetest

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"metrograph/model"
	"metrograph/search"
	"metrograph/store"
)

func crashCases() []testCase {
	return []testCase{
		{"a crash leaves a change whole or not at all", testCrash},
		{"a store that crashed goes on", testCrashAgain},
		{"what was acknowledged survives", testAcknowledged},
	}
}

// steps are the places of a commit at which a store may crash.
func steps() []store.Step {
	return []store.Step{store.BeforeJournal, store.InsideJournal, store.BeforeProjection, store.InsideProjection, store.BeforeAnswer}
}

// crashing is a batch of changes of one kind each, and what there was before.
type crashing struct {
	before []model.Record
	batch  []store.Change
}

// crashings makes the batches that are cut short.
func crashings() map[string]crashing {
	m := new(maker)
	one := m.certificate()
	amended := m.certificate()
	next := *amended
	next.Version, next.Number, next.Title.En = 2, "another number", "another title"
	deleted := m.certificate()
	gone := *deleted
	gone.Version = 2
	heir := m.certificate()
	heir.Number = deleted.Number
	gauge, old := m.instrument(), m.instrument()
	newer := *old
	newer.Version, newer.SerialNumber = 2, "another serial"
	return map[string]crashing{
		"create": {nil, []store.Change{change(one)}},
		"amend":  {[]model.Record{amended}, []store.Change{change(&next)}},
		"delete": {[]model.Record{deleted}, []store.Change{removal(&gone)}},
		"batch": {[]model.Record{amended, deleted, old}, []store.Change{change(one), change(&next), removal(&gone),
			change(heir), change(gauge), change(&newer)}},
	}
}

// testCrash: whatever step a commit is cut short at, each of its changes is afterwards either
// in the journal and everywhere that queries look, or nowhere.
func testCrash(t *testing.T, open Open) {
	for _, step := range steps() {
		for name, c := range crashings() {
			t.Run(fmt.Sprintf("%s/%s", step, name), func(t *testing.T) { crashAt(t, open, step, c) })
		}
	}
}

func crashAt(t *testing.T, open Open, step store.Step, c crashing) {
	armed := false
	s := open(t, Options{Name: "crash", Faults: func(at store.Step) error {
		if armed && at == step {
			return errDeath
		}
		return nil
	}})
	if s.Crash == nil {
		t.Log("left out, the backend has no way to crash")
		return
	}
	commit(t, s, c.before...)
	armed = true
	outcomes, err := s.Commit(t.Context(), c.batch)
	if err != nil && !errors.Is(err, errDeath) {
		t.Fatalf("commit: %v", err)
	}
	s.Crash()
	armed = false
	again := open(t, Options{Name: "crash"})
	for i, ch := range c.batch {
		written := wholeOrNot(t, again, ch)
		acknowledged := err == nil && outcomes[i].Err == nil
		if acknowledged && !written {
			t.Errorf("%s of %s was acknowledged and is lost", ch.Operation, ch.Record.Base().ID)
		}
		if written && step == store.BeforeJournal && err != nil {
			t.Errorf("%s of %s was written before the journal was", ch.Operation, ch.Record.Base().ID)
		}
	}
	verified(t, again, -1)
	complete(t, again, c.batch)
}

// wholeOrNot checks that a change is everywhere, or nowhere, and tells which.
func wholeOrNot(t *testing.T, s store.Store, c store.Change) (written bool) {
	t.Helper()
	head := c.Record.Base()
	history, err := s.History(t.Context(), c.Record.Kind(), head.ID, 0, 10)
	if err != nil {
		t.Fatal(err)
	}
	written = slices.ContainsFunc(history, func(e store.Entry) bool { return e.Version == head.Version })
	switch {
	case written && c.Operation == store.Delete:
		nothingReadOf(t, s, c.Record)
	case written:
		same(t, c.Record, get(t, s, c.Record))
		same(t, c.Record, lookup(t, s, c.Record))
		foundEverywhere(t, s, c.Record)
	case head.Version == 1:
		nothingOf(t, s, c.Record)
	default:
		if d := get(t, s, c.Record); d == nil || d.Version != head.Version-1 {
			t.Errorf("%s is not what it was before", head.ID)
		}
	}
	return written
}

// foundEverywhere checks that a record is found by all that it should be found by.
func foundEverywhere(t *testing.T, s store.Store, r model.Record) {
	t.Helper()
	index := store.IndexOf(r)
	for i, values := range index.Values {
		field := store.SchemaOf(r.Kind()).Fields[i].Name
		for _, v := range values {
			if !slices.Contains(found(t, s, r.Kind(), store.Where(field, store.In, v)), r.Base().ID) {
				t.Errorf("%s is not found by %s %q", r.Base().ID, field, v)
			}
		}
	}
	for _, term := range search.PlainTerms(index.Terms) {
		if !slices.Contains(found(t, s, r.Kind(), store.Where(store.FieldText, store.Contains, term)), r.Base().ID) {
			t.Errorf("%s is not found by %q", r.Base().ID, term)
		}
	}
}

// complete repeats what a crash left out, as a caller would, and checks that all is there.
func complete(t *testing.T, s store.Store, batch []store.Change) {
	t.Helper()
	for _, c := range batch {
		history, err := s.History(t.Context(), c.Record.Kind(), c.Record.Base().ID, 0, 1)
		if err != nil {
			t.Fatal(err)
		}
		if len(history) == 0 || history[0].Version < c.Record.Base().Version {
			commitAll(t, s, []store.Change{c})
		}
	}
	for _, c := range batch {
		if c.Operation != store.Delete {
			same(t, c.Record, lookup(t, s, c.Record))
		} else if d := get(t, s, c.Record); d != nil {
			t.Errorf("%s is there in the end", d.ID)
		}
	}
	verified(t, s, -1)
}

// testCrashAgain: a store that failed within a commit and lives on, or crashes time and
// again, comes to the same.
func testCrashAgain(t *testing.T, open Open) {
	for _, step := range steps() {
		t.Run(string(step), func(t *testing.T) {
			calls := 0
			faults := func(at store.Step) error {
				if at == step {
					calls++
					if calls%2 == 1 {
						return errDeath
					}
				}
				return nil
			}
			m := new(maker)
			var all []store.Change
			for round := range 3 {
				s := open(t, Options{Name: "again", Faults: faults})
				for range 3 {
					batch := []store.Change{change(m.certificate()), change(m.certificate())}
					all = append(all, batch...)
					if _, err := s.Commit(t.Context(), batch); err != nil && !errors.Is(err, errDeath) {
						t.Fatalf("round %d: %v", round, err)
					}
				}
				if s.Crash == nil {
					t.Log("left out, the backend has no way to crash")
					return
				}
				s.Crash()
			}
			s := open(t, Options{Name: "again"})
			verified(t, s, -1)
			complete(t, s, all)
		})
	}
}

func testAcknowledged(t *testing.T, open Open) {
	m := new(maker)
	var kept []model.Record
	for range 4 {
		s := open(t, Options{Name: "kept"})
		if s.Crash == nil || without(t, s.Lacks.Durability, "durability") {
			return
		}
		for _, r := range kept {
			same(t, r, get(t, s, r))
		}
		batch := []model.Record{m.certificate(), m.instrument(), m.attachment(5)}
		commit(t, s, batch...)
		kept = append(kept, batch...)
		s.Crash()
	}
	s := open(t, Options{Name: "kept"})
	verified(t, s, int64(len(kept)))
}
