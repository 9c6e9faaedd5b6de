package table

import (
	"strings"

	"metrograph/collect/row"
	"metrograph/model"
)

// result is one table of values under way: its columns as far as any point has a value in them.
type result struct {
	name   string
	points []point
}

// results makes the results of a certificate of its points: one for each name.
func (w *writing) results(c *model.Certificate) {
	var all []*result
	byName := map[string]*result{}
	for _, p := range w.points {
		w.errors(p)
		if !p.hasValue() {
			w.without(p, ofU, ofFactor, ofProbability)
			continue
		}
		name := strings.TrimSpace(p.of(ofTable))
		if byName[name] == nil {
			byName[name] = &result{name: name}
			all = append(all, byName[name])
		}
		byName[name].points = append(byName[name].points, p)
	}
	for _, r := range all {
		w.stated("results")
		c.Results = append(c.Results, w.result(at1("results", len(c.Results)), r))
	}
}

// errors says which texts of a point are errors of a workbook. Its numbers are read where they are
// needed.
func (w *writing) errors(p point) {
	for _, path := range []string{ofTable, ofQuantity, ofUnit} {
		if text := p.of(path); isError(text) {
			w.wrong(p, path, ruleCell, text)
		}
	}
}

// without says that a point has an uncertainty and no value, or a factor and no uncertainty.
func (w *writing) without(p point, paths ...string) {
	for _, path := range paths {
		switch rule := ruleFactor; {
		case p.of(path) == "":
		case path == ofU:
			rule = ruleLone
			fallthrough
		default:
			w.wrong(p, path, rule)
			return
		}
	}
}

// of is a cell of a point by what it is.
func (p point) of(path string) string {
	for i, c := range p.table.columns {
		if c.column != nil && c.path == path && (c.result || p.table.kind == "") {
			return strings.TrimSpace(p.line.cell(i))
		}
	}
	return ""
}

// column is the place of a column of results; -1 where it is not there.
func (p point) column(path string) int {
	for i, c := range p.table.columns {
		if c.column != nil && c.path == path && (c.result || p.table.kind == "") {
			return i
		}
	}
	return -1
}

func (p point) hasValue() bool {
	for _, role := range roles() {
		if p.of(string(role)) != "" {
			return true
		}
	}
	return p.of(string(model.ColumnConformity)) != ""
}

func (w *writing) result(path string, r *result) model.MeasurementResult {
	out := model.MeasurementResult{Adjustment: model.AdjustmentNone}
	first := r.points[0]
	if out.Name.Zh = r.name; r.name == "" {
		out.Name = model.Text{}
	}
	w.cells[path] = place{first.table, first.line.number, max(first.column(ofTable), 0)}
	if text := first.of(ofAdjustment); text != "" {
		code, ok := w.codes["Adjustment"][key(text)]
		if !ok {
			w.wrong(first, ofAdjustment, ruleEnum, row.Echo(text), w.values("Adjustment"))
		}
		out.Adjustment = model.Adjustment(code)
	}
	series := model.Series{}
	for _, role := range roles() {
		if column, any := w.numbers(path+".series[0]."+at1("columns", len(series.Columns)), r, role); any {
			series.Columns = append(series.Columns, column)
		}
	}
	w.uncertainty(&series, path+".series[0]", r)
	if column, any := w.verdicts(path+".series[0]."+at1("columns", len(series.Columns)), r); any {
		series.Columns = append(series.Columns, column)
	}
	out.Series = []model.Series{series}
	return out
}

// wrong says what is wrong with a cell of a point.
func (w *writing) wrong(p point, path string, rule row.Rule, args ...any) {
	f := rule.Finding(at(p.table.name, p.line.number, max(p.column(path), 0)), p.line.number, args...)
	w.out.Findings = append(w.out.Findings, f)
}

// numbers makes a column of values.
func (w *writing) numbers(path string, r *result, role model.ColumnRole) (c model.Column, any bool) {
	first := r.points[0]
	c = model.Column{Role: role, QuantityKind: plain(first.of(ofQuantity))}
	for part, of := range map[string]string{".quantityKind": ofQuantity, ".units": ofUnit} {
		if i := first.column(of); i >= 0 {
			w.cells[path+part] = place{first.table, first.line.number, i}
		}
	}
	units, uncertain := make([]model.Unit, len(r.points)), make([]*model.Uncertainty, len(r.points))
	for n, p := range r.points {
		value, text := model.Decimal(""), p.of(string(role))
		if i := p.column(ofUnit); i >= 0 {
			w.cells[path+"."+at1("units", n)] = place{p.table, p.line.number, i}
		}
		if i := p.column(string(role)); i >= 0 {
			w.cells[path+"."+at1("values", n)] = place{p.table, p.line.number, i}
		}
		if text != "" {
			any = true
			q := w.valueOf(p, role, text)
			value, units[n], uncertain[n] = q.Value, q.Unit, q.Uncertainty
		}
		c.Values = append(c.Values, value)
	}
	c.Units = whole(units)
	c.Uncertainty = w.inCells(uncertain)
	return c, any
}

// valueOf reads a value of a point; its unit is that of the cell, of the header, or of the row.
func (w *writing) valueOf(p point, role model.ColumnRole, text string) model.Quantity {
	q, ok := quantity(text)
	if !ok {
		w.wrong(p, string(role), ruleQuantity, row.Echo(text))
		return model.Quantity{}
	}
	if q.Unit == (model.Unit{}) {
		unit := p.table.columns[p.column(string(role))].unit
		if unit == "" {
			unit = p.of(ofUnit)
		}
		if q.Unit, ok = unitOf(plain(unit)); !ok {
			q.Unit = model.Unit{Text: plain(unit)} // as written: it is kept, and has no code
		}
	}
	return *q
}

