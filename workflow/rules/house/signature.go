package house

import (
	"metrograph/model"
	"metrograph/workflow/rule"
)

// signature: a document that is signed can be verified. What was found when it was collected
// stays with it; a document without a signature has nothing to verify.
func signature() rule.Rule {
	return rule.Rule{
		ID: "house.signature", Norm: norm, Clause: "authenticity of documents; XML Signature 1.1, ETSI EN 319 132-1", Severity: model.SeverityWarning, Dimension: model.QualityTraceability,
		Reads: []string{"signature"},
		Message: model.Text{En: "The signature of the document is not verified: {value}.",
			Zh: "文件的签名未通过验证：{value}。"},
		Remedy: model.Text{En: "Ask whoever issued the document for one that is signed anew, and collect that.",
			Zh: "请向出具机构索取重新签名的文件并再次采集。"},
		Check: checkSignature,
	}
}

func checkSignature(c *rule.Case) {
	s := c.Signature
	if s == nil || s.State == model.SignatureNone {
		return
	}
	c.Applies()
	if s.State != model.SignatureFailed {
		return
	}
	faults := ""
	for i, f := range s.Faults {
		if i > 0 {
			faults += ", "
		}
		faults += string(f)
	}
	c.Fail("signature", faults, "")
}
