package sample

import "metrograph/model"

// A line is a chain of devices that hand one quantity down: the national standard measures
// those of the provinces, they measure working standards, these measure working instruments.
type line struct {
	discipline model.Discipline
	quantity   string // quantity kind of the values
	unit       string // of the values, as D-SI writes it
	errUnit    string // of errors and limits; that of the values where empty
	at         string // nominal values

	national, provincial, standard device
	working                        []device
}

// A device is a type of instrument.
type device struct {
	zh, en   string
	model    string // of which a serial number is added by each instrument
	class    string // accuracy class as written
	mpe      string // maximum permissible error: constant, part of the value, or both: 0.15+0.2%
	methods  string // codes of the methods that it is measured by, the newest first
	traits   trait
	source   model.SourceCategory // product quality where empty
	months   int                  // recalibration interval; 12 where zero
	at       string               // nominal values, where not those of the line
	unit     string               // and their unit
	quantity string               // and quantity kind
}

// trait is what sets a device apart from a calibrated indicating instrument.
type trait uint8

const (
	verified  trait = 1 << iota // it is verified, not calibrated
	mandatory                   // its verification is compulsory
	measure                     // a material measure: its values are measured, it indicates nothing
	material                    // a reference material: a measure whose values have a coverage interval
)

func (t trait) has(other trait) bool { return t&other != 0 }

// A tier is the place of an instrument in its line.
type tier int

const (
	tierNational tier = iota
	tierProvincial
	tierStandard
	tierWorking
	tiers
)

// device returns the type of the n-th instrument of a tier.
func (l *line) device(t tier, n int) *device {
	switch t {
	case tierNational:
		return &l.national
	case tierProvincial:
		return &l.provincial
	case tierStandard:
		return &l.standard
	}
	return &l.working[n%len(l.working)]
}

// tierOf says which tier the k-th instrument of a line is in: the first six are a whole
// chain, later ones are mostly working instruments.
func tierOf(k int, second bool) tier {
	switch {
	case k == 0:
		return tierNational
	case k == 1, k == 6 && second, k > 6 && k%32 == 20:
		return tierProvincial
	case k == 2, k == 7, k > 7 && k%16 == 0:
		return tierStandard
	}
	return tierWorking
}

// lines lists the measuring chains. Any ten that follow one another are of several
// disciplines, the first ten of all.
func lines() []line {
	groups := [][]line{lengthLines(), thermalLines(), mechanicsLines(), electromagneticsLines(), radioLines(),
		timeFrequencyLines(), opticsLines(), acousticsLines(), ionizingLines(), chemistryLines()}
	var all []line
	for round := 0; ; round++ {
		before := len(all)
		for _, g := range groups {
			if round < len(g) {
				all = append(all, g[round])
			}
		}
		if len(all) == before {
			return all
		}
	}
}
