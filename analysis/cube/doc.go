// Package cube counts and measures records by any number of dimensions: what a record adds to
// the cells of a table, and what is then done with tables of one node or of several. It knows
// nothing of who may see what; a record that must not be told by itself is marked as veiled,
// and [Table.Suppress] hides the cells that would tell of it.
//
// Cells can be merged, and nothing in them depends on the order in which records came: sums are
// of whole numbers, distinct things are sets of hashes, and days are counted by their number.
package cube

import "slices"

// Measure is what a cell is asked for.
type Measure string

// The measures; docs/statistics.md has their formulas.
const (
	Count               Measure = "COUNT"
	Institutions        Measure = "INSTITUTIONS"
	Instruments         Measure = "INSTRUMENTS"
	ConformityRate      Measure = "CONFORMITY_RATE"
	RelativeUncertainty Measure = "RELATIVE_UNCERTAINTY"
	TypicalUncertainty  Measure = "TYPICAL_RELATIVE_UNCERTAINTY"
	MedianInterval      Measure = "MEDIAN_INTERVAL"
	MedianTurnaround    Measure = "MEDIAN_TURNAROUND"
	Backlog             Measure = "BACKLOG"
	BacklogAge          Measure = "BACKLOG_AGE"
)

// Measures lists them.
func Measures() []Measure {
	return []Measure{Count, Institutions, Instruments, ConformityRate, RelativeUncertainty, TypicalUncertainty, MedianInterval,
		MedianTurnaround, Backlog, BacklogAge}
}

// Waits tells whether a measure looks at what has not been issued yet.
func (m Measure) Waits() bool { return m == Backlog || m == BacklogAge }

// The values of a key that stand for others. No record has them.
const (
	Total = "\x00total" // all values of the dimension
	Other = "\x00other" // those that are not among the first
)

func compareKeys(a, b []string) int {
	return slices.CompareFunc(a, b, func(x, y string) int {
		if p, q := place(x), place(y); p != q {
			return p - q
		}
		switch {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	})
}

// place puts what stands for others behind the values themselves.
func place(key string) int {
	switch key {
	case Other:
		return 1
	case Total:
		return 2
	}
	return 0
}
