package sample

import "metrograph/model"

// A table is the numbers of one result: one entry a point, in the units of the point's last
// digit.
type table struct {
	adjustment model.Adjustment
	errors     [maxPoints]int64
	references [maxPoints]int64
	worst      model.Conformity
}

// A finding is what was measured on one occasion: one result, or two where the instrument
// was adjusted between them.
type finding struct {
	tables   [2]table
	count    int
	readings bool // whether the repeated readings are reported
	outlier  bool
}

// final is the table that counts: as left, or the only one.
func (f *finding) final() *table { return &f.tables[f.count-1] }

// observe measures an instrument on a day: what its bias, drift and adjustments make of it,
// with noise, now and then with a blunder, and adjusts it where that is due.
func (g *generator) observe(p *plan, day int64) finding {
	f := finding{count: 1, readings: p.done%2 == 1}
	blunder := int64(0)
	if p.tier == tierWorking && p.chance(8) {
		f.outlier = true
		blunder = p.sign() * p.between(2_200_000, 3_500_000)
	}
	state := p.systematic(g.start, day) + blunder
	p.measure(&f.tables[0], state)
	f.tables[0].adjustment = model.AdjustmentNone
	switch large := max(state, -state) > whole*8/10; {
	case f.outlier || p.tier != tierWorking:
	case large && p.adjustable() && !p.chance(p.patience):
		f.tables[0].adjustment = model.AdjustmentAsFound
		p.adjust(g.start, day, &p.random)
		p.measure(&f.tables[1], p.systematic(g.start, day))
		f.tables[1].adjustment = model.AdjustmentAsLeft
		f.count = 2
	case f.tables[0].worst == model.ConformityFail && p.rule == ruleSimple:
		p.adjust(g.start, day, &p.random) // it is repaired before the next measurement
	}
	for j := range p.points {
		p.change[j] = f.tables[0].errors[j] - p.after[j]
	}
	p.after = f.final().errors
	return f
}

// adjustable tells whether the laboratory can adjust the instrument.
func (p *plan) adjustable() bool { return !p.traits.has(measure) }

// measure fills a table with errors around a systematic one, which weighs on the points
// differently.
func (p *plan) measure(t *table, state int64) {
	for j, at := range p.points {
		noise := p.normal() * p.noise / sigma
		t.errors[j] = divide((state*p.weights[j]/1000+noise)*at.mpe, whole)
		t.references[j] = at.base + p.between(-at.u/2, at.u/2)
		if c := p.rule.verdict(t.errors[j], at.u, at.mpe); j == 0 || weight(c) > weight(t.worst) {
			t.worst = c
		}
	}
}

// divide rounds to the nearest.
func divide(n, by int64) int64 {
	if n < 0 {
		return -((-n + by/2) / by)
	}
	return (n + by/2) / by
}

// write puts the numbers of a finding on the sheet, in the order in which
// [generator.tabulate] takes them off.
func (g *generator) write(p *plan, f *finding) {
	g.sheet.reset()
	for i := range f.count {
		for c := range p.columns {
			g.writeColumn(p, &f.tables[i], p.columns[c].Role)
		}
	}
	if f.readings {
		p.read(&g.sheet, f.final())
	}
}

func (g *generator) writeColumn(p *plan, t *table, role model.ColumnRole) {
	if fixed(role) {
		return
	}
	for j, at := range p.points {
		switch e := t.errors[j]; role {
		case model.ColumnReferenceValue:
			g.sheet.number(t.references[j], at.places)
		case model.ColumnIndication:
			g.sheet.number(t.references[j]+e, at.places)
		case model.ColumnMeasuredValue:
			g.sheet.number(at.base-e, at.places)
		case model.ColumnError:
			g.sheet.number(e, at.places)
		case model.ColumnCorrection:
			g.sheet.number(-e, at.places)
		case model.ColumnInfluence:
			g.sheet.number(2000+p.between(-9, 9), 2)
		}
	}
	if role == model.ColumnMeasuredValue && p.traits.has(material) {
		g.writeBounds(p, t)
	}
}

// writeBounds writes the coverage interval of measured values: all lower bounds, then all
// upper ones.
func (g *generator) writeBounds(p *plan, t *table) {
	for _, side := range []int64{-1, 1} {
		for j, at := range p.points {
			g.sheet.number(at.base-t.errors[j]+side*at.u, at.places)
		}
	}
}

// read writes the repeated readings at the middle point.
func (p *plan) read(s *sheet, t *table) {
	j := len(p.points) / 2
	at := p.points[j]
	centre := t.errors[j]
	switch p.readings[1].Role {
	case model.ColumnIndication:
		centre += t.references[j]
	case model.ColumnMeasuredValue:
		centre = at.base - centre
	}
	for range readingCount {
		s.number(centre+divide(p.normal()*p.noise/sigma*at.mpe, whole), at.places)
	}
}

// fixed tells whether a column is the same in all certificates of an instrument.
func fixed(role model.ColumnRole) bool {
	switch role {
	case model.ColumnNominal, model.ColumnLimitLower, model.ColumnLimitUpper, model.ColumnConformity:
		return true
	}
	return false
}

// tabulate makes the results of a certificate from the numbers on the sheet.
func (g *generator) tabulate(p *plan, f *finding) []model.MeasurementResult {
	g.write(p, f)
	values := g.sheet.values()
	take := func() (list []model.Decimal) {
		list, values = values[:len(p.points):len(p.points)], values[len(p.points):]
		return list
	}
	results := make([]model.MeasurementResult, f.count, f.count+1)
	for i := range results {
		results[i] = model.MeasurementResult{Name: bi("示值误差", "Errors of indication"), Adjustment: f.tables[i].adjustment,
			Series: []model.Series{{Columns: p.tabulateColumns(&f.tables[i], take)}}}
	}
	if f.readings {
		columns := []model.Column{p.readings[0], p.readings[1]}
		columns[1].Values = values
		results = append(results, model.MeasurementResult{Name: bi("重复性", "Repeatability"), Adjustment: f.final().adjustment,
			Series: []model.Series{{Columns: columns}}})
	}
	return results
}

func (p *plan) tabulateColumns(t *table, take func() []model.Decimal) []model.Column {
	columns := make([]model.Column, len(p.columns))
	copy(columns, p.columns)
	for i := range columns {
		c := &columns[i]
		switch {
		case c.Role == model.ColumnConformity:
			c.Texts = p.judge(t)
		case !fixed(c.Role):
			c.Values = take()
		}
		if c.Role == model.ColumnMeasuredValue && p.traits.has(material) {
			c.Uncertainty = &model.ColumnUncertainty{Kind: model.UncertaintyInterval, Lower: take(), Upper: take(),
				Probability: coverage, Distribution: "normal"}
		}
	}
	return columns
}

// judge gives the verdict on each point.
func (p *plan) judge(t *table) []string {
	list := make([]string, len(p.points))
	for j, at := range p.points {
		list[j] = string(p.rule.verdict(t.errors[j], at.u, at.mpe))
	}
	return list
}
