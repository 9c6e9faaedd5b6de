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
		default: // not a range
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
// both ends do, or the days or months of a span of dates.
func (s span) match() (expression string, ok bool) {
	if s.ends != 3 || s.to < s.from {
		return "", false
	}
	if dates := datesOf(s.from, s.to); len(dates) > 0 {
		for i, d := range dates {
			dates[i] = s.begins(d)
		}
		dates = append(dates, quoted(string(appendToken(nil, s.on.Field.Name, irregular))))
		return "(" + strings.Join(dates, " OR ") + ")", true
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
// a date, so that they are found between dates, too.
const irregular = "\x00"

// isIrregular tells whether a value is such a one.
func isIrregular(v string) bool {
	if v == "" || v[0] < '0' || '9' < v[0] {
		return false
	}
	_, ok := beginning(v, time.DateOnly)
	return !ok
}

// beginning reads the time that a text begins with.
func beginning(text, layout string) (t time.Time, ok bool) {
	if len(text) < len(layout) {
		return t, false
	}
	t, err := time.Parse(layout, text[:len(layout)])
	return t, err == nil
}

// mostDates bounds how many days or months a span of dates is asked for by.
const mostDates = 40

// datesOf lists the days from one date to another, or the months if there are too many days;
// none when they are no dates or too far apart.
func datesOf(from, to string) []string {
	if a, ok := beginning(from, time.DateOnly); ok {
		if b, ok := beginning(to, time.DateOnly); ok && b.Sub(a) < mostDates*24*time.Hour {
			return steps(a, b, time.DateOnly, 0, 1)
		}
	}
	const month = "2006-01"
	a, ok := beginning(from, month)
	b, ok2 := beginning(to, month)
	if !ok || !ok2 || b.Sub(a) > mostDates*28*24*time.Hour {
		return nil
	}
	return steps(a, b, month, 1, 0)
}

func steps(from, to time.Time, layout string, months, days int) []string {
	var list []string
	for ; !from.After(to); from = from.AddDate(0, months, days) {
		list = append(list, from.Format(layout))
	}
	return list
}
