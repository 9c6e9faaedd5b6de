package iso17025

import (
	"metrograph/model"
	"metrograph/workflow/rule"
)

// issued: when the document was issued.
func issued() rule.Rule {
	return rule.Rule{
		ID: "iso17025.issued", Norm: norm, Clause: "7.8.2.1 j)", Severity: model.SeverityWarning, Dimension: model.QualityCompleteness,
		Reads: []string{"issuedAt"},
		Message: model.Text{En: "The date of issue is missing.",
			Zh: "缺少签发日期。"},
		Remedy: model.Text{En: "Give it as printed.",
			Zh: "请按文件填写。"},
		Check: checkIssued,
	}
}

func checkIssued(c *rule.Case) { c.Require(c.IssuedAt != "", "issuedAt") }
