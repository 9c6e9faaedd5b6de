package collect

import (
	"metrograph/model"
	"metrograph/workflow/rules"
)

// evaluate adds what the rules of quality find in the certificate by itself. They refuse
// nothing and are not kept with the certificate, whose evaluation is made whenever it is asked
// for, with the records around it.
func (d *document) evaluate() {
	evaluation := rules.Evaluate(d.parcel.Certificate, nil)
	for i := range evaluation.Findings {
		f := evaluation.Findings[i].Plain()
		if f.Severity != model.SeverityWarning {
			continue
		}
		f.Line = d.parcel.Line(f.Path)
		d.report.Findings = append(d.report.Findings, f)
	}
}
