package model

import "time"

// Date is a calendar day in ISO 8601 form, 2006-01-02; empty when it is not known. Dates
// compare as texts.
type Date string

// DateOf returns the day of a time in UTC.
func DateOf(t time.Time) Date { return Date(t.UTC().Format(time.DateOnly)) }

// Time returns midnight UTC of the day; ok is false when the date is malformed.
func (d Date) Time() (t time.Time, ok bool) {
	t, err := time.Parse(time.DateOnly, string(d))
	return t, err == nil
}

// Valid tells whether the date is a day of the calendar.
func (d Date) Valid() bool { _, ok := d.Time(); return ok }
