package sqlitestore

import (
	"strings"

	"metrograph/search"
	"metrograph/store"
)

// match is a query to the full-text index for the records that a condition can hold for.
type match struct {
	expression string
	exact      bool // it finds those that the condition holds for and no other
}

// mostTokens bounds how many tokens a comparison asks for.
const mostTokens = 500

// match returns the query for a condition; ok is false when it would not leave anything out.
func (l *layout) match(c *condition) (m match, ok bool) {
	switch c.join {
	case all:
		return l.matchAll(c.parts)
	case some:
		return l.matchSome(c.parts)
	case not:
		return l.matchAll([]*condition{c})
	default:
		return l.matchComparison(c)
	}
}

// matchAll asks for what every part that can be asked for finds. With no parts it asks for
// everything.
func (l *layout) matchAll(parts []*condition) (match, bool) {
	var found, excluded []string
	exact := true
	for _, r := range rangesOf(parts) {
		if expression, ok := r.match(); ok {
			found = append(found, expression)
		}
	}
	for _, p := range parts {
		inner, to := p, &found
		if p.join == not {
			inner, to = p.parts[0], &excluded
		}
		m, ok := l.match(inner)
		ok = ok && (m.exact || p.join != not)
		if exact = exact && ok && m.exact; ok {
			*to = append(*to, m.expression)
		}
	}
	if len(found) == 0 && len(excluded) > 0 {
		found = []string{quoted(everyRecord)}
	}
	m, ok := joinMatches(found, " AND ", exact)
	for _, x := range excluded {
		m.expression = "(" + m.expression + " NOT " + x + ")"
	}
	return m, ok
}

// inexact lists the conditions of a branch that have to be looked at of the records that the
// full-text index finds for it.
func (l *layout) inexact(b branch) branch {
	var rest branch
	for _, p := range b {
		if m, ok := l.match(p); !ok || !m.exact {
			rest = append(rest, p)
		}
	}
	return rest
}

// matchSome asks for what any part finds; all of them have to be askable.
func (l *layout) matchSome(parts []*condition) (match, bool) {
	found, exact := make([]string, len(parts)), true
	for i, p := range parts {
		m, ok := l.match(p)
		if !ok {
			return match{}, false
		}
		found[i], exact = m.expression, exact && m.exact
	}
	return joinMatches(found, " OR ", exact)
}

func joinMatches(found []string, by string, exact bool) (match, bool) {
	switch len(found) {
	case 0:
		return match{}, false
	case 1:
		return match{found[0], exact}, true
	}
	return match{"(" + strings.Join(found, by) + ")", exact}, true
}

func (l *layout) matchComparison(c *condition) (match, bool) {
	switch {
	case c.on == nil:
		return matchAsked(c.test)
	case !c.on.indexed() || len(c.test.Values) > mostTokens:
		return match{}, false
	case c.test.Op == store.In:
		return matchValues(c)
	case c.test.Op == store.Prefix && c.test.Values[0] != "":
		token, exact := tokenOf(c.on.Field.Name, c.test.Values[0].(string))
		return match{quoted(token) + " *", exact}, true
	case c.test.Op == store.Contains:
		return matchWords(c.test.Values[0].(string))
	case c.test.Op == store.Present && c.test.Values[0] == store.Value(int64(0)) && c.on.Type != store.Int:
		token, _ := tokenOf(c.on.Field.Name, "")
		return match{quoted(token), true}, true
	}
	return match{}, false
}

// matchValues asks for records that have any of the values.
func matchValues(c *condition) (match, bool) {
	found, exact := make([]string, len(c.test.Values)), true
	for i, v := range c.test.Values {
		text, isText := v.(string)
		if !isText {
			text = decimal(v)
		}
		if text == "" && c.on.Many { // the token of no value is not that of an empty one
			exact = false
		}
		token, one := tokenOf(c.on.Field.Name, text)
		found[i], exact = quoted(token), exact && one
	}
	return joinMatches(found, " OR ", exact)
}

// matchAsked asks for records whose index terms answer a search.
func matchAsked(f *store.Filter) (match, bool) {
	q := store.Asked(f)
	var parts []string
	exact := true
	for _, p := range q.Parts {
		var ways []string
		for _, w := range p.Ways {
			m, ok := joinMatches(quotedTerms(w.Terms), " AND ", len(w.Terms) <= mostTokens)
			if exact = exact && m.exact; ok {
				ways = append(ways, m.expression)
			}
		}
		m, _ := joinMatches(ways, " OR ", true)
		parts = append(parts, m.expression)
	}
	m, ok := joinMatches(parts, " AND ", exact)
	if whole, also := joinMatches(quotedTerms(q.Whole.Terms), " AND ", true); also {
		return joinMatches([]string{m.expression, whole.expression}, " OR ", exact)
	}
	return m, ok
}

func quotedTerms(terms []search.Term) []string {
	var found []string
	for _, term := range terms[:min(len(terms), mostTokens)] {
		expression := quoted(term.Text)
		if term.Prefix {
			expression += " *"
		}
		found = append(found, expression)
	}
	return found
}

// matchWords asks for records that have the words of a text in any of their texts. A Han
// character that stands alone may be the second of a pair, which is not found by it.
func matchWords(text string) (match, bool) {
	var found []string
	terms := search.Terms(text)
	for _, term := range terms[:min(len(terms), mostTokens)] {
		if !search.IsLone(term) {
			found = append(found, "("+quoted(term)+" OR "+quoted(string([]byte{markWord})+term)+")")
		}
	}
	return joinMatches(found, " AND ", false)
}

// quoted writes a token for the full-text index. No token has a quotation mark.
func quoted(token string) string { return `"` + token + `"` }
