package dcc

import (
	"reflect"
	"regexp"
	"slices"

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
	words, data := wordsOf(s.Data)
	d.saidOf(words, "countryCodeISO3166_1", "traceable")
	d.line("dcc:norm", s.Norm)
	d.line("dcc:reference", s.Clause)
	d.texts("dcc:declaration", is(s.Declaration))
	d.saidOf(words, "valid")
	d.line("dcc:date", string(s.Date))
	d.saidOf(words, "period")
	if hasText(s.Authority) {
		d.start("dcc:respAuthority")
		d.demanded("dcc:name", is(s.Authority))
		d.contact(model.Contact{}, true)
		d.end()
	}
	d.line("dcc:conformity", word)
	if len(data) > 0 {
		d.start("dcc:data")
		for _, q := range data {
			d.quantity("dcc:quantity", q, nil, nil)
		}
		d.end()
	}
	d.saidOf(words, "nonSIDefinition", "nonSIUnit")
	d.end()
}

// statementWords are the data of a statement for which the standard has elements of their own,
// in the order in which they are read, and what may stand in each.
var statementWords = []struct {
	kind string
	form *regexp.Regexp
	many bool
}{
	{"countryCodeISO3166_1", regexp.MustCompile(`^[A-Z]{2}$`), true},
	{"traceable", regexp.MustCompile(`^(true|false|0|1)$`), false},
	{"valid", regexp.MustCompile(`^(true|false|0|1)$`), false},
	{"period", regexp.MustCompile(`^P(\d+Y)?(\d+M)?(\d+D)?$|^PT(\d+H)?(\d+M)?(\d+S)?$`), false},
	{"nonSIDefinition", regexp.MustCompile(`^\S+( \S+)*$`), false},
	{"nonSIUnit", regexp.MustCompile(`^\S+( \S+)*$`), false},
}

// wordsOf takes such data from the beginning of the list.
func wordsOf(data []model.Quantity) (words, rest []model.Quantity) {
	n := 0
	for _, known := range statementWords {
		for first := true; n < len(data) && (first || known.many); first = false {
			q := model.Quantity{Kind: known.kind, Text: data[n].Text}
			if !reflect.DeepEqual(q, data[n]) || !known.form.MatchString(q.Text) || len(q.Text) < len("P1D") && known.kind == "period" {
				break
			}
			n++
		}
	}
	return data[:n], data[n:]
}

// saidOf writes the words of the kinds.
func (d *document) saidOf(words []model.Quantity, kinds ...string) {
	for _, q := range words {
		if slices.Contains(kinds, q.Kind) {
			d.line("dcc:"+q.Kind, q.Text)
		}
	}
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
