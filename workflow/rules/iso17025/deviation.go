package iso17025

import (
	"strings"

	"metrograph/model"
	"metrograph/workflow/rule"
)

// deviation: what was done otherwise than by the methods that the document names is said, and
// so is what was otherwise.
func deviation() rule.Rule {
	return rule.Rule{
		ID: "iso17025.deviation", Norm: norm, Clause: "7.8.2.1 n); 7.8.1.2", Severity: model.SeverityWarning, Dimension: model.QualityCompleteness,
		Reads: []string{"results", "methods", "statements", "remarks"},
		Message: model.Text{En: `A result is by the method "{value}", which is not among those of the document, and no addition or deviation is declared.`,
			Zh: "结果所用方法“{value}”不在证书所列方法之中，且未声明增加或偏离。"},
		Remedy: model.Text{En: "Name the method among those of the document, or say in a statement or in the remarks what was done otherwise.",
			Zh: "请将该方法列入证书，或在声明或备注中说明偏离、增加或删减。"},
		Check: checkDeviation,
	}
}

func checkDeviation(c *rule.Case) {
	for i := range c.Results {
		for j := range c.Results[i].Methods {
			code := normCode(c.Results[i].Methods[j].In("zh"))
			if code == "" || len(c.Methods) == 0 {
				continue
			}
			c.Applies()
			if !lists(c.Methods, code) && !declares(c.Certificate) {
				c.Failf(code, "", "results[%d].methods[%d]", i, j)
			}
		}
	}
}

// normCode is the code of a norm that a text begins with, without its year, as JJG 52; empty
// where the text is the description of a method.
func normCode(text string) string {
	fields := strings.Fields(strings.ToUpper(text))
	if len(fields) < 2 {
		return ""
	}
	switch family := fields[0]; family {
	case "JJG", "JJF", "GB/T", "GB", "ISO", "IEC", "DIN", "EN", "OIML", "ASTM":
		number, _, _ := strings.Cut(strings.Trim(fields[1], ",;:，；："), "-")
		number, _, _ = strings.Cut(number, ":")
		return family + " " + number
	}
	return ""
}

func lists(methods []model.MethodUse, code string) bool {
	for i := range methods {
		if normCode(methods[i].Code) == code || normCode(methods[i].Name.In("zh")) == code {
			return true
		}
	}
	return false
}

// declares tells whether anything is said beside the results, which people then read.
func declares(c *model.Certificate) bool {
	for i := range c.Statements {
		if c.Statements[i].Conformity == "" && !rule.Blank(&c.Statements[i].Declaration) {
			return true
		}
	}
	return !rule.Blank(&c.Remarks)
}
