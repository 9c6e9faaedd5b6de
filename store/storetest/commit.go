package storetest

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"metrograph/model"
	"metrograph/search"
	"metrograph/store"
)

func commitCases() []testCase {
	return []testCase{
		{"a change has its own outcome", testOutcomes},
		{"a stale change is told the current version", testStale},
		{"one of many wins each version", testContention},
		{"a batch may change a record twice", testTwiceInBatch},
		{"an identity is given once", testUniqueKeys},
		{"an identity passes from one record to another", testKeyPasses},
		{"one of many gets an identity", testKeyRace},
		{"a deleted record is gone but for its history", testTombstones},
		{"a replica has the version of its own node", testReplicas},
		{"many commits at one time all succeed", testManyCommits},
	}
}

// testOutcomes: a refused change keeps no other from being written, and leaves nothing.
func testOutcomes(t *testing.T, open Open) {
	s := open(t, Options{})
	m := new(maker)
	a, b := m.certificate(), m.certificate()
	commit(t, s, a)
	stale, taken := *a, m.certificate()
	taken.Number = a.Number
	fresh := m.certificate()
	outcomes, err := s.Commit(t.Context(), []store.Change{change(b), change(&stale), change(taken), change(fresh)})
	if err != nil {
		t.Fatal(err)
	}
	var codes []model.Code
	var sequences []int64
	for _, o := range outcomes {
		codes = append(codes, model.CodeOf(o.Err))
		sequences = append(sequences, o.Sequence)
	}
	if d := cmp.Diff([]model.Code{"", model.CodeConflict, model.CodeConflict, ""}, codes); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]int64{2, 0, 0, 3}, sequences); d != "" {
		t.Error(d)
	}
	nothingOf(t, s, taken)
	verified(t, s, 3)
	if outcomes, err := s.Commit(t.Context(), nil); err != nil || len(outcomes) != 0 {
		t.Errorf("a commit of nothing: %v, %v", outcomes, err)
	}
}

func testStale(t *testing.T, open Open) {
	s := open(t, Options{})
	m := new(maker)
	c, never := m.certificate(), m.certificate()
	for v := 1; v <= 3; v++ {
		c.Version = v
		commit(t, s, c)
	}
	never.Version = 2
	for _, version := range []int{0, 1, 2, 3, 5, -1} {
		c.Version = version
		refused(t, s, change(c), 3)
		refused(t, s, removal(c), 3)
	}
	refused(t, s, change(never), 0)
	refused(t, s, removal(never), 0)
	never.Version = 1
	refused(t, s, removal(never), 0)
	nothingOf(t, s, never)
	verified(t, s, 3)
}

// testContention: optimistic locking holds while many change the same record.
func testContention(t *testing.T, open Open) {
	const writers, versions = 8, 10
	s := open(t, Options{})
	m := new(maker)
	first := m.certificate()
	commit(t, s, first)
	var mu sync.Mutex
	winners := map[int]int{}
	var all sync.WaitGroup
	for w := range writers {
		all.Go(func() {
			for version := 2; version <= versions; {
				c := *first
				c.Version, c.Remarks.En = version, fmt.Sprintf("writer %d", w)
				outcomes, err := s.Commit(t.Context(), []store.Change{change(&c)})
				if err != nil {
					t.Errorf("commit: %v", err)
					return
				}
				var e *model.Error
				if errors.As(outcomes[0].Err, &e) {
					if e.Code != model.CodeConflict || e.Current < version {
						t.Errorf("version %d was refused: %v, current %d", version, e, e.Current)
						return
					}
					version = e.Current + 1
					continue
				}
				mu.Lock()
				winners[version]++
				mu.Unlock()
				version++
			}
		})
	}
	all.Wait()
	for v := 2; v <= versions; v++ {
		if winners[v] != 1 {
			t.Errorf("version %d was won %d times", v, winners[v])
		}
	}
	verified(t, s, versions)
}

