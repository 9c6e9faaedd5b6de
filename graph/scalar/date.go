package scalar

import (
	"time"

	"github.com/99designs/gqlgen/graphql"

	"metrograph/model"
)

// MarshalDate writes a day of the calendar.
func MarshalDate(v model.Date) graphql.Marshaler { return quoted(v) }

// UnmarshalDate reads a day of the calendar.
func UnmarshalDate(v any) (model.Date, error) {
	date, err := textOf[model.Date](v, "a date")
	if err == nil && v != nil && !date.Valid() {
		return "", invalid(v, "a date such as 2025-03-01")
	}
	return date, err
}

// layout is RFC 3339 to the millisecond.
const layout = "2006-01-02T15:04:05.000Z07:00"

// MarshalDateTime writes a time in UTC, to the millisecond.
func MarshalDateTime(v time.Time) graphql.Marshaler {
	if v.IsZero() {
		return graphql.Null
	}
	return graphql.MarshalString(v.UTC().Format(layout))
}

// UnmarshalDateTime reads a time of RFC 3339, to the millisecond.
func UnmarshalDateTime(v any) (time.Time, error) {
	text, err := textOf[string](v, "a time")
	if err != nil || v == nil {
		return time.Time{}, err
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}, invalid(v, "a time such as 2025-03-01T08:00:00Z")
	}
	return t.UTC().Truncate(time.Millisecond), nil
}
