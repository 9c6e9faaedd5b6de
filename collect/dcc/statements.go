package dcc

import (
	"strings"

	"metrograph/collect/mapping"
	"metrograph/collect/xmltree"
	"metrograph/model"
)

// statement maps a dcc:statementMetaDataType. Where the schema has more than the model, the
// rest becomes data of the statement: a truth value, a period or a country is a quantity
// with a text.
func (r *reader) statement(n *xmltree.Node) model.Statement {
	s := r.statementWords(n)
	if verdict := n.Peek(nsDCC, "conformity"); verdict.Text() != "" {
		s.Conformity, _ = r.verdict(verdict.Mark(), verdict.Text(), true)
	}
	r.statementData(el(n, "data"), &s)
	return s
}

// statementWords maps a statement but for its verdict and its data.
func (r *reader) statementWords(n *xmltree.Node) model.Statement {
	s := model.Statement{Name: r.rich(el(n, "name")), RefTypes: refTypes(n)}
	s.Declaration = r.rich(el(n, "description"))
	declaration := el(n, "declaration")
	if s.Name.IsZero() {
		s.Name = r.text(el(declaration, "name"))
	}
	mapping.AddText(&s.Declaration, r.rich(declaration))
	if hasTerm(s.RefTypes, "decisionRule") {
		s.DecisionRule, s.Declaration = s.Declaration, model.Text{}
	}
	s.Norm = strings.Join(useAll(els(n, "norm")), "; ")
	s.Clause = strings.Join(useAll(els(n, "reference")), "; ")
	r.convention(n, &s)
	s.Date = r.date(n.Peek(nsDCC, "date"))
	s.Authority = r.authority(el(n, "respAuthority"))
	s.Data = r.statementTexts(n)
	return s
}

// convention has no place of its own: it is the name of the statement, or its norm.
func (r *reader) convention(n *xmltree.Node, s *model.Statement) {
	convention := n.Peek(nsDCC, "convention")
	switch text := convention.Text(); {
	case text == "":
	case s.Name.IsZero():
		s.Name = model.Plain(convention.Use())
	case s.Norm == "":
		s.Norm = convention.Use()
	}
}

// statementTexts takes the parts of a statement that are words.
func (r *reader) statementTexts(n *xmltree.Node) []model.Quantity {
	var data []model.Quantity
	for _, local := range []string{"countryCodeISO3166_1", "traceable", "valid", "period", "nonSIDefinition", "nonSIUnit"} {
		for _, text := range useAll(els(n, local)) {
			data = append(data, model.Quantity{Kind: local, Text: text})
		}
	}
	for _, text := range strings.Fields(el(n, "validXMLList").Use()) {
		data = append(data, model.Quantity{Kind: "valid", Text: text})
	}
	return data
}

// statementData takes the quantities of a statement; lists come out as their values, and
// texts go to the declaration.
func (r *reader) statementData(n *xmltree.Node, s *model.Statement) {
	for _, c := range n.PeekAll(nsDCC, "quantity", "list", "text", "byteData") {
		switch c.Mark(); c.Name.Local {
		case "quantity":
			for _, q := range r.quantities(c, false) {
				s.Data = append(s.Data, q.Quantity)
			}
		case "list":
			r.statementData(c, s)
		case "text":
			mapping.AddText(&s.Declaration, r.rich(c))
		case "byteData":
			r.file(c)
		}
	}
}

// decideValidity sets the day until which the certificate is valid, from the statements of
// recalibration or validity, where they give one day. A period alone does not say from when
// it runs.
func (r *reader) decideValidity(n *xmltree.Node) {
	days := map[model.Date]bool{}
	for _, s := range r.cert.Statements {
		if s.Date != "" && hasTerm(s.RefTypes, "recalibration", "recalibrationDate", "validUntil", "nextCalibration") {
			days[s.Date] = true
		}
	}
	for day := range days {
		r.cert.ValidUntil = day
	}
	if len(days) > 1 {
		r.cert.ValidUntil = ""
		r.find(ruleValidity, el(n, "statements"))
	}
	r.at(n.Peek(nsDCC, "statements"), "validUntil")
}

// verdicts says what each of the schema's words for conformity is (JCGM 106); exact is false
// where the word says more than the verdict does.
var verdicts = map[string]struct {
	verdict model.Conformity
	exact   bool
}{
	"pass":            {model.ConformityPass, true},
	"fail":            {model.ConformityFail, true},
	"conditionalPass": {model.ConformityConditionalPass, true},
	"conditionalFail": {model.ConformityConditionalFail, true},
	"noPass":          {model.ConformityInconclusive, false},
	"noFail":          {model.ConformityInconclusive, false},
}

// verdict maps a word, which is the element's whole text or one of a list. A word that is
// not matched exactly is left over with the element's text.
func (r *reader) verdict(n *xmltree.Node, word string, whole bool) (verdict model.Conformity, exact bool) {
	v, known := verdicts[word]
	if !known {
		v.verdict = model.ConformityInconclusive
	}
	if !v.exact {
		r.find(ruleConformity, n, word, v.verdict)
	} else if whole {
		n.Use()
	}
	return v.verdict, v.exact
}
