package mongostore

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.mongodb.org/mongo-driver/v2/bson"

	"metrograph/model"
	"metrograph/store"
)

// clause makes a clause of attributes and values in turn.
func clause(pairs ...string) model.Clause {
	var c model.Clause
	for i := 0; i < len(pairs); i += 2 {
		c = append(c, model.Condition{Attribute: model.Attribute(pairs[i]), In: strings.Split(pairs[i+1], ",")})
	}
	return c
}

// public is what anybody may see; the others see more.
func public() model.Clause { return clause("classification", "PUBLIC", "status", "PUBLISHED") }

func scopeOf(clauses ...model.Clause) model.Scope { return model.Scope{Any: clauses} }

// typical are queries as callers of all kinds ask them. Each has to be answered from an index,
// and without sorting what was found unless it says so.
func typical() map[string]store.Query {
	certificates := store.Query{Kind: model.KindCertificate, Sort: "issuedAt", Desc: true, Limit: 20}
	with := func(q store.Query, scope model.Scope, where *store.Filter) store.Query {
		q.Scope, q.Where = scope, where
		return q
	}
	newest := with(certificates, scopeOf(public()), nil)
	after, before, last := newest, newest, newest
	after.After = &store.Key{Value: "2024-01-01", ID: certificate(7).ID}
	before.After, before.Before = after.After, &store.Key{Value: "2023-01-01", ID: certificate(9).ID}
	last.Last = true
	maker := scopeOf(public(), clause("manufacturer", "inst_a,inst_b"))
	makerAfter := with(after, maker, nil)
	province := scopeOf(public(), clause("origin", "inst_a"),
		clause("province", "440000", "level", "THIRD_PARTY,MANUFACTURER", "classification", "NON_PUBLIC", "status", "PUBLISHED"))
	but := maker
	but.None = []model.Clause{clause("origin", "inst_c")}
	byNumber, byID, byChange := newest, newest, newest
	byNumber.Sort, byNumber.Scope, byNumber.Where = "number", model.Everything(), store.Where("number", store.Prefix, "gp-")
	byID.Sort, byChange.Sort = "", "modifiedAt"
	instruments := store.Query{Kind: model.KindInstrument, Limit: 20, Scope: scopeOf(public(), clause("manufacturer", "inst_a"))}
	byName := instruments
	byName.Sort = "name"
	text := store.Where(store.FieldText, store.Contains, "数字压力计 2700G")
	return map[string]store.Query{
		"newest public":            newest,
		"next page":                after,
		"between two keys":         before,
		"last page":                last,
		"maker":                    with(certificates, maker, nil),
		"maker, next page":         makerAfter,
		"province":                 with(certificates, province, nil),
		"maker but for one":        with(certificates, but, nil),
		"everything":               with(certificates, model.Everything(), nil),
		"of an issuer":             with(certificates, maker, store.Where("issuer", store.In, "inst_a")),
		"of two instruments":       with(certificates, maker, store.Where("instrument", store.In, "instr_a", "instr_b")),
		"by number":                byNumber,
		"by id":                    byID,
		"by change":                byChange,
		"instruments":              instruments,
		"instruments by name":      byName,
		"search":                   with(certificates, maker, text),
		"search for one character": with(certificates, maker, store.Where(store.FieldText, store.Contains, "压")),
		"contains":                 with(certificates, scopeOf(public()), store.Where("customer", store.Contains, "研究院")),
		"not":                      with(certificates, scopeOf(public()), &store.Filter{Not: store.Where("mandatory", store.In, int64(1))}),
		"either": with(certificates, maker, &store.Filter{Or: []store.Filter{
			*store.Where("method", store.In, "meth_a"), *store.Where("discipline", store.In, "LENGTH")}}),
	}
}

