package cube

import (
	"encoding/json"
	"fmt"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestUnits(t *testing.T) {
	for _, tc := range []struct {
		unit Unit
		date string
		key  string
		last string
	}{
		{Year, "2024-02-29", "2024", "2024-12-31"},
		{Quarter, "2024-03-31", "2024-Q1", "2024-03-31"},
		{Quarter, "2024-11-05", "2024-Q4", "2024-12-31"},
		{Month, "2024-02-29", "2024-02", "2024-02-29"},
		{Week, "2024-12-30", "2025-W01", "2025-01-05"}, // ISO 8601: the week of the first Thursday
		{Week, "2021-01-03", "2020-W53", "2021-01-03"},
		{Week, "1969-12-29", "1970-W01", "1970-01-04"},
		{OneDay, "1931-06-07", "1931-06-07", "1931-06-07"},
	} {
		day := ParseDay(tc.date)
		index := tc.unit.index(day)
		if got := tc.unit.key(index); got != tc.key || tc.unit.last(index).String() != tc.last {
			t.Errorf("%s of %s: %s until %s", tc.unit, tc.date, got, tc.unit.last(index))
		}
	}
	if ParseDay("2024-13") != NoDay || NoDay.String() != "" {
		t.Error("what is no date is a day")
	}
}

// TestPeriodsBefore: as long in the calendar, and next to it.
func TestPeriodsBefore(t *testing.T) {
	for _, tc := range []struct{ from, to, before, year string }{
		{"2025-01-01", "2025-12-31", "2024-01-01 2024-12-31", "2024-01-01 2024-12-31"},
		{"2025-04-01", "2025-06-30", "2025-01-01 2025-03-31", "2024-04-01 2024-06-30"},
		{"2024-03-01", "2024-03-31", "2024-02-01 2024-02-29", "2023-03-01 2023-03-31"},
		{"2025-02-01", "2025-02-28", "2025-01-01 2025-01-31", "2024-02-01 2024-02-29"},
		{"2025-03-10", "2025-03-16", "2025-03-03 2025-03-09", "2024-03-10 2024-03-16"},
	} {
		p := Period{ParseDay(tc.from), ParseDay(tc.to)}
		before, _ := p.Before()
		year, _ := p.YearBefore()
		if got := before.From.String() + " " + before.To.String(); got != tc.before {
			t.Errorf("before %s: %s, want %s", tc.from, got, tc.before)
		}
		if got := year.From.String() + " " + year.To.String(); got != tc.year {
			t.Errorf("a year before %s: %s, want %s", tc.from, got, tc.year)
		}
	}
}

// TestUnitsOfEarlierPeriods: each unit of the earlier period stands beside one of the later.
func TestUnitsOfEarlierPeriods(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := Month.first(rapid.IntRange(12*1990, 12*2040).Draw(t, "from"))
		p := Period{from, Month.last(Month.index(from) + rapid.IntRange(0, 25).Draw(t, "months"))}
		before, s := p.Before()
		if before.To+1 != p.From || Month.index(p.To)-Month.index(p.From) != Month.index(before.To)-Month.index(before.From) {
			t.Fatalf("%v before %v", before, p)
		}
		for d := before.From; d <= before.To; d += 7 {
			if got := s.later(Month, Month.index(d)); got != Month.index(d)+s.months {
				t.Fatalf("%s stands beside %s", d, Month.key(got))
			}
		}
	})
}

// randomFacts draws records of few values.
func randomFacts(t *rapid.T) []Fact {
	day := func(label string) Day { return Day(rapid.IntRange(19700, 19800).Draw(t, label)) }
	values := func(label string) []string {
		return rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"a", "b", "c"}), 0, 2, rapid.ID[string]).Draw(t, label)
	}
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Fact {
		f := Fact{Keys: [][]string{values("x"), nil, values("y")}, Day: day("day"), Received: day("received"), Issued: NoDay, Institution: rapid.Uint64Range(1, 4).Draw(t, "institution"),
			Judged: rapid.Bool().Draw(t, "judged"), Conforming: rapid.Bool().Draw(t, "conforming"), Veiled: rapid.Bool().Draw(t, "veiled")}
		f.Instruments = rapid.SliceOfNDistinct(rapid.Uint64Range(1, 6), 0, 2, rapid.ID[uint64]).Draw(t, "instruments")
		if rapid.Bool().Draw(t, "issued") {
			f.Issued = f.Received + Day(rapid.IntRange(0, 40).Draw(t, "wait"))
		}
		if rapid.Bool().Draw(t, "uncertain") {
			f.Decades = rapid.Int64Range(1, 9e6).Draw(t, "decades")
			f.Relative = math.Pow(10, -float64(f.Decades)/1e6)
		}
		return f
	}), 0, 40).Draw(t, "facts")
}

