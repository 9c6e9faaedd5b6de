package sqlitestore

import (
	"slices"
	"strings"

	"metrograph/model"
	"metrograph/store"
)

// form is how the values of a field are kept.
type form byte

const (
	identity  form = iota // the id: its sixteen bytes
	plain                 // a text or a number
	word                  // a text that many records share: its number in the table of words
	wordList              // several of them: ",3,17,"
	valueList             // any number of texts of any kind: a list in the table of rarely read columns
)

// column is where the values of a queryable field are kept.
type column struct {
	store.Field
	form form
	name string // in SQL
	cell int    // its place in the narrow table; -1 for none
	at   int    // the place of its values in an index
}

// path is a set of columns by which records are walked in the primary order: columns of words,
// or one of lists of words. Its number is its place in the layout.
type path struct {
	columns []*column
	number  int
	finer   bool // there is a path of its first column alone
}

// layout is how the records of a kind are kept. Each kind has:
//   - a narrow table, with a row for every record and a column for every queryable field that
//     has one value or few, and an index for every order but the primary one,
//   - a table with what is seldom read of a record: its lists of values and its index terms,
//   - a full-text index that finds the records with given index terms and given values, and
//     those of a path in the primary order; and a view of its tokens in their order,
//   - a tally of how many records have the same facts,
//   - zones, which tell between which ids those of some thousand neighbouring records are.
type layout struct {
	kind    model.Kind
	schema  *store.Schema
	table   string
	rare    string
	terms   string
	tokens  string
	tally   string
	zones   string
	columns []*column
	narrow  []*column // the columns of the narrow table
	primary *column
	id      *column
	paths   []path
	facts   []*column // the columns of the tally
	sql     sentences
}

// layouts derives how every kind is kept from what can be asked about it.
func layouts() map[model.Kind]*layout {
	all := map[model.Kind]*layout{}
	for _, kind := range model.Kinds() {
		all[kind] = layoutOf(store.SchemaOf(kind))
	}
	return all
}

func layoutOf(schema *store.Schema) *layout {
	name := string(schema.Kind)
	l := &layout{kind: schema.Kind, schema: schema, table: quote(name), rare: quote(name + "_rare"),
		terms: quote(name + "_terms"), tokens: quote(name + "_tokens"), tally: quote(name + "_tally"), zones: quote(name + "_zones")}
	for i, f := range schema.Fields {
		l.columns = append(l.columns, &column{Field: f, form: formOf(f), name: quote(f.Name), at: i})
	}
	slices.SortStableFunc(l.columns, func(a, b *column) int { return rank(a) - rank(b) })
	for _, c := range l.columns {
		c.cell = -1
		if c.form != valueList {
			c.cell = len(l.narrow)
			l.narrow = append(l.narrow, c)
		}
	}
	l.id = l.column("id")
	l.primary = l.id
	if schema.Primary != "" {
		l.primary = l.column(schema.Primary)
	}
	for _, fields := range schema.Paths {
		if p, ok := l.path(fields); ok {
			p.number = len(l.paths)
			p.finer = slices.ContainsFunc(l.paths, func(other path) bool { return slices.Equal(other.columns, p.columns[:min(1, len(p.columns))]) })
			l.paths = append(l.paths, p)
		}
	}
	for _, a := range model.Attribute("").Values() {
		if c := l.column(string(a)); c.form == word {
			l.facts = append(l.facts, c)
		}
	}
	l.sql = l.sentences()
	return l
}

// formOf decides how the values of a field are kept. A field to group by has few values.
func formOf(f store.Field) form {
	switch {
	case f.Name == "id":
		return identity
	case f.Many && f.Group:
		return wordList
	case f.Many:
		return valueList
	case f.Group && f.Type == store.Code && !f.Sort:
		return word
	}
	return plain
}

// rank orders columns so that those that statistics read come first in a row and the long
// ones last: SQLite reads a row no further than the last column that is asked for.
func rank(c *column) int {
	switch {
	case c.form == word:
		return 1
	case c.form == wordList:
		return 2
	case c.Type == store.Int:
		return 3
	case c.Sort && c.Type == store.Code && c.form == plain:
		return 4
	case c.form == identity:
		return 5
	case c.Type == store.Code:
		return 6
	}
	return 7
}

// path returns the path of a set of fields. Only fields with few values have one: what has
// many values has few records for each, which the full-text index finds and which are quickly
// put in order.
func (l *layout) path(fields []string) (p path, ok bool) {
	for _, name := range fields {
		c := l.column(name)
		if c.form != word && (c.form != wordList || len(fields) > 1) {
			return path{}, false
		}
		p.columns = append(p.columns, c)
	}
	return p, l.primary != l.id || len(fields) > 0
}

// order is the index of all records in the order of a sortable column, other than the primary
// one where that is not the id.
func (l *layout) order(c *column) string { return quote(string(l.kind) + "_order_" + c.Name) }

// indexedOrder tells whether a column has an index of its own for its order.
func (l *layout) indexedOrder(c *column) bool {
	return c.Sort && (c != l.primary || c.form == identity)
}

// column returns the column of a field; nil for a field that there is not.
func (l *layout) column(field string) *column {
	for _, c := range l.columns {
		if c.Name == field {
			return c
		}
	}
	return nil
}

// quote writes a name for SQL.
func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