// TestPlans: no typical query reads a whole collection, or sorts what it has read.
func TestPlans(t *testing.T) {
	servers(t, func(t *testing.T, uri string) {
		s := openAt(t, uri, nil)
		for n := range 200 {
			mustCommit(t, s, changeOf(certificate(n), 1))
		}
		for name, q := range typical() {
			p, err := planQuery(&q)
			if err != nil {
				t.Fatal(err)
			}
			for _, filter := range p.filters {
				find := doc("find", string(p.kind), "filter", filter, "sort", p.order(), "projection", p.part, "limit", p.limit+1)
				var answer bson.Raw
				if err := s.db.RunCommand(t.Context(), doc("explain", find, "verbosity", "queryPlanner")).Decode(&answer); err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				winner, err := answer.LookupErr("queryPlanner", "winningPlan")
				if err != nil {
					t.Log("left out, the server lacks it: plans")
					return
				}
				stages := stagesOf(winner)
				if stages["COLLSCAN"] > 0 {
					t.Errorf("%s: the plan reads the whole collection: %s", name, winner)
				}
				if stages["SORT"] > 0 && name != "search for one character" { // a range of terms has no order
					t.Errorf("%s: the plan sorts: %s", name, winner)
				}
			}
		}
	})
}

// stagesOf counts the stages of a plan.
func stagesOf(v bson.RawValue) map[string]int {
	stages := map[string]int{}
	var walk func(v bson.RawValue)
	walk = func(v bson.RawValue) {
		if v.Type != bson.TypeEmbeddedDocument && v.Type != bson.TypeArray {
			return
		}
		elements, _ := bson.Raw(v.Value).Elements()
		for _, e := range elements {
			if name, ok := e.Value().StringValueOK(); ok && e.Key() == "stage" {
				stages[name]++
			}
			walk(e.Value())
		}
	}
	walk(v)
	return stages
}

