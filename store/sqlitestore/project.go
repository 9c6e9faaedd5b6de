package sqlitestore

import (
	"bytes"
	"encoding/binary"
	"slices"
	"sort"
)

// insert adds a record to what queries read.
func (w *writer) insert(r *row, rec int64) error {
	l := r.layout
	cells, err := w.cells(l, r.Index, r.uuid[:])
	if err != nil {
		return err
	}
	w.args = append(append(w.params(number(rec), number(w.sequence), number(int64(r.Version))), cells...), r.key)
	if err := w.c.run(l.sql.insert, w.args...); err != nil {
		return err
	}
	w.tally(l, cells, 1)
	w.zone(l, rec, r.uuid)
	w.rare = append(w.rare, rareWrite{l, rec, r})
	return w.indexAnew(r, rec, false, cells)
}

// update changes a record in what queries read. Only columns whose values changed are
// written, so that the indexes of the others are left alone: most changes are of the status.
func (w *writer) update(r *row, before state) error {
	l := r.layout
	old, oldKey, err := w.oldCells(l, before.rec)
	if err != nil {
		return err
	}
	cells, err := w.cells(l, r.Index, r.uuid[:])
	if err != nil {
		return err
	}
	args := []value{number(w.sequence), number(int64(r.Version))}
	var changed []string
	for i, c := range l.narrow {
		if !cells[i].equal(old[i]) {
			changed, args = append(changed, c.name), append(args, cells[i])
		}
	}
	if !r.key.equal(oldKey) {
		changed, args = append(changed, "unique_key"), append(args, r.key)
	}
	if err := w.c.run(l.update(changed), append(args, number(before.rec))...); err != nil {
		return err
	}
	w.tally(l, old, -1)
	w.tally(l, cells, 1)
	w.rare = append(w.rare, rareWrite{l, before.rec, r})
	return w.indexAnew(r, before.rec, true, cells)
}

// remove takes a record away from what queries read and leaves a tombstone.
func (w *writer) remove(r *row, before state) error {
	l := r.layout
	old, _, err := w.oldCells(l, before.rec)
	if err != nil {
		return err
	}
	if err := w.c.run(l.sql.remove, number(before.rec)); err != nil {
		return err
	}
	w.tally(l, old, -1)
	w.note(l, before.rec, true, nil)
	w.rare = append(w.rare, rareWrite{l, before.rec, nil})
	return w.c.run("INSERT INTO tombstone VALUES (?, ?, ?)", text(string(r.ID)), number(int64(r.Version)), number(w.sequence))
}

// oldCells reads the narrow columns of a record and its unique key.
func (w *writer) oldCells(l *layout, rec int64) (cells []value, key value, err error) {
	err = w.c.each(l.sql.cells, w.params(number(rec)), func(s *statement) error {
		for i := range len(l.narrow) + 1 {
			cells = append(cells, s.cell(i))
		}
		return nil
	})
	if len(cells) == 0 {
		return nil, value{}, err
	}
	last := len(cells) - 1
	return cells[:last], cells[last], err
}

func (v value) equal(other value) bool {
	return v.of == other.of && v.n == other.n && bytes.Equal(v.data, other.data)
}

// tally counts a record in or out of the records with the same facts.
func (w *writer) tally(l *layout, cells []value, n int64) {
	key := make([]byte, 0, 8*len(l.facts))
	for _, c := range l.facts {
		key = binary.BigEndian.AppendUint64(key, uint64(cells[c.cell].n))
	}
	if w.tallies[l] == nil {
		w.tallies[l] = map[string]int64{}
	}
	w.tallies[l][string(key)] += n
}

// indexAnew notes the tokens that a record is to have.
func (w *writer) indexAnew(r *row, rec int64, known bool, cells []value) error {
	start := len(w.tokens)
	w.tokens = r.layout.orderTokens(append(w.tokens, r.tokens...), cells, r.ID)
	w.note(r.layout, rec, known, w.tokens[start:])
	if len(cells[r.layout.primary.cell].data) <= longestSort {
		return nil
	}
	return w.c.run("INSERT OR IGNORE INTO overlong VALUES (?)", text(string(r.Kind)))
}

// note notes what the full-text index is to know of a record; nil for nothing.
func (w *writer) note(l *layout, rec int64, known bool, tokens []byte) {
	if w.index[l] == nil {
		w.index[l] = map[int64]tokenWrite{}
	}
	if before, ok := w.index[l][rec]; ok {
		known = before.known
	}
	w.index[l][rec] = tokenWrite{known, tokens}
}

// finish writes what was put off to the end of the batch. Half is called in the middle of it.
func (w *writer) finish(half func() error) error {
	if err := w.finishRare(); err != nil {
		return err
	}
	if err := half(); err != nil {
		return err
	}
	if err := w.finishTokens(); err != nil {
		return err
	}
	if err := w.finishTallies(); err != nil {
		return err
	}
	return w.finishZones()
}

func (w *writer) finishRare() error {
	for _, x := range w.rare {
		if x.row == nil {
			if err := w.c.run(x.layout.sql.dropRare, number(x.rec)); err != nil {
				return err
			}
			continue
		}
		if err := w.c.run(x.layout.sql.addRare, number(x.rec), text(x.row.lists), text(x.row.terms)); err != nil {
			return err
		}
	}
	return nil
}

// finishTokens tells the full-text index of the batch, in the order of the records: it keeps
// what it is told in memory for as long as records only rise.
func (w *writer) finishTokens() error {
	for l, pending := range w.index {
		recs := make([]int64, 0, len(pending))
		for rec := range pending {
			recs = append(recs, rec)
		}
		slices.Sort(recs)
		for _, rec := range recs {
			x := pending[rec]
			if x.known {
				if err := w.c.run(l.sql.dropTerms, number(rec)); err != nil {
					return err
				}
			}
			if x.tokens == nil {
				continue
			}
			if err := w.c.run(l.sql.addTerms, number(rec), blobText(x.tokens)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *writer) finishTallies() error {
	for l, tallies := range w.tallies {
		keys := make([]string, 0, len(tallies))
		for key, n := range tallies {
			if n != 0 {
				keys = append(keys, key)
			}
		}
		sort.Strings(keys)
		for _, key := range keys {
			args := w.params()
			for i := 0; i < len(key); i += 8 {
				args = append(args, number(int64(binary.BigEndian.Uint64([]byte(key[i:])))))
			}
			if err := w.c.run(l.sql.addTally, append(args, number(tallies[key]))...); err != nil {
				return err
			}
		}
	}
	return nil
}
