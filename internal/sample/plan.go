package sample

import (
	"time"

	"metrograph/model"
)

// A plan is an instrument, how it behaves over the years, and when it is measured.
type plan struct {
	*description // nil while nothing of it is needed
	*variant
	random
	described random // its state before the instrument was described

	index, lineIndex, turn int
	line                   *line
	tier                   tier
	owner, maker           *lab     // nil where it is no institution
	company                *company // the owner that is no institution
	issuer                 *lab     // of the last certificate
	standards              []*plan  // measured against these in turn; none for a national standard
	activity               model.Activity
	attachments            []model.ID  // of the first certificate
	collection             *collection // the data set that its certificates go into
	prototype              bool        // its first certificate is that of the type evaluation

	// Behaviour, in millionths of the maximum permissible error.
	bias, drift, noise int64 // drift a year, noise as a standard deviation
	weights            []int64
	patience           int64 // how often, of a thousand times, a large error is not adjusted

	// Schedule, in milliseconds.
	from, interval int64
	validity       int // months
	count, done    int

	// State.
	offset        int64 // what adjustments added
	recent        [3]issue
	after, change [maxPoints]int64 // errors after the last measurement, and by how much it found them changed
}

// A description is the record of an instrument, and what its certificates repeat of it.
type description struct {
	*model.Instrument
	items    []model.Item
	customer model.Customer
	site     model.Place // of the owner
}

// An issue is what later certificates need to know of an earlier one.
type issue struct {
	id         model.ID
	number     string
	day        int64
	validUntil model.Date
}

// whole is the maximum permissible error in the units of a plan's behaviour.
const whole = 1_000_000

// behave gives the instrument its bias, drift and noise. Standards are steady. Half of the
// working instruments hardly drift, some leave their limits within the eight years.
func (p *plan) behave() {
	p.bias, p.drift, p.noise = p.between(-120_000, 120_000), p.between(-12_000, 12_000), p.between(15_000, 35_000)
	p.patience = 600
	if p.tier != tierWorking {
		return
	}
	p.bias, p.noise = p.between(-350_000, 350_000), p.between(20_000, 60_000)
	switch n := p.below(100); {
	case n < 45:
		p.drift = p.between(-20_000, 20_000)
	case n < 75:
		p.drift = p.sign() * p.between(20_000, 90_000)
	default:
		p.drift = p.sign() * p.between(90_000, 300_000)
	}
}

func (r *random) sign() int64 { return 1 - 2*r.below(2) }

// systematic returns the systematic error on a day, counted from 1970.
func (p *plan) systematic(start time.Time, day int64) int64 {
	return p.bias + p.offset + p.drift*(day-dayOf(start))*100/36525
}

// adjust brings the instrument back to nearly zero on a day.
func (p *plan) adjust(start time.Time, day int64, r *random) {
	p.offset += r.between(-50_000, 50_000) - p.systematic(start, day)
}

// remember notes a certificate for those that will refer to it.
func (p *plan) remember(i issue) { p.recent = [3]issue{i, p.recent[0], p.recent[1]} }

// valid returns the last certificate that the instrument had on a day; ok is false when it
// had none.
func (p *plan) valid(day int64) (i issue, ok bool) {
	for _, i := range p.recent {
		if i.id != "" && i.day <= day {
			return i, true
		}
	}
	return issue{}, false
}