// TestShape: alternatives are at the root of the filter, each with the range of the page, so
// that a server walks one index for each of them and merges what it finds.
func TestShape(t *testing.T) {
	all := typical()
	for name, want := range map[string][]string{
		"newest public": {`{"$and":[{"q.classification":"PUBLIC"},{"q.status":"PUBLISHED"}]}`},
		"next page": {`{"$or":[` +
			`{"$and":[{"q.classification":"PUBLIC"},{"q.status":"PUBLISHED"},{"q.issuedAt":{"$lt":"2024-01-01"}}]},` +
			`{"$and":[{"q.classification":"PUBLIC"},{"q.status":"PUBLISHED"},{"q.issuedAt":"2024-01-01"},{"_id":{"$lt":"ID7"}}]}]}`},
		"maker": {`{"$or":[{"$and":[{"q.classification":"PUBLIC"},{"q.status":"PUBLISHED"}]},` +
			`{"q.manufacturer":"inst_a"},{"q.manufacturer":"inst_b"}]}`},
		"maker but for one": {`{"$or":[{"$and":[{"q.classification":"PUBLIC"},{"q.status":"PUBLISHED"},{"$nor":[{"q.origin":"inst_c"}]}]},` +
			`{"$and":[{"q.manufacturer":"inst_a"},{"$nor":[{"q.origin":"inst_c"}]}]},` +
			`{"$and":[{"q.manufacturer":"inst_b"},{"$nor":[{"q.origin":"inst_c"}]}]}]}`},
		"everything": {`{"x":{"$exists":false}}`},
		"search for one character": {`{"$or":[` +
			`{"$and":[{"q.classification":"PUBLIC"},{"q.status":"PUBLISHED"},{"t":{"$regex":"^压"}}]},` +
			`{"$and":[{"q.manufacturer":"inst_a"},{"t":{"$regex":"^压"}}]},` +
			`{"$and":[{"q.manufacturer":"inst_b"},{"t":{"$regex":"^压"}}]}]}`},
	} {
		q := all[name]
		p, err := planQuery(&q)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range p.filters {
			text := strings.ReplaceAll(fmt.Sprint(f), string(certificate(7).ID), "ID7")
			got = append(got, text)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

// TestManyAlternatives: alternatives that would be too many for one find come in several, and
// no more than can be borne.
func TestManyAlternatives(t *testing.T) {
	q := store.Query{Kind: model.KindCertificate, Limit: 10}
	for i := range 40 {
		q.Scope.Any = append(q.Scope.Any, clause("origin", fmt.Sprintf("inst_%d", i), "discipline", "LENGTH"))
	}
	q.Where = &store.Filter{}
	for i := range 10 {
		q.Where.Or = append(q.Where.Or, *store.Where("number", store.In, fmt.Sprint(i)))
	}
	p, err := planQuery(&q)
	if err != nil || len(p.filters) != 3 {
		t.Errorf("%d finds: %v", len(p.filters), err)
	}
	q.Scope = model.Scope{}
	if p, err = planQuery(&q); err != nil || len(p.filters) != 0 {
		t.Errorf("nothing is asked for in %d finds: %v", len(p.filters), err)
	}
	for range 100 {
		q.Where = &store.Filter{Not: q.Where}
	}
	if _, err = planQuery(&q); model.CodeOf(err) != model.CodeInvalid {
		t.Errorf("a deep filter: %v", err)
	}
}

func TestBeyond(t *testing.T) {
	for prefix, want := range map[string]string{
		"": "", "a": "b", "ab\U0010ffff": "ac", "\ud7ff": "\ue000", "\U0010ffff": "", "\x7f": "\u0080", "x\x00": "x\x01",
	} {
		if got, bounded := beyond(prefix); got != want || bounded != (want != "") {
			t.Errorf("%q: got %q, %v", prefix, got, bounded)
		}
	}
}

// TestPartsOfRecords: a reader gets the fields that he asked for, the id and the version.
func TestPartsOfRecords(t *testing.T) {
	servers(t, func(t *testing.T, uri string) {
		s := openAt(t, uri, nil)
		c := certificate(1)
		c.Title, c.Remarks = model.Text{Zh: "校准证书"}, model.Text{En: "remark"}
		mustCommit(t, s, changeOf(c, 1))
		fields, _ := model.Fields(model.KindCertificate, "number", "title", "customer")
		pages, err := s.List(t.Context(), store.Query{Kind: model.KindCertificate, Scope: model.Everything(), Sort: "issuedAt", Limit: 1, Fields: fields})
		if err != nil {
			t.Fatal(err)
		}
		d := pages[0].Documents[0]
		var names []string
		elements, err := bson.Raw(d.Raw).Elements()
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range elements {
			names = append(names, e.Key())
		}
		if diff := cmp.Diff([]string{"id", "version", "number", "title"}, names); diff != "" {
			t.Error(diff)
		}
		if d.Key != (store.Key{Value: "2024-01-02", ID: c.ID}) || d.Version != 1 {
			t.Errorf("read %+v", d)
		}
	})
}

// TestKeysAreNotOperators: no key of a record can be taken for a path or an operator, because
// keys are names of the model's fields and never data.
func TestKeysAreNotOperators(t *testing.T) {
	seen := map[reflect.Type]bool{}
	var walk func(at string, typ reflect.Type)
	walk = func(at string, typ reflect.Type) {
		switch typ.Kind() {
		case reflect.Map, reflect.Interface:
			t.Errorf("%s: the keys of a %s are data", at, typ)
		case reflect.Pointer, reflect.Slice, reflect.Array:
			walk(at, typ.Elem())
		case reflect.Struct:
			if seen[typ] || typ.PkgPath() == "time" {
				return
			}
			seen[typ] = true
			for f := range typ.Fields() {
				name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
				if strings.ContainsAny(name, "$.\x00") {
					t.Errorf("%s has a field %q", at, name)
				}
				walk(at+"."+f.Name, f.Type)
			}
		default:
		}
	}
	for _, kind := range model.Kinds() {
		walk(string(kind), reflect.TypeOf(kind.New()).Elem())
	}
}

func TestDatabaseOf(t *testing.T) {
	for uri, want := range map[string]string{
		"mongodb://host":                           "metrograph",
		"mongodb://host/":                          "metrograph",
		"mongodb://u:p@a:1,b:2/centre?w=1":         "centre",
		"mongodb://%2Ftmp%2Fs.sock/x%20y":          "x y",
		"mongodb+srv://host/centre?replicaSet=rs0": "centre",
		"mongodb://host?x=/y":                      "metrograph",
	} {
		if got := databaseOf(uri); got != want {
			t.Errorf("%s: got %q, want %q", uri, got, want)
		}
	}
}

func TestReadPreference(t *testing.T) {
	s, err := connect("mongodb://localhost:1/?readPreference=nearest", Options{})
	if err != nil || s.reads.Collection("x") == nil {
		t.Fatal(err)
	}
	if _, err := connect("mongodb://localhost:1/", Options{ReadPreference: "elsewhere"}); err == nil {
		t.Error("a read preference that there is not is taken")
	}
	if _, err := Open(t.Context(), "no uri", Options{}); model.CodeOf(err) != model.CodeInternal {
		t.Errorf("open without a URI: %v", err)
	}
}
