package sqlitestore

import (
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"metrograph/search"
	"metrograph/store"
)

// sql is a part of a statement with its parameters.
type sql struct {
	text strings.Builder
	args []value
}

func (q *sql) add(format string, args ...any) *sql {
	fmt.Fprintf(&q.text, format, args...)
	return q
}

func (q *sql) with(args ...value) {
	q.args = append(q.args, args...)
}

// translator writes conditions in SQL, of the row c of a kind's narrow table. Values are
// always parameters.
type translator struct {
	sql
	l     *layout
	c     *conn
	words *words
	err   error
}

func (s *Store) translator(c *conn, l *layout) *translator {
	return &translator{l: l, c: c, words: s.words}
}

// where writes a condition.
func (t *translator) where(c *condition) {
	switch c.join {
	case all:
		t.joined(c.parts, " AND ", "1")
	case some:
		t.joined(c.parts, " OR ", "0")
	case not:
		t.add("NOT (")
		t.where(c.parts[0])
		t.add(")")
	default:
		t.compare(c)
	}
}

// joined writes conditions with an operator between them, halves of halves in parentheses:
// SQLite bounds how deep an expression is, and a chain is as deep as it is long.
func (t *translator) joined(parts []*condition, by, none string) {
	switch n := len(parts); n {
	case 0:
		t.add("%s", none)
	case 1:
		t.where(parts[0])
	default:
		t.add("(")
		t.joined(parts[:n/2], by, none)
		t.add("%s", by)
		t.joined(parts[n/2:], by, none)
		t.add(")")
	}
}

func (t *translator) compare(c *condition) {
	switch {
	case c.on == nil:
		t.answers(store.Asked(c.test))
	case c.on.form == identity:
		t.compareID(c)
	case c.on.form == word && c.test.Op == store.In:
		t.oneOf("c."+c.on.name, t.numbers(c.test.Values))
	case c.on.form == word && c.test.Op != store.Present:
		t.add("c.%s IN (SELECT number FROM word WHERE ", c.on.name)
		t.scalar("text", c)
		t.add(")")
	case c.on.form == wordList:
		t.compareWords(c)
	case c.on.form == valueList:
		t.compareList(c)
	default:
		t.scalar("c."+c.on.name, c)
	}
}

// scalar compares an expression that has one value.
func (t *translator) scalar(expression string, c *condition) {
	v := c.test.Values[0]
	switch c.test.Op {
	case store.In:
		list := make([]value, len(c.test.Values))
		for i, v := range c.test.Values {
			list[i] = scalar(v)
		}
		t.oneOf(expression, list)
	case store.Prefix:
		t.prefixed(expression, v.(string))
	case store.Contains:
		t.add("phrase_holds(%s, ?)", expression).with(text(store.Phrase(v.(string))))
	case store.Present:
		t.present(expression, c, v)
	default:
		t.add("%s %s ?", expression, operator(c.test.Op)).with(scalar(v))
	}
}

func operator(op store.Op) string {
	return map[store.Op]string{store.Lt: "<", store.Lte: "<=", store.Gt: ">", store.Gte: ">="}[op]
}

// present compares with the value that a record has that has none.
func (t *translator) present(expression string, c *condition, wanted store.Value) {
	empty := "''"
	if c.on.Type == store.Int || c.on.form == word {
		empty = "0"
	}
	t.add("(%s <> %s) = %d", expression, empty, absent(wanted)^1)
}

// absent is 1 where a field is asked to be empty, and 0 where it is not.
func absent(wanted store.Value) int64 {
	if wanted == int64(0) {
		return 1
	}
	return 0
}

// longList is the length from which a list of values is one parameter.
const longList = 16

// oneOf compares with a list of texts or a list of numbers.
func (t *translator) oneOf(expression string, list []value) {
	switch {
	case len(list) == 0:
		t.add("0")
	case len(list) == 1:
		t.add("%s = ?", expression).with(list...)
	case len(list) < longList:
		t.add("%s IN (%s)", expression, marks(len(list))).with(list...)
	default:
		t.add("%s IN (SELECT value FROM json_each(?))", expression).with(jsonList(list))
	}
}

// jsonList writes texts or numbers as one parameter.
func jsonList(list []value) value {
	out := []byte{'['}
	for i, v := range list {
		if i > 0 {
			out = append(out, ',')
		}
		if v.of == 'n' {
			out = strconv.AppendInt(out, v.n, 10)
		} else {
			out = appendJSON(out, string(v.data))
		}
	}
	return blobText(append(out, ']'))
}

// numbers looks up the numbers of words; those that no record has are left out.
func (t *translator) numbers(words []store.Value) []value {
	var list []value
	for _, w := range words {
		n, ok, err := t.words.number(t.c, w.(string))
		if err != nil {
			t.err = err
		}
		if ok {
			list = append(list, number(n))
		}
	}
	return list
}

