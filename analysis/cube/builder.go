package cube

import (
	"errors"
	"maps"
	"math"
	"slices"
	"strings"
)

// Plan is what a table is to be.
type Plan struct {
	Units    []Unit // of the dimensions, in order: the unit of a dimension of time, empty for others
	Apart    int    // so many dimensions at the end are never put together
	Totals   bool   // totals over the last dimension, the last two, and so on
	Measures []Measure
	Period   Period // that records are counted in; open for any
	Earlier  *Period
	Shift    Shift // of the earlier period
	Today    Day
	MaxCells int
}

// Fact is what the table needs of a record.
type Fact struct {
	Keys        [][]string // of each dimension but those of time: its values; none is the missing one
	Day         Day        // that the dimensions of time are of
	Received    Day
	Issued      Day
	Institution uint64
	Instruments []uint64
	Renewal     bool // the record corrects or replaces another: no calibration of its own
	Judged      bool
	Conforming  bool
	Decades     int64   // of the relative uncertainty; 0 for none
	Relative    float64 // the uncertainty itself
	Veiled      bool    // must not be told by itself
}

// ErrCells is the error of a table that would have more cells than it may.
var ErrCells = errors.New("the table has too many cells")

// Table is the cells of a period, and those of the earlier one under the keys that they are
// compared by.
type Table struct{ Cells, Earlier map[string]*Cell }

const separator = "\x1f"

// Keys are those of a cell, one a dimension.
func Keys(joined string, dimensions int) []string {
	if dimensions == 0 {
		return []string{}
	}
	return strings.Split(joined, separator)
}

// Join joins the keys of a cell.
func Join(keys []string) string { return strings.Join(keys, separator) }

// Builder makes a table of facts.
type Builder struct {
	plan   Plan
	table  Table
	now    window
	before window
	events map[uint64][]event // by instrument
	keys   []string
	joined []byte
	work   int
}

// event is a calibration of an instrument, and the cells that it counts in.
type event struct {
	day   Day
	cells []*Cell
}

// window is one of the two periods.
type window struct {
	Period
	shift   *Shift // of the earlier one
	cells   map[string]*Cell
	waiting map[string]*line
}

// maxWork bounds how often records are added to cells: records with many values in several
// dimensions are added to each combination.
const maxWork = 50_000_000

// NewBuilder begins a table.
func NewBuilder(p Plan) *Builder {
	b := &Builder{plan: p, table: Table{Cells: map[string]*Cell{}, Earlier: map[string]*Cell{}}, keys: make([]string, len(p.Units))}
	b.now = window{Period: p.Period, cells: b.table.Cells, waiting: map[string]*line{}}
	if p.Earlier != nil {
		b.before = window{Period: *p.Earlier, shift: &p.Shift, cells: b.table.Earlier, waiting: map[string]*line{}}
	}
	if b.asks(MedianInterval) {
		b.events = map[uint64][]event{}
	}
	return b
}

func (b *Builder) asks(m Measure) bool { return slices.Contains(b.plan.Measures, m) }

func (b *Builder) waits() bool { return slices.ContainsFunc(b.plan.Measures, Measure.Waits) }

// Add adds a record.
func (b *Builder) Add(f *Fact) error {
	var cells []*Cell
	for _, w := range []*window{&b.now, &b.before} {
		if w.cells == nil {
			continue
		}
		if w.Has(f.Day) {
			found, err := b.cells(w, f)
			if err != nil {
				return err
			}
			for _, c := range found {
				b.count(c, f)
			}
			cells = append(cells, found...)
		}
		if b.waits() && f.Received != NoDay {
			if err := b.wait(w, f); err != nil {
				return err
			}
		}
	}
	if b.events != nil && !f.Renewal && f.Day != NoDay {
		for _, instrument := range f.Instruments {
			b.events[instrument] = append(b.events[instrument], event{f.Day, cells})
		}
	}
	return nil
}

// cells are those of a window that a record counts in, each once.
func (b *Builder) cells(w *window, f *Fact) (found []*Cell, err error) {
	err = b.spread(f, func(unit Unit) string { return w.unit(unit, f.Day) }, func() error {
		c, err := b.cell(w)
		found = append(found, c)
		return err
	})
	if len(found) > 1 && (b.plan.Totals || many(f.Keys)) {
		found = distinct(found)
	}
	return found, err
}

func many(keys [][]string) bool {
	return slices.ContainsFunc(keys, func(k []string) bool { return len(k) > 1 })
}

