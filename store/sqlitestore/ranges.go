package sqlitestore

import (
	"strings"
	"time"

	"metrograph/store"
)

// span is what lies between two comparisons of one column with texts.
type span struct {
	on       *column
	from, to string
	ends     int // how many of its ends are known: 1 for the lower, 2 for the upper
}

// rangesOf lists the columns for which parts of a conjunction say both from where and up to
// where. One of few values is found as such.
func rangesOf(parts []*condition) []span {
	var list []span
	for _, p := range parts {
		if p.join != comparison || p.on == nil || p.on.form != plain || p.on.Type == store.Int {
			continue
		}
		v, _ := p.test.Values[0].(string)
		switch p.test.Op {
		case store.Gt, store.Gte:
			list = spanOn(list, p.on, func(s *span) { s.from, s.ends = max(s.from, v), s.ends|1 })
		case store.Lt, store.Lte:
			list = spanOn(list, p.on, func(s *span) {
				if s.ends&2 == 0 || v < s.to {
					s.to, s.ends = v, s.ends|2
				}
			})
		}
	}
	return list
}

func spanOn(list []span, on *column, change func(*span)) []span {
	for i := range list {
		if list[i].on == on {
			change(&list[i])
			return list
		}
	}
	s := span{on: on}
	change(&s)
	return append(list, s)
}

// match returns what asks the full-text index for the values in the span: all that begin as
// both ends do, or the months of a span of dates.
func (s span) match() (expression string, ok bool) {
	if s.ends != 3 || s.to < s.from {
		return "", false
	}
	if months := monthsOf(s.from, s.to); len(months) > 0 {
		for i, m := range months {
			months[i] = s.begins(m)
		}
		months = append(months, quoted(string(appendToken(nil, s.on.Field.Name, irregular))))
		return "(" + strings.Join(months, " OR ") + ")", true
	}
	n := 0
	for n < min(len(s.from), len(s.to)) && s.from[n] == s.to[n] {
		n++
	}
	return s.begins(s.from[:n]), n >= len("2006-")
}

// begins asks for the values that begin with a text.
func (s span) begins(prefix string) string {
	token, _ := tokenOf(s.on.Field.Name, prefix)
	return quoted(token) + " *"
}

// irregular stands for the values of a column that begin with a digit as dates do but not with
// a month, so that they are found between dates, too.
const irregular = "\x00"

// isIrregular tells whether a value is such a one.
func isIrregular(v string) bool {
	return v != "" && '0' <= v[0] && v[0] <= '9' && monthsOf(v, v) == nil
}

// mostMonths bounds how many months a span of dates is asked for by.
const mostMonths = 36

// monthsOf lists the months from one date to another; none when they are no dates or too many.
func monthsOf(from, to string) []string {
	const month = "2006-01"
	if len(from) < len(month) || len(to) < len(month) || from[4] != '-' {
		return nil
	}
	a, err := time.Parse(month, from[:len(month)])
	b, err2 := time.Parse(month, to[:len(month)])
	if err != nil || err2 != nil {
		return nil
	}
	var list []string
	for ; !a.After(b); a = a.AddDate(0, 1, 0) {
		if list = append(list, a.Format(month)); len(list) > mostMonths {
			return nil
		}
	}
	return list
}
