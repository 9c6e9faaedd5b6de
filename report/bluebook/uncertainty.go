package bluebook

import (
	"cmp"
	"math"

	"metrograph/analysis/study"
	"metrograph/model"
)

// relative is the median of the relative expanded uncertainties (k = 2) of a certificate's
// errors, each in relation to its nominal value; 0 where there is none.
func relative(readings []study.Reading) float64 {
	var values []float64
	for i := range readings {
		if u := relativeOf(&readings[i]); u > 0 {
			values = append(values, u)
		}
	}
	if len(values) == 0 {
		return 0
	}
	return median(values)
}

// relativeOf is that of one error; 0 where it has none.
func relativeOf(r *study.Reading) float64 {
	if r.U <= 0 || r.Nominal == 0 {
		return 0
	}
	convert, err := model.Convert(r.Unit, r.NominalUnit)
	if err != nil {
		return 0
	}
	u := 2 * convert.Difference(r.U) / math.Abs(r.Nominal)
	if u > 0 && !math.IsInf(u, 0) {
		return u
	}
	return 0
}

// alike is what has to be the same for uncertainties of two periods to be compared: instruments
// of one model, one quantity, and nominal values within one power of ten.
type alike struct {
	discipline, maker, model, quantity, unit string
	decade                                   int
}

// compare notes the median uncertainty of a certificate in each group of what is alike.
func (s *side) compare(c *model.Certificate, readings []study.Reading, closed bool) {
	if len(c.Items) != 1 || c.Items[0].Model == "" {
		return
	}
	groups := map[alike][]float64{}
	for i := range readings {
		r := &readings[i]
		if u := relativeOf(r); u > 0 {
			key := alike{string(c.Discipline), c.Items[0].Manufacturer, c.Items[0].Model, r.QuantityKind,
				cmp.Or(r.NominalUnit.UCUM, r.NominalUnit.Text), int(math.Floor(math.Log10(math.Abs(r.Nominal)) + 1e-9))}
			groups[key] = append(groups[key], u)
		}
	}
	for key, values := range groups {
		s.alike[key] = append(s.alike[key], median(values))
		if closed {
			s.alikeClosed[key]++
		}
	}
}

const (
	fewestAlike  = 2 // certificates of a group in each period
	fewestGroups = 3 // groups of a discipline
)

// likeForLike is how uncertainties of a discipline changed where like is compared with like.
type likeForLike struct {
	groups               int
	now, before          tally // certificates in the groups, one counted in each of its groups
	change, lower, upper float64
}

// known tells whether there are groups enough, and whether they may be told of.
func (l likeForLike) known(k int) bool {
	return l.groups >= fewestGroups && !l.now.small(k) && !l.before.small(k)
}

// likeForLike is the median, over the groups of a discipline, of the ratios of the medians of both
// periods, with the quartiles, as changes in percent.
func (b *Book) likeForLike(discipline string) likeForLike {
	var l likeForLike
	var ratios []float64
	for key, now := range b.now.alike {
		before := b.prev.alike[key]
		if key.discipline != discipline || min(len(now), len(before)) < fewestAlike {
			continue
		}
		ratios = append(ratios, median(now)/median(before))
		l.groups++
		l.now.join(tally{len(now), b.now.alikeClosed[key]})
		l.before.join(tally{len(before), b.prev.alikeClosed[key]})
	}
	percent := func(p float64) float64 { return 100 * (quantile(ratios, p) - 1) }
	l.change, l.lower, l.upper = percent(0.5), percent(0.25), percent(0.75)
	return l
}
