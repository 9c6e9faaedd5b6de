package iso17025

import (
	"metrograph/model"
	"metrograph/workflow/rule"
)

// qualification: whoever did the work held a qualification on the day. Of a person whose
// qualifications are not open to the reader nothing is said.
func qualification() rule.Rule {
	return rule.Rule{
		ID: "iso17025.qualification", Norm: norm, Clause: "6.2.2; 6.2.5", Severity: model.SeverityWarning, Dimension: model.QualityConsistency,
		Reads:   []string{"personnel", "performedFrom", "performedTo", "issuedAt"},
		Related: true,
		Message: model.Text{En: "The person held no valid qualification on {want}.",
			Zh: "该人员在 {want} 没有有效的资格。"},
		Remedy: model.Text{En: "Record the qualification that was valid on the day, or have the work checked by somebody who is qualified.",
			Zh: "请登记当日有效的资格证书，或由具备资格的人员复核。"},
		Check: checkQualification,
	}
}

func checkQualification(c *rule.Case) {
	day := c.Day()
	for i := range c.Personnel {
		p, there := rule.Seek[*model.Person](c, c.Personnel[i].PersonID)
		if !there || day == "" || !rule.Open(p, "qualifications") {
			continue
		}
		c.Applies()
		if !qualified(p, day) {
			c.Failf("", string(day), "personnel[%d].person", i)
		}
	}
}

func qualified(p *model.Person, day model.Date) bool {
	for i := range p.Qualifications {
		if until := p.Qualifications[i].ValidUntil; until == "" || until >= day {
			return true
		}
	}
	return false
}
