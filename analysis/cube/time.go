package cube

import (
	"fmt"
	"math"
	"time"
)

// Day is a day of the calendar, counted from 1970-01-01.
type Day int

// NoDay is the missing day.
const NoDay Day = math.MinInt32

// ParseDay reads a date in ISO 8601 form; anything else is no day.
func ParseDay(date string) Day {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return NoDay
	}
	return dayOf(t)
}

func dayOf(t time.Time) Day { return Day(floorDiv(int(t.Unix()), 86400)) }

func (d Day) time() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// String writes the date; the missing day is empty.
func (d Day) String() string {
	if d == NoDay {
		return ""
	}
	return d.time().Format(time.DateOnly)
}

func floorDiv(a, b int) int {
	if a < 0 {
		return (a - b + 1) / b
	}
	return a / b
}

// Unit is a unit of the calendar that days are put together by.
type Unit string

// The units.
const (
	Year    Unit = "year"
	Quarter Unit = "quarter"
	Month   Unit = "month"
	Week    Unit = "week" // of ISO 8601
	OneDay  Unit = "day"
)

// months are how many months a unit has; 0 for those that are made of days.
func (u Unit) months() int { return map[Unit]int{Year: 12, Quarter: 3, Month: 1}[u] }

// index numbers the units.
func (u Unit) index(d Day) int {
	if n := u.months(); n > 0 {
		t := d.time()
		return floorDiv(t.Year()*12+int(t.Month())-1, n)
	}
	if u == Week {
		return floorDiv(int(d)+3, 7) // 1970-01-01 is a Thursday
	}
	return int(d)
}

// first is the first day of a unit.
func (u Unit) first(index int) Day {
	if n := u.months(); n > 0 {
		return dayOf(time.Date(0, time.Month(index*n+1), 1, 0, 0, 0, 0, time.UTC))
	}
	if u == Week {
		return Day(index*7 - 3)
	}
	return Day(index)
}

// last is the last day of a unit.
func (u Unit) last(index int) Day { return u.first(index+1) - 1 }

// key writes a unit: 2025, 2025-Q1, 2025-03, 2025-W10, 2025-03-09.
func (u Unit) key(index int) string {
	t := u.first(index).time()
	switch u {
	case Year:
		return t.Format("2006")
	case Quarter:
		return fmt.Sprintf("%04d-Q%d", t.Year(), (int(t.Month())+2)/3)
	case Month:
		return t.Format("2006-01")
	case Week:
		year, week := t.ISOWeek()
		return fmt.Sprintf("%04d-W%02d", year, week)
	}
	return t.Format(time.DateOnly)
}

// Period is from one day to another, both included. An end may be [NoDay] for none.
type Period struct{ From, To Day }

// Has tells whether a day is in the period. Without ends every day is, and the missing one too.
func (p Period) Has(d Day) bool {
	if p.open() {
		return true
	}
	return d != NoDay && (p.From == NoDay || d >= p.From) && (p.To == NoDay || d <= p.To)
}

func (p Period) open() bool { return p.From == NoDay && p.To == NoDay }

// Shift is how far an earlier period is before another.
type Shift struct{ months, days int }

// Before is the period of the same length that ends where this one begins. A period of whole
// months is as many months earlier, so that a year is compared with a year and a quarter with a
// quarter, whatever their days; any other as many days.
func (p Period) Before() (Period, Shift) {
	s := Shift{days: int(p.To-p.From) + 1}
	if Month.first(Month.index(p.From)) == p.From && Month.last(Month.index(p.To)) == p.To {
		s = Shift{months: Month.index(p.To) - Month.index(p.From) + 1}
	}
	return p.earlier(s), s
}

// YearBefore is the same period of the year before.
func (p Period) YearBefore() (Period, Shift) {
	s := Shift{months: 12}
	return p.earlier(s), s
}

// earlier moves a period back. The end of a month stays one.
func (p Period) earlier(s Shift) Period {
	if s.months == 0 {
		return Period{p.From - Day(s.days), p.To - Day(s.days)}
	}
	out := Period{p.From.months(-s.months), p.To.months(-s.months)}
	if Month.last(Month.index(p.To)) == p.To {
		out.To = Month.last(Month.index(p.To) - s.months)
	}
	return out
}

// months moves a day by months; the last day of the month where it is shorter.
func (d Day) months(n int) Day {
	to := Month.index(d) + n
	return min(Month.first(to)+d-Month.first(Month.index(d)), Month.last(to))
}

// later is the unit of a period that stands for one of the earlier period. Weeks move by whole
// weeks.
func (s Shift) later(u Unit, index int) int {
	switch {
	case u.months() > 0 && s.months%u.months() == 0:
		return index + s.months/u.months()
	case u == Week:
		days := s.days
		if s.months > 0 {
			days = int(u.first(index).months(s.months) - u.first(index))
		}
		return index + (days+3)/7
	case s.months > 0:
		return u.index(u.first(index).months(s.months))
	}
	return u.index(u.first(index) + Day(s.days))
}
