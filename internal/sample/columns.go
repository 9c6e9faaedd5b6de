package sample

import "metrograph/model"

// columns lays out the table of a device's results. The columns that are the same in every
// certificate have their values; [generator.tabulate] fills the others.
func (g *generator) columns(v *variant) []model.Column {
	unit, errUnit := []model.Unit{v.unit}, []model.Unit{v.errUnit}
	u := uncertainty(v.points)
	list := []model.Column{column(model.ColumnNominal, v.quantity, unit)}
	list[0].Values = nominals(v.points)
	switch {
	case v.traits.has(material):
		list = append(list, column(model.ColumnMeasuredValue, v.quantity, unit))
	case v.traits.has(measure) && v.sameUnit():
		list = append(list, with(column(model.ColumnMeasuredValue, v.quantity, unit), u))
	case v.sameUnit():
		list = append(list, column(model.ColumnReferenceValue, v.quantity, unit), column(model.ColumnIndication, v.quantity, unit))
	}
	list = append(list, with(column(model.ColumnError, v.quantity, errUnit), u))
	if v.traits.has(measure) {
		list = append(list, column(model.ColumnCorrection, v.quantity, errUnit))
	}
	if v.rule != ruleNone {
		list = append(list, g.limits(v, errUnit)...)
	}
	if v.line.discipline == model.DisciplineLength {
		list = append(list, g.temperature())
	}
	return list
}

// limits are the columns that a verdict needs.
func (g *generator) limits(v *variant, unit []model.Unit) []model.Column {
	lower, upper := column(model.ColumnLimitLower, v.quantity, unit), column(model.ColumnLimitUpper, v.quantity, unit)
	lower.Values = decimals(v.points, func(p point) int64 { return -p.mpe })
	upper.Values = decimals(v.points, func(p point) int64 { return p.mpe })
	return []model.Column{lower, upper, column(model.ColumnConformity, "", nil)}
}

// temperature is the column of the temperature at each point of a length measurement.
func (g *generator) temperature() model.Column {
	c := column(model.ColumnInfluence, "temperature", []model.Unit{g.unit(`\degreecelsius`)})
	c.Uncertainty = &model.ColumnUncertainty{Kind: model.UncertaintyStandard, Values: []model.Decimal{"0.05"}, Distribution: "rectangular"}
	return c
}

// readingCount is how often an instrument is read for its repeatability.
const readingCount = 6

// readings lays out the series of repeated readings at the middle point.
func (g *generator) readings(v *variant) []model.Column {
	turn := column(model.ColumnOther, "", []model.Unit{g.unit(`\one`)})
	turn.Label = bi("读数次序", "reading number")
	turn.Values = []model.Decimal{"1", "2", "3", "4", "5", "6"}
	role, unit := model.ColumnError, v.errUnit
	switch {
	case v.sameUnit() && v.traits.has(measure):
		role = model.ColumnMeasuredValue
	case v.sameUnit():
		role = model.ColumnIndication
	}
	return []model.Column{turn, column(role, v.quantity, []model.Unit{unit})}
}

func column(role model.ColumnRole, quantity string, units []model.Unit) model.Column {
	return model.Column{Role: role, Label: roleLabel(role), QuantityKind: quantity, Units: units}
}

func with(c model.Column, u *model.ColumnUncertainty) model.Column {
	c.Uncertainty = u
	return c
}

// uncertainty is the expanded uncertainty of the points, with k = 2.
func uncertainty(list []point) *model.ColumnUncertainty {
	return &model.ColumnUncertainty{Kind: model.UncertaintyExpanded, Values: decimals(list, func(p point) int64 { return p.u }),
		CoverageFactor: []model.Decimal{"2"}, Probability: []model.Decimal{"0.95"}, Distribution: "normal"}
}

func roleLabel(role model.ColumnRole) model.Text {
	switch role {
	case model.ColumnNominal:
		return bi("标称值", "nominal value")
	case model.ColumnReferenceValue:
		return bi("参考值", "reference value")
	case model.ColumnIndication:
		return bi("示值", "indication")
	case model.ColumnMeasuredValue:
		return bi("测得值", "measured value")
	case model.ColumnError:
		return bi("示值误差", "error of indication")
	case model.ColumnCorrection:
		return bi("修正值", "correction")
	case model.ColumnLimitLower:
		return bi("误差下限", "lower limit of error")
	case model.ColumnLimitUpper:
		return bi("误差上限", "upper limit of error")
	case model.ColumnConformity:
		return bi("符合性", "conformity")
	case model.ColumnInfluence:
		return bi("测量温度", "temperature")
	}
	return bi("其他", "other")
}