func testTwiceInBatch(t *testing.T, open Open) {
	s := open(t, Options{})
	m := new(maker)
	one, other := m.certificate(), m.certificate()
	two, three := *one, *one
	two.Version, three.Version = 2, 3
	three.Number = "another number"
	commit(t, s, one, other, &two, &three)
	same(t, &three, get(t, s, &three))
	same(t, other, get(t, s, other))
	four := three
	four.Version = 4
	commitAll(t, s, []store.Change{removal(&four)})
	nothingReadOf(t, s, &three)
	verified(t, s, 5)
}

func testUniqueKeys(t *testing.T, open Open) {
	s := open(t, Options{})
	m := new(maker)
	a, b := m.certificate(), m.certificate()
	b.Number = "JZ-Ｎｏ．７" // the same as A's to whoever folds
	a.Number = "jz-no.7"
	commit(t, s, a)
	refused(t, s, change(b), 0)
	nothingOf(t, s, b)
	b.Origin = institution(2) // another origin may count alike
	commit(t, s, b)
	same(t, a, lookup(t, s, a))
	same(t, b, lookup(t, s, b))

	c := m.certificate()
	commit(t, s, c)
	c.Version, c.Number = 2, a.Number
	refused(t, s, change(c), 0)
	d, e := m.certificate(), m.certificate()
	e.Number = d.Number
	outcomes, err := s.Commit(t.Context(), []store.Change{change(d), change(e)})
	if err != nil || outcomes[0].Err != nil || model.CodeOf(outcomes[1].Err) != model.CodeConflict {
		t.Errorf("two of one identity in a batch: %v, %v", outcomes, err)
	}
	i, j := m.attachment(1), m.attachment(2)
	j.FileName, j.SHA256 = i.FileName, i.SHA256 // no natural key: the id is its own
	commit(t, s, i, j)
	same(t, j, lookup(t, s, j))
	if list, err := s.Lookup(t.Context(), model.KindCertificate, []string{"", "no such key", "\xff", "\x00"}); err != nil ||
		slices.ContainsFunc(list, func(d *store.Document) bool { return d != nil }) || len(list) != 4 {
		t.Errorf("keys that nobody has: %v, %v", list, err)
	}
	verified(t, s, 6)
}

// testKeyPasses: a number that its record gave up, or that was deleted, is free again.
func testKeyPasses(t *testing.T, open Open) {
	s := open(t, Options{})
	m := new(maker)
	a, b := m.certificate(), m.certificate()
	number := a.Number
	commit(t, s, a)
	a.Version, a.Number = 2, "renamed"
	b.Number = number
	commit(t, s, a, b)
	same(t, b, lookup(t, s, b))
	same(t, a, lookup(t, s, a))

	b.Version = 2
	c := m.certificate()
	c.Number = number
	commitAll(t, s, []store.Change{removal(b), change(c)})
	same(t, c, lookup(t, s, c))

	a.Version, a.Number = 3, number
	refused(t, s, change(a), 0)
	c.Version, c.Number = 2, "renamed again"
	commit(t, s, c, a)
	same(t, a, lookup(t, s, a))
	same(t, c, lookup(t, s, c))
	verified(t, s, 7)
}

func testKeyRace(t *testing.T, open Open) {
	const writers, rounds = 6, 4
	s := open(t, Options{})
	for round := range rounds {
		candidates := make([]*model.Certificate, writers)
		errs := make([]error, writers)
		var all sync.WaitGroup
		for w := range writers {
			m := maker{n: 100*round + 10*w}
			candidates[w] = m.certificate()
			candidates[w].Number = fmt.Sprintf("wanted %d", round)
			all.Go(func() {
				outcomes, err := s.Commit(t.Context(), []store.Change{change(candidates[w])})
				if err != nil {
					t.Errorf("commit: %v", err)
					return
				}
				errs[w] = outcomes[0].Err
			})
		}
		all.Wait()
		winners := 0
		for w, err := range errs {
			if err == nil {
				winners++
				same(t, candidates[w], lookup(t, s, candidates[w]))
				continue
			}
			if model.CodeOf(err) != model.CodeConflict {
				t.Errorf("refused with %v", err)
			}
			nothingOf(t, s, candidates[w])
		}
		if winners != 1 {
			t.Errorf("%d records got one identity", winners)
		}
	}
	verified(t, s, rounds)
}

