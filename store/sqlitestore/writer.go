package sqlitestore

import (
	"strings"

	"metrograph/store"
)

// writer writes one batch of changes in one transaction. What has to be known for the next
// change is written at once; the rest is put off to the end of the batch, in the order that
// costs least.
type writer struct {
	s        *Store
	c        *conn
	sequence int64            // of the last entry
	fresh    map[string]int64 // words that the batch brought
	index    map[*layout]map[int64]tokenWrite
	tallies  map[*layout]map[string]int64 // by the facts, see tallyKey
	zones    map[*layout]map[int64]idSpan // by number
	rare     []rareWrite
	*desk
}

// desk is memory that one writer after the other uses.
type desk struct {
	args, columns []value
	numbers       []int64
	tokens        []byte // of a batch, one record after the other
}

// clear keeps of a desk what the next batch is likely to need.
func (d *desk) clear() {
	const roomy = 16 << 20
	if d.tokens = d.tokens[:0]; cap(d.tokens) > roomy {
		d.tokens = nil
	}
}

// tokenWrite is what the full-text index is to know of a record at the end of the batch.
type tokenWrite struct {
	known  bool // it has the record already
	tokens []byte
}

// rareWrite is a row of the table of what is seldom read.
type rareWrite struct {
	layout *layout
	rec    int64
	row    *row
}

// state is what there is of a record before a change.
type state struct {
	rec      int64 // zero for no record
	version  int
	sequence int64
	gone     bool // it was deleted: nothing follows that
}

func (s *Store) newWriter(c *conn) (*writer, error) {
	last, err := c.number("SELECT max(sequence) FROM journal")
	s.desk.clear()
	return &writer{s: s, c: c, desk: &s.desk, sequence: last, fresh: map[string]int64{},
		index: map[*layout]map[int64]tokenWrite{}, tallies: map[*layout]map[string]int64{}, zones: map[*layout]map[int64]idSpan{}}, err
}

// write makes one change. An outcome with an error leaves everything as it was.
func (w *writer) write(r *row) (store.Outcome, error) {
	if r.refused != nil {
		return store.Outcome{Err: r.refused}, nil //nolint:nilerr // that one change is refused is an outcome
	}
	before, err := w.state(r)
	if err != nil {
		return store.Outcome{}, err
	}
	if r.Version != before.version+1 || before.gone || r.Change.Operation == store.Delete && before.rec == 0 {
		return store.Outcome{Err: store.Stale(r.ID, before.version)}, nil
	}
	if taken, err := w.taken(r, before.rec); err != nil || taken {
		return store.Outcome{Err: store.Taken(r.ID)}, err
	}
	hash, err := w.journal(r, before)
	if err != nil {
		return store.Outcome{}, err
	}
	if err := w.project(r, before); err != nil {
		return store.Outcome{}, err
	}
	return store.Outcome{Sequence: w.sequence, Hash: hash}, nil
}

// state looks up what there is of the record that a change is of.
func (w *writer) state(r *row) (b state, err error) {
	err = w.c.each(r.layout.sql.state, w.params(blob(r.uuid[:])),
		func(s *statement) error {
			b = state{rec: s.int(0), version: int(s.int(1)), sequence: s.int(2)}
			return nil
		})
	if err != nil || b.rec != 0 {
		return b, err
	}
	err = w.c.each("SELECT version, sequence FROM tombstone WHERE id = ?", w.params(text(string(r.ID))), func(s *statement) error {
		b = state{version: int(s.int(0)), sequence: s.int(1), gone: true}
		return nil
	})
	return b, err
}

// taken tells whether another record has the unique key.
func (w *writer) taken(r *row, rec int64) (bool, error) {
	if r.key.of == 0 {
		return false, nil
	}
	holder, err := w.c.number(r.layout.sql.holder, r.key)
	return holder != 0 && holder != rec, err
}

// journal appends the entry of a change.
func (w *writer) journal(r *row, before state) (store.Hash, error) {
	e := r.entry
	if before.sequence != 0 {
		err := w.c.each("SELECT hash FROM journal WHERE sequence = ?", w.params(number(before.sequence)), func(s *statement) error {
			copy(e.Previous[:], s.view(0))
			return nil
		})
		if err != nil {
			return store.Hash{}, err
		}
		e.Hash = e.Compute()
	}
	document := value{}
	if e.Document != nil {
		document = blob(e.Document)
	}
	w.sequence++
	return e.Hash, w.c.run("INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", w.params(number(w.sequence), text(string(e.Kind)),
		text(string(e.ID)), number(int64(e.Version)), number(e.At.UnixMilli()), text(e.Actor), text(string(e.Operation)), text(e.Reason),
		blob(e.Previous[:]), blob(e.Hash[:]), document)...)
}

// params is a list of parameters in memory that is used again and again.
func (w *writer) params(list ...value) []value {
	w.args = append(w.args[:0], list...)
	return w.args
}

// project brings what queries read into the state after a change.
func (w *writer) project(r *row, before state) error {
	switch {
	case r.Change.Operation == store.Delete:
		return w.remove(r, before)
	case before.rec != 0:
		return w.update(r, before)
	}
	return w.insert(r, w.sequence)
}

// word returns the number of a word, which it puts into the table when it is new.
func (w *writer) word(word string) (int64, error) {
	if n, ok := w.fresh[word]; ok {
		return n, nil
	}
	n, ok, err := w.s.words.number(w.c, word)
	if ok || err != nil {
		return n, err
	}
	word = strings.Clone(word)
	n, err = w.c.number("INSERT INTO word (text) VALUES (?) RETURNING number", w.params(text(word))...)
	w.fresh[word] = n
	return n, err
}

// cells computes the values of the narrow columns of a record. They are there until those of
// the next record are.
func (w *writer) cells(l *layout, x store.Index, uuid []byte) ([]value, error) {
	cells := w.columns[:0]
	for _, c := range l.columns {
		values := x.Values[c.at]
		switch c.form {
		case valueList:
		case identity:
			cells = append(cells, blob(uuid))
		case plain:
			cells = append(cells, scalar(values[0]))
		default:
			numbers := w.numbers[:0]
			for _, v := range values {
				n, err := w.word(v.(string))
				if err != nil {
					return nil, err
				}
				numbers = append(numbers, n)
			}
			if w.numbers = numbers; c.form == word {
				cells = append(cells, number(numbers[0]))
			} else {
				cells = append(cells, blobText(appendList(nil, numbers)))
			}
		}
	}
	w.columns = cells
	return cells, nil
}

func blobText(b []byte) value { return value{of: 't', data: b} }
