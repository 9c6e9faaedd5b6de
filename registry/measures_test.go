package registry_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"metrograph/analysis/cube"
	"metrograph/model"
	"metrograph/registry"
	"metrograph/store"
)

func pick[T any](r *rand.Rand, list ...T) T { return list[r.IntN(len(list))] }

// someCertificates records certificates of few values: dates on both sides of months, instruments
// in common, verdicts, and uncertainties in all their forms.
func someCertificates(c *centre, r *rand.Rand, n int) {
	var gauges []*model.Instrument
	for i := range 5 {
		gauges = append(gauges, c.instrument(pick(r, c.national, c.thirdParty), fmt.Sprint("G-", i)))
	}
	for i := range n {
		by := pick(r, c.national, c.thirdParty, c.provincial)
		c.certificate(by, fmt.Sprint("R-", i), func(x *model.Certificate) {
			x.Classification = pick(r, model.ClassificationPublic, model.ClassificationNonPublic)
			x.Discipline = pick(r, model.DisciplineLength, model.DisciplineThermal)
			received := time.Date(2024, time.Month(1+r.IntN(14)), 1+r.IntN(28), 0, 0, 0, 0, time.UTC)
			x.ReceivedAt, x.IssuedAt = model.DateOf(received), model.DateOf(received.AddDate(0, 0, r.IntN(80)))
			for _, g := range gauges[:r.IntN(3)] {
				x.Items = append(x.Items, model.Item{InstrumentID: g.ID, Name: g.Name, Model: pick(r, "2700G", "A B")})
			}
			for range r.IntN(3) {
				x.Statements = append(x.Statements, model.Statement{Conformity: pick(r, model.Conformity("").Values()...)})
			}
			if r.IntN(4) == 0 {
				x.ReceivedAt = ""
			}
			x.Results = []model.MeasurementResult{{Adjustment: model.AdjustmentNone, Series: []model.Series{{Columns: []model.Column{
				{Role: model.ColumnNominal, Units: []model.Unit{{Text: `\metre`}}, Values: []model.Decimal{"10", "0", "-2"}},
				{Role: model.ColumnError, Units: []model.Unit{pick(r, model.Unit{Text: `\metre`}, model.Unit{Text: `\milli\metre`}, model.Unit{Text: `\kelvin`})},
					Values: []model.Decimal{"0.1", "0.2", "0.3"}, Uncertainty: &model.ColumnUncertainty{Kind: pick(r, model.UncertaintyExpanded, model.UncertaintyStandard),
						Values: []model.Decimal{pick[model.Decimal](r, "0.01", "0.3")}, CoverageFactor: []model.Decimal{pick[model.Decimal](r, "2", "3")}}},
			}}}}}
		})
	}
}

// everyOne are the certificates that a caller can list, one by one.
func (c *centre) everyOne(ctx context.Context) (all []*model.Certificate) {
	c.Helper()
	hundred, after := 100, (*string)(nil)
	for {
		pages, err := c.List(ctx, registry.ListRequest{Kind: model.KindCertificate, First: &hundred, After: after})
		if err != nil {
			c.Fatal(err)
		}
		for _, r := range pages[0].Records {
			all = append(all, r.(*model.Certificate))
		}
		if !pages[0].HasNext {
			return all
		}
		after = &pages[0].Cursors[len(pages[0].Cursors)-1]
	}
}

