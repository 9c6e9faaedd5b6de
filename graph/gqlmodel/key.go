package gqlmodel

import "metrograph/model"

// Key is what a federation names a record by: the input that gqlgen makes of its @key. It has
// either the id, or what the record's natural key is made of.
type Key struct {
	ID                                model.ID
	CreditCode                        string // of an institution
	Code                              string // of a method
	Manufacturer, Model, SerialNumber string // of an instrument
}
