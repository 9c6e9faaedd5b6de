package storetest

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"metrograph/model"
	"metrograph/search"
	"metrograph/store"
)

func hostileCases() []testCase {
	return []testCase{
		{"any text can be kept and found", testHostileRecords},
		{"any text can be asked for", testHostileQueries},
		{"a text that is none is refused", testNotText},
		{"a field that there is not is INVALID", testUnknownFields},
		{"a large document is kept", testLargeDocument},
		{"a document that is too large is refused", testTooLarge},
		{"a large identity is kept or refused", testLargeKey},
	}
}

// hostile are texts that have been the end of stores.
func hostile() map[string]string {
	return map[string]string{
		"operator":  "$where",
		"script":    "'; return true; var x='",
		"dots":      "a.b..c.",
		"dollars":   "$a.$b$",
		"nul":       "\x00nul\x00",
		"control":   "\x01\x1b[31m\r\n\t\x7f\x1f",
		"emoji":     "🏳️‍🌈👩🏽‍🔬",
		"rtl":       "\u202eabc\u202c שלום مرحبا",
		"quotes":    `"'` + "`" + `\"\'`,
		"sql":       "'; DROP TABLE journal; --",
		"like":      `%_\%[a-z]*?`,
		"regex":     `^.*$|(a+)+\Q\E`,
		"match":     `"a" OR b* NEAR(c d) -e {f}:g^`,
		"json":      `{"$gt": ""}`,
		"graphql":   "}}{__schema{types{name}}}",
		"noncharac": "\ufffe\uffff\U0010ffff",
		"combining": "e\u0301 \u1100\u1161\u11a8 ﬁ Ⅷ ①",
		"han":       "数字压力计 检定规程 𠮷",
		"spaces":    " \u00a0\u2003\u3000 ",
		"number":    "-1e999",
		"null":      "null",
		"long":      strings.Repeat("长long ", 150),
		"unbroken":  strings.Repeat("x", 1500),
	}
}

// testHostileRecords: each kind of record comes back as it was written, and is found by all
// of its values, whatever its texts are.
func testHostileRecords(t *testing.T, open Open) {
	for name, text := range hostile() {
		t.Run(name, func(t *testing.T) {
			s, m := open(t, Options{}), new(maker)
			var all []model.Record
			var changes []store.Change
			for _, kind := range model.Kinds() {
				r := kind.New()
				fill(reflect.ValueOf(r).Elem(), text)
				head := r.Base()
				head.ID, head.Version = m.id(kind), 1
				all = append(all, r)
				changes = append(changes, store.Change{Record: r, Operation: store.Create, Actor: text, Reason: text, At: birth})
			}
			commitAll(t, s, changes)
			for _, r := range all {
				same(t, r, get(t, s, r))
				same(t, r, lookup(t, s, r))
				foundByValues(t, s, r)
				history, err := s.History(t.Context(), r.Kind(), r.Base().ID, 0, 1)
				if err != nil || len(history) != 1 || history[0].Actor != text || history[0].Reason != text {
					t.Errorf("the history of %s is %v, %v", r.Kind(), history, err)
				}
			}
			verified(t, s, int64(len(all)))
		})
	}
}

// fill puts a text into every string of a value, and something into all else.
func fill(v reflect.Value, text string) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(7)
	case reflect.Uint64:
		v.SetUint(7)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), text)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), text)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(birth))
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).Tag.Get("json") != "-" { // what is not kept
				fill(v.Field(i), text)
			}
		}
	default:
		panic("a record has a field of type " + v.Type().String())
	}
}