// naively measures certificates as docs/statistics.md words it.
func naively(m cube.Measure, in, all []*model.Certificate, last model.Date) (number float64, known bool) {
	ratio := func(above float64, below int) (float64, bool) { return above / float64(max(below, 1)), below > 0 }
	sum, n := 0.0, 0
	switch m {
	case cube.Count:
		return float64(len(in)), true
	case cube.Institutions:
		seen := map[model.ID]bool{}
		for _, c := range in {
			seen[c.IssuerID] = true
		}
		return float64(len(seen)), true
	case cube.Instruments:
		seen := map[model.ID]bool{}
		for _, c := range in {
			for _, id := range c.InstrumentIDs() {
				seen[id] = true
			}
		}
		return float64(len(seen)), true
	case cube.ConformityRate:
		for _, c := range in {
			verdicts := ""
			for _, s := range c.Statements {
				verdicts += string(s.Conformity) + " "
			}
			if pass, fail := strings.Contains(verdicts, "PASS"), strings.Contains(verdicts, "FAIL"); pass || fail {
				n++
				if !fail {
					sum++
				}
			}
		}
	case cube.RelativeUncertainty, cube.TypicalUncertainty:
		for _, c := range in {
			if u, ok := c.RelativeUncertainty(); ok {
				n++
				if m == cube.RelativeUncertainty {
					sum += u
				} else {
					sum += math.Log(u)
				}
			}
		}
		if m == cube.TypicalUncertainty {
			mean, ok := ratio(sum, n)
			return math.Exp(mean) * float64(min(n, 1)), ok
		}
	case cube.MedianTurnaround:
		var days []float64
		for _, c := range in {
			if c.ReceivedAt != "" {
				days = append(days, between(c.ReceivedAt, c.IssuedAt))
			}
		}
		return middle(days)
	case cube.MedianInterval:
		return middle(gaps(in, all))
	case cube.Backlog, cube.BacklogAge:
		for _, c := range all {
			if c.ReceivedAt != "" && c.ReceivedAt <= last && c.IssuedAt > last {
				n, sum = n+1, sum+between(c.ReceivedAt, last)
			}
		}
		if m == cube.Backlog {
			return float64(n), true
		}
	}
	return ratio(sum, n)
}

// gaps are the days from each day of an instrument's calibration to the next one that a
// certificate of the cell is of.
func gaps(in, all []*model.Certificate) (days []float64) {
	type occasion struct {
		instrument model.ID
		on         model.Date
	}
	seen := map[occasion]bool{}
	for _, c := range in {
		for _, id := range c.InstrumentIDs() {
			before := model.Date("")
			for _, other := range all {
				if slices.Contains(other.InstrumentIDs(), id) && other.IssuedAt < c.IssuedAt {
					before = max(before, other.IssuedAt)
				}
			}
			if at := (occasion{id, c.IssuedAt}); before != "" && !seen[at] {
				seen[at] = true
				days = append(days, between(before, c.IssuedAt))
			}
		}
	}
	return days
}

func between(from, to model.Date) float64 {
	a, _ := from.Time()
	b, _ := to.Time()
	return b.Sub(a).Hours() / 24
}

func middle(list []float64) (float64, bool) {
	if len(list) == 0 {
		return 0, false
	}
	slices.Sort(list)
	return (list[(len(list)-1)/2] + list[len(list)/2]) / 2, true
}

// TestMeasuresAreThoseOfTheRecords: statistics are what somebody computes who lists the records
// one by one, for callers who see different ones.
func TestMeasuresAreThoseOfTheRecords(t *testing.T) {
	for seed := range uint64(4) {
		c := newCentre(t)
		someCertificates(c, rand.New(rand.NewPCG(seed, 7)), 40)
		for name, ctx := range map[string]context.Context{"anonymous": c.anonymous(), "third party": c.member(c.thirdParty), "national": c.member(c.national)} {
			all := c.everyOne(ctx)
			got, err := c.Measure(ctx, registry.MeasuresRequest{By: []registry.Dimension{{Field: "discipline"}, {Span: "month"}}, Measures: cube.Measures(), Totals: true})
			if err != nil {
				t.Fatal(err)
			}
			rows := got.Table.Rows(2, cube.Order{}, 0)
			counted := 0
			for _, row := range rows {
				last := model.DateOf(day)
				in, near := slices.Clone(all), slices.Clone(all)
				if row.Keys[0] != cube.Total {
					other := func(x *model.Certificate) bool { return string(x.Discipline) != row.Keys[0] }
					in, near = slices.DeleteFunc(in, other), slices.DeleteFunc(near, other)
				}
				if row.Keys[1] != cube.Total {
					in = slices.DeleteFunc(in, func(x *model.Certificate) bool { return string(x.IssuedAt[:7]) != row.Keys[1] })
					counted += len(in)
					first, _ := model.Date(row.Keys[1] + "-01").Time()
					last = min(last, model.DateOf(first.AddDate(0, 1, -1)))
				}
				for _, m := range cube.Measures() {
					whole := all
					if m.Waits() {
						whole = near
					}
					want, known := naively(m, in, whole, last)
					v := row.Cell.Value(m, 0)
					if v.Known != known || math.Abs(v.Number-want) > 2e-6*math.Abs(want) {
						t.Errorf("seed %d, %s, %s of %q: %+v, want %v, %v", seed, name, m, row.Keys, v, want, known)
					}
				}
			}
			if counted != len(all) {
				t.Errorf("%s: %d of %d certificates are counted", name, counted, len(all))
			}
		}
	}
}

