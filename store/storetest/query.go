package storetest

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"metrograph/model"
	"metrograph/search"
	"metrograph/store"
)

func queryCases() []testCase {
	return []testCase{
		{"every operator on every field", testOperators},
		{"conditions are joined", testJoins},
		{"every order in both directions", testOrders},
		{"many queries in one call", testManyQueries},
		{"records are read by id and by key", testGet},
		{"facts are those of the documents", testFacts},
		{"only the fields asked for need be read", testFields},
		{"what cannot be asked is invalid", testInvalid},
	}
}

// kindsTested are the kinds whose records the cases of queries use: between them they have
// every type and every use of a field.
func kindsTested() []model.Kind {
	return []model.Kind{model.KindCertificate, model.KindInstrument, model.KindAttachment, model.KindEnvironment, model.KindPerson}
}

// ofKind makes records of a kind.
func (w *world) ofKind(kind model.Kind, n int) []model.Record {
	if kind == model.KindCertificate {
		return w.certificates(n)
	}
	return w.others(kind, n)
}

// testOperators: each operator, with values that some records have, that lie between those, and
// that none has, selects what looking at each record selects; and its opposite the others.
func testOperators(t *testing.T, open Open) {
	for _, kind := range kindsTested() {
		t.Run(string(kind), func(t *testing.T) {
			s, n := populated(t, open, newWorld(1).ofKind(kind, 30))
			for _, f := range store.SchemaOf(kind).Fields {
				for i, filter := range n.comparisons(f) {
					if s.Lacks.Speed && i%8 > 0 {
						continue // a double that reads everything for each answer gets every eighth
					}
					for _, where := range []*store.Filter{filter, {Not: filter}} {
						q := store.Query{Kind: kind, Scope: model.Everything(), Where: where, Limit: store.MaxPage}
						n.agree(t, s, q)
						n.agreeCount(t, s, q)
					}
				}
			}
		})
	}
}

// comparisons lists comparisons of every operator that a field has.
func (n naive) comparisons(f store.Field) []*store.Filter {
	values := n.valuesOf(f)
	list := []*store.Filter{store.Where(f.Name, store.In), store.Where(f.Name, store.In, values...)}
	for _, v := range values {
		list = append(list, store.Where(f.Name, store.In, v))
		for _, op := range []store.Op{store.Lt, store.Lte, store.Gt, store.Gte} {
			list = append(list, store.Where(f.Name, op, v))
		}
		text, ok := v.(string)
		if ok {
			list = append(list, store.Where(f.Name, store.Prefix, text), store.Where(f.Name, store.Prefix, firstHalf(text)))
		}
		if f.Type == store.Text && len(search.Terms(text)) > 0 {
			list = append(list, store.Where(f.Name, store.Contains, text), store.Where(f.Name, store.Contains, firstHalf(text)))
		}
	}
	return append(list, store.Where(f.Name, store.Present, int64(1)), store.Where(f.Name, store.Present, int64(0)))
}

// valuesOf lists some values of a field, and some that are not.
func (n naive) valuesOf(f store.Field) []store.Value {
	if f.Type == store.Int {
		list := []store.Value{int64(-1), int64(0), int64(2)}
		for _, e := range n[:3] {
			list = append(list, e.values(f.Name)[0])
		}
		return list
	}
	list := []store.Value{"", "~", "GP-01"}
	for _, e := range n {
		for _, v := range e.values(f.Name) {
			if !slices.Contains(list, v) && len(list) < 8 {
				list = append(list, v)
			}
		}
	}
	return list
}

// testJoins: and, or and not, one inside another, on fields that have an index and that have
// none.
func testJoins(t *testing.T, open Open) {
	s, n := populated(t, open, newWorld(2).certificates(60))
	a := store.Where("classification", store.In, "PUBLIC")
	b := store.Where("manufacturer", store.In, string(institution(11)))
	c := store.Where("serialNumber", store.In, "SN-1", "1")
	d := store.Where("validUntil", store.Lt, "2026")
	for _, where := range []*store.Filter{
		store.All(a, b), store.All(b, c, d), {Or: []store.Filter{*a, *b}}, {Or: []store.Filter{*c, *d}}, {Not: store.All(a, d)},
		store.All(&store.Filter{Or: []store.Filter{*a, *c}}, &store.Filter{Not: b}),
		{Or: []store.Filter{*store.All(a, b), *store.All(c, d), {Not: store.All(a, &store.Filter{Not: d})}}},
		store.All(a, store.Where("classification", store.In, "PUBLIC", "NON_PUBLIC")),
		store.All(a, store.Where("classification", store.In, "NON_PUBLIC")),
		store.All(b, store.Where("manufacturer", store.In, string(institution(12)))),
		store.All(store.Where("performedFrom", store.Gte, "2023-12-30"), store.Where("performedFrom", store.Lt, "2024-02")),
		store.All(store.Where("customer", store.Gt, "acme gauges"), store.Where("customer", store.Lte, "Acme gauges, inc.")),
	} {
		for _, sort := range []string{"", "issuedAt", "number"} {
			q := store.Query{Kind: model.KindCertificate, Scope: model.Everything(), Where: where, Sort: sort, Limit: 25, Desc: sort == "number"}
			n.agree(t, s, q)
			n.agreeCount(t, s, q)
		}
	}
}

