package study

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"time"

	"metrograph/model"
)

// Sample is the readings at one point, in one unit, in the order of time.
type Sample struct {
	Unit        model.Unit
	Nominal     *float64
	NominalUnit model.Unit
	Readings    []Dated
	Excluded    []model.AnalysisExclusion
	Repeated    [][]float64 // repeated readings, converted to the unit
}

// Dated is a reading with its time.
type Dated struct {
	Reading
	Date  model.Date
	Years float64 // since the first reading of the sample
}

// Choose takes the readings at a point out of certificates. What the choice leaves open is the
// result, the quantity and the point that most of the certificates have. The unit is the one
// that is asked for, or that of the newest reading; readings in units of other quantities are
// refused.
func Choose(certificates []*model.Certificate, choice model.PointChoice, unit model.Unit) (*Sample, error) {
	s := &Sample{}
	usable := s.usable(certificates)
	candidates := map[*model.Certificate][]Reading{}
	for _, c := range usable {
		for _, r := range Readings(c) {
			if (choice.Result == "" || named(r.result.Name, choice.Result)) && (choice.QuantityKind == "" || r.QuantityKind == choice.QuantityKind) {
				candidates[c] = append(candidates[c], r)
			}
		}
	}
	at, err := pointOf(usable, candidates, choice)
	if err != nil {
		return nil, err
	}
	if at != nil {
		s.Nominal, s.NominalUnit = &at.value, at.unit
	}
	for _, c := range usable {
		s.take(c, candidates[c], at)
	}
	if err := s.convert(unit); err != nil {
		return nil, err
	}
	s.order()
	for _, c := range usable {
		s.repeat(c)
	}
	return s, nil
}

// usable leaves out the certificates that cannot be used, and says why.
func (s *Sample) usable(certificates []*model.Certificate) []*model.Certificate {
	replaced := map[model.ID]bool{}
	for _, c := range certificates {
		if a := c.Amendment; a != nil && a.AmendmentKind == model.AmendmentReplaces && c.Status != model.StatusWithdrawn {
			replaced[a.CertificateID] = true
		}
	}
	var usable []*model.Certificate
	for _, c := range certificates {
		reason := ""
		switch masked, _ := model.Fields(model.KindCertificate, "results", "items", "issuedAt", "performedFrom", "performedTo", "status", "amendment"); {
		case c.Masked&masked != 0:
			reason = model.ExcludedMasked
		case c.Status == model.StatusWithdrawn:
			reason = model.ExcludedWithdrawn
		case replaced[c.ID]:
			reason = model.ExcludedReplaced
		case len(c.Items) > 1:
			reason = model.ExcludedItems
		case dateOf(c) == "":
			reason = model.ExcludedDate
		}
		if reason == "" {
			usable = append(usable, c)
			continue
		}
		s.Excluded = append(s.Excluded, model.AnalysisExclusion{CertificateID: c.ID, Reason: reason})
	}
	return usable
}

// dateOf is the day of the measurement, or that of the document.
func dateOf(c *model.Certificate) model.Date {
	for _, d := range []model.Date{c.PerformedTo, c.PerformedFrom, c.IssuedAt} {
		if d.Valid() {
			return d
		}
	}
	return ""
}

// point is a nominal value.
type point struct {
	value float64
	unit  model.Unit
}

// pointOf is the point that is chosen, or the one that most certificates have; of several the
// largest.
func pointOf(order []*model.Certificate, candidates map[*model.Certificate][]Reading, choice model.PointChoice) (*point, error) {
	if choice.Nominal != "" {
		value, ok := choice.Nominal.Float64()
		if !ok {
			return nil, model.Errorf(model.CodeInvalid, "the nominal value is no number in range")
		}
		return checked(&point{value, choice.NominalUnit}, candidates)
	}
	counts := map[point]int{}
	for _, c := range order {
		seen := map[point]bool{}
		for _, r := range candidates[c] {
			if p := (point{r.Nominal, r.NominalUnit}); !seen[p] {
				seen[p] = true
				counts[p]++
			}
		}
	}
	var best *point
	for _, p := range slices.SortedFunc(maps.Keys(counts), byPoint) {
		if best == nil || counts[p] > counts[*best] || counts[p] == counts[*best] && math.Abs(p.value) > math.Abs(best.value) {
			best = &p
		}
	}
	return best, nil
}

