package iso17025

import (
	"metrograph/model"
	"metrograph/workflow/rule"
)

// inforce: a method was in force when it was applied.
func inforce() rule.Rule {
	return rule.Rule{
		ID: "iso17025.method.inForce", Norm: norm, Clause: "7.2.1.3", Severity: model.SeverityWarning, Dimension: model.QualityTimeliness,
		Reads:   []string{"methods", "performedFrom", "performedTo", "issuedAt"},
		Related: true,
		Message: model.Text{En: "The method was not in force on {want}: {value}.",
			Zh: "该技术规范在 {want} 未施行或已废止：{value}。"},
		Remedy: model.Text{En: "Name the edition that was in force, or say why another one was applied.",
			Zh: "请引用当日有效的版本，或说明采用其他版本的原因。"},
		Check: checkInforce,
	}
}

func checkInforce(c *rule.Case) {
	day := c.Day()
	for i := range c.Methods {
		m, there := rule.Seek[*model.Method](c, c.Methods[i].MethodID)
		if !there || day == "" || !rule.Open(m, "validFrom", "validUntil") {
			continue
		}
		c.Applies()
		switch {
		case m.ValidFrom.Valid() && m.ValidFrom > day:
			c.Failf("validFrom "+string(m.ValidFrom), string(day), "methods[%d].method", i)
		case m.ValidUntil.Valid() && m.ValidUntil < day:
			c.Failf("validUntil "+string(m.ValidUntil), string(day), "methods[%d].method", i)
		}
	}
}
