package e2e_test

import (
	"testing"
	"time"

	"metrograph/model"
	"metrograph/policy"
)

// testAgreement lets P share its certificates and instruments with T: before, after and
// between, every entrance shows T what the policy says with the agreements in force.
func testAgreement(t *testing.T, w *world) {
	p, admin := mustLoadPolicy(t), w.as(w.keys["administrator of P"])
	agreement := w.share(t, admin)
	for _, stage := range []struct {
		name, mutation string
		status         model.Status
		granted        bool
	}{
		{"recorded", "", model.StatusRecorded, false},
		{"published", "publishRecord", model.StatusPublished, true},
		{"withdrawn", "withdrawRecord", model.StatusWithdrawn, false},
	} {
		t.Run(stage.name, func(t *testing.T) {
			if stage.mutation != "" {
				w.act(t, admin, stage.mutation, agreement)
			}
			agreement.status = stage.status
			inForce(t, w, p, agreement)
			v := w.visit(p.Live, callerNamed("third party T"))
			v.walk(t, w.whole(t, p.Live))
			for _, r := range w.shared() {
				if (v.seen[r.id] != nil) != stage.granted {
					t.Errorf("%s is shown: %v", r, !stage.granted)
				}
			}
		})
	}
}

// shared are the records that the agreement is about.
func (w *world) shared() []*record {
	var list []*record
	for _, r := range w.records {
		if r.origin.name == "P" && r.class == model.ClassificationNonPublic && r.status == model.StatusPublished &&
			(r.kind == model.KindCertificate || r.kind == model.KindInstrument) {
			list = append(list, r)
		}
	}
	return list
}

// share records the agreement, which is not in force yet.
func (w *world) share(t *testing.T, admin *client) *record {
	t.Helper()
	r := w.add(cell{kind: model.KindAgreement, origin: w.origin("P"), class: model.ClassificationNonPublic, status: model.StatusRecorded})
	r.extra = true
	r.links["grantor"], r.links["grantee"] = []model.ID{w.origin("P").id}, []model.ID{w.origin("T").id}
	w.create(t, admin, writing{r, map[string]any{
		"grantor": w.origin("P").id, "grantee": w.origin("T").id, "kinds": []any{"CERTIFICATE", "INSTRUMENT"}, "provenance": provenance(r),
	}})
	return r
}

// inForce tells the oracle's policy of the agreement.
func inForce(t *testing.T, w *world, p *policy.Policy, r *record) {
	t.Helper()
	a := &model.Agreement{Head: model.Head{ID: r.id, Origin: r.origin.id, Status: r.status}, GrantorID: r.origin.id,
		GranteeID: w.origin("T").id, Kinds: []model.Kind{model.KindCertificate, model.KindInstrument}}
	if err := p.SetAgreements([]*model.Agreement{a}, model.DateOf(time.Now())); err != nil {
		t.Fatal(err)
	}
}

// testNaturalKeys records, as T, certificates with the numbers of hidden ones of the same
// issuer: that these exist must not show in a refusal.
func testNaturalKeys(t *testing.T, w *world) {
	writer := w.as(w.keys["writer of T"])
	for _, r := range w.of(model.KindCertificate) {
		if r.origin.name != "P" || r.class != model.ClassificationNonPublic {
			continue
		}
		a := writer.read(t, writeMutation, map[string]any{"writes": []any{map[string]any{"record": map[string]any{
			"certificate": map[string]any{"number": "E2E " + r.mark("name"), "issuer": r.origin.id, "discipline": model.DisciplineThermal,
				"activity": model.ActivityCalibration, "documentType": model.DocumentCalibrationCertificate},
		}}}})
		if at(list(a.Data, "writeRecords", "results")[0], "version") != 1.0 {
			t.Errorf("T cannot record a certificate with the number of %s: %s", r, a.body)
		}
	}
}
