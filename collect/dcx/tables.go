package dcx

import (
	"strings"

	"metrograph/collect/xmltree"
	"metrograph/model"
)

// table maps a result table (dcx:calibrationResult, measurementSeries, …) to a result with
// one series.
func (r *reader) table(n *xmltree.Node) {
	res := model.MeasurementResult{Name: texts(n, "heading"), Description: texts(n, "body"), Adjustment: model.AdjustmentNone}
	terms := []string{n.Name.Local}
	if id := n.Attr("tableId"); id != "" {
		terms = append(terms, "#"+id)
	}
	if service := n.Attr("serviceCategory"); says(service) {
		terms = append(terms, service)
	}
	if config := n.Attr("measurementConfigRef"); config != "" {
		r.configuration(r.target(n, config), &res)
	}
	r.tableVerdict(n)
	place := len(r.cert.Results)
	if columns := r.columns(n); len(columns) > 0 {
		s := model.Series{RefTypes: terms}
		for _, c := range columns {
			r.at(c.node, "results[%d].series[0].columns[%d]", place, len(s.Columns))
			s.Columns = append(s.Columns, c.Column)
		}
		r.at(n, "results[%d].series[0]", place)
		res.Series = append(res.Series, s)
	}
	n.Attr("numRows") // are seen from the table
	n.Attr("numCols")
	r.at(n, "results[%d]", place)
	r.cert.Results = append(r.cert.Results, res)
}

// configuration takes what was measured with and in which state, for a table that refers to
// it. Tables may share one.
func (r *reader) configuration(n *xmltree.Node, res *model.MeasurementResult) {
	for _, id := range strings.Fields(n.Peek(ns, "referenceStandardRefs").Text()) {
		if name := peekTexts(r.target(n, id), "heading"); !name.IsZero() {
			res.Equipment = append(res.Equipment, name)
		}
	}
	status := n.Peek(ns, "operationalStatus")
	switch status.Text() {
	case "":
		return
	case "as found":
		res.Adjustment = model.AdjustmentAsFound
	case "after adjustment", "after maintenance and adjustment":
		res.Adjustment = model.AdjustmentAsLeft
	default:
		r.Find(ruleStatus, status, status.Text())
		return
	}
	n.Mark()
	status.Use()
}

// tableVerdict takes the verdict on a table as a statement.
func (r *reader) tableVerdict(n *xmltree.Node) {
	status := n.Peek(ns, "conformityStatus")
	if status == nil {
		return
	}
	s := model.Statement{Name: peekTexts(n, "heading"), Conformity: r.verdict(status), DecisionRule: r.rule(n.Peek(ns, "conformityStatusRef"))}
	if s.Conformity == "" {
		return
	}
	if s.Name.IsZero() {
		s.Name = model.Plain(n.PeekAttr("tableId"))
	}
	r.at(status, "statements[%d]", len(r.cert.Statements))
	r.cert.Statements = append(r.cert.Statements, s)
}
