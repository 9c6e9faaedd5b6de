package cube

import (
	"math"
	"math/big"
	"math/bits"
	"slices"
)

// Cell is what the records of a cell come to.
type Cell struct {
	Count       int   `json:"count"`
	Judged      int   `json:"judged,omitempty"`     // with a statement of conformity
	Conforming  int   `json:"conforming,omitempty"` // of these
	Uncertain   int   `json:"uncertain,omitempty"`  // with a relative uncertainty
	Uncertainty Sum   `json:"uncertainty,omitzero"` // of the relative uncertainties, in units of 10⁻¹⁸
	Decades     int64 `json:"decades,omitempty"`    // of these, powers of ten below one, in millionths
	Waiting     int   `json:"waiting,omitempty"`    // received, and not issued on the last day
	Waited      int64 `json:"waited,omitempty"`     // days, until then
	Institution Set   `json:"institutions,omitzero"`
	Instrument  Set   `json:"instruments,omitzero"`
	Intervals   Days  `json:"intervals,omitempty"`
	Turnaround  Days  `json:"turnaround,omitempty"`
	Suppressed  bool  `json:"suppressed,omitempty"` // nothing of the cell is told

	veiled  int // of Count: those that must not be told by themselves
	waiting int // of Waiting
}

// Days counts numbers of days.
type Days map[int]int

func (d *Days) add(days, n int) {
	if *d == nil {
		*d = Days{}
	}
	(*d)[days] += n
}

// median is the middle number of days; between two, their mean.
func (d Days) median() (median float64, n int) {
	days := make([]int, 0, len(d))
	for k, count := range d {
		days, n = append(days, k), n+count
	}
	slices.Sort(days)
	at := func(place int) float64 {
		for _, k := range days {
			if place -= d[k]; place < 0 {
				return float64(k)
			}
		}
		return 0
	}
	if n == 0 {
		return 0, 0
	}
	return (at((n-1)/2) + at(n/2)) / 2, n
}

// Sum is a sum of numbers from 0 to 1 in units of 10⁻¹⁸, of 128 bits.
type Sum struct {
	High uint64 `json:"high,omitempty"`
	Low  uint64 `json:"low,omitempty"`
}

const sumUnit = 1e18

func (s *Sum) add(o Sum) {
	var carry uint64
	s.Low, carry = bits.Add64(s.Low, o.Low, 0)
	s.High, _ = bits.Add64(s.High, o.High, carry)
}

func (s Sum) float() float64 {
	n := new(big.Int).SetUint64(s.High)
	n.Or(n.Lsh(n, 64), new(big.Int).SetUint64(s.Low))
	f, _ := new(big.Float).SetInt(n).Float64()
	return f / sumUnit
}

// merge adds what another cell has. Of things that are in both, sets count one.
func (c *Cell) merge(o *Cell) {
	c.Count += o.Count
	c.Judged += o.Judged
	c.Conforming += o.Conforming
	c.Uncertain += o.Uncertain
	c.Uncertainty.add(o.Uncertainty)
	c.Decades += o.Decades
	c.Waiting += o.Waiting
	c.Waited += o.Waited
	c.Institution.merge(&o.Institution)
	c.Instrument.merge(&o.Instrument)
	for days, n := range o.Intervals {
		c.Intervals.add(days, n)
	}
	for days, n := range o.Turnaround {
		c.Turnaround.add(days, n)
	}
	c.Suppressed = c.Suppressed || o.Suppressed
	c.veiled += o.veiled
	c.waiting += o.waiting
}

// Blank is what may be told of a suppressed cell; nil for none.
func (c *Cell) Blank() *Cell {
	if c == nil {
		return nil
	}
	return &Cell{Suppressed: true}
}

// Value is what a cell has to say to a measure.
type Value struct {
	Number     float64
	Of         int  // how many records, intervals or things it is made of
	Known      bool // false: nothing has what it would be made of
	Suppressed bool // it would be made of too few
	Error      float64
}

// Value answers a measure, where suppression asks for at least so many records of what must not
// be told one by one; 0 asks for none.
func (c *Cell) Value(m Measure, least int) (v Value) {
	if c == nil {
		return Value{}
	}
	if c.Suppressed {
		return Value{Suppressed: true}
	}
	v = c.value(m)
	veiled := c.veiled
	if m.Waits() {
		veiled = c.waiting
	}
	if few := v.Of < least && m != Institutions; veiled > 0 && v.Of > 0 && (few || veiled < least) {
		return Value{Suppressed: true}
	}
	return v
}

func (c *Cell) value(m Measure) (v Value) {
	switch m {
	case Count:
		return Value{Number: float64(c.Count), Of: c.Count, Known: true}
	case Institutions:
		return c.Institution.value()
	case Instruments:
		return c.Instrument.value()
	case ConformityRate:
		v = Value{Number: float64(c.Conforming) / float64(c.Judged), Of: c.Judged}
	case RelativeUncertainty:
		v = Value{Number: c.Uncertainty.float() / float64(c.Uncertain), Of: c.Uncertain}
	case TypicalUncertainty:
		v = Value{Number: math.Pow(10, -float64(c.Decades)/1e6/float64(c.Uncertain)), Of: c.Uncertain}
	case MedianInterval:
		v.Number, v.Of = c.Intervals.median()
	case MedianTurnaround:
		v.Number, v.Of = c.Turnaround.median()
	case Backlog:
		return Value{Number: float64(c.Waiting), Of: c.Waiting, Known: true}
	case BacklogAge:
		v = Value{Number: float64(c.Waited) / float64(c.Waiting), Of: c.Waiting}
	}
	v.Known = v.Of > 0
	if !v.Known {
		v.Number = 0
	}
	return v
}

// Proper tells whether a cell of another node can be one at all.
func (c *Cell) Proper() bool {
	whole := min(c.Count, c.Judged, c.Conforming, c.Uncertain, c.Waiting) >= 0 && min(c.Decades, c.Waited) >= 0
	parts := c.Conforming <= c.Judged && max(c.Judged, c.Uncertain) <= c.Count
	for _, d := range []Days{c.Intervals, c.Turnaround} {
		for days, n := range d {
			whole = whole && days >= 0 && n > 0
		}
	}
	return whole && parts && c.Uncertainty.float() <= float64(c.Uncertain)*(1+1e-9) && c.Institution.proper() && c.Instrument.proper()
}