// foundByValues checks that a record is found by each of its values, and in an order by it;
// by those that are compared as texts also by the beginning and by the words.
func foundByValues(t *testing.T, s store.Store, r model.Record) {
	t.Helper()
	schema, index := store.SchemaOf(r.Kind()), store.IndexOf(r)
	for i, f := range schema.Fields {
		for _, v := range index.Values[i] {
			filters := []*store.Filter{store.Where(f.Name, store.In, v)}
			if f.Type == store.Text || f.Name == "sourceHash" {
				filters = append(filters, store.Where(f.Name, store.Prefix, v), store.Where(f.Name, store.Lte, v),
					store.Where(f.Name, store.Prefix, firstHalf(v.(string))))
			}
			if f.Type == store.Text && len(search.Terms(v.(string))) > 0 {
				filters = append(filters, store.Where(f.Name, store.Contains, v))
			}
			for _, filter := range filters {
				if !slices.Contains(found(t, s, r.Kind(), filter), r.Base().ID) {
					t.Errorf("%s: not found by %s %s", r.Kind(), f.Name, filter.Op)
				}
			}
		}
		if f.Sort {
			inOrder(t, s, r, f.Name)
		}
	}
	text := strings.Join(search.PlainTerms(index.Terms), " ")
	if !slices.Contains(found(t, s, r.Kind(), store.Where(store.FieldText, store.Contains, text)), r.Base().ID) {
		t.Errorf("%s: not found by %q", r.Kind(), text)
	}
}

// firstHalf returns about half of a text's characters.
func firstHalf(text string) string {
	runes := []rune(text)
	return string(runes[:(len(runes)+1)/2])
}

// inOrder checks that a page ends at a record and the next begins after it.
func inOrder(t *testing.T, s store.Store, r model.Record, sort string) {
	t.Helper()
	id, _ := model.Fields(r.Kind(), "id")
	q := store.Query{Kind: r.Kind(), Scope: model.Everything(), Sort: sort, Limit: store.MaxPage, Fields: id}
	all := list(t, s, q).Documents
	at := slices.IndexFunc(all, func(d *store.Document) bool { return d.ID == r.Base().ID })
	if at < 0 {
		t.Errorf("%s: not there in the order of %s", r.Kind(), sort)
		return
	}
	q.After = &all[at].Key
	if rest := list(t, s, q).Documents; !slices.Equal(ids(rest), ids(all[at+1:])) {
		t.Errorf("after it in the order of %s come %v, want %v", sort, ids(rest), ids(all[at+1:]))
	}
}

// testHostileQueries: asking for any text is answered, with nothing where nothing has it.
func testHostileQueries(t *testing.T, open Open) {
	s := open(t, Options{})
	m := new(maker)
	commit(t, s, m.certificate(), m.certificate(), m.instrument())
	for name, text := range hostile() {
		t.Run(name, func(t *testing.T) {
			for _, kind := range []model.Kind{model.KindCertificate, model.KindInstrument} {
				askFor(t, s, kind, text)
			}
		})
	}
}

func askFor(t *testing.T, s store.Store, kind model.Kind, text string) {
	t.Helper()
	for _, f := range store.SchemaOf(kind).Fields {
		if f.Type == store.Int {
			continue
		}
		if got := found(t, s, kind, store.Where(f.Name, store.In, text, text+"x")); len(got) != 0 {
			t.Errorf("%s is found in %v", f.Name, got)
		}
		for _, op := range []store.Op{store.Lt, store.Lte, store.Gt, store.Gte, store.Prefix} {
			found(t, s, kind, store.Where(f.Name, op, text))
		}
		if f.Type == store.Text {
			found(t, s, kind, store.Where(f.Name, store.Contains, text))
		}
	}
	found(t, s, kind, store.Where(store.FieldText, store.Contains, text))
	scope := model.Scope{Any: []model.Clause{{{Attribute: model.AttrOrigin, In: []string{text}}}},
		None: []model.Clause{{{Attribute: model.AttrManufacturer, In: []string{text}}}}}
	if page := list(t, s, store.Query{Kind: kind, Scope: scope, Limit: 5}); len(page.Documents) != 0 {
		t.Errorf("a scope of nobody has %v", ids(page.Documents))
	}
	id := model.ID(text)
	if docs, err := s.Get(t.Context(), kind, []model.ID{id}, 0); err != nil || len(docs) != 1 || docs[0] != nil {
		t.Errorf("get: %v, %v", docs, err)
	}
	if facts, err := s.Facts(t.Context(), []model.ID{id}); err != nil || len(facts) != 1 || facts[0] != nil {
		t.Errorf("facts: %v, %v", facts, err)
	}
	if docs, err := s.Lookup(t.Context(), kind, []string{text}); err != nil || len(docs) != 1 || docs[0] != nil {
		t.Errorf("look up: %v, %v", docs, err)
	}
	if entries, err := s.History(t.Context(), kind, id, 0, 5); err != nil || len(entries) != 0 {
		t.Errorf("history: %v, %v", entries, err)
	}
}

