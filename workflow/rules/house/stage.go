package house

import (
	"metrograph/model"
	"metrograph/workflow/rule"
)

// stage: data with sources is derived data. Derived data without sources is not kept at all.
func stage() rule.Rule {
	return rule.Rule{
		ID: "house.stage", Norm: norm, Clause: "stages 原始/基础性/衍生性", Severity: model.SeverityWarning, Dimension: model.QualityTraceability,
		Reads: []string{"stage", "derivedFrom"},
		Message: model.Text{En: "The data names what it was derived from, but its stage is {value}.",
			Zh: "数据注明了来源记录，但其数据阶段为 {value}。"},
		Remedy: model.Text{En: "Make the stage DERIVED, or remove the sources.",
			Zh: "请将数据阶段改为 DERIVED，或删除来源记录。"},
		Check: checkStage,
	}
}

func checkStage(c *rule.Case) {
	if len(c.DerivedFrom) == 0 {
		return
	}
	c.Applies()
	if c.Stage != model.StageDerived {
		c.Fail("stage", string(c.Stage), "")
	}
}
