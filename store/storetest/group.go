package storetest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"metrograph/model"
	"metrograph/store"
)

func groupCases() []testCase {
	return []testCase{
		{"groups by every dimension", testDimensions},
		{"groups by several dimensions at once", testCombinations},
		{"records without a value are counted, once", testWithoutValue},
		{"sums and squares", testSums},
		{"counts and groups follow every change", testFollows},
		{"groupings that cannot be made are invalid", testInvalidGroupings},
	}
}

// testDimensions: each field to group by, by itself, under a scope that has clauses in common.
func testDimensions(t *testing.T, open Open) {
	for _, kind := range kindsTested() {
		s, n := populated(t, open, newWorld(12).ofKind(kind, 50))
		for _, f := range store.SchemaOf(kind).Fields {
			if !f.Group {
				continue
			}
			for _, scope := range []model.Scope{model.Everything(), scopes()["manufacturer"], scopes()["less"]} {
				n.agreeGroup(t, s, store.Grouping{Kind: kind, Scope: scope, By: []store.Dimension{{Field: f.Name}}})
			}
		}
	}
}

// testCombinations: by up to four dimensions, fields with many values and parts of dates among
// them; a limit keeps the first buckets.
func testCombinations(t *testing.T, open Open) {
	s, n := populated(t, open, newWorld(13).certificates(80))
	month, year := store.Dimension{Field: "issuedAt", Bucket: store.Month}, store.Dimension{Field: "issuedAt", Bucket: store.Year}
	by := func(names ...string) []store.Dimension {
		var list []store.Dimension
		for _, name := range names {
			list = append(list, store.Dimension{Field: name})
		}
		return list
	}
	for _, dimensions := range [][]store.Dimension{
		nil, by("level", "status"), by("province", "discipline", "mandatory"), by("manufacturer", "method", "conformity"), by("manufacturer", "manufacturer"),
		by("origin", "level", "classification", "status"), append(by("discipline"), year), append(by("manufacturer"), month, year),
	} {
		if hasSpan(dimensions) && without(t, s.Lacks.Spans, "months and years") {
			continue
		}
		for _, where := range []*store.Filter{nil, store.Where("issuedAt", store.Gte, "2024-01-01"), store.Where("text", store.Contains, "压力计"), store.Where("number", store.In, "no such number")} {
			for _, limit := range []int{0, 3} {
				n.agreeGroup(t, s, store.Grouping{Kind: model.KindCertificate, Scope: scopes()["provincial"], Where: where, By: dimensions, Limit: limit})
			}
		}
	}
}

// testWithoutValue: a record that has no value in a dimension, or none but those that are taken
// for none, is in the bucket of the missing value, and there once.
func testWithoutValue(t *testing.T, open Open) {
	w := newWorld(16)
	of := func(edit func(*model.Certificate)) model.Record {
		return w.certificate(func(c *model.Certificate) {
			c.IssuedAt, c.Discipline = "", ""
			edit(c)
		})
	}
	made := func(by ...model.ID) model.Record { return of(func(c *model.Certificate) { c.Manufacturers = by }) }
	a, b, d := institution(11), institution(12), institution(13)
	s, n := populated(t, open, []model.Record{made(), made(a), made(a, b), made(b, d), of(func(c *model.Certificate) {
		c.Mandatory, c.IssuedAt, c.Discipline = true, "2024-02-29", model.DisciplineLength
	})})
	for _, tc := range []struct {
		by   store.Dimension
		want map[store.Value]int64
	}{
		{store.Dimension{Field: "manufacturer"}, map[store.Value]int64{"": 2, string(a): 2, string(b): 2, string(d): 1}},
		{store.Dimension{Field: "manufacturer", Without: []store.Value{string(a), "nobody"}}, map[store.Value]int64{"": 3, string(b): 2, string(d): 1}},
		{store.Dimension{Field: "manufacturer", Without: []store.Value{string(b), string(d)}}, map[store.Value]int64{"": 3, string(a): 2}},
		{store.Dimension{Field: "method"}, map[store.Value]int64{"": 5}},
		{store.Dimension{Field: "discipline"}, map[store.Value]int64{"": 4, "LENGTH": 1}},
		{store.Dimension{Field: "issuedAt"}, map[store.Value]int64{"": 4, "2024-02-29": 1}},
		{store.Dimension{Field: "issuedAt", Bucket: store.Month}, map[store.Value]int64{"": 4, "2024-02": 1}},
		{store.Dimension{Field: "mandatory"}, map[store.Value]int64{int64(0): 4, int64(1): 1}},
	} {
		if tc.by.Bucket != store.Whole && without(t, s.Lacks.Spans, "months and years") {
			continue
		}
		buckets, err := s.Group(t.Context(), store.Grouping{Kind: model.KindCertificate, Scope: model.Everything(), By: []store.Dimension{tc.by}})
		if err != nil {
			t.Fatal(err)
		}
		got := map[store.Value]int64{}
		for _, bucket := range buckets {
			got[bucket.Keys[0]] = bucket.Count
		}
		if d := cmp.Diff(tc.want, got); d != "" {
			t.Errorf("by %v (-want +got):\n%s", tc.by, d)
		}
		n.agreeGroup(t, s, store.Grouping{Kind: model.KindCertificate, Scope: model.Everything(), By: []store.Dimension{tc.by, {Field: "manufacturer"}, tc.by}})
	}
}

