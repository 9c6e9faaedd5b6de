package iso17025

import (
	"metrograph/model"
	"metrograph/workflow/rule"
)

// place: where the work was done.
func place() rule.Rule {
	return rule.Rule{
		ID: "iso17025.place", Norm: norm, Clause: "7.8.2.1 c)", Severity: model.SeverityWarning, Dimension: model.QualityCompleteness,
		Reads: []string{"place"},
		Message: model.Text{En: "The place where the work was done is missing.",
			Zh: "缺少检定、校准或检测的地点。"},
		Remedy: model.Text{En: "Say whether it was the laboratory, the customer's site or elsewhere, and where that is.",
			Zh: "请说明是在实验室、客户现场还是其他地点，并填写具体位置。"},
		Check: checkPlace,
	}
}

func checkPlace(c *rule.Case) {
	p := &c.Place
	c.Require(p.PlaceKind == model.PlaceLaboratory || !rule.Blank(&p.Name) || !rule.Blank(&p.Address) || p.Region != "", "place")
}
