package registry_test

import (
	"testing"

	"metrograph/model"
)

// TestNobodyTakesASignatureAway: what was found of a signature stays through amendments that
// do not mean it, and is replaced by what a later document is found to have.
func TestNobodyTakesASignatureAway(t *testing.T) {
	c := newCentre(t)
	lab := c.member(c.thirdParty, model.RoleRecorder, model.RolePublisher)
	failed := &model.Signature{State: model.SignatureFailed, Faults: []model.SignatureFault{model.FaultAltered}}
	cert := c.certificate(c.thirdParty, "T-1", func(c *model.Certificate) { c.Signature = failed })
	for i, step := range []struct {
		name   string
		fields []string
		change func(*model.Certificate)
		want   model.SignatureState
	}{
		{"another remark", []string{"remarks"}, func(c *model.Certificate) { c.Remarks = model.Text{En: "x"} }, model.SignatureFailed},
		{"all of it, without a signature", nil, func(*model.Certificate) {}, model.SignatureFailed},
		{"a document that is signed anew", nil, func(c *model.Certificate) { c.Signature = &model.Signature{State: model.SignatureVerified} }, model.SignatureVerified},
		{"a document that is not signed", nil, func(c *model.Certificate) { c.Signature = &model.Signature{State: model.SignatureNone} }, model.SignatureNone},
	} {
		next := newCertificate(c.thirdParty, "T-1")
		next.ID = cert.ID
		step.change(next)
		out := c.write(lab, model.Write{Action: model.ActionAmend, Record: next, Version: i + 1, Fields: step.fields})
		if out.Err != nil {
			t.Fatalf("%s: %v %+v", step.name, out.Err, out.Findings)
		}
		if got := out.Record.(*model.Certificate).Signature; got == nil || got.State != step.want {
			t.Errorf("%s: %+v", step.name, got)
		}
	}
}
