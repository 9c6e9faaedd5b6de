package sqlitestore

import (
	"metrograph/store"
)

// row is a change with everything made ready that does not depend on the state of the file,
// so that as little as possible is done while others wait to write.
type row struct {
	store.Prepared
	layout  *layout
	uuid    [16]byte
	key     value // the unique key; NULL for a record that has none but its id
	lists   string
	terms   string
	tokens  []byte
	entry   store.Entry // the journal entry as it is if this is the record's first version
	refused error       // why the change cannot be made whatever the state
}

// prepare makes a change ready.
func (s *Store) prepare(c store.Change) *row {
	p, err := store.Prepare(c)
	if err != nil {
		return &row{Prepared: p, refused: err}
	}
	r := s.rowOf(p)
	r.entry = store.NewEntry(p, 0, store.Hash{})
	return r
}

// rowOf computes what queries are to read of a record.
func (s *Store) rowOf(p store.Prepared) *row {
	r := &row{Prepared: p, layout: s.layouts[p.Kind]}
	uuid, ok := p.ID.UUID()
	if !ok || p.ID.Kind() != p.Kind {
		r.refused = invalid("id", "%q is not the id of a record of kind %s", p.ID, p.Kind)
		return r
	}
	r.uuid = uuid
	if p.Index.Values == nil {
		return r
	}
	if p.Index.Key != string(p.ID) {
		r.key = text(p.Index.Key)
	}
	r.lists, r.terms, r.tokens = r.layout.listsOf(p.Index), paddedTerms(p.Index.Terms), r.layout.tokensOf(p.Index)
	return r
}

// listsOf writes the lists of values of a record as a JSON object. Only what JSON does not
// allow in a string is escaped; the rest is the same bytes, so that SQL compares them.
func (l *layout) listsOf(x store.Index) string {
	out := []byte{'{'}
	for _, c := range l.columns {
		values := x.Values[c.at]
		if c.form != valueList || len(values) == 0 {
			continue
		}
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = append(appendJSON(out, c.Field.Name), ':', '[')
		for i, v := range values {
			if i > 0 {
				out = append(out, ',')
			}
			out = appendJSON(out, v.(string))
		}
		out = append(out, ']')
	}
	return string(append(out, '}'))
}

func appendJSON(out []byte, text string) []byte {
	const hex = "0123456789abcdef"
	out = append(out, '"')
	for i := range len(text) {
		switch b := text[i]; {
		case b == '"' || b == '\\':
			out = append(out, '\\', b)
		case b < ' ':
			out = append(out, '\\', 'u', '0', '0', hex[b>>4], hex[b&15])
		default:
			out = append(out, b)
		}
	}
	return append(out, '"')
}
