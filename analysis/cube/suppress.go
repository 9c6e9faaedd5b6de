package cube

import (
	"cmp"
	"slices"
	"strings"
)

// Suppress hides the cells with fewer veiled records than the least, but for those without any,
// and others with them, so that no line of the table whose sum is known gives one of them away:
// of the cells of a line that are hidden there are two at least, and they have as many veiled
// records together (secondary suppression: Hundepool et al., Statistical Disclosure Control, 2012,
// chapter 4). Own and public records are told one by one and never veiled.
func (t *Table) Suppress(dimensions, least int) {
	if least > 1 {
		suppress(t.Cells, dimensions, least)
		suppress(t.Earlier, dimensions, least)
	}
}

// Withheld are the counts of one line that [Table.Suppress] would hide, by their names. Veiled is how
// many records of each must not be told by themselves; the sum of the line may be told unless it is
// small itself.
func Withheld(veiled map[string]int, least int) map[string]bool {
	cells := make(map[string]*Cell, len(veiled))
	for name, n := range veiled {
		cells[name] = &Cell{veiled: n}
	}
	if least > 1 {
		suppress(cells, 1, least)
	}
	out := map[string]bool{}
	for name, c := range cells {
		if c.Suppressed {
			out[name] = true
		}
	}
	return out
}

func suppress(cells map[string]*Cell, dimensions, least int) {
	for _, c := range cells {
		c.Suppressed = c.Suppressed || c.veiled > 0 && c.veiled < least
	}
	lines := linesOf(cells, dimensions)
	for again := true; again; {
		again = false
		for _, line := range lines {
			for complement(line, least) {
				again = true
			}
		}
	}
}

// linesOf are the cells that differ in one dimension only, in the order of their veiled records.
func linesOf(cells map[string]*Cell, dimensions int) [][]*Cell {
	names := make([]string, 0, len(cells))
	for name := range cells {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cells[a].veiled-cells[b].veiled, strings.Compare(a, b)) })
	at := map[string]int{}
	var lines [][]*Cell
	for _, name := range names {
		for i, keys := 0, Keys(name, dimensions); i < dimensions; i++ {
			if keys[i] == Total {
				continue // the sum of the line
			}
			rest := slices.Clone(keys)
			rest[i] = "\x00any"
			line := Join(rest)
			n, known := at[line]
			if !known {
				n, at[line] = len(lines), len(lines)
				lines = append(lines, nil)
			}
			lines[n] = append(lines[n], cells[name])
		}
	}
	return lines
}

// complement hides one more cell of a line, if it has to.
func complement(line []*Cell, least int) bool {
	hidden, veiled := 0, 0
	var next *Cell
	for _, c := range line {
		switch {
		case c.Suppressed:
			hidden, veiled = hidden+1, veiled+c.veiled
		case next == nil && c.veiled > 0:
			next = c
		}
	}
	if hidden == 0 || hidden > 1 && veiled >= least || next == nil {
		return false
	}
	next.Suppressed = true
	return true
}

// Withhold suppresses the cells of which a measure must not be told, for a table that somebody
// else makes values of.
func (t *Table) Withhold(measures []Measure, least int) {
	for _, cells := range []map[string]*Cell{t.Cells, t.Earlier} {
		for _, c := range cells {
			for _, m := range measures {
				c.Suppressed = c.Suppressed || c.Value(m, least).Suppressed
			}
		}
	}
}