func hasSpan(by []store.Dimension) bool {
	for _, d := range by {
		if d.Bucket != store.Whole {
			return true
		}
	}
	return false
}

// testSums: sums and sums of squares, also of numbers whose squares are too large for 64 bits.
func testSums(t *testing.T, open Open) {
	w := newWorld(14)
	s, n := populated(t, open, append(w.others(model.KindAttachment, 30), w.attachment(3_000_000_000_000)))
	if without(t, s.Lacks.MultiSum, "sums") {
		return
	}
	for _, by := range [][]store.Dimension{nil, {{Field: "mediaType"}}, {{Field: "manufacturer"}, {Field: "role"}}} {
		n.agreeGroup(t, s, store.Grouping{Kind: model.KindAttachment, Scope: model.Everything(), By: by, Sum: []string{"size"}})
	}
	s, n = populated(t, func(t *testing.T, o Options) Opened { o.Name = "certificates"; return open(t, o) }, w.certificates(50))
	for _, scope := range []model.Scope{model.Everything(), scopes()["less"]} {
		n.agreeGroup(t, s, store.Grouping{Kind: model.KindCertificate, Scope: scope, By: []store.Dimension{{Field: "level"}}, Sum: []string{"itemCount", "resultCount", "itemCount"}})
	}
}

// testFollows: a change moves a record from one bucket to the other, a deletion takes it out.
func testFollows(t *testing.T, open Open) {
	w := newWorld(15)
	records := w.certificates(12)
	s, n := populated(t, open, records)
	check := func() {
		t.Helper()
		for _, dimension := range []string{"status", "manufacturer", "documentType"} {
			n.agreeGroup(t, s, store.Grouping{Kind: model.KindCertificate, Scope: model.Everything(), By: []store.Dimension{{Field: dimension}}})
		}
		n.agreeCount(t, s, store.Query{Kind: model.KindCertificate, Scope: scopes()["manufacturer"]})
		n.agreeCount(t, s, store.Query{Kind: model.KindCertificate, Scope: model.Everything(), Where: store.Where("text", store.Contains, "温度计")})
		for _, sort := range []string{"", "issuedAt", "number"} {
			n.agree(t, s, store.Query{Kind: model.KindCertificate, Scope: scopes()["manufacturer"], Sort: sort, Limit: 20})
		}
	}
	check()
	for round := range 3 {
		for i := range records {
			next := w.someCertificate()
			next.ID, next.Version = records[i].Base().ID, records[i].Base().Version+1
			records[i] = next
		}
		commit(t, s, records...)
		n = naiveOf(records...)
		check()
		gone := *records[0].Base()
		gone.Version++
		commitAll(t, s, []store.Change{removal(&model.Certificate{Head: gone})})
		records = records[1:]
		n = naiveOf(records...)
		if round == 0 {
			check()
		}
	}
	check()
}

func testInvalidGroupings(t *testing.T, open Open) {
	s := open(t, Options{})
	for path, g := range map[string]store.Grouping{
		"number":     {By: []store.Dimension{{Field: "number"}}},
		"level":      {By: []store.Dimension{{Field: "level"}, {Field: "status"}, {Field: "origin"}, {Field: "region"}, {Field: "level"}}},
		"mandatory":  {By: []store.Dimension{{Field: "mandatory", Bucket: store.Year}}},
		"issuedAt":   {By: []store.Dimension{{Field: "issuedAt", Bucket: "week"}}},
		"discipline": {By: []store.Dimension{{Field: "discipline", Without: []store.Value{"LENGTH"}}}},
		"method":     {By: []store.Dimension{{Field: "method", Without: []store.Value{int64(1)}}}},
		"modifiedAt": {Sum: []string{"modifiedAt"}},
		"limit":      {Limit: -1},
		"zz":         {Where: store.Where("zz", store.In, "x")},
	} {
		g.Kind, g.Scope = model.KindCertificate, model.Everything()
		_, err := s.Group(t.Context(), g)
		blames(t, err, path)
	}
}
