package iso17025

import (
	"strings"
	"unicode"

	"metrograph/model"
	"metrograph/workflow/rule"
)

// number: a number that stands for a missing one identifies nothing. That there is one, and
// that it is its issuer's only one, others look after.
func number() rule.Rule {
	return rule.Rule{
		ID: "iso17025.number", Norm: norm, Clause: "7.8.2.1 d)", Severity: model.SeverityWarning, Dimension: model.QualityConsistency,
		Reads: []string{"number"},
		Message: model.Text{En: `The number "{value}" identifies no document.`,
			Zh: "证书编号“{value}”不能唯一标识文件。"},
		Remedy: model.Text{En: "Give the number as printed.",
			Zh: "请按文件填写编号。"},
		Check: checkNumber,
	}
}

func checkNumber(c *rule.Case) {
	if c.Number == "" {
		return // which may not be kept
	}
	c.Applies()
	if strings.IndexFunc(c.Number, digit) < 0 || strings.Trim(c.Number, "0-/. ") == "" {
		c.Fail("number", c.Number, "")
	}
}

func digit(r rune) bool { return unicode.IsDigit(r) }
