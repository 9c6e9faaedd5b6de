package sample

import "metrograph/model"

// capable gives each laboratory the capabilities that it has shown: for each type of device
// that it measures, the range of the points and the smallest uncertainty at any of them.
func (g *generator) capable() {
	type work struct {
		lab    *lab
		device *device
	}
	at := map[work]int{}
	for _, p := range g.plans {
		labs := []*lab{p.owner}
		if len(p.standards) > 0 {
			labs = nil
		}
		for _, s := range p.standards {
			labs = append(labs, s.owner)
		}
		for _, l := range labs {
			w := work{l, p.variant.device}
			n, known := at[w]
			if !known {
				n = len(l.Capabilities)
				at[w], l.Capabilities = n, append(l.Capabilities, g.capability(p.variant, l))
			}
			l.Capabilities[n].Uncertainty.Value = smaller(l.Capabilities[n].Uncertainty.Value, p.points)
		}
	}
}

func (g *generator) capability(v *variant, l *lab) model.Capability {
	low, high := v.points[0].nominal, v.points[0].nominal
	for _, p := range v.points {
		if c, ok := p.nominal.Cmp(low); ok && c < 0 {
			low = p.nominal
		}
		if c, ok := p.nominal.Cmp(high); ok && c > 0 {
			high = p.nominal
		}
	}
	return model.Capability{
		Discipline: v.line.discipline, Name: bi(v.zh, v.en), QuantityKind: v.quantity, Unit: v.errUnit,
		Range:       model.Interval{Lower: &model.Quantity{Value: low, Unit: v.unit}, Upper: &model.Quantity{Value: high, Unit: v.unit}},
		Uncertainty: model.Uncertainty{Kind: model.UncertaintyExpanded, CoverageFactor: "2", Probability: "0.95"},
		Source:      l.Accreditations[0].Number + ", " + pad(int64(len(l.Capabilities)+1), 3), ValidUntil: l.Accreditations[0].ValidUntil,
	}
}

// smaller is the smallest of an uncertainty, if there is one, and those of points.
func smaller(u model.Decimal, list []point) model.Decimal {
	for _, p := range list {
		own := decimal(p.u, p.places)
		if c, ok := own.Cmp(u); !ok || c < 0 {
			u = own
		}
	}
	return u
}
