// Package bluebook makes the blue book (蓝皮书) of a period: it takes certificates in, one after
// the other in whatever order, keeps sums and no certificates, and writes what they come to as a
// report. Numbers over few records that are not public are suppressed.
package bluebook

import (
	"fmt"
	"regexp"
	"strconv"
	"time"

	"metrograph/model"
)

// Period is whole months, from the first day to the last one.
type Period struct{ From, To model.Date }

var periods = regexp.MustCompile(`^(\d{4})(?:[Qq]([1-4])|-(\d{2}))?(?:\.\.(\d{4})(?:-(\d{2}))?)?$`)

// ParsePeriod reads 2025, 2025Q1, 2025-03, 2024-07..2025-06 or 2021..2025.
func ParsePeriod(text string) (Period, error) {
	bad := model.Errorf(model.CodeInvalid, "%q is no period; write 2025, 2025Q1, 2025-03, or 2024-07..2025-06", text)
	m := periods.FindStringSubmatch(text)
	if m == nil || m[2] != "" && m[4] != "" || m[4] != "" && (m[3] == "") != (m[5] == "") {
		return Period{}, bad
	}
	year, _ := strconv.Atoi(m[1])
	first, months := 1, 12
	switch {
	case m[2] != "":
		quarter, _ := strconv.Atoi(m[2])
		first, months = 3*quarter-2, 3
	case m[3] != "":
		first, _ = strconv.Atoi(m[3])
		months = 1
	}
	if m[4] != "" {
		lastYear, _ := strconv.Atoi(m[4])
		last := 12
		if m[5] != "" {
			last, _ = strconv.Atoi(m[5])
		}
		months = 12*(lastYear-year) + last - first + 1
		if last < 1 || last > 12 {
			return Period{}, bad
		}
	}
	if first < 1 || first > 12 || months < 1 || months > 120 || year < 1900 {
		return Period{}, bad
	}
	from := time.Date(year, time.Month(first), 1, 0, 0, 0, 0, time.UTC)
	return Period{dateOf(from), dateOf(from.AddDate(0, months, -1))}, nil
}

func dateOf(t time.Time) model.Date { return model.Date(t.Format(time.DateOnly)) }

func (p Period) from() time.Time { t, _ := time.Parse(time.DateOnly, string(p.From)); return t }
func (p Period) to() time.Time   { t, _ := time.Parse(time.DateOnly, string(p.To)); return t }

// Months is how many months the period has.
func (p Period) Months() int {
	from, to := p.from(), p.to()
	return 12*(to.Year()-from.Year()) + int(to.Month()) - int(from.Month()) + 1
}

// Previous is the period of the same length before.
func (p Period) Previous() Period {
	from := p.from().AddDate(0, -p.Months(), 0)
	return Period{dateOf(from), dateOf(p.from().AddDate(0, 0, -1))}
}

// Has tells whether a day is in the period.
func (p Period) Has(d model.Date) bool { return d >= p.From && d <= p.To }

// In is the period in words.
func (p Period) In(lang string) string {
	from, to := p.from(), p.to()
	switch {
	case from.Month() == 1 && p.Months() == 12 && lang == "zh":
		return fmt.Sprintf("%d年度", from.Year())
	case from.Month() == 1 && p.Months() == 12:
		return strconv.Itoa(from.Year())
	case p.Months() == 3 && from.Month()%3 == 1 && lang == "zh":
		return fmt.Sprintf("%d年第%d季度", from.Year(), (from.Month()+2)/3)
	case p.Months() == 3 && from.Month()%3 == 1:
		return fmt.Sprintf("%d Q%d", from.Year(), (from.Month()+2)/3)
	case lang == "zh":
		return fmt.Sprintf("%d年%d月至%d年%d月", from.Year(), from.Month(), to.Year(), to.Month())
	}
	return from.Format("January 2006") + " to " + to.Format("January 2006")
}

// short is the period in few letters, for legends.
func (p Period) short() string {
	from, to := p.from(), p.to()
	switch {
	case from.Month() == 1 && p.Months() == 12:
		return strconv.Itoa(from.Year())
	case p.Months() == 3 && from.Month()%3 == 1:
		return fmt.Sprintf("%dQ%d", from.Year(), (from.Month()+2)/3)
	}
	return from.Format("2006-01") + "–" + to.Format("2006-01")
}

// quarterOf is the quarter of a day, counted from the year 0.
func quarterOf(d model.Date) int {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return 0
	}
	return 4*t.Year() + (int(t.Month())-1)/3
}

// quarterName is the name of such a quarter.
func quarterName(q int) string { return fmt.Sprintf("%dQ%d", q/4, q%4+1) }
