package study

import (
	"cmp"
	"math"
	"slices"

	"metrograph/analysis/drift"
	"metrograph/analysis/prob"
	"metrograph/model"
)

// Prediction is a reading of a certificate beside what the instrument's earlier ones let
// expect of it.
type Prediction struct {
	Reading
	Expected float64 // on the day, in the unit of the reading
	Half     float64 // half the width of the prediction interval
	Points   int     // earlier readings that it follows from
}

// Beyond is how far the reading is from what was expected, in halves of the interval: above 1
// outside of it.
func (p *Prediction) Beyond() float64 { return math.Abs(p.Error-p.Expected) / p.Half }

// MaxPredicted is how many points of a certificate are looked at.
const MaxPredicted = 200

// Predict predicts the readings of a certificate from earlier ones of the same instrument at
// the same points: the drift line of each point, continued to the day. The interval is that of
// a single further reading, with 95 % probability for all points of the certificate together
// (Bonferroni). Readings as left tell of an adjustment and are not predicted, and points with
// too few earlier readings are left out, as are those whose earlier readings are all the same.
func Predict(c *model.Certificate, earlier []*model.Certificate) []Prediction {
	day := dateOf(c)
	if day == "" || len(c.Items) != 1 {
		return nil
	}
	var s Sample
	var past []Dated
	for _, before := range s.usable(earlier) {
		readings := Readings(before)
		for _, r := range readings[:min(len(readings), MaxPredicted)] {
			past = append(past, Dated{Reading: r, Date: dateOf(before), Years: yearsBetween(day, dateOf(before))})
		}
	}
	slices.SortStableFunc(past, byTime)
	var list []Prediction
	var fits []*continued
	for _, r := range Readings(c) {
		if r.Adjustment == model.AdjustmentAsLeft || len(list) == MaxPredicted {
			continue
		}
		if fit := follow(&r, past); fit != nil {
			list, fits = append(list, Prediction{Reading: r, Expected: fit.y, Points: fit.points}), append(fits, fit)
		}
	}
	for i, fit := range fits {
		list[i].Half = fit.factor(0.05/float64(len(list))/2) * fit.u
	}
	return slices.DeleteFunc(list, func(p Prediction) bool { return !(p.Half > 1e-12*math.Abs(p.Expected)) || !finite(p.Half, p.Expected) })
}

// continued is a drift line at the day of a further reading.
type continued struct {
	y, u     float64 // expected reading and its standard uncertainty
	df       float64 // 0 where the uncertainties were known
	points   int
	weighted bool
}

// factor is the coverage factor for a probability above.
func (f *continued) factor(above float64) float64 {
	if f.weighted {
		return prob.NormalQuantile(1 - above)
	}
	return prob.StudentUpper(above, f.df)
}

// follow continues the drift of the earlier readings at the point of a reading; nil where
// there are too few.
func follow(r *Reading, past []Dated) *continued {
	at := point{r.Nominal, r.NominalUnit}
	var events []drift.Event
	known := r.U > 0
	for i := range past {
		p := &past[i]
		if p.QuantityKind != r.QuantityKind || !at.matches(&p.Reading) {
			continue
		}
		c, err := model.Convert(p.Unit, r.Unit)
		if err != nil {
			continue
		}
		known = known && p.U > 0
		events = append(events, drift.Event{T: p.Years, Y: c.Difference(p.Error), U: c.Difference(p.U), Adjustment: p.Adjustment})
	}
	points, _, _ := drift.Segment(events)
	if !known {
		for i := range points {
			points[i].U = 0
		}
	}
	line, err := drift.Fit(points)
	if err != nil {
		return nil
	}
	// Where the readings scatter more than their uncertainties explain, all are enlarged alike.
	scatter, enlarged := line.Residual(), 1.0
	if line.Weighted {
		enlarged = max(1, line.Birge)
		scatter = enlarged * r.U
	}
	y, u := line.Scaled(enlarged).At(0)
	return &continued{y: y, u: math.Hypot(u, scatter), df: float64(line.DF), points: len(points), weighted: line.Weighted}
}

// Worst is the prediction that is missed the most; nil where there is none.
func Worst(list []Prediction) *Prediction {
	if len(list) == 0 {
		return nil
	}
	worst := slices.MaxFunc(list, func(a, b Prediction) int { return cmp.Compare(a.Beyond(), b.Beyond()) })
	return &worst
}
