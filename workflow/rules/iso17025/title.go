package iso17025

import (
	"metrograph/model"
	"metrograph/workflow/rule"
)

// title: the document says what it is.
func title() rule.Rule {
	return rule.Rule{
		ID: "iso17025.title", Norm: norm, Clause: "7.8.2.1 a)", Severity: model.SeverityWarning, Dimension: model.QualityCompleteness,
		Reads: []string{"title"},
		Message: model.Text{En: "The document has no title.",
			Zh: "证书没有标题。"},
		Remedy: model.Text{En: "Give the title as printed, such as Calibration certificate.",
			Zh: "请按文件填写标题，如“校准证书”。"},
		Check: checkTitle,
	}
}

func checkTitle(c *rule.Case) { c.Require(!rule.Blank(&c.Title), "title") }
