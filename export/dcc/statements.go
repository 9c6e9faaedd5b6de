package dcc

import (
	"metrograph/internal/dccterm"
	"metrograph/model"
)

// statements writes the statements of the certificate, and until when it is valid.
func (d *document) statements() {
	if len(d.c.Statements) == 0 && d.c.ValidUntil == "" {
		return
	}
	d.start("dcc:statements")
	for i := range d.c.Statements {
		d.statement(&d.c.Statements[i])
	}
	if d.c.ValidUntil != "" {
		d.start("dcc:statement", attr{"refType", dccterm.Join(nil, dccterm.Make(dccterm.ValidUntil, ""), "basic_validUntil")})
		d.demanded("dcc:name", is(dccterm.ValidUntilName()))
		d.line("dcc:date", string(d.c.ValidUntil))
		d.end()
	}
	d.end()
}

func (d *document) statement(s *model.Statement) {
	word := conformityWord(s.Conformity)
	var own []string
	if s.Conformity != "" && word == "" {
		own = append(own, dccterm.Make(dccterm.Verdict, string(s.Conformity)))
	}
	refType, refID := d.terms(s.RefTypes, own...)
	d.start("dcc:statement", refID, refType)
	d.texts("dcc:name", is(s.Name))
	d.texts("dcc:description", part{s.DecisionRule, dccterm.DecisionRule})
	d.line("dcc:norm", s.Norm)
	d.line("dcc:reference", s.Clause)
	d.texts("dcc:declaration", is(s.Declaration))
	d.line("dcc:date", string(s.Date))
	if hasText(s.Authority) {
		d.start("dcc:respAuthority")
		d.demanded("dcc:name", is(s.Authority))
		d.contact(model.Contact{}, true)
		d.end()
	}
	d.line("dcc:conformity", word)
	if len(s.Data) > 0 {
		d.start("dcc:data")
		for _, q := range s.Data {
			d.quantity("dcc:quantity", q, nil, nil)
		}
		d.end()
	}
	d.end()
}

// conformityWord is the standard's word for a verdict; empty where it has none that means
// the same.
func conformityWord(c model.Conformity) string {
	switch c {
	case model.ConformityPass:
		return "pass"
	case model.ConformityFail:
		return "fail"
	case model.ConformityConditionalPass:
		return "conditionalPass"
	case model.ConformityConditionalFail:
		return "conditionalFail"
	}
	return ""
}
