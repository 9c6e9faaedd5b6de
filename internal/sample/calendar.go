package sample

import (
	"time"

	"metrograph/model"
)

const (
	day    = 24 * time.Hour
	dayMs  = int64(day / time.Millisecond)
	hourMs = dayMs / 24

	// The calendar reaches beyond the eight years: instruments are received before they are
	// measured, and certificates are valid for years.
	monthsBefore, yearsAfter = 6, 12
)

// A calendar has every day that a certificate may name written once, so that a million of
// them share the texts.
type calendar struct {
	first int64 // days since 1970
	dates []model.Date
}

func newCalendar(start time.Time) calendar {
	from, until := start.AddDate(0, -monthsBefore, 0), start.AddDate(years+yearsAfter, 0, 0)
	c := calendar{first: dayOf(from)}
	for t := from; t.Before(until); t = t.Add(day) {
		c.dates = append(c.dates, model.DateOf(t))
	}
	return c
}

// date writes a day, counted from 1970.
func (c *calendar) date(day int64) model.Date {
	return c.dates[min(max(day-c.first, 0), int64(len(c.dates)-1))]
}

// dayOf counts the days from 1970 to a time.
func dayOf(t time.Time) int64 { return t.UnixMilli() / dayMs }

// addMonths returns the day before the same day some months later: the last day of a
// validity that begins on the day.
func addMonths(day int64, months int) int64 {
	return time.Unix(day*86400, 0).UTC().AddDate(0, months, -1).Unix() / 86400
}
