package dcc

import (
	"slices"
	"strings"

	"metrograph/collect/mapping"
	"metrograph/collect/xmltree"
	"metrograph/model"
)

// measurementResults maps all measurement results, with the methods, the equipment and the
// conditions that they have in common since 3.3.
func (r *reader) measurementResults(n *xmltree.Node) {
	conditions := r.conditions(el(n, "influenceConditions"))
	all := model.MeasurementResult{Methods: r.methods(el(n, "usedMethods")),
		Equipment: r.equipment(el(n, "measuringEquipments")), Conditions: conditions.quantities, Adjustment: conditions.status}
	if conditions.adjusted && all.Adjustment == model.AdjustmentNone {
		all.Adjustment = model.AdjustmentAsLeft
		r.find(ruleAdjustment, n)
	}
	for _, one := range els(n, "measurementResult") {
		r.measurementResult(one, all)
	}
	for _, m := range els(el(n, "measurementMetaData"), "metaData") {
		r.cert.Statements = append(r.cert.Statements, r.statement(m))
	}
}

// measurementResult maps a dcc:measurementResult: each of its results is a result of the
// certificate, with the methods, the equipment and the conditions of them all.
func (r *reader) measurementResult(n *xmltree.Node, all model.MeasurementResult) {
	name := r.rich(el(n, "name"))
	common := model.MeasurementResult{Description: r.riches(els(n, "description"))}
	common.Methods = slices.Concat(all.Methods, r.methods(el(n, "usedMethods")))
	common.Equipment = slices.Concat(all.Equipment, r.equipment(el(n, "measuringEquipments")))
	conditions := r.conditions(el(n, "influenceConditions"))
	common.Conditions = slices.Concat(all.Conditions, conditions.quantities)
	if common.Adjustment = conditions.status; common.Adjustment == model.AdjustmentNone {
		common.Adjustment = all.Adjustment
	}
	results := els(el(n, "results"), "result")
	if conditions.adjusted && common.Adjustment == model.AdjustmentNone && len(results) > 0 {
		common.Adjustment = model.AdjustmentAsLeft
		r.find(ruleAdjustment, results[0])
	}
	for _, m := range results {
		r.result(m, name, common)
	}
	if len(results) == 0 {
		common.Name = name
		r.cert.Results = append(r.cert.Results, common)
	}
	for _, m := range els(el(n, "measurementMetaData"), "metaData") {
		r.cert.Statements = append(r.cert.Statements, r.statement(m))
	}
}

// result maps a dcc:result, which has what is common to the results beside it. The name of
// them all begins the description, where it is not the result's own.
func (r *reader) result(n *xmltree.Node, outer model.Text, res model.MeasurementResult) {
	// Lists are shared with the other results: what is added is added to a copy.
	res.Methods = res.Methods[:len(res.Methods):len(res.Methods)]
	res.Equipment = res.Equipment[:len(res.Equipment):len(res.Equipment)]
	shared := res.Description
	res.Description = model.Text{}
	if res.Name = r.rich(el(n, "name")); anyText(res.Name) != anyText(outer) {
		mapping.AddText(&res.Description, outer)
	}
	mapping.AddText(&res.Description, shared)
	mapping.AddText(&res.Description, r.riches(els(n, "description")))
	terms := refTypes(n)
	if a := adjustmentOf(terms...); a != model.AdjustmentNone {
		res.Adjustment = a
	}
	if r.resultData(el(n, "data"), terms, &res); len(res.Series) == 0 {
		giveBackTerms(n)
	}
	r.at(n, "results[%d]", len(r.cert.Results))
	r.cert.Results = append(r.cert.Results, res)
}

// giveBackTerms leaves the terms over of what has no table to put them to.
func giveBackTerms(n *xmltree.Node) {
	n.GiveBackAttr("refType")
	n.GiveBackAttr("refId")
}

func cloneText(t model.Text) model.Text {
	t.Other = append([]model.Localized(nil), t.Other...)
	return t
}

func (r *reader) resultData(data *xmltree.Node, terms []string, res *model.MeasurementResult) {
	terms = append(terms[:len(terms):len(terms)], refTypes(data)...)
	if a := adjustmentOf(terms...); a != model.AdjustmentNone {
		res.Adjustment = a
	}
	for _, text := range els(data, "text") {
		mapping.AddText(&res.Description, r.rich(text))
	}
	for _, f := range els(data, "byteData") {
		r.file(f)
	}
	if r.tables(data, table{refTypes: terms}, res); len(res.Series) == 0 {
		giveBackTerms(data)
	}
}

// adjustmentOf tells from terms, or from a status, whether results are from before or after
// an adjustment or a repair.
func adjustmentOf(terms ...string) model.Adjustment {
	for _, t := range terms {
		switch name := local(t); {
		case name == "beforeAdjustment", name == "beforeRepair", strings.EqualFold(name, "asFound"):
			return model.AdjustmentAsFound
		case name == "afterAdjustment", name == "afterRepair", strings.EqualFold(name, "asLeft"):
			return model.AdjustmentAsLeft
		}
	}
	return model.AdjustmentNone
}

// isResultTable tells whether an influence condition is a table of results: good practice
// documents give the results from before an adjustment as a condition of those after it.
func isResultTable(n *xmltree.Node) bool {
	if n.Peek(nsDCC, "status").Text() == "" {
		return false
	}
	found := false
	n.Peek(nsDCC, "data").Walk(func(q *xmltree.Node) {
		role, known := roleOf(strings.Fields(q.PeekAttr("refType")))
		if q.Is(nsDCC, "quantity") && known && role != model.ColumnInfluence {
			found = true
		}
	})
	return found
}

// adjustmentResult maps such a condition to a result.
func (r *reader) adjustmentResult(n *xmltree.Node, status model.Adjustment) {
	r.at(n, "results[%d]", len(r.cert.Results))
	res := model.MeasurementResult{Name: r.text(el(n, "name")), Description: r.riches(els(n, "description")), Adjustment: status}
	if word := el(n, "status"); status != model.AdjustmentNone {
		word.Use()
	}
	if r.resultData(el(n, "data"), refTypes(n), &res); len(res.Series) == 0 {
		giveBackTerms(n)
	}
	r.cert.Results = append(r.cert.Results, res)
}