// testNotText: bytes that are not UTF-8 are refused wherever they come, and nothing of them
// is written.
func testNotText(t *testing.T, open Open) {
	s := open(t, Options{})
	m := new(maker)
	for _, bad := range []string{"\xff", "a\xc0\x80", "\xed\xa0\x80", "ok\xe4\xb8"} {
		for name, edit := range map[string]func(*store.Change){
			"number":  func(c *store.Change) { c.Record.(*model.Certificate).Number = bad },
			"deep":    func(c *store.Change) { c.Record.(*model.Certificate).Items[0].Name.Zh = bad },
			"origin":  func(c *store.Change) { c.Record.Base().Origin = model.ID(bad) },
			"actor":   func(c *store.Change) { c.Actor = bad },
			"reason":  func(c *store.Change) { c.Reason = bad },
			"deleted": func(c *store.Change) { c.Operation, c.Reason = store.Delete, bad },
		} {
			c := change(m.certificate())
			edit(&c)
			outcomes, err := s.Commit(t.Context(), []store.Change{c})
			if err != nil || model.CodeOf(outcomes[0].Err) != model.CodeInvalid {
				t.Errorf("%s: %v, %v", name, outcomes, err)
			}
			if list, err := s.History(t.Context(), model.KindCertificate, c.Record.Base().ID, 0, 1); err != nil || len(list) != 0 {
				t.Errorf("%s: %v, %v", name, list, err)
			}
		}
		_, err := s.List(t.Context(), store.Query{Kind: model.KindCertificate, Scope: model.Everything(), Limit: 1,
			Where: store.Where("number", store.In, bad)})
		if model.CodeOf(err) != model.CodeInvalid {
			t.Errorf("a query for %q: %v", bad, err)
		}
		scope := model.Scope{Any: []model.Clause{{{Attribute: model.AttrOrigin, In: []string{bad}}}}}
		if page := list(t, s, store.Query{Kind: model.KindCertificate, Scope: scope, Limit: 5}); len(page.Documents) != 0 {
			t.Errorf("a scope of nobody has %v", ids(page.Documents))
		}
	}
	verified(t, s, 0)
}

// testUnknownFields: what is not a queryable field is INVALID, and the error names it.
func testUnknownFields(t *testing.T, open Open) {
	s := open(t, Options{})
	for _, name := range []string{"$where", "q.number", "number.x", "number; --", "_id", "d", "items", "\x00", "Number", "zz"} {
		everything := model.Everything()
		for what, ask := range map[string]func() error{
			"filter": func() error {
				_, err := s.List(t.Context(), store.Query{Kind: model.KindCertificate, Scope: everything, Limit: 1,
					Where: &store.Filter{Not: store.All(store.Where("number", store.In, "1"), store.Where(name, store.In, "x"))}})
				return err
			},
			"sort": func() error {
				_, err := s.List(t.Context(), store.Query{Kind: model.KindCertificate, Scope: everything, Limit: 1, Sort: name})
				return err
			},
			"count": func() error {
				_, err := s.Count(t.Context(), store.Query{Kind: model.KindCertificate, Scope: everything, Where: store.Where(name, store.Gt, "")})
				return err
			},
			"group": func() error {
				_, err := s.Group(t.Context(), store.Grouping{Kind: model.KindCertificate, Scope: everything, By: []store.Dimension{{Field: name}}})
				return err
			},
			"sum": func() error {
				_, err := s.Group(t.Context(), store.Grouping{Kind: model.KindCertificate, Scope: everything, Sum: []string{name}})
				return err
			},
		} {
			var e *model.Error
			if err := ask(); !errors.As(err, &e) || e.Code != model.CodeInvalid || e.Path != name {
				t.Errorf("%s by %q: %v", what, name, err)
			}
		}
	}
}

