package iso17025

import (
	"metrograph/model"
	"metrograph/workflow/rule"
)

// specification: a verdict names what it is a verdict on.
func specification() rule.Rule {
	return rule.Rule{
		ID: "iso17025.specification", Norm: norm, Clause: "7.8.6.2 b)", Severity: model.SeverityWarning, Dimension: model.QualityCompleteness,
		Reads: []string{"statements", "methods", "basis"},
		Message: model.Text{En: "The statement of conformity does not say with what.",
			Zh: "符合性声明未说明所依据的规范或要求。"},
		Remedy: model.Text{En: "Name the specification, the norm or the parts of it that are met or not met.",
			Zh: "请填写所符合或不符合的规范、标准或其条款。"},
		Check: checkSpecification,
	}
}

func checkSpecification(c *rule.Case) {
	for i := range c.Statements {
		if s := &c.Statements[i]; decides(s) {
			c.Applies()
			if s.Norm == "" && rule.Blank(&s.Declaration) && len(c.Methods) == 0 && len(c.Basis) == 0 {
				c.Failf("", "", "statements[%d].norm", i)
			}
		}
	}
}

// decides tells whether a statement is a verdict.
func decides(s *model.Statement) bool {
	return s.Conformity != "" && s.Conformity != model.ConformityNone
}