func tableOf(t *rapid.T, p Plan, facts []Fact) *Table {
	b := NewBuilder(p)
	for i := range facts {
		if err := b.Add(&facts[i]); err != nil {
			t.Fatal(err)
		}
	}
	table, err := b.Table()
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func somePlan() Plan {
	return Plan{Units: []Unit{"", Month, ""}, Totals: true, Measures: Measures(), Period: Period{NoDay, NoDay}, Today: 19790, MaxCells: 10000}
}

// texts writes cells so that they can be compared.
func texts(cells map[string]*Cell) map[string]string {
	out := map[string]string{}
	for key, c := range cells {
		raw, _ := json.Marshal(c)
		out[key] = fmt.Sprint(string(raw), c.veiled, c.waiting)
	}
	return out
}

// TestOrderDoesNotMatter: a table is the same whatever the order of the records.
func TestOrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		facts := randomFacts(t)
		want := texts(tableOf(t, somePlan(), facts).Cells)
		if d := cmp.Diff(want, texts(tableOf(t, somePlan(), rapid.Permutation(facts).Draw(t, "order")).Cells)); d != "" {
			t.Fatal(d)
		}
	})
}

// TestTablesMerge: tables of parts of the records come to the table of all, but for intervals
// between records of different parts; and they survive being sent.
func TestTablesMerge(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		facts := randomFacts(t)
		p := somePlan()
		p.Measures = []Measure{Count, Institutions, Instruments, ConformityRate, RelativeUncertainty, MedianTurnaround, Backlog}
		at := rapid.IntRange(0, len(facts)).Draw(t, "at")
		whole, part := tableOf(t, p, facts), tableOf(t, p, facts[:at])
		other := tableOf(t, p, facts[at:])
		for _, c := range other.Cells {
			raw, err := json.Marshal(c)
			sent := Cell{veiled: c.veiled, waiting: c.waiting}
			if err != nil || json.Unmarshal(raw, &sent) != nil || !sent.Proper() {
				t.Fatalf("%s: %v", raw, err)
			}
			*c = sent
		}
		part.Merge(other)
		if d := cmp.Diff(texts(whole.Cells), texts(part.Cells)); d != "" {
			t.Fatal(d)
		}
	})
}

// TestBacklogIsWhatLooksBack: the backlog of a month is what somebody finds who looks at every
// record on its last day.
func TestBacklogIsWhatLooksBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		facts := randomFacts(t)
		p := Plan{Units: []Unit{Month}, Measures: []Measure{Backlog}, Period: Period{NoDay, NoDay}, Today: 19790, MaxCells: 1000, Totals: true}
		for i := range facts {
			facts[i].Keys = [][]string{nil}
		}
		table := tableOf(t, p, facts)
		for index := Month.index(19690); index <= Month.index(p.Today); index++ {
			last, waiting, waited := min(Month.last(index), p.Today), 0, int64(0)
			for _, f := range facts {
				if f.Received <= last && (f.Issued == NoDay || f.Issued > last) {
					waiting, waited = waiting+1, waited+int64(last-f.Received)
				}
			}
			got := table.Cells[Month.key(index)]
			if got == nil {
				got = &Cell{}
			}
			if got.Waiting != waiting || got.Waited != waited {
				t.Fatalf("%s: %d waiting %d days, want %d, %d", last, got.Waiting, got.Waited, waiting, waited)
			}
			if total := table.Cells[Total]; last == p.Today && total != nil && total.Waiting != waiting {
				t.Fatalf("in all %d, want %d", total.Waiting, waiting)
			}
		}
	})
}

