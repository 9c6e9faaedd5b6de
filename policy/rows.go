package policy

import (
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
)

// row is one line of the rules as Casbin gets it.
type row struct {
	id   string // what a trace calls it, e.g. policy.csv:12
	line int    // 0 for the rule of an agreement
	cols []string
}

// Columns of a rule as Casbin returns it, that is without its p.
const (
	colRole = iota
	colKinds
	colActions
	colCondition
	colFields
	colEffect
	ruleColumns
)

// key is what makes two rules the same to Casbin.
func key(cols []string) string { return strings.Join(cols, ",") }

// parseRows cuts the rules into rows. It reads lines as Casbin does, but says what is wrong
// with them where Casbin would leave them out.
func parseRows(name, text string, n *notes) []row {
	var rows []row
	seen := map[string]int{}
	for i, line := range strings.Split(strings.TrimPrefix(text, "\ufeff"), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		cols, err := parseRow(line)
		if err != nil {
			n.err(i+1, "%s", err)
			continue
		}
		if first, again := seen[key(cols)]; again {
			n.warn(i+1, "leave it out", "the line is the same as line %d", first)
			continue
		}
		seen[key(cols)] = i + 1
		rows = append(rows, row{id: fmt.Sprintf("%s:%d", name, i+1), line: i + 1, cols: cols})
	}
	return rows
}

func parseRow(line string) ([]string, error) {
	r := csv.NewReader(strings.NewReader(line))
	r.TrimLeadingSpace = true
	cols, err := r.Read()
	if err != nil {
		return nil, fmt.Errorf("the line is no CSV: a column with commas or quotes stands in double quotes")
	}
	for i := range cols {
		cols[i] = strings.TrimSpace(cols[i])
	}
	width := map[string]int{"p": ruleColumns + 1, "g": 3, "g2": 3, "g3": 3}
	want, known := width[cols[0]]
	switch {
	case !known:
		return nil, fmt.Errorf("a line begins with p (a rule), g (a role that has another), g2 (a group of fields) or g3 (a group of kinds), not with %s", clip(cols[0]))
	case len(cols) == want:
		return cols, nil
	case cols[0] == "p":
		return nil, fmt.Errorf("a rule has %d columns (p, role, kinds, actions, condition, fields, effect), not %d", want, len(cols))
	}
	return nil, fmt.Errorf("a line of %s has %d columns, not %d", cols[0], want, len(cols))
}

// list cuts a column of the form a|@group|b, or * for all of known. The error names what is
// not known.
func list(column, what string, known []string, groups map[string][]string) ([]string, error) {
	if column == "*" {
		return known, nil
	}
	var items []string
	for _, item := range strings.Split(column, "|") {
		members, grouped := groups[item]
		if !grouped && !slices.Contains(known, item) {
			return nil, fmt.Errorf("there is no %s %s: there are %s, or * for all", what, clip(item), strings.Join(known, ", "))
		}
		if !grouped {
			members = []string{item}
		}
		items = append(items, members...)
	}
	return items, nil
}