// TestCountsAreTheSameBothWays: what the store groups by itself is what a scan comes to.
func TestCountsAreTheSameBothWays(t *testing.T) {
	c := newCentre(t)
	someCertificates(c, rand.New(rand.NewPCG(9, 9)), 40)
	for _, by := range [][]registry.Dimension{nil, {{Field: "issuer"}}, {{Field: "conformity"}, {Span: "year"}}, {{Field: "manufacturer"}, {Field: "level"}}} {
		var tables [2]map[string]int
		for i, measures := range [][]cube.Measure{{cube.Count}, {cube.Count, cube.ConformityRate}} {
			got, err := c.Measure(c.anonymous(), registry.MeasuresRequest{By: by, Measures: measures})
			if err != nil {
				t.Fatal(err)
			}
			tables[i] = map[string]int{}
			for key, cell := range got.Table.Cells {
				tables[i][key] = cell.Count
			}
		}
		if d := cmp.Diff(tables[0], tables[1]); d != "" {
			t.Errorf("by %v (-grouped +scanned):\n%s", by, d)
		}
	}
}

// TestPeriodsAreCompared: each month of a quarter beside that of the quarter before, and of the
// year before.
func TestPeriodsAreCompared(t *testing.T) {
	c := newCentre(t)
	for i, date := range []model.Date{"2024-04-30", "2025-01-31", "2025-02-01", "2025-02-28", "2025-04-01", "2025-05-31", "2025-07-01"} {
		c.certificate(c.national, fmt.Sprint("N-", i), issuedOn(date))
	}
	for compare, want := range map[registry.Comparison]map[string][2]int{
		registry.ComparePrevious: {"2025-04": {1, 1}, "2025-05": {1, 2}},
		registry.CompareYear:     {"2025-04": {1, 1}, "2025-05": {1, 0}},
	} {
		got, err := c.Measure(c.anonymous(), registry.MeasuresRequest{By: []registry.Dimension{{Span: "month"}}, From: "2025-04-01", To: "2025-06-30", Compare: compare})
		if err != nil {
			t.Fatal(err)
		}
		rows := map[string][2]int{}
		for _, row := range got.Table.Rows(1, cube.Order{}, 0) {
			before := 0
			if row.Earlier != nil {
				before = row.Earlier.Count
			}
			rows[row.Keys[0]] = [2]int{row.Cell.Count, before}
		}
		if d := cmp.Diff(want, rows); d != "" {
			t.Errorf("%s: %s", compare, d)
		}
	}
}