func testTombstones(t *testing.T, open Open) {
	s := open(t, Options{})
	m := new(maker)
	c, other := m.certificate(), m.certificate()
	commit(t, s, c, other)
	gone := *c
	gone.Version = 2
	commitAll(t, s, []store.Change{removal(&gone)})
	nothingReadOf(t, s, c)
	if page := list(t, s, store.Query{Kind: model.KindCertificate, Scope: model.Everything(), Limit: 10}); len(page.Documents) != 1 {
		t.Errorf("%d records are listed, want 1", len(page.Documents))
	}
	for _, scope := range []model.Scope{model.Everything(), {Any: []model.Clause{{}}, None: []model.Clause{{{
		Attribute: model.AttrLevel, In: []string{"no such level"}}}}}} {
		if n, err := s.Count(t.Context(), store.Query{Kind: model.KindCertificate, Scope: scope}); err != nil || n != 1 {
			t.Errorf("%d records are counted, want 1: %v", n, err)
		}
		buckets, err := s.Group(t.Context(), store.Grouping{Kind: model.KindCertificate, Scope: scope, By: []store.Dimension{{Field: "level"}}})
		if err != nil || len(buckets) != 1 || buckets[0].Count != 1 {
			t.Errorf("grouped as %v, %v", buckets, err)
		}
	}
	negated := &store.Filter{Not: store.Where("number", store.In, "no such number")}
	if page := list(t, s, store.Query{Kind: model.KindCertificate, Where: negated, Scope: model.Everything(), Limit: 10}); len(page.Documents) != 1 {
		t.Errorf("%d records do not have a number, want 1", len(page.Documents))
	}
	history, err := s.History(t.Context(), model.KindCertificate, c.ID, 0, 10)
	if err != nil || len(history) != 2 || history[0].Operation != store.Delete {
		t.Errorf("its history is %v, %v", history, err)
	}
	for _, version := range []int{1, 2, 3} {
		again := *c
		again.Version = version
		refused(t, s, change(&again), 2)
		refused(t, s, removal(&again), 2)
	}
	heir := m.certificate()
	heir.Number = c.Number
	commit(t, s, heir)
	same(t, heir, lookup(t, s, heir))
	verified(t, s, 4)
}

func testManyCommits(t *testing.T, open Open) {
	const writers, each = 10, 5
	s := open(t, Options{})
	var all sync.WaitGroup
	for w := range writers {
		all.Go(func() {
			m := maker{n: 100 * (w + 1)}
			for range each {
				i := m.instrument()
				outcomes, err := s.Commit(t.Context(), []store.Change{change(i)})
				if err != nil || outcomes[0].Err != nil {
					t.Errorf("commit: %v, %v", outcomes, err)
					return
				}
				// What is acknowledged can be read at once.
				if d, err := s.Get(t.Context(), model.KindInstrument, []model.ID{i.ID}, 0); err != nil || d[0] == nil {
					t.Errorf("%s was acknowledged and is not there: %v", i.ID, err)
				}
			}
		})
	}
	all.Wait()
	verified(t, s, writers*each)
}

// refused checks that a change is refused and told the current version.
func refused(t *testing.T, s store.Store, c store.Change, current int) {
	t.Helper()
	outcomes, err := s.Commit(t.Context(), []store.Change{c})
	if err != nil {
		t.Fatalf("commit: %v", err)
	}
	var e *model.Error
	if !errors.As(outcomes[0].Err, &e) || e.Code != model.CodeConflict || e.Current != current {
		t.Errorf("%s of version %d: %v, want a conflict with version %d", c.Operation, c.Record.Base().Version, outcomes[0].Err, current)
	}
}