// TestTopKeepsTheSum: what is put together is what was there.
func TestTopKeepsTheSum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		facts := randomFacts(t)
		p := Plan{Units: []Unit{"", Month, ""}, Measures: []Measure{Count, Institutions}, Period: Period{NoDay, NoDay}, MaxCells: 1000}
		table := tableOf(t, p, facts)
		sum := func() (n int) {
			for _, c := range table.Cells {
				n += c.Count
			}
			return n
		}
		before := sum()
		table.Top(0, 3, 1, Count)
		first := map[string]bool{}
		for joined := range table.Cells {
			first[Keys(joined, 3)[0]] = true
		}
		if sum() != before || len(first) > 2 || len(first) == 2 && !first[Other] {
			t.Fatalf("%d of %d under %v", sum(), before, first)
		}
	})
}

// TestSuppression: no small cell is told, and no sum of a line gives one away.
func TestSuppression(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		facts, least := randomFacts(t), rapid.IntRange(2, 7).Draw(t, "least")
		p := somePlan()
		p.Measures = []Measure{Count}
		table := tableOf(t, p, facts)
		table.Suppress(3, least)
		for name, c := range table.Cells {
			if c.veiled > 0 && c.veiled < least && !c.Suppressed {
				t.Fatalf("%q tells of %d", name, c.veiled)
			}
			if c.veiled == 0 && c.Suppressed {
				t.Fatalf("%q is hidden, and nobody is in it", name)
			}
		}
		for _, line := range linesOf(table.Cells, 3) {
			hidden, veiled, told := 0, 0, 0
			for _, c := range line {
				switch {
				case c.Suppressed:
					hidden, veiled = hidden+1, veiled+c.veiled
				case c.veiled > 0:
					told++
				}
			}
			if hidden > 0 && told > 0 && (hidden < 2 || veiled < least) {
				t.Fatalf("%d cells of %d records are hidden beside %d that are told", hidden, veiled, told)
			}
		}
	})
}

// TestCutSets: a set that was cut estimates how many there are, within four standard errors.
func TestCutSets(t *testing.T) {
	var whole, a, b Set
	for i := range 50_000 {
		key := HashOf("salt", fmt.Sprint(i))
		whole.add(key)
		if i < 30_000 {
			a.add(key)
		}
		if i > 10_000 {
			b.add(key)
		}
	}
	a.Cut(1024)
	b.Cut(2048)
	a.merge(&b)
	got := a.value()
	if off := math.Abs(got.Number-50_000) / 50_000; off > 4*got.Error || got.Error > 0.032 || got.Error == 0 {
		t.Errorf("%v ± %v of 50,000", got.Number, got.Error)
	}
	if v := whole.value(); v.Number != 50_000 || v.Error != 0 {
		t.Errorf("a whole set estimates: %v", v)
	}
}

func TestTooManyCells(t *testing.T) {
	b := NewBuilder(Plan{Units: []Unit{OneDay}, MaxCells: 3, Period: Period{NoDay, NoDay}})
	var err error
	for d := range 5 {
		if err == nil {
			err = b.Add(&Fact{Keys: [][]string{nil}, Day: Day(d), Received: NoDay})
		}
	}
	if err != ErrCells {
		t.Errorf("five days in three cells: %v", err)
	}
}

// TestIntervals: the days between days of calibration, once for two certificates of one day, and
// not to a certificate that replaces another.
func TestIntervals(t *testing.T) {
	b := NewBuilder(Plan{Measures: []Measure{MedianInterval}, Period: Period{NoDay, NoDay}, MaxCells: 10})
	for _, f := range []Fact{{Day: 100}, {Day: 465}, {Day: 465}, {Day: 500, Renewal: true}, {Day: 565}, {Day: NoDay}} {
		f.Instruments, f.Received = []uint64{7}, NoDay
		if err := b.Add(&f); err != nil {
			t.Fatal(err)
		}
	}
	table, _ := b.Table()
	if v := table.Cells[""].Value(MedianInterval, 0); v.Number != 232.5 || v.Of != 2 {
		t.Errorf("%+v", v)
	}
}
