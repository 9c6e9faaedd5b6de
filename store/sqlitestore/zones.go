package sqlitestore

import (
	"bytes"
)

// A zone is the records whose numbers differ in the last bits only. Records are numbered as
// they come, and ids mostly rise with time: so the ids of a zone are close together, and a
// search in the order of ids looks at few zones. A zone whose ids are far apart, because they
// were made elsewhere, is only looked at more often than need be.
const zoneBits = 12

// idSpan is from the lowest to the highest id of a zone, those of deleted records included.
type idSpan struct{ lowest, highest [16]byte }

// zone notes a new record.
func (w *writer) zone(l *layout, rec int64, id [16]byte) {
	if w.zones[l] == nil {
		w.zones[l] = map[int64]idSpan{}
	}
	z, known := w.zones[l][rec>>zoneBits]
	if !known || bytes.Compare(id[:], z.lowest[:]) < 0 {
		z.lowest = id
	}
	if !known || bytes.Compare(id[:], z.highest[:]) > 0 {
		z.highest = id
	}
	w.zones[l][rec>>zoneBits] = z
}

func (w *writer) finishZones() error {
	for l, zones := range w.zones {
		for zone, z := range zones {
			if err := w.c.run(l.sql.addZone, w.params(number(zone), blob(z.lowest[:]), blob(z.highest[:]))...); err != nil {
				return err
			}
		}
	}
	return nil
}

// zoned collects zone by zone, those with the first ids of the order first, and ends when no
// zone that is left can have a record that comes before the last of those kept.
type zoned struct {
	collection
	match match
	zones *statement
}

// zoneCost is what beginning a zone takes, in records looked at.
const zoneCost = 16

// byZones is the set of records that the full-text index finds, in the order of ids.
func (f *finder) byZones(rest branch, m match) source {
	return &zoned{collection: collection{f: f, order: f.order, branch: rest}, match: m}
}

func (z *zoned) advance(budget int) (done bool, err error) {
	for ; budget > 0; budget-- {
		if z.s == nil {
			more, err := z.next()
			if err != nil || !more {
				return err == nil, err
			}
			budget -= zoneCost
		}
		more, err := z.s.step()
		if err != nil {
			return false, err
		}
		if !more {
			z.s.release()
			z.s = nil
			continue
		}
		if z.s.int(0) != 0 {
			z.keep(z.order.hit(z.s, 1))
		}
	}
	return false, nil
}

// next begins the next zone that may have records of the answer.
func (z *zoned) next() (more bool, err error) {
	if z.zones == nil {
		if err := z.open(); err != nil {
			return false, err
		}
	}
	if more, err = z.zones.step(); err != nil || !more {
		return false, err
	}
	var best hit
	copy(best.id[:], z.zones.view(1))
	if len(z.kept) == z.f.need && !z.order.before(&best, &z.kept[0]) {
		return false, nil
	}
	from := z.zones.int(0) << zoneBits
	z.write = func(t *translator) {
		z.f.l.matching(t, z.match)
		t.add(" AND %s.rowid BETWEEN ? AND ?", z.f.l.terms).with(number(from), number(from|(1<<zoneBits-1)))
		if z.order.down { // the last zones are at the end of the lists, which are gone through from there
			t.add(" ORDER BY %s.rowid DESC", z.f.l.terms)
		}
	}
	return true, z.begin()
}

// open begins the list of zones.
func (z *zoned) open() (err error) {
	q := &sql{}
	best, order := "lowest", "lowest"
	if z.order.down {
		best, order = "highest", "highest DESC"
	}
	q.add("SELECT zone, %s FROM %s WHERE 1", best, z.f.l.zones)
	if z.order.from.set {
		q.add(" AND highest > ?").with(blob(z.order.from.id))
	}
	if z.order.to.set {
		q.add(" AND lowest < ?").with(blob(z.order.to.id))
	}
	q.add(" ORDER BY %s", order)
	s, err := z.f.c.prepare(q.text.String())
	if err == nil {
		z.zones = s.bind(q.args)
	}
	return err
}

func (z *zoned) close() {
	z.collection.close()
	if z.zones != nil {
		z.zones.release()
	}
}
