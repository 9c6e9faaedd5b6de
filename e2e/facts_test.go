package e2e_test

import (
	"slices"
	"testing"

	"metrograph/model"
)

// testFacts lets T try to change what access to its certificates is decided by: that they
// are of a third party, which opens them to its provincial centre, is not for T to say.
func testFacts(t *testing.T, w *world) {
	r := w.records[slices.IndexFunc(w.records, func(r *record) bool {
		return r.kind == model.KindCertificate && r.origin.name == "T" && r.class == model.ClassificationNonPublic && r.status == model.StatusPublished
	})]
	const read = `query($id: ID!) {certificate(id: $id) {level region version}}`
	provincial := w.as(w.keys["provincial P"])
	before := provincial.read(t, read, map[string]any{"id": r.id})
	a := w.as(w.keys["writer of T"]).ask(t, `mutation($id: ID!, $version: Int!) {amendCertificate(input: {id: $id, version: $version,
		reason: "e2e", changes: {level: NATIONAL}}) {certificate {level} errors {code}}}`, map[string]any{"id": r.id, "version": r.version})
	after := provincial.read(t, read, map[string]any{"id": r.id})
	if before.body != after.body {
		t.Errorf("T amends the level of %s: %s\nP saw %s and sees %s", r, a.body, before.body, after.body)
	}
}

// testReferences withdraws a certificate after the method that it points to was withdrawn by
// its owner: what was right when it was written must not keep its institution from taking it
// back.
func testReferences(t *testing.T, w *world) {
	owner, writer := w.as(w.keys["writer of N"]), w.as(w.keys["writer of T"])
	method := w.add(cell{kind: model.KindMethod, origin: w.origin("N"), class: model.ClassificationPublic, status: model.StatusPublished})
	certificate := w.add(cell{kind: model.KindCertificate, origin: w.origin("T"), class: model.ClassificationPublic, status: model.StatusPublished})
	w.create(t, owner, writing{method, map[string]any{"code": method.mark("name"), "kind": model.NormLocal, "classification": "PUBLIC"}})
	w.act(t, owner, "publishRecord", method)
	w.create(t, writer, writing{certificate, map[string]any{
		"number": certificate.mark("name"), "issuer": w.origin("T").id, "discipline": model.DisciplineThermal, "classification": "PUBLIC",
		"activity": model.ActivityCalibration, "documentType": model.DocumentCalibrationCertificate, "methods": []any{map[string]any{"method": method.id}},
	}})
	w.act(t, writer, "publishRecord", certificate)
	w.act(t, owner, "withdrawRecord", method)
	w.act(t, writer, "withdrawRecord", certificate)
}
