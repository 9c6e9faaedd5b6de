package gbt36344

import (
	"metrograph/model"
	"metrograph/workflow/rule"
)

// collected: a document is collected within a year after it was issued.
func collected() rule.Rule {
	return rule.Rule{
		ID: "gbt36344.collected", Norm: norm, Clause: "currentness 时效性", Severity: model.SeverityWarning, Dimension: model.QualityTimeliness,
		Reads: []string{"issuedAt", "created"},
		Message: model.Text{En: "The document was issued on {value} and recorded on {want}, more than a year later.",
			Zh: "证书于 {value} 签发，{want} 才被采集，已超过一年。"},
		Remedy: model.Text{En: "Collect documents when they are issued; nothing can be done about an old one.",
			Zh: "请在签发后及时采集；历史数据无需处理。"},
		Check: checkCollected,
	}
}

func checkCollected(c *rule.Case) {
	issued, ok := c.IssuedAt.Time()
	recorded := recordedOn(c.Certificate)
	if !ok || recorded.IsZero() {
		return
	}
	c.Applies()
	if recorded.Sub(issued) > oneYear {
		c.Fail("issuedAt", string(c.IssuedAt), string(model.DateOf(recorded)))
	}
}
