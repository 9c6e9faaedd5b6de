package e2e_test

import "metrograph/model"

// The inputs fill every field that the policy may mask.

func text(zh string) map[string]any { return map[string]any{"zh": zh, "en": zh} }

// sourceHash is the hash of a source file that all records name.
const sourceHash = "00000000000000000000000000000000000000000000000000000000000000e2"

func provenance(r *record) map[string]any {
	return map[string]any{"recorder": r.mark("provenance"), "sourceHash": sourceHash}
}

func institutionInput(r *record, o *origin) map[string]any {
	input := map[string]any{
		"name": text("机构 " + r.mark("name")), "shortName": text("简称"), "kind": o.kind, "region": o.region,
		"contact": map[string]any{"person": r.mark("contact")}, "classification": r.class, "provenance": provenance(r),
	}
	if o.level != "" {
		input["level"] = o.level
	}
	return input
}

func (w *world) personInput(b *bundle) map[string]any {
	r := b.person
	r.links["institution"] = []model.ID{r.origin.id}
	return map[string]any{
		"name": text("人员 " + r.mark("name")), "employeeNumber": r.mark("name"), "institution": r.origin.id,
		"email": r.mark("name") + "@example.cn", "phone": "10086", "classification": r.class, "provenance": provenance(r),
	}
}

func environmentInput(b *bundle) map[string]any {
	r := b.environment
	return map[string]any{
		"name": text("环境 " + r.mark("name")), "from": "2025-03-01T08:00:00Z", "to": "2025-03-01T09:00:00Z",
		"influences": []any{map[string]any{"quantityKind": "temperature",
			"value": map[string]any{"value": "20.0", "unit": map[string]any{"ucum": "Cel", "text": "℃"}}}},
		"discipline": model.DisciplineThermal, "classification": r.class, "provenance": provenance(r),
	}
}

func methodInput(b *bundle) map[string]any {
	r := b.method
	return map[string]any{
		"code": "E2E " + r.mark("name"), "title": text("方法 " + r.mark("name")), "kind": model.NormLocal, "inForce": true,
		"discipline": model.DisciplineThermal, "classification": r.class, "provenance": provenance(r),
	}
}

func (w *world) instrumentInput(b *bundle, r *record) map[string]any {
	input := map[string]any{
		"name": text("器具 " + r.mark("name")), "model": "E2E", "serialNumber": r.mark("name"), "manufacturer": "某厂",
		"owner": "所有者 " + r.mark("owner"), "ownerInstitution": b.institution.id, "role": model.InstrumentWorking,
		"discipline": model.DisciplineThermal, "classification": r.class, "provenance": provenance(r),
	}
	r.links["ownerInstitution"] = []model.ID{b.institution.id}
	if r.made {
		maker := w.origin("M").id
		input["manufacturerInstitution"] = maker
		r.links["manufacturerInstitution"], r.links["manufacturers"] = []model.ID{maker}, []model.ID{maker}
	}
	return input
}

// certificateInput is a certificate about one of the bundle's instruments, measured with the
// other. The one about M's amends the other.
func (w *world) certificateInput(b *bundle, r *record) map[string]any {
	item, standard := b.instrument, b.made
	input := map[string]any{}
	if r.made {
		item, standard = b.made, b.instrument
		input["amendment"] = map[string]any{"kind": model.AmendmentAmends, "certificate": b.certificate.id}
		r.links["amendment.certificate"] = []model.ID{b.certificate.id}
		r.links["manufacturers"] = []model.ID{w.origin("M").id}
	}
	for path, id := range map[string]model.ID{
		"issuer": r.origin.id, "customerInstitution": b.institution.id, "environments": b.environment.id,
		"personnel.person": b.person.id, "methods.method": b.method.id, "attachments": b.attachment.id,
		"items.instrument": item.id, "standards.instrument": standard.id,
	} {
		r.links[path] = []model.ID{id}
	}
	for name, value := range map[string]any{
		"number": "E2E " + r.mark("name"), "title": text("证书 " + r.mark("name")), "documentType": model.DocumentCalibrationCertificate,
		"activity": model.ActivityCalibration, "discipline": model.DisciplineThermal, "stage": model.StageBasic,
		"issuer": r.origin.id, "customerInstitution": b.institution.id,
		"customer":     map[string]any{"name": text("顾客 " + r.mark("customer"))},
		"items":        []any{map[string]any{"instrument": item.id, "name": text("被检器具")}},
		"methods":      []any{map[string]any{"method": b.method.id}},
		"environments": []any{b.environment.id}, "attachments": []any{b.attachment.id},
		"personnel": []any{map[string]any{"person": b.person.id, "name": "甲 " + r.mark("personnel"), "role": model.PersonnelPerformed}},
		"standards": []any{map[string]any{"instrument": standard.id}}, "results": []any{resultInput()},
		"issuedAt": "2025-03-02", "performedFrom": "2025-03-01", "classification": r.class, "provenance": provenance(r),
	} {
		input[name] = value
	}
	return input
}

// resultInput is an error of 0.3 °C at 20 °C, of which an analysis can be made.
func resultInput() map[string]any {
	celsius := []any{map[string]any{"text": `\degreecelsius`}}
	return map[string]any{"name": text("示值误差"), "adjustment": model.AdjustmentNone, "series": []any{map[string]any{"columns": []any{
		map[string]any{"role": model.ColumnNominal, "units": celsius, "values": []any{"20"}},
		map[string]any{"role": model.ColumnError, "units": celsius, "values": []any{"0.3"}},
	}}}}
}

func datasetInput(b *bundle) map[string]any {
	r := b.dataset
	r.links["members"] = []model.ID{b.certificate.id, b.person.id, b.made.id}
	r.links["media.attachment"] = []model.ID{b.attachment.id}
	r.links["derivedFrom"] = []model.ID{b.certificate.id}
	return map[string]any{
		"name": text("数据集 " + r.mark("name")), "versionLabel": "1", "discipline": model.DisciplineThermal,
		"contact": map[string]any{"person": r.mark("contact")}, "keywords": []any{r.mark("name")}, "members": r.links["members"],
		"media": []any{map[string]any{"attachment": b.attachment.id}}, "stage": model.StageDerived, "derivedFrom": r.links["derivedFrom"],
		"classification": r.class, "provenance": provenance(r),
	}
}

// agreementInput is an agreement with an institution that has no callers in the matrix.
func (w *world) agreementInput(b *bundle) map[string]any {
	r := b.agreement
	grantee := w.origin("Z").id
	r.links["grantor"], r.links["grantee"] = []model.ID{r.origin.id}, []model.ID{grantee}
	return map[string]any{
		"grantor": r.origin.id, "grantee": grantee, "kinds": []any{"CERTIFICATE"}, "from": "2025-01-01", "until": "2099-12-31",
		"note": text(r.mark("name")), "classification": r.class, "provenance": provenance(r),
	}
}
