package cube

import (
	"cmp"
	"slices"
)

// Row is a cell by its keys, with the one of the earlier period; nil where there is none.
type Row struct {
	Keys          []string
	Cell, Earlier *Cell
}

// Order is how rows are put in order; the zero Order is by their keys.
type Order struct {
	By   Measure
	Desc bool
}

// Merge adds the cells of another table.
func (t *Table) Merge(o *Table) {
	for _, both := range [][2]map[string]*Cell{{t.Cells, o.Cells}, {t.Earlier, o.Earlier}} {
		for key, c := range both[1] {
			if both[0][key] == nil {
				both[0][key] = &Cell{}
			}
			both[0][key].merge(c)
		}
	}
}

// Top keeps the values of a dimension that have most of a measure, over all other dimensions
// and in the table's own period; the cells of the rest are merged under [Other].
func (t *Table) Top(dimension, dimensions, keep int, by Measure) {
	whole := map[string]*Cell{}
	for joined, c := range t.Cells {
		keys := Keys(joined, dimensions)
		if slices.Contains(keys, Total) {
			continue
		}
		if whole[keys[dimension]] == nil {
			whole[keys[dimension]] = &Cell{}
		}
		whole[keys[dimension]].merge(c)
	}
	names := make([]string, 0, len(whole))
	for name := range whole {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(compareValues(whole[b].value(by), whole[a].value(by)), cmp.Compare(a, b))
	})
	kept := map[string]bool{Total: true}
	for _, name := range names[:min(keep, len(names))] {
		kept[name] = true
	}
	t.Cells, t.Earlier = folded(t.Cells, dimension, dimensions, kept), folded(t.Earlier, dimension, dimensions, kept)
}

// folded are cells with what is not kept of a dimension put together.
func folded(cells map[string]*Cell, dimension, dimensions int, kept map[string]bool) map[string]*Cell {
	out := make(map[string]*Cell, len(cells))
	for joined, c := range cells {
		keys := Keys(joined, dimensions)
		if kept[keys[dimension]] {
			out[joined] = c
			continue
		}
		keys[dimension] = Other
		name := Join(keys)
		if out[name] == nil {
			out[name] = &Cell{}
		}
		out[name].merge(c)
	}
	return out
}

// compareValues puts what is not known first.
func compareValues(a, b Value) int {
	if a.Known != b.Known {
		if a.Known {
			return 1
		}
		return -1
	}
	return cmp.Compare(a.Number, b.Number)
}

// Rows are the cells in an order; those with the same value by their keys. Totals come last.
func (t *Table) Rows(dimensions int, o Order, least int) []Row {
	rows := make([]Row, 0, len(t.Cells))
	for joined, c := range t.Cells {
		rows = append(rows, Row{Keys(joined, dimensions), c, t.Earlier[joined]})
	}
	for joined, c := range t.Earlier {
		if t.Cells[joined] == nil {
			rows = append(rows, Row{Keys(joined, dimensions), &Cell{}, c})
		}
	}
	slices.SortFunc(rows, func(a, b Row) int {
		if o.By == "" || slices.Contains(a.Keys, Total) || slices.Contains(b.Keys, Total) {
			return compareTotals(a, b)
		}
		n := compareValues(a.Cell.Value(o.By, least), b.Cell.Value(o.By, least))
		if o.Desc {
			n = -n
		}
		return cmp.Or(n, compareKeys(a.Keys, b.Keys))
	})
	return rows
}

// compareTotals puts rows with totals behind all others, the totals over most last.
func compareTotals(a, b Row) int {
	totals := func(r Row) (n int) {
		for _, key := range r.Keys {
			if key == Total {
				n++
			}
		}
		return n
	}
	return cmp.Or(totals(a)-totals(b), compareKeys(a.Keys, b.Keys))
}

// Size is how many cells the table has.
func (t *Table) Size() int { return max(len(t.Cells), len(t.Earlier)) }