// compareWords compares a list of words, of which one is enough.
func (t *translator) compareWords(c *condition) {
	name := "c." + c.on.name
	switch c.test.Op {
	case store.In:
		t.anyWord(name, t.numbers(c.test.Values))
	case store.Present:
		t.add("(%s <> '') = %d", name, absent(c.test.Values[0])^1)
	default:
		t.add("EXISTS (SELECT 1 FROM json_each('[' || trim(%s, ',') || ']') AS v, word AS w WHERE w.number = v.value AND ", name)
		t.scalar("w.text", c)
		t.add(")")
	}
}

// anyWord asks for lists with any of the words.
func (t *translator) anyWord(name string, list []value) {
	switch {
	case len(list) == 0:
		t.add("0")
	case len(list) < longList:
		t.add("(0")
		for _, n := range list {
			t.add(" OR instr(%s, ?)", name).with(blobText(appendList(nil, []int64{n.n})))
		}
		t.add(")")
	default:
		t.add("EXISTS (SELECT 1 FROM json_each(?) AS v WHERE instr(%s, ',' || v.value || ','))", name).with(jsonList(list))
	}
}

// compareList compares a list of values, of which one is enough. No value in it is empty.
func (t *translator) compareList(c *condition) {
	t.add(`EXISTS (SELECT 1 FROM %s AS r, json_each(r.lists, '$."%s"') AS v WHERE r.rec = c.rec`, t.l.rare, c.on.Field.Name)
	if c.test.Op == store.Present {
		t.add(") = %d", absent(c.test.Values[0])^1)
		return
	}
	t.add(" AND ")
	t.scalar("v.value", c)
	t.add(")")
}

// compareID compares ids, which are kept as their sixteen bytes but compared as texts.
func (t *translator) compareID(c *condition) {
	name, kind := "c."+c.on.name, t.l.kind
	switch c.test.Op {
	case store.In:
		t.anyID(name, c.test.Values)
	case store.Present:
		t.add("1 = %d", absent(c.test.Values[0])^1)
	default:
		r := idRange(kind, c.test)
		t.add("%s >= ? AND %s < ?", name, name).with(blob(r.from), blob(r.to))
	}
}

// anyID asks for records with any of the ids; texts that are no ids are left out.
func (t *translator) anyID(name string, ids []store.Value) {
	var list, hexadecimal []value
	for _, v := range ids {
		if u, ok := uuidOf(t.l.kind, v); ok {
			list, hexadecimal = append(list, blob(u[:])), append(hexadecimal, text(hex.EncodeToString(u[:])))
		}
	}
	if len(list) < longList {
		t.oneOf(name, list)
		return
	}
	t.add("%s IN (SELECT unhex(value) FROM json_each(?))", name).with(jsonList(hexadecimal))
}

// answers asks for records whose index terms answer a search.
func (t *translator) answers(q search.Query) {
	if len(q.Parts) == 0 {
		t.add("1")
		return
	}
	t.add("EXISTS (SELECT 1 FROM %s AS r WHERE r.rec = c.rec AND (", t.l.rare)
	for i, p := range q.Parts {
		if i > 0 {
			t.add(" AND ")
		}
		t.anyWay(p.Ways)
	}
	if len(q.Whole.Terms) > 0 {
		t.add(" OR ")
		t.hasTerms(q.Whole.Terms)
	}
	t.add("))")
}

// anyWay asks for the terms of any of several ways.
func (t *translator) anyWay(ways []search.Way) {
	if len(ways) >= longList { // of one term each
		patterns := make([]value, len(ways))
		for i, w := range ways {
			patterns[i] = pattern(w.Terms[0])
		}
		t.add("EXISTS (SELECT 1 FROM json_each(?) AS v WHERE instr(r.terms, v.value))").with(jsonList(patterns))
		return
	}
	t.add("(")
	for i, w := range ways {
		if i > 0 {
			t.add(" OR ")
		}
		t.hasTerms(w.Terms)
	}
	t.add(")")
}

// hasTerms asks for all of the terms.
func (t *translator) hasTerms(terms []search.Term) {
	patterns := make([]value, len(terms))
	for i, term := range terms {
		patterns[i] = pattern(term)
	}
	if len(patterns) < longList {
		t.add("(1%s)", strings.Repeat(" AND instr(r.terms, ?)", len(patterns))).with(patterns...)
		return
	}
	t.add("NOT EXISTS (SELECT 1 FROM json_each(?) AS v WHERE NOT instr(r.terms, v.value))").with(jsonList(patterns))
}

// pattern is what the terms of a record hold that has a term.
func pattern(term search.Term) value {
	if term.Prefix {
		return text(" " + term.Text)
	}
	return text(" " + term.Text + " ")
}

// prefixed asks for texts that begin with a text.
func (t *translator) prefixed(expression, prefix string) {
	if prefix == "" {
		t.add("1")
		return
	}
	t.add("(%s >= ?", expression).with(text(prefix))
	if end, ok := after(prefix); ok {
		t.add(" AND %s < ?", expression).with(text(end))
	}
	t.add(")")
}

// after is the first text after all those that begin with a prefix; ok is false when there is
// none.
func after(prefix string) (end string, ok bool) {
	b := []byte(prefix)
	for i := len(b) - 1; i >= 0; i-- {
		if b[i] < 0xff {
			b[i]++
			return string(b[:i+1]), true
		}
	}
	return "", false
}
