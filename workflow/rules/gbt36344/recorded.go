package gbt36344

import (
	"time"

	"metrograph/model"
)

const (
	oneDay      = 24 * time.Hour
	threeMonths = 92 * oneDay
	oneYear     = 366 * oneDay
)

// recordedOn is when the data came into being as a record; of a certificate that is being
// collected, when that began.
func recordedOn(c *model.Certificate) time.Time {
	if c.Created.At.IsZero() {
		return c.Provenance.At
	}
	return c.Created.At
}
