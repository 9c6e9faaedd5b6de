package collect

import (
	"fmt"

	"metrograph/model"
	"metrograph/workflow/rules"
)

// evaluate adds what the rules of quality find in the certificate by itself.
func (d *document) evaluate() {
	for _, f := range shortcomings(d.parcel.Certificate) {
		f.Line = d.parcel.Line(f.Path)
		d.report.Findings = append(d.report.Findings, f)
	}
}

// evaluate counts what the rules of quality find in a new certificate. A row that changes one
// says a part of it only.
func (q *rowRun) evaluate(record model.Record) {
	c, ok := record.(*model.Certificate)
	if !ok {
		return
	}
	if q.report.Shortcomings == nil {
		q.report.Shortcomings = map[string]int{}
	}
	for _, f := range shortcomings(c) {
		q.report.Shortcomings[f.Rule]++
	}
}

// summarise tells once of each rule how many rows do not meet it, after what is wrong with
// rows: a million of them would say the same, and nothing else would be heard.
func (q *rowRun) summarise() {
	for _, r := range rules.All() {
		n := q.report.Shortcomings[r.ID]
		if n == 0 {
			continue
		}
		f := finding(ruleShortcoming, n, r.Summary().En)
		f.Message.Zh = fmt.Sprintf(ruleShortcoming.zh, n, r.Summary().Zh)
		f.Rule, f.Clause = r.ID, r.Norm+", "+r.Clause
		q.notice([]model.Finding{*f})
	}
}

// shortcomings are the warnings of the rules of quality that need nothing but the certificate.
// They refuse nothing and are not kept with the certificate, whose evaluation is made whenever
// it is asked for, with the records around it. That of the signature is told with the document.
func shortcomings(c *model.Certificate) (found []model.Finding) {
	evaluation := rules.Evaluate(c, nil)
	for i := range evaluation.Findings {
		if f := &evaluation.Findings[i]; f.Rule.Severity == model.SeverityWarning && f.Path != "signature" {
			found = append(found, f.Plain())
		}
	}
	return found
}
