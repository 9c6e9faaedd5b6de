package sqlitestore

import (
	"fmt"
	"strings"
)

// sentences are the statements that writing a kind's records takes.
type sentences struct {
	state, holder, cells, facts   string
	insert, remove                string
	addRare, dropRare             string
	addTerms, dropTerms, addTally string
	addZone                       string
}

func (l *layout) sentences() sentences {
	narrow := names(l.narrow)
	return sentences{
		state:  fmt.Sprintf("SELECT rec, version, sequence FROM %s WHERE id = ?", l.table),
		holder: fmt.Sprintf("SELECT rec FROM %s WHERE unique_key = ? AND unique_key IS NOT NULL", l.table),
		facts:  fmt.Sprintf("SELECT classification, level, status, origin, region, discipline, manufacturer, party FROM %s WHERE id = ?", l.table),
		cells:  fmt.Sprintf("SELECT %s, unique_key FROM %s WHERE rec = ?", strings.Join(narrow, ", "), l.table),
		insert: fmt.Sprintf("INSERT INTO %s (rec, sequence, version, %s, unique_key) VALUES (%s)",
			l.table, strings.Join(narrow, ", "), marks(len(narrow)+4)),
		remove:    fmt.Sprintf("DELETE FROM %s WHERE rec = ?", l.table),
		addRare:   fmt.Sprintf("INSERT INTO %s VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET lists = excluded.lists, terms = excluded.terms WHERE lists <> excluded.lists OR terms <> excluded.terms", l.rare),
		dropRare:  fmt.Sprintf("DELETE FROM %s WHERE rec = ?", l.rare),
		addTerms:  fmt.Sprintf("INSERT INTO %s (rowid, tokens) VALUES (?, ?)", l.terms),
		dropTerms: fmt.Sprintf("DELETE FROM %s WHERE rowid = ?", l.terms),
		addTally: fmt.Sprintf("INSERT INTO %s VALUES (%s) ON CONFLICT DO UPDATE SET records = records + excluded.records",
			l.tally, marks(len(l.facts)+1)),
		addZone: fmt.Sprintf("INSERT INTO %s VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET lowest = min(lowest, excluded.lowest), highest = max(highest, excluded.highest)",
			l.zones),
	}
}

// update is the statement that changes some of the narrow columns of a record.
func (l *layout) update(columns []string) string {
	return fmt.Sprintf("UPDATE %s SET sequence = ?, version = ?%s WHERE rec = ?", l.table, assignments(columns))
}

func assignments(columns []string) string {
	set := ""
	for _, c := range columns {
		set += ", " + c + " = ?"
	}
	return set
}

func marks(n int) string { return strings.TrimSuffix(strings.Repeat("?, ", n), ", ") }