func byPoint(a, b point) int {
	return cmp.Or(cmp.Compare(a.value, b.value), cmp.Compare(a.unit.Text, b.unit.Text), cmp.Compare(a.unit.UCUM, b.unit.UCUM))
}

// checked refuses a point whose unit none of the readings has anything in common with.
func checked(p *point, candidates map[*model.Certificate][]Reading) (*point, error) {
	var refused error
	for _, list := range candidates {
		for _, r := range list {
			_, err := model.Convert(r.NominalUnit, p.unit)
			if err == nil || p.unit == (model.Unit{}) {
				return p, nil
			}
			if refused == nil || err.Error() < refused.Error() { // whichever comes first in the map
				refused = err
			}
		}
	}
	return p, refused
}

// matches tells whether a reading is at the point. A point without a unit is in that of the
// reading.
func (p *point) matches(r *Reading) bool {
	value := r.Nominal
	if p.unit != (model.Unit{}) {
		c, err := model.Convert(r.NominalUnit, p.unit)
		if err != nil {
			return false
		}
		value = c.Value(value)
	}
	return math.Abs(value-p.value) <= 1e-9*math.Abs(p.value)
}

// take takes the readings of a certificate at the point.
func (s *Sample) take(c *model.Certificate, list []Reading, at *point) {
	found := false
	for _, r := range list {
		if at.matches(&r) {
			s.Readings = append(s.Readings, Dated{Reading: r, Date: dateOf(c)})
			found = true
		}
	}
	if !found {
		s.Excluded = append(s.Excluded, model.AnalysisExclusion{CertificateID: c.ID, Reason: model.ExcludedPoint})
	}
}

// convert brings the readings into one unit.
func (s *Sample) convert(unit model.Unit) error {
	if len(s.Readings) == 0 {
		s.Unit = known(unit)
		return nil
	}
	newest := slices.MaxFunc(s.Readings, byTime)
	if s.NominalUnit == (model.Unit{}) {
		s.NominalUnit = newest.NominalUnit
	}
	if s.Unit = newest.Unit; unit != (model.Unit{}) {
		s.Unit = known(unit)
	}
	for i := range s.Readings {
		r := &s.Readings[i]
		c, err := model.Convert(r.Unit, s.Unit)
		if err != nil {
			return model.Errorf(model.CodeInvalid, "%s, in certificate %s: choose a result, a quantity or a unit that all have", message(err), r.Certificate.ID)
		}
		r.Error, r.U, r.Unit = c.Difference(r.Error), c.Difference(r.U), s.Unit
		for _, end := range []**float64{&r.Lower, &r.Upper} {
			if *end != nil {
				*end = new(c.Difference(**end))
			}
		}
	}
	return nil
}

// byTime is the order of time; of certificates of one day, that of their ids.
func byTime(a, b Dated) int {
	if c := cmp.Compare(a.Date, b.Date); c != 0 || a.Certificate == nil || b.Certificate == nil {
		return c
	}
	return cmp.Compare(a.Certificate.ID, b.Certificate.ID)
}

// order puts the readings in the order of time.
func (s *Sample) order() {
	slices.SortStableFunc(s.Readings, byTime)
	for i := range s.Readings {
		s.Readings[i].Years = yearsBetween(s.Readings[0].Date, s.Readings[i].Date)
	}
}

// repeat takes the repeated readings of a certificate whose unit fits.
func (s *Sample) repeat(c *model.Certificate) {
	lists, units := Repeated(c)
	for i, list := range lists {
		converter, err := model.Convert(units[i], s.Unit)
		if err != nil {
			continue
		}
		for n := range list {
			list[n] = converter.Difference(list[n])
		}
		s.Repeated = append(s.Repeated, list)
	}
}

const daysAYear = 365.25

func yearsBetween(from, to model.Date) float64 {
	return float64(dayOf(to)-dayOf(from)) / daysAYear
}

// dayOf counts the days since 1970.
func dayOf(d model.Date) int64 {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return 0
	}
	return t.Unix() / (24 * 60 * 60)
}

// later is a date so many years on; empty where it is beyond what a calendar is good for.
func later(d model.Date, years float64) model.Date {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil || !(years >= 0 && years < 1000) {
		return ""
	}
	t = t.AddDate(0, 0, int(years*daysAYear))
	if t.Year() > 9999 {
		return ""
	}
	return model.Date(t.Format(time.DateOnly))
}