// testOrders: each sort key in both directions, under a filter and without, ties by id.
func testOrders(t *testing.T, open Open) {
	for _, kind := range kindsTested() {
		s, n := populated(t, open, newWorld(3).ofKind(kind, 40))
		for _, f := range store.SchemaOf(kind).Fields {
			if !f.Sort {
				continue
			}
			for _, desc := range []bool{false, true} {
				for _, where := range []*store.Filter{nil, store.Where("status", store.In, "PUBLISHED"), store.Where("origin", store.In, string(institution(1)), string(institution(2)))} {
					n.agree(t, s, store.Query{Kind: kind, Scope: model.Everything(), Where: where, Sort: f.Name, Desc: desc, Limit: 30})
				}
			}
		}
	}
}

// testManyQueries: the answers come in the order of the queries.
func testManyQueries(t *testing.T, open Open) {
	w := newWorld(4)
	certificates, instruments := w.certificates(20), w.others(model.KindInstrument, 20)
	s, n := populated(t, open, certificates)
	commit(t, s, instruments...)
	queries := []store.Query{
		{Kind: model.KindCertificate, Scope: model.Everything(), Limit: 5},
		{Kind: model.KindInstrument, Scope: model.Everything(), Sort: "model", Desc: true, Limit: 7},
		{Kind: model.KindCertificate, Limit: 5},
		{Kind: model.KindCertificate, Scope: model.Everything(), Sort: "issuedAt", Where: store.Where("status", store.In, "DRAFT"), Limit: 9},
	}
	pages, err := s.List(t.Context(), queries...)
	if err != nil || len(pages) != len(queries) {
		t.Fatalf("%d pages, %v", len(pages), err)
	}
	for i, of := range []naive{n, naiveOf(instruments...), nil, n} {
		want, _ := of.page(queries[i])
		if !equalIDs(ids(pages[i].Documents), want.ids()) {
			t.Errorf("page %d has %v, want %v", i, ids(pages[i].Documents), want.ids())
		}
	}
	if pages, err := s.List(t.Context()); err != nil || len(pages) != 0 {
		t.Errorf("no queries: %v, %v", pages, err)
	}
}

// testGet: documents come in the order asked for, nil for what there is not, whatever it is
// called, and as often as they are asked for.
func testGet(t *testing.T, open Open) {
	w := newWorld(5)
	records := append(w.certificates(5), w.others(model.KindEnvironment, 2)...)
	s, n := populated(t, open, records)
	id := func(i int) model.ID { return records[i].Base().ID }
	asked := []model.ID{id(3), "", id(0), institution(99), "cert_x", id(3), id(5), model.ID("'; --"), identify(model.KindCertificate, 999)}
	documents, err := s.Get(t.Context(), model.KindCertificate, asked, 0)
	if err != nil || len(documents) != len(asked) {
		t.Fatalf("%d documents, %v", len(documents), err)
	}
	keys := make([]string, len(asked))
	for i, want := range []int{3, -1, 0, -1, -1, 3, -1, -1, -1} {
		switch d := documents[i]; {
		case want < 0 && d != nil, want >= 0 && (d == nil || !n[want].isIn(d)):
			t.Errorf("document %d is %v", i, d)
		case want >= 0:
			keys[i] = store.UniqueKey(records[want])
		}
	}
	again, err := s.Lookup(t.Context(), model.KindCertificate, keys)
	if err != nil || len(again) != len(keys) {
		t.Fatalf("%d documents, %v", len(again), err)
	}
	for i := range again {
		if (again[i] == nil) != (documents[i] == nil) || again[i] != nil && again[i].ID != documents[i].ID {
			t.Errorf("by key %q: %v", keys[i], again[i])
		}
	}
	one, err := s.Lookup(t.Context(), model.KindEnvironment, []string{string(id(5)), string(id(4)), store.UniqueKey(records[0])})
	if err != nil || one[0] == nil || one[0].ID != id(5) || one[1] != nil || one[2] != nil {
		t.Errorf("a record without a natural key: %v, %v", one, err)
	}
}