// sized makes a certificate whose document has about the given size, in big texts and many
// rows.
func sized(t *testing.T, m *maker, size int) *model.Certificate {
	t.Helper()
	c := m.certificate()
	rows := make([]model.Decimal, 20000)
	for i := range rows {
		rows[i] = model.Decimal(fmt.Sprintf("%d.%03d", i, i%1000))
	}
	c.Results = []model.MeasurementResult{{Adjustment: model.AdjustmentNone, Series: []model.Series{{
		Columns: []model.Column{{Role: model.ColumnError, Values: rows}}}}}}
	for {
		raw, err := store.Encode(c)
		if err != nil {
			t.Fatal(err)
		}
		missing := size - len(raw)
		if missing < 1<<20 {
			c.Remarks.En = strings.Repeat("r", max(0, missing-len("\x03remarks\x00....\x02en\x00....\x00\x00")))
			return c
		}
		c.Statements = append(c.Statements, model.Statement{Declaration: model.Text{Zh: strings.Repeat("合格", 1<<17)}})
	}
}

func testLargeDocument(t *testing.T, open Open) {
	s := open(t, Options{})
	if without(t, s.Lacks.LargeDocuments, "documents near the limit") {
		return
	}
	m := new(maker)
	large, small := sized(t, m, store.MaxDocument), m.certificate()
	if raw, err := store.Encode(large); err != nil || len(raw) != store.MaxDocument {
		t.Fatalf("the test made a document of %d bytes: %v", len(raw), err)
	}
	commit(t, s, large, small)
	same(t, large, get(t, s, large))
	number, _ := model.Fields(model.KindCertificate, "number")
	page := list(t, s, store.Query{Kind: model.KindCertificate, Scope: model.Everything(), Limit: 5, Fields: number})
	if len(page.Documents) != 2 {
		t.Errorf("%d documents are listed, want 2", len(page.Documents))
	}
	entries := whole(t, s)
	if len(entries) != 2 || len(entries[0].Document) != store.MaxDocument {
		t.Errorf("the journal has %d entries", len(entries))
	}
	large.Version = 2
	commitAll(t, s, []store.Change{removal(large)})
	nothingReadOf(t, s, large)
	verified(t, s, 3)
}

func testTooLarge(t *testing.T, open Open) {
	s := open(t, Options{})
	m := new(maker)
	large, small := sized(t, m, store.MaxDocument+1), m.certificate()
	outcomes, err := s.Commit(t.Context(), []store.Change{change(large), change(small)})
	if err != nil || model.CodeOf(outcomes[0].Err) != model.CodeLimitExceeded || outcomes[1].Err != nil {
		t.Fatalf("%v, %v", outcomes, err)
	}
	if d := get(t, s, large); d != nil {
		t.Error("it is there")
	}
	verified(t, s, 1)
}

// testLargeKey: what a record is found by may be as large as the record. A store may refuse
// that, before anything is written, but not fail.
func testLargeKey(t *testing.T, open Open) {
	s := open(t, Options{})
	m := new(maker)
	for _, size := range []int{2000, 70000, 9 << 20} {
		if size > 1<<20 && without(t, s.Lacks.LargeDocuments, "a key of megabytes") {
			continue
		}
		c := m.certificate()
		c.Number = strings.Repeat("号", size/3)
		outcomes, err := s.Commit(t.Context(), []store.Change{change(c)})
		if err != nil {
			t.Fatalf("%d bytes: %v", size, err)
		}
		switch model.CodeOf(outcomes[0].Err) {
		case "":
			same(t, c, get(t, s, c))
			same(t, c, lookup(t, s, c))
		case model.CodeLimitExceeded:
			if d := get(t, s, c); d != nil {
				t.Errorf("%d bytes: it is there", size)
			}
		default:
			t.Errorf("%d bytes: %v", size, outcomes[0].Err)
		}
	}
	verified(t, s, -1)
}
