package dcx

import (
	"metrograph/collect/mapping"
	"metrograph/collect/xmltree"
	"metrograph/model"
)

// statements maps dcx:statementList: methods and norms to those of the certificate, all
// others to its statements. The id, by which rows and tables refer to one, is the last of its
// terms.
func (r *reader) statements(list *xmltree.Node) {
	for _, n := range els(list, "statement") {
		category := n.Attr("category")
		terms := []string{category, "#" + n.Attr("id")}
		name, body := texts(n, "heading"), texts(n, "body")
		reference := word(n, "externalReference")
		switch category {
		case "method":
			use := model.MethodUse{Name: name, Description: body, RefTypes: terms}
			if mapping.IsDesignation(reference) {
				use.Code, use.MethodID = reference, mapping.Method(r.parcel, reference)
			} else if reference != "" {
				r.cert.Basis = append(r.cert.Basis, reference)
			}
			r.at(n, "methods[%d]", len(r.cert.Methods))
			r.cert.Methods = append(r.cert.Methods, use)
		default:
			s := model.Statement{Name: name, Declaration: body, Norm: reference, RefTypes: terms}
			r.at(n, "statements[%d]", len(r.cert.Statements))
			r.cert.Statements = append(r.cert.Statements, s)
		}
	}
}

// conformity maps dcx:conformitySummary: the verdict on all that was measured.
func (r *reader) conformity(n *xmltree.Node) {
	if n == nil {
		return
	}
	s := model.Statement{Name: texts(n, "heading")}
	s.Conformity = r.verdict(n.Peek(ns, "conformityResult"))
	s.DecisionRule = r.rule(n.Peek(ns, "decisionRuleRef"))
	r.at(n, "statements[%d]", len(r.cert.Statements))
	r.cert.Statements = append(r.cert.Statements, s)
}

// verdict takes the value of a field as a verdict.
func (r *reader) verdict(n *xmltree.Node) model.Conformity {
	c, known := verdicts[n.PeekAttr("value")]
	switch {
	case known:
		n.Mark().Attr("value")
	case n != nil:
		r.Find(ruleVerdict, n, n.PeekAttr("value"))
	}
	return c
}

// verdicts are those of ILAC-G8 as DCX writes them. noPass and noFail are what is left
// between the limits: neither conformity nor nonconformity is shown.
var verdicts = map[string]model.Conformity{
	"pass": model.ConformityPass, "fail": model.ConformityFail,
	"conditionalPass": model.ConformityConditionalPass, "conditionalFail": model.ConformityConditionalFail,
	"noPass": model.ConformityInconclusive, "noFail": model.ConformityInconclusive,
}

// rule is the text of the decision rule that a field refers to.
func (r *reader) rule(n *xmltree.Node) model.Text {
	id := n.PeekAttr("value")
	if id == "" {
		return model.Text{}
	}
	found := r.target(n, id)
	if found == nil {
		return model.Text{}
	}
	n.Mark().Attr("value")
	text := peekTexts(found, "body")
	if text.IsZero() {
		text = peekTexts(found, "heading")
	}
	return text
}
