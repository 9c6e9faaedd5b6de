package sqlitestore

import (
	"fmt"
	"strings"

	"metrograph/store"
)

// common are the tables that all kinds share. The words are the texts that many records share;
// word 0 is the empty text. A fingerprint is how the tables of a kind are kept; filled is up to
// where in the journal they are filled from it, NULL when they are.
const common = `
CREATE TABLE journal (
	sequence INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, at INTEGER NOT NULL,
	actor TEXT NOT NULL, operation TEXT NOT NULL, reason TEXT NOT NULL, previous BLOB NOT NULL, hash BLOB NOT NULL, document BLOB
) STRICT;
CREATE UNIQUE INDEX journal_revision ON journal (id, version);
CREATE TABLE tombstone (id TEXT PRIMARY KEY, version INTEGER NOT NULL, sequence INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE word (number INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
INSERT INTO word VALUES (0, '');
CREATE TABLE fingerprint (kind TEXT PRIMARY KEY, text TEXT NOT NULL, filled INTEGER) STRICT, WITHOUT ROWID;
CREATE TABLE overlong (kind TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
`

// create is the SQL that makes the tables of a kind.
func (l *layout) create() string {
	var b strings.Builder
	fmt.Fprintf(&b, "CREATE TABLE %s (rec INTEGER PRIMARY KEY, sequence INTEGER NOT NULL, version INTEGER NOT NULL", l.table)
	for _, c := range l.narrow {
		fmt.Fprintf(&b, ", %s %s NOT NULL", c.name, c.sqlType())
	}
	b.WriteString(", unique_key TEXT) STRICT;\n")
	fmt.Fprintf(&b, "CREATE UNIQUE INDEX %s ON %s (unique_key) WHERE unique_key IS NOT NULL;\n",
		quote(string(l.kind)+"_unique_key"), l.table)
	for _, c := range l.columns {
		if l.indexedOrder(c) {
			fmt.Fprintf(&b, "CREATE %sINDEX %s ON %s (%s);\n", unique(c), l.order(c), l.table, sequenceOf(c))
		}
	}
	fmt.Fprintf(&b, "CREATE TABLE %s (rec INTEGER PRIMARY KEY, lists TEXT NOT NULL, terms TEXT NOT NULL) STRICT;\n", l.rare)
	fmt.Fprintf(&b, "CREATE VIRTUAL TABLE %s USING fts5(tokens, content='', contentless_delete=1, detail=none, tokenize='ascii');\n", l.terms)
	fmt.Fprintf(&b, "INSERT INTO %[1]s(%[1]s, rank) VALUES ('hashsize', %d);\n", l.terms, hashSize)
	fmt.Fprintf(&b, "CREATE VIRTUAL TABLE %s USING fts5vocab(%s, instance);\n", l.tokens, l.terms)
	fmt.Fprintf(&b, "CREATE TABLE %s (zone INTEGER PRIMARY KEY, lowest BLOB NOT NULL, highest BLOB NOT NULL) STRICT;\n", l.zones)
	facts := names(l.facts)
	fmt.Fprintf(&b, "CREATE TABLE %s (%s INTEGER NOT NULL, records INTEGER NOT NULL, PRIMARY KEY (%s)) STRICT, WITHOUT ROWID;\n",
		l.tally, strings.Join(facts, " INTEGER NOT NULL, "), strings.Join(facts, ", "))
	return b.String()
}

// hashSize is how many bytes of a batch's tokens the full-text index keeps in memory before
// it writes them.
const hashSize = 4 << 20

// drop is the SQL that takes the tables of a kind away.
func (l *layout) drop() string {
	tables := []string{l.table, l.rare, l.tokens, l.terms, l.tally, l.zones}
	return "DROP TABLE IF EXISTS " + strings.Join(tables, "; DROP TABLE IF EXISTS ") + ";"
}

// sequenceOf lists what an index has to have for records to be in the order of a column.
func sequenceOf(c *column) string {
	if c.form == identity {
		return c.name
	}
	return c.name + ", id"
}

func unique(c *column) string {
	if c.form == identity {
		return "UNIQUE "
	}
	return ""
}

func (c *column) sqlType() string {
	switch {
	case c.form == identity:
		return "BLOB"
	case c.form == word, c.Type == store.Int:
		return "INTEGER"
	}
	return "TEXT"
}

func names(columns []*column) []string {
	list := make([]string, len(columns))
	for i, c := range columns {
		list[i] = c.name
	}
	return list
}
