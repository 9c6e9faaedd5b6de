package storetest

import (
	"fmt"
	"slices"
	"testing"

	"metrograph/model"
	"metrograph/store"
)

func scanCases() []testCase {
	return []testCase{
		{"scans have the values of every field", testScans},
		{"a scan ends with the error of its function", testScanEnds},
		{"scans that cannot be made are invalid", testInvalidScans},
	}
}

// testScans: every field that can be scanned, under scopes and filters, one at a time and all at
// once.
func testScans(t *testing.T, open Open) {
	for _, kind := range kindsTested() {
		s, n := populated(t, open, newWorld(17).ofKind(kind, 50))
		var fields []string
		for _, f := range store.SchemaOf(kind).Fields {
			if f.Type != store.Text && f.Name != "id" {
				fields = append(fields, f.Name)
			}
		}
		for _, scope := range []model.Scope{model.Everything(), scopes()["manufacturer"], scopes()["less"], {}} {
			for _, where := range []*store.Filter{nil, store.Where("status", store.In, "PUBLISHED"), store.Where("origin", store.In, string(institution(1)))} {
				n.agreeScan(t, s, store.Scan{Kind: kind, Scope: scope, Where: where, Fields: fields})
			}
			n.agreeScan(t, s, store.Scan{Kind: kind, Scope: scope})
		}
		for _, name := range fields {
			n.agreeScan(t, s, store.Scan{Kind: kind, Scope: model.Everything(), Fields: []string{name, name}})
		}
	}
}

// agreeScan checks that a store scans what it has to.
func (n naive) agreeScan(t failing, s store.Store, q store.Scan) {
	t.Helper()
	var want, got []string
	for _, e := range n.under(q.Scope, q.Where) {
		cells := make([]store.Cell, len(q.Fields))
		for i, name := range q.Fields {
			for _, v := range e.values(name) {
				if number, is := v.(int64); is {
					cells[i].Number = number
				} else if v != "" {
					cells[i].Texts = append(cells[i].Texts, v.(string))
				}
			}
		}
		want = append(want, written(cells))
	}
	err := s.Scan(t.Context(), q, func(cells []store.Cell) error {
		got = append(got, written(cells))
		return nil
	})
	slices.Sort(want)
	slices.Sort(got)
	if err != nil || !slices.Equal(want, got) {
		t.Fatalf("scan %v of %s\n scope %v: %v\n got %q\nwant %q", q.Fields, describe(q.Where), q.Scope, err, got, want)
	}
}

// written writes cells, whatever the order of their values.
func written(cells []store.Cell) string {
	text := ""
	for _, c := range cells {
		list := slices.Clone(c.Texts)
		slices.Sort(list)
		text += fmt.Sprintf("%d %q;", c.Number, list)
	}
	return text
}

func testScanEnds(t *testing.T, open Open) {
	s, _ := populated(t, open, newWorld(18).certificates(20))
	calls := 0
	err := s.Scan(t.Context(), store.Scan{Kind: model.KindCertificate, Scope: model.Everything()}, func([]store.Cell) error {
		calls++
		return model.Errorf(model.CodeLimitExceeded, "enough")
	})
	if model.CodeOf(err) != model.CodeLimitExceeded || calls != 1 {
		t.Errorf("after %d calls: %v", calls, err)
	}
}

func testInvalidScans(t *testing.T, open Open) {
	s := open(t, Options{})
	for path, q := range map[string]store.Scan{
		"number": {Fields: []string{"number"}},
		"id":     {Fields: []string{"id"}},
		"zz":     {Fields: []string{"level", "zz"}},
		"yy":     {Where: store.Where("yy", store.In, "x")},
	} {
		q.Kind, q.Scope = model.KindCertificate, model.Everything()
		blames(t, s.Scan(t.Context(), q, func([]store.Cell) error { return nil }), path)
	}
}