// testFacts: the facts of a record are those that its document says, after every change, and
// there are none of what is not there.
func testFacts(t *testing.T, open Open) {
	w := newWorld(7)
	records := w.certificates(20)
	for _, kind := range []model.Kind{model.KindInstrument, model.KindEnvironment, model.KindPerson} { // the last has no discipline
		records = append(records, w.others(kind, 5)...)
	}
	s, _ := populated(t, open, records)
	factsAgree(t, s, records)
	for _, r := range records {
		w.vary(r.Base())
		r.Base().Version++
	}
	commit(t, s, records...)
	factsAgree(t, s, records)
	gone := records[3]
	gone.Base().Version++
	commitAll(t, s, []store.Change{removal(gone)})
	there, other := records[4], records[20]
	list, err := s.Facts(t.Context(), []model.ID{gone.Base().ID, "", there.Base().ID, institution(99), "cert_x", other.Base().ID, "'; --",
		there.Base().ID, identify(model.KindCertificate, 999)})
	a, b := there.Facts(), other.Facts()
	if d := cmp.Diff([]*model.Facts{nil, nil, &a, nil, nil, &b, nil, &a, nil}, list); d != "" || err != nil {
		t.Errorf("%v\n%s", err, d)
	}
}

// factsAgree checks the facts of records.
func factsAgree(t *testing.T, s store.Store, records []model.Record) {
	t.Helper()
	list, err := s.Facts(t.Context(), naiveOf(records...).ids())
	if err != nil || len(list) != len(records) {
		t.Fatalf("facts: %d, %v", len(list), err)
	}
	for i, r := range records {
		want := r.Facts()
		if d := cmp.Diff(&want, list[i]); d != "" {
			t.Errorf("%s:\n%s", r.Base().ID, d)
		}
	}
}

// testFields: a document holds the fields that were asked for.
func testFields(t *testing.T, open Open) {
	s, n := populated(t, open, newWorld(6).certificates(3))
	set, _ := model.Fields(model.KindCertificate, "number", "items", "status")
	documents, err := s.Get(t.Context(), model.KindCertificate, n.ids(), set)
	if err != nil {
		t.Fatal(err)
	}
	page := list(t, s, store.Query{Kind: model.KindCertificate, Scope: model.Everything(), Limit: 5, Fields: set})
	for _, d := range append(documents, page.Documents...) {
		at := slices.Index(n.ids(), d.ID)
		got, err := d.Record(set)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := store.Encode(n[at].record)
		if err != nil {
			t.Fatal(err)
		}
		want, err := store.Decode(model.KindCertificate, raw, set)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
}

// testInvalid: what cannot be asked is INVALID and names the field, and is not asked.
func testInvalid(t *testing.T, open Open) {
	s := open(t, Options{})
	q := func(where *store.Filter) store.Query {
		return store.Query{Kind: model.KindCertificate, Scope: model.Everything(), Limit: 1, Where: where}
	}
	for path, where := range map[string]*store.Filter{
		"nothing":      store.Where("nothing", store.In, "x"),
		"issuedAt":     store.Where("issuedAt", store.In, int64(1)),
		"mandatory":    store.Where("mandatory", store.In, "1"),
		"itemCount":    store.Where("itemCount", store.Prefix, int64(1)),
		"level":        store.Where("level", store.Contains, "N"),
		"number":       store.Where("number", "regex", "x"),
		"customer":     store.Where("customer", store.Gt, "a", "b"),
		"serialNumber": store.Where("serialNumber", store.Lt),
		"text":         store.Where("text", store.In, "x"),
		"status":       store.Where("status", store.Present, "1"),
		"":             {},
		"method":       {Field: "method", Op: store.In, Values: []store.Value{"x"}, Or: []store.Filter{*store.Where("origin", store.In, "y")}},
	} {
		_, err := s.List(t.Context(), q(where))
		blames(t, err, path)
		_, err = s.Count(t.Context(), q(&store.Filter{Not: where}))
		blames(t, err, path)
	}
	for path, query := range map[string]store.Query{
		"level":     {Sort: "level", Limit: 1},
		"limit":     {Limit: store.MaxPage + 1},
		"number":    {Sort: "number", Limit: 1, After: &store.Key{Value: int64(1), ID: identify(model.KindCertificate, 1)}},
		"issuedAt":  {Sort: "issuedAt", Limit: 1, Before: &store.Key{Value: "x", ID: "zzz"}},
		"kind":      {Kind: "planet", Limit: 1},
		"unsorted?": {Sort: "unsorted?", Limit: 1},
	} {
		if query.Kind == "" {
			query.Kind = model.KindCertificate
		}
		_, err := s.List(t.Context(), query)
		blames(t, err, path)
	}
}

// blames checks that an error is INVALID and names a field.
func blames(t *testing.T, err error, path string) {
	t.Helper()
	var e *model.Error
	if !errors.As(err, &e) || e.Code != model.CodeInvalid || e.Path != path {
		t.Errorf("%q: %v", path, err)
	}
}