// whole is one unit where all are the same, and one a value otherwise.
func whole(units []model.Unit) []model.Unit {
	var only model.Unit
	for _, u := range units {
		if u != (model.Unit{}) {
			only = u
		}
	}
	if only == (model.Unit{}) {
		return nil
	}
	for _, u := range units {
		if u != only && u != (model.Unit{}) {
			return units
		}
	}
	return []model.Unit{only}
}

// inCells is the uncertainty that values have with them.
func (w *writing) inCells(list []*model.Uncertainty) *model.ColumnUncertainty {
	var out *model.ColumnUncertainty
	for n, u := range list {
		if u == nil {
			continue
		}
		if out == nil {
			out = &model.ColumnUncertainty{Kind: u.Kind, Relative: u.Relative, Values: make([]model.Decimal, len(list))}
		}
		out.Values[n] = u.Value
		if u.CoverageFactor != "" {
			if out.CoverageFactor == nil {
				out.CoverageFactor = make([]model.Decimal, len(list))
			}
			out.CoverageFactor[n] = u.CoverageFactor
		}
	}
	return out
}

// uncertainty puts the columns U, k and p to the values that they are of: the errors, or else
// what was measured.
func (w *writing) uncertainty(s *model.Series, path string, r *result) {
	u := &model.ColumnUncertainty{Kind: model.UncertaintyExpanded}
	any := false
	for _, p := range r.points {
		text := p.of(ofU)
		q := &model.Quantity{}
		if text != "" {
			any = true
			found, ok := quantity(text)
			if !ok {
				w.wrong(p, ofU, ruleQuantity, row.Echo(text))
			} else {
				q = found
			}
		}
		u.Values = append(u.Values, q.Value)
		u.CoverageFactor = append(u.CoverageFactor, w.decimal(p, ofFactor))
		u.Probability = append(u.Probability, w.decimal(p, ofProbability))
	}
	u.CoverageFactor, u.Probability = given(u.CoverageFactor), given(u.Probability)
	if !any {
		w.factors(s, r, u)
		return
	}
	for _, role := range []model.ColumnRole{model.ColumnError, model.ColumnCorrection, model.ColumnMeasuredValue, model.ColumnReferenceValue, model.ColumnIndication, model.ColumnNominal} {
		for i := range s.Columns {
			if s.Columns[i].Role != role || s.Columns[i].Uncertainty != nil {
				continue
			}
			s.Columns[i].Uncertainty = u
			for n, p := range r.points {
				for list, path1 := range map[string]string{"values": ofU, "coverageFactor": ofFactor, "probability": ofProbability} {
					w.cells[path+"."+at1("columns", i)+".uncertainty."+at1(list, n)] = place{p.table, p.line.number, max(p.column(path1), 0)}
				}
			}
			w.cells[path+"."+at1("columns", i)+".uncertainty"] = place{r.points[0].table, r.points[0].line.number, max(r.points[0].column(ofU), 0)}
			return
		}
	}
	w.lone(r, ofU)
}

// factors puts the columns k and p to the expanded uncertainties that stand beside their values,
// where these say none.
func (w *writing) factors(s *model.Series, r *result, given *model.ColumnUncertainty) {
	used := false
	for i := range s.Columns {
		u := s.Columns[i].Uncertainty
		if u == nil || u.Kind != model.UncertaintyExpanded {
			continue
		}
		if used = true; u.CoverageFactor == nil {
			u.CoverageFactor = given.CoverageFactor
		}
		u.Probability = given.Probability
	}
	if !used {
		w.lone(r, ofFactor, ofProbability)
	}
}

// lone says which cells of a table belong to nothing in it, and are not kept.
func (w *writing) lone(r *result, paths ...string) {
	for _, p := range r.points {
		w.without(p, paths...)
	}
}

// given is a list, unless nothing is in it.
func given(list []model.Decimal) []model.Decimal {
	for _, d := range list {
		if d != "" {
			return list
		}
	}
	return nil
}

func (w *writing) decimal(p point, path string) model.Decimal {
	text := p.of(path)
	if text == "" {
		return ""
	}
	percent := strings.HasSuffix(plain(text), "%")
	d, ok := decimal(strings.TrimSuffix(plain(text), "%"))
	if !ok {
		w.wrong(p, path, ruleNumber, row.Echo(text))
		return ""
	}
	if percent {
		d = hundredth(d)
	}
	return d
}

// verdicts makes the column of verdicts.
func (w *writing) verdicts(path string, r *result) (c model.Column, any bool) {
	c = model.Column{Role: model.ColumnConformity}
	for n, p := range r.points {
		text, code := p.of(string(model.ColumnConformity)), ""
		if text != "" {
			any = true
			var ok bool
			if code, ok = w.codes["Conformity"][key(text)]; !ok {
				w.wrong(p, string(model.ColumnConformity), ruleEnum, row.Echo(text), w.values("Conformity"))
			}
		}
		w.cells[path+"."+at1("texts", n)] = place{p.table, p.line.number, max(p.column(string(model.ColumnConformity)), 0)}
		c.Texts = append(c.Texts, code)
	}
	return c, any
}