// get reads a record by its id.
func get(t *testing.T, s store.Store, r model.Record) *store.Document {
	t.Helper()
	list, err := s.Get(t.Context(), r.Kind(), []model.ID{r.Base().ID}, 0)
	if err != nil || len(list) != 1 {
		t.Fatalf("get: %d documents, %v", len(list), err)
	}
	return list[0]
}

// lookup reads a record by its unique key.
func lookup(t *testing.T, s store.Store, r model.Record) *store.Document {
	t.Helper()
	list, err := s.Lookup(t.Context(), r.Kind(), []string{store.UniqueKey(r)})
	if err != nil || len(list) != 1 {
		t.Fatalf("look up: %d documents, %v", len(list), err)
	}
	return list[0]
}

// nothingReadOf checks that no query finds a record.
func nothingReadOf(t *testing.T, s store.Store, r model.Record) {
	t.Helper()
	id := r.Base().ID
	if d := get(t, s, r); d != nil {
		t.Errorf("%s is there", id)
	}
	if d := lookup(t, s, r); d != nil && d.ID == id {
		t.Errorf("%s is found by its key", id)
	}
	index := store.IndexOf(r)
	for i, values := range index.Values {
		if len(values) == 0 {
			continue
		}
		field := store.SchemaOf(r.Kind()).Fields[i].Name
		if slices.Contains(found(t, s, r.Kind(), store.Where(field, store.In, values[0])), id) {
			t.Errorf("%s is found by its %s", id, field)
		}
	}
	for _, term := range search.PlainTerms(index.Terms) {
		if slices.Contains(found(t, s, r.Kind(), store.Where(store.FieldText, store.Contains, term)), id) {
			t.Errorf("%s is found by %q", id, term)
		}
	}
}

// nothingOf checks that there is no trace of a record.
func nothingOf(t *testing.T, s store.Store, r model.Record) {
	t.Helper()
	nothingReadOf(t, s, r)
	if list, err := s.History(t.Context(), r.Kind(), r.Base().ID, 0, 1); err != nil || len(list) != 0 {
		t.Errorf("%s has a history of %d entries: %v", r.Base().ID, len(list), err)
	}
}

// found lists the ids of the records that satisfy a filter.
func found(t *testing.T, s store.Store, kind model.Kind, where *store.Filter) []model.ID {
	t.Helper()
	id, _ := model.Fields(kind, "id")
	q := store.Query{Kind: kind, Where: where, Scope: model.Everything(), Limit: store.MaxPage, Fields: id}
	return ids(list(t, s, q).Documents)
}

// testReplicas: which revision a replica is here is one thing, its version another. Versions
// may be left out and may come again.
func testReplicas(t *testing.T, open Open) {
	s := open(t, Options{})
	m := new(maker)
	c := m.certificate()
	for i, version := range []int{3, 7, 7} {
		c.Version = version
		received := change(c)
		received.Revision = i + 1
		outcomes, err := s.Commit(t.Context(), []store.Change{received})
		if err != nil || outcomes[0].Err != nil {
			t.Fatal(outcomes, err)
		}
	}
	documents, err := s.Get(t.Context(), model.KindCertificate, []model.ID{c.ID}, 0)
	if err != nil || documents[0] == nil {
		t.Fatal(documents, err)
	}
	record, err := documents[0].Record(0)
	if err != nil || documents[0].Version != 3 || record.Base().Version != 7 {
		t.Errorf("revision %d of version %d: %v", documents[0].Version, record.Base().Version, err)
	}
	c.Version = 9
	skipping := change(c)
	skipping.Revision = 5
	if outcomes, err := s.Commit(t.Context(), []store.Change{skipping}); err != nil || model.CodeOf(outcomes[0].Err) != model.CodeConflict {
		t.Errorf("a revision was left out: %v %v", outcomes, err)
	}
	verified(t, s, 3)
}