// TestMeasuresThatCannotBe: each refusal names the place.
func TestMeasuresThatCannotBe(t *testing.T) {
	c := newCentre(t)
	month := registry.Dimension{Span: "month"}
	for path, q := range map[string]registry.MeasuresRequest{
		"groupBy":  {By: []registry.Dimension{{Field: "number"}}},
		"measures": {By: []registry.Dimension{month, {Span: "year"}}, Measures: []cube.Measure{cube.Backlog}},
		"compare":  {From: "2025-01-01", Compare: registry.CompareYear},
		"period":   {From: "2025-02-01", To: "2025-01-01"},
		"date":     {Date: "validUntil"},
		"top":      {By: []registry.Dimension{month}, Top: []registry.Top{{Keep: 1, By: cube.Instruments}}},
		"orderBy":  {Order: cube.Order{By: cube.Instruments}},
	} {
		_, err := c.Measure(c.anonymous(), q)
		if e, is := err.(*model.Error); !is || e.Code != model.CodeInvalid || e.Path != path {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// TestSmallCellsAreNotTold: government counts what it may not read. Few records of it are not
// told, nor the cell that would tell of them by a sum.
func TestSmallCellsAreNotTold(t *testing.T) {
	c := newCentre(t)
	r, _ := openOver(t, c.store, registry.Options{LeastTold: 5})
	for i := range 12 {
		discipline := map[bool]model.Discipline{true: model.DisciplineThermal, false: model.DisciplineLength}[i < 3]
		c.certificate(c.thirdParty, fmt.Sprint("T-", i), nonPublic, func(x *model.Certificate) { x.Discipline = discipline })
	}
	c.certificate(c.national, "N-1", func(x *model.Certificate) { x.Discipline = model.DisciplineOptics })
	government := model.WithPrincipal(t.Context(), &model.Principal{Subject: "government", Granted: model.Roles(model.RoleGovernment), Via: "apikey"})
	for _, tc := range []struct {
		name string
		ctx  context.Context
		by   []registry.Dimension
		want map[string]string
	}{
		{"government", government, []registry.Dimension{{Field: "discipline"}}, map[string]string{"THERMAL": "-", "LENGTH": "-", "OPTICS": "1"}},
		{"government", government, nil, map[string]string{"": "13"}},
		{"national", c.member(c.national), []registry.Dimension{{Field: "discipline"}}, map[string]string{"THERMAL": "3", "LENGTH": "9", "OPTICS": "1"}},
		{"the institution itself", c.member(c.thirdParty), []registry.Dimension{{Field: "discipline"}}, map[string]string{"THERMAL": "3", "LENGTH": "9", "OPTICS": "1"}},
	} {
		got, err := r.Measure(tc.ctx, registry.MeasuresRequest{By: tc.by, Measures: []cube.Measure{cube.Count, cube.MedianTurnaround}})
		if err != nil {
			t.Fatal(err)
		}
		told := map[string]string{}
		for key, cell := range got.Table.Cells {
			if told[key] = fmt.Sprint(cell.Count); cell.Suppressed {
				told[key] = "-"
			}
		}
		if d := cmp.Diff(tc.want, told, cmpopts.EquateEmpty()); d != "" {
			t.Errorf("%s by %v: %s", tc.name, tc.by, d)
		}
	}
}

// BenchmarkMeasures asks about a hundred thousand certificates (with -short ten thousand): the
// count alone, and all measures at once.
func BenchmarkMeasures(b *testing.B) {
	c := newCentre(b)
	n := 100_000
	if testing.Short() {
		n = 10_000
	}
	fill(b, c, n)
	by := []registry.Dimension{{Field: "discipline"}, {Span: "month"}}
	for _, bench := range []struct {
		name     string
		measures []cube.Measure
	}{
		{"count", []cube.Measure{cube.Count}},
		{"instruments", []cube.Measure{cube.Instruments}},
		{"interval", []cube.Measure{cube.MedianInterval}},
		{"backlog", []cube.Measure{cube.Backlog}},
		{"all", cube.Measures()},
	} {
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := c.Measure(c.anonymous(), registry.MeasuresRequest{By: by, Measures: bench.measures}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// fill puts certificates into the store: of forty thousand instruments, over five years.
func fill(b *testing.B, c *centre, n int) {
	r := rand.New(rand.NewPCG(1, 2))
	var changes []store.Change
	disciplines := model.Discipline("").Values()
	for i := range n {
		x := newCertificate(c.national, fmt.Sprint("B-", i))
		x.ID, x.Version, x.Origin, x.Level = c.NewID(model.KindCertificate), 1, c.national.ID, model.LevelNational
		received := time.Date(2020, 1, 1+r.IntN(1800), 0, 0, 0, 0, time.UTC)
		x.ReceivedAt, x.IssuedAt, x.Discipline = model.DateOf(received), model.DateOf(received.AddDate(0, 0, r.IntN(30))), pick(r, disciplines...)
		x.Items = []model.Item{{InstrumentID: model.ID(fmt.Sprintf("inst_%026d", r.IntN(n*2/5))), Model: fmt.Sprint("M-", r.IntN(500))}}
		x.Statements = []model.Statement{{Conformity: pick(r, model.ConformityPass, model.ConformityFail)}}
		if changes = append(changes, store.Change{Record: x, Operation: store.Create, Actor: "b", At: day}); len(changes) == 1000 || i == n-1 {
			if _, err := c.store.Commit(b.Context(), changes); err != nil {
				b.Fatal(err)
			}
			changes = changes[:0]
		}
	}
}
