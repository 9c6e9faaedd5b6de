package cube

import "slices"

// line is what waits in the units of a dimension of time, of one combination of the other keys.
type line struct {
	keys    []string
	changes map[int]change // by unit: what comes in addition from there on
}

type change struct {
	records, veiled int
	received        int64 // sum of days
}

// end is the day that a window is looked back from: nothing is known of days to come.
func (b *Builder) end(w *window) Day {
	if w.To != NoDay && w.To < b.plan.Today {
		return w.To
	}
	return b.plan.Today
}

// wait counts a record where it was received and not issued on the last day: in the units of
// the dimension of time from the one in which it came to the one before it was issued, and where
// there is no such dimension on the last day of the window.
func (b *Builder) wait(w *window, f *Fact) error {
	end := b.end(w)
	if f.Received > end || f.Issued != NoDay && f.Issued <= f.Received {
		return nil
	}
	return b.spread(f, func(Unit) string { return "" }, func() error {
		at := slices.IndexFunc(b.plan.Units, func(u Unit) bool { return u != "" })
		if at < 0 || b.keys[at] == Total {
			if f.Issued != NoDay && f.Issued <= end {
				return nil
			}
			c, err := b.cell(w)
			if err == nil {
				c.await(end, change{1, veils(f), int64(f.Received)})
			}
			return err
		}
		u := b.plan.Units[at]
		first, after := u.index(f.Received), u.index(end)+1
		if f.Issued != NoDay && f.Issued <= end {
			after = u.index(f.Issued)
		}
		if first < after {
			l := b.line(w)
			l.add(first, 1, f)
			l.add(after, -1, f)
		}
		return nil
	})
}

func veils(f *Fact) int {
	if f.Veiled {
		return 1
	}
	return 0
}

func (c *Cell) await(end Day, x change) {
	c.Waiting += x.records
	c.waiting += x.veiled
	c.Waited += int64(end)*int64(x.records) - x.received
}

func (b *Builder) line(w *window) *line {
	name := Join(b.keys)
	if w.waiting[name] == nil {
		w.waiting[name] = &line{slices.Clone(b.keys), map[int]change{}}
	}
	return w.waiting[name]
}

func (l *line) add(unit, n int, f *Fact) {
	x := l.changes[unit]
	x.records += n
	x.veiled += n * veils(f)
	x.received += int64(n) * int64(f.Received)
	l.changes[unit] = x
}

// waited puts what waits into the cells of a window.
func (b *Builder) waited(w *window) error {
	at := slices.IndexFunc(b.plan.Units, func(u Unit) bool { return u != "" })
	for _, l := range w.waiting {
		if err := b.unroll(w, l, at); err != nil {
			return err
		}
	}
	return nil
}

func (b *Builder) unroll(w *window, l *line, at int) error {
	u, end := b.plan.Units[at], b.end(w)
	var units []int
	for unit := range l.changes {
		units = append(units, unit)
	}
	slices.Sort(units)
	var sum change
	for unit := units[0]; unit <= u.index(end); unit++ {
		x := l.changes[unit]
		sum = change{sum.records + x.records, sum.veiled + x.veiled, sum.received + x.received}
		last := min(u.last(unit), end)
		if sum.records == 0 || w.From != NoDay && last < w.From {
			continue
		}
		copy(b.keys, l.keys)
		b.keys[at] = w.unit(u, last)
		c, err := b.cell(w)
		if err != nil {
			return err
		}
		c.await(last, sum)
	}
	return nil
}