func distinct(cells []*Cell) []*Cell {
	kept := cells[:0]
	for _, c := range cells {
		if !slices.Contains(kept, c) {
			kept = append(kept, c)
		}
	}
	return kept
}

// unit is the key of a day in a window; that of an earlier one is the later key that it is
// compared with.
func (w *window) unit(u Unit, d Day) string {
	if d == NoDay {
		return ""
	}
	index := u.index(d)
	if w.shift != nil {
		index = w.shift.later(u, index)
	}
	return u.key(index)
}

// levels are how many dimensions may be put together.
func (b *Builder) levels() int { return len(b.plan.Units) - b.plan.Apart }

// spread calls a function for each combination of the values of a record; with totals also once
// with the last dimension put together, once with the last two, and so on.
func (b *Builder) spread(f *Fact, day func(Unit) string, each func() error) error {
	whole := len(b.plan.Units) - b.plan.Apart
	if b.plan.Totals {
		for level := range whole {
			if err := b.level(f, 0, level, day, each); err != nil {
				return err
			}
		}
	}
	return b.level(f, 0, whole, day, each)
}

// level goes through the dimensions from i on, those from whole on put together.
func (b *Builder) level(f *Fact, i, whole int, day func(Unit) string, each func() error) error {
	if i == len(b.keys) {
		if b.work++; b.work > maxWork {
			return ErrCells
		}
		return each()
	}
	values := []string{""}
	switch unit := b.plan.Units[i]; {
	case i >= whole && i < len(b.keys)-b.plan.Apart:
		values[0] = Total
	case unit != "":
		values[0] = day(unit)
	case len(f.Keys[i]) > 0:
		values = f.Keys[i]
	}
	for _, v := range values {
		b.keys[i] = v
		if err := b.level(f, i+1, whole, day, each); err != nil {
			return err
		}
	}
	return nil
}

// cell is the cell of the keys.
func (b *Builder) cell(w *window) (*Cell, error) {
	b.joined = b.joined[:0]
	for i, key := range b.keys {
		if i > 0 {
			b.joined = append(b.joined, separator...)
		}
		b.joined = append(b.joined, key...)
	}
	if c := w.cells[string(b.joined)]; c != nil {
		return c, nil
	}
	if len(b.table.Cells)+len(b.table.Earlier) >= b.plan.MaxCells {
		return nil, ErrCells
	}
	c := &Cell{}
	w.cells[string(b.joined)] = c
	return c, nil
}

// count counts a record into a cell.
func (b *Builder) count(c *Cell, f *Fact) {
	c.Count++
	if f.Veiled {
		c.veiled++
	}
	if f.Judged {
		c.Judged++
	}
	if f.Judged && f.Conforming {
		c.Conforming++
	}
	if f.Decades > 0 {
		c.Uncertain++
		c.Decades += f.Decades
		c.Uncertainty.add(Sum{Low: uint64(math.Round(f.Relative * sumUnit))})
	}
	if f.Institution != 0 && b.asks(Institutions) {
		c.Institution.add(f.Institution)
	}
	if b.asks(Instruments) {
		for _, key := range f.Instruments {
			c.Instrument.add(key)
		}
	}
	if b.asks(MedianTurnaround) && f.Received != NoDay && f.Issued >= f.Received {
		c.Turnaround.add(int(f.Issued-f.Received), 1)
	}
}

// Table is the table of all that was added.
func (b *Builder) Table() (*Table, error) {
	for _, events := range b.events {
		intervals(events)
	}
	for _, w := range []*window{&b.now, &b.before} {
		if err := b.waited(w); err != nil {
			return nil, err
		}
	}
	if len(b.plan.Units) == 0 && b.table.Cells[""] == nil {
		b.table.Cells[""] = &Cell{}
	}
	return &b.table, nil
}

// intervals counts the days from each day on which an instrument was calibrated to the next,
// once in each cell of the later day.
func intervals(events []event) {
	slices.SortFunc(events, func(a, b event) int { return int(a.day - b.day) })
	last := NoDay
	for from := 0; from < len(events); {
		to, cells := from, map[*Cell]bool{}
		for ; to < len(events) && events[to].day == events[from].day; to++ {
			for _, c := range events[to].cells {
				cells[c] = true
			}
		}
		if last != NoDay {
			for c := range maps.Keys(cells) {
				c.Intervals.add(int(events[from].day-last), 1)
			}
		}
		last, from = events[from].day, to
	}
}
