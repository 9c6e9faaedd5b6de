package model

import (
	"slices"
	"strings"
	"time"
)

// broken is a way to break a complete record.
type broken struct {
	rule, path string
	record     Record
}

func certificate(change func(*Certificate)) Record {
	c := completeCertificate()
	change(c)
	return c
}

func column(change func(*Column)) Record {
	return certificate(func(c *Certificate) { change(&c.Results[0].Series[0].Columns[2]) })
}

func quantity(change func(*Quantity)) Record {
	return certificate(func(c *Certificate) { change(&c.Results[0].Conditions[0]) })
}

func institution(change func(*Institution)) Record {
	i := completeInstitution()
	change(i)
	return i
}

func attachment(change func(*Attachment)) Record {
	a := completeAttachment()
	change(a)
	return a
}

func agreement(change func(*Agreement)) Record {
	a := completeAgreement()
	change(a)
	return a
}

func brokenRecords() []broken {
	return slices.Concat(brokenValues(), brokenCertificates(), brokenTables(), brokenInstitutions(), brokenOthers(), brokenTasks(), brokenEvaluations())
}

func brokenValues() []broken {
	return []broken{
		{"text.encoding", "remarks.zh", certificate(func(c *Certificate) { c.Remarks.Zh = "\xff" })},
		{"text.encoding", "title.other[0].text", certificate(func(c *Certificate) { c.Title.Other[0].Text = "\xff" })},
		{"text.nul", "number", certificate(func(c *Certificate) { c.Number = "1\x00" })},
		{"text.length", "number", certificate(func(c *Certificate) { c.Number = strings.Repeat("号", maxCode+1) })},
		{"text.length", "remarks.en", certificate(func(c *Certificate) { c.Remarks.En = strings.Repeat("x", maxText+1) })},
		{"text.length", "results[0].series[0].columns[2].values[1]",
			column(func(c *Column) { c.Values[1] = Decimal(strings.Repeat("1", maxCode+1)) })},
		{"list.length", "basis", certificate(func(c *Certificate) { c.Basis = make([]string, maxEntries+1) })},
		{"enum.unknown", "verificationKind", certificate(func(c *Certificate) { c.VerificationKind = "ANNUAL" })},
		{"enum.unknown", "documentType", certificate(func(c *Certificate) { c.DocumentType = "LETTER" })},
		{"enum.unknown", "status", certificate(func(c *Certificate) { c.Status = "SECRET" })},
		{"id.form", "issuer", certificate(func(c *Certificate) { c.IssuerID = "inst_1" })},
		{"id.form", "id", certificate(func(c *Certificate) { c.ID = "x" })},
		{"id.kind", "id", certificate(func(c *Certificate) { c.ID = testID(KindDataset, 1) })},
		{"id.kind", "items[0].instrument", certificate(func(c *Certificate) { c.Items[0].InstrumentID = testID(KindPerson, 1) })},
		{"id.kind", "manufacturers[0]", certificate(func(c *Certificate) { c.Manufacturers[0] = testID(KindPerson, 1) })},
		{"id.self", "amendment.certificate", certificate(func(c *Certificate) { c.Amendment.CertificateID = c.ID })},
		{"id.self", "derivedFrom[0]", certificate(func(c *Certificate) { c.DerivedFrom[0] = c.ID })},
		{"record.version", "version", certificate(func(c *Certificate) { c.Version = -1 })},
		{"record.findings.more", "", certificate(func(c *Certificate) { c.Basis = repeat(maxFound+2, "\xff") })},
		{"date.form", "standards[0].validUntil", certificate(func(c *Certificate) { c.Standards[0].ValidUntil = "2026-02-30" })},
		{"date.form", "issuedAt", certificate(func(c *Certificate) { c.IssuedAt = "9.3.2026" })},
		{"decimal.form", "results[0].series[0].columns[2].values[1]", column(func(c *Column) { c.Values[1] = "1,5" })},
		{"hash.sha256", "provenance.sourceHash", certificate(func(c *Certificate) { c.Provenance.SourceHash = "ABC" })},
		{"region.code", "place.region", certificate(func(c *Certificate) { c.Place.Region = "990000" })},
		{"region.code", "region", certificate(func(c *Certificate) { c.Region = "11" })},
		{"category.code", "categoryCode", certificate(func(c *Certificate) { c.CategoryCode = "0411" })},
		{"language.code", "languages[1]", certificate(func(c *Certificate) { c.Languages[1] = "English" })},
		{"country.code", "customer.contact.country", certificate(func(c *Certificate) { c.Customer.Contact.Country = "China" })},
		{"email.form", "customer.contact.email", certificate(func(c *Certificate) { c.Customer.Contact.Email = "li" })},
		{"url.form", "customer.contact.website", certificate(func(c *Certificate) { c.Customer.Contact.Website = "example.org" })},
		{"unit.syntax", "results[0].conditions[0].unit.text", quantity(func(q *Quantity) { q.Unit = Unit{Text: `\kgf`} })},
		{"unit.ucum", "results[0].conditions[0].unit.ucum", quantity(func(q *Quantity) { q.Unit.UCUM = "K" })},
		{"quantity.value", "results[0].conditions[0].text", quantity(func(q *Quantity) { q.Text = "warm" })},
		{"uncertainty.kind.required", "results[0].conditions[0].uncertainty.kind", quantity(func(q *Quantity) { q.Uncertainty.Kind = "" })},
		{"uncertainty.value.required", "results[0].conditions[0].uncertainty.value", quantity(func(q *Quantity) { q.Uncertainty.Value = "" })},
		{"uncertainty.positive", "results[0].conditions[0].uncertainty.value", quantity(func(q *Quantity) { q.Uncertainty.Value = "0.0" })},
		{"uncertainty.coverageFactor", "results[0].conditions[0].uncertainty.coverageFactor",
			quantity(func(q *Quantity) { q.Uncertainty.CoverageFactor = "-2" })},
		{"uncertainty.coverageFactor.required", "results[0].conditions[0].uncertainty.coverageFactor",
			quantity(func(q *Quantity) { q.Uncertainty.CoverageFactor = "" })},
		{"uncertainty.probability", "results[0].conditions[0].uncertainty.probability",
			quantity(func(q *Quantity) { q.Uncertainty.Probability = "95" })},
		{"uncertainty.interval", "results[0].conditions[0].uncertainty.lower",
			quantity(func(q *Quantity) { q.Uncertainty.Lower = "1.01" })},
	}
}

func brokenCertificates() []broken {
	return []broken{
		{"certificate.number.required", "number", certificate(func(c *Certificate) { c.Number = " " })},
		{"certificate.issuer.required", "issuer", certificate(func(c *Certificate) { c.IssuerID = "" })},
		{"certificate.incomplete.draft", "discipline",
			certificate(func(c *Certificate) { c.Discipline, c.Status = "", StatusRecorded })},
		{"certificate.incomplete.draft", "activity", certificate(func(c *Certificate) { c.Activity, c.Status = "", StatusWithdrawn })},
		{"certificate.incomplete", "discipline", certificate(func(c *Certificate) { c.Discipline = "" })},
		{"certificate.incomplete", "documentType", certificate(func(c *Certificate) { c.DocumentType = "" })},
		{"certificate.dates.order", "performedFrom", certificate(func(c *Certificate) { c.PerformedFrom = "2025-12-31" })},
		{"certificate.dates.order", "issuedAt",
			certificate(func(c *Certificate) { c.PerformedTo, c.IssuedAt = "", "2025-12-31" })},
		{"certificate.dates.order", "validUntil", certificate(func(c *Certificate) { c.ValidUntil = "2026-01-02" })},
		{"certificate.item.identity", "items[0]", certificate(func(c *Certificate) { c.Items[0] = Item{Manufacturer: "M"} })},
		{"certificate.personnel.role.required", "personnel[0].role", certificate(func(c *Certificate) { c.Personnel[0].Role = "" })},
		{"certificate.amendment.kind.required", "amendment.kind",
			certificate(func(c *Certificate) { c.Amendment.AmendmentKind = "" })},
		{"certificate.amendment.target", "amendment.number",
			certificate(func(c *Certificate) { c.Amendment.CertificateID, c.Amendment.Number = "", "" })},
		{"data.derived", "derivedFrom", certificate(func(c *Certificate) { c.DerivedFrom = nil })},
		{"identifier.value.required", "items[0].identifiers[0].value",
			certificate(func(c *Certificate) { c.Items[0].Identifiers[0].Value = "" })},
		{"result.adjustment.required", "results[0].adjustment", certificate(func(c *Certificate) { c.Results[0].Adjustment = "" })},
	}
}

func brokenTables() []broken {
	at := "results[0].series[0].columns[2]"
	return []broken{
		{"series.columns.required", "results[1].series[0].columns",
			certificate(func(c *Certificate) { c.Results[1].Series[0].Columns = nil })},
		{"column.role.required", at + ".role", column(func(c *Column) { c.Role = "" })},
		{"column.exclusive", at + ".texts", column(func(c *Column) { c.Texts = []string{"a", "b", "c"} })},
		{"column.empty", at + ".values", column(func(c *Column) { c.Values, c.Uncertainty = nil, nil })},
		{"column.length", at + ".values", column(func(c *Column) { c.Values = c.Values[:2]; c.Uncertainty = nil })},
		{"column.length", "results[0].series[0].columns[4].texts",
			certificate(func(c *Certificate) { c.Results[0].Series[0].Columns[4].Texts = []string{"PASS", "FAIL"} })},
		{"column.units.length", at + ".units", column(func(c *Column) { c.Units = repeat(2, unit("mK")) })},
		{"column.uncertainty.length", at + ".uncertainty.coverageFactor",
			column(func(c *Column) { c.Uncertainty.CoverageFactor = []Decimal{"2", "2"} })},
		{"column.uncertainty.length", at + ".uncertainty.values",
			column(func(c *Column) { c.Uncertainty.Values = repeat[Decimal](4, "1") })},
		{"column.conformity", "results[0].series[0].columns[4].texts[1]",
			certificate(func(c *Certificate) { c.Results[0].Series[0].Columns[4].Texts[1] = "合格" })},
		{"uncertainty.positive", at + ".uncertainty.values[2]", column(func(c *Column) { c.Uncertainty.Values[2] = "-0.1" })},
		{"uncertainty.coverageFactor", at + ".uncertainty.coverageFactor[0]",
			column(func(c *Column) { c.Uncertainty.CoverageFactor[0] = "0" })},
		{"uncertainty.coverageFactor.required", at + ".uncertainty.coverageFactor",
			column(func(c *Column) { c.Uncertainty.CoverageFactor = nil })},
		{"uncertainty.coverageFactor.required", at + ".uncertainty.coverageFactor",
			column(func(c *Column) { c.Uncertainty.CoverageFactor = []Decimal{"2", "", "2"} })},
		{"uncertainty.value.required", at + ".uncertainty.values", column(func(c *Column) { c.Uncertainty.Values = nil })},
		{"uncertainty.value.required", at + ".uncertainty.lower",
			column(func(c *Column) { c.Uncertainty = &ColumnUncertainty{Kind: UncertaintyInterval, Upper: []Decimal{"1"}} })},
		{"uncertainty.value.required", at + ".uncertainty.values",
			column(func(c *Column) { c.Uncertainty = &ColumnUncertainty{Kind: UncertaintyStandard} })},
		{"uncertainty.interval", at + ".uncertainty.lower[2]", column(func(c *Column) {
			c.Uncertainty = &ColumnUncertainty{Kind: UncertaintyInterval, Lower: []Decimal{"0", "0", "3"}, Upper: []Decimal{"1"}}
		})},
		{"uncertainty.probability", at + ".uncertainty.probability[0]",
			column(func(c *Column) { c.Uncertainty.Probability[0] = "0" })},
		{"enum.unknown", at + ".role", column(func(c *Column) { c.Role = "VALUE" })},
		{"unit.syntax", at + ".units[0].text", column(func(c *Column) { c.Units = []Unit{{Text: "?"}} })},
	}
}

func brokenInstitutions() []broken {
	return []broken{
		{"institution.name.required", "name", institution(func(i *Institution) { i.Name = Plain(" ") })},
		{"institution.kind.required", "kind", institution(func(i *Institution) { i.InstitutionKind = "" })},
		{"institution.uscc.form", "creditCode", institution(func(i *Institution) { i.CreditCode = "91350100m000100y43" })},
		{"institution.uscc.check", "creditCode", institution(func(i *Institution) { i.CreditCode = "91350100M000100Y44" })},
		{"institution.uscc.organization", "creditCode", institution(func(i *Institution) { i.CreditCode = "121100004000000001" })},
		{"institution.endpoint", "endpoint", institution(func(i *Institution) { i.Endpoint = "ftp://example.org" })},
		{"institution.publicKey", "publicKey", institution(func(i *Institution) { i.PublicKey = "AAAA" })},
		{"institution.accreditation.kind.required", "accreditations[0].kind",
			institution(func(i *Institution) { i.Accreditations[0].Kind = "" })},
		{"institution.accreditation.number.required", "accreditations[0].number",
			institution(func(i *Institution) { i.Accreditations[0].Number = "" })},
		{"institution.capability.range.required", "capabilities[0].range",
			institution(func(i *Institution) { i.Capabilities[0].Range = Interval{} })},
		{"institution.capability.uncertainty.kind", "capabilities[0].uncertainty.kind",
			institution(func(i *Institution) { i.Capabilities[0].Uncertainty.Kind = UncertaintyStandard })},
		{"institution.capability.unit.required", "capabilities[0].unit",
			institution(func(i *Institution) { i.Capabilities[0].Unit = Unit{} })},
		{"id.self", "parent", institution(func(i *Institution) { i.ParentID = i.ID })},
	}
}

func brokenOthers() []broken {
	instrument, environment, person := completeInstrument(), completeEnvironment(), completePerson()
	instrument.Name = Text{}
	instrument.MeasuringIntervals[0].Lower.Value = "200"
	instrument.Resolution.Unit.Text = "?"
	environment.To = environment.From.Add(-time.Second)
	environment.Influences[0].QuantityKind = ""
	environment.Influences[0].Minimum.Value = "24"
	person.Name, person.Qualifications[0].Number = Text{}, ""
	method, dataset, credential := completeMethod(), completeDataset(), completeCredential()
	method.Code, method.NormKind, method.ValidUntil = "", "", "2010-01-01"
	dataset.Name, dataset.Media[0].AttachmentID, dataset.DerivedFrom = Text{}, "", nil
	dataset.Members[0] = dataset.ID
	credential.Label, credential.Hash, credential.Roles = "", "", []Role{RoleRecorder, RoleNational}
	return []broken{
		{"instrument.name.required", "name", instrument},
		{"quantity.order", "measuringIntervals[0].lower", instrument},
		{"quantity.order", "maximumPermissibleErrors[0].interval.lower", instrument}, // the same interval
		{"environment.times.order", "to", environment},
		{"environment.influence.kind.required", "influences[0].quantityKind", environment},
		{"quantity.order", "influences[0].minimum", environment},
		{"environment.influences.required", "influences", &Environment{}},
		{"person.name.required", "name", person},
		{"person.qualification.number.required", "qualifications[0].number", person},
		{"method.code.required", "code", method},
		{"method.kind.required", "kind", method},
		{"method.dates.order", "validUntil", method},
		{"dataset.name.required", "name", dataset},
		{"dataset.media.attachment.required", "media[0].attachment", dataset},
		{"data.derived", "derivedFrom", dataset},
		{"id.self", "members[0]", dataset},
		{"attachment.fileName.required", "fileName", attachment(func(a *Attachment) { a.FileName = "" })},
		{"attachment.fileName", "fileName", attachment(func(a *Attachment) { a.FileName = "../a.pdf" })},
		{"attachment.fileName", "fileName", attachment(func(a *Attachment) { a.FileName = ".." })},
		{"attachment.mediaType", "mediaType", attachment(func(a *Attachment) { a.MediaType = "" })},
		{"attachment.mediaType", "mediaType", attachment(func(a *Attachment) { a.MediaType = "pdf" })},
		{"attachment.size", "size", attachment(func(a *Attachment) { a.Size = -1 })},
		{"attachment.sha256.required", "sha256", attachment(func(a *Attachment) { a.SHA256 = "" })},
		{"attachment.role.required", "role", attachment(func(a *Attachment) { a.Role = "" })},
		{"agreement.grantor.required", "grantor", agreement(func(a *Agreement) { a.GrantorID = "" })},
		{"agreement.grantee.required", "grantee", agreement(func(a *Agreement) { a.GranteeID = "" })},
		{"agreement.parties", "grantee", agreement(func(a *Agreement) { a.GranteeID = a.GrantorID })},
		{"agreement.kinds.required", "kinds", agreement(func(a *Agreement) { a.Kinds = nil })},
		{"agreement.origin", "grantor", agreement(func(a *Agreement) { a.Origin = a.GranteeID })},
		{"agreement.kinds.private", "kinds[0]", agreement(func(a *Agreement) { a.Kinds[0] = KindCredential })},
		{"enum.unknown", "kinds[0]", agreement(func(a *Agreement) { a.Kinds[0] = "rumour" })},
		{"agreement.fields", "fields[0]", agreement(func(a *Agreement) { a.Fields[0] = "colour" })},
		{"agreement.dates.order", "until", agreement(func(a *Agreement) { a.Until = "2025-01-01" })},
		{"credential.label.required", "label", credential},
		{"credential.hash.required", "hash", credential},
		{"credential.roles", "roles[1]", credential},
	}
}

func brokenTasks() []broken {
	export, webhook, submission := completeExport(), completeWebhook(), completeSubmission()
	export.State, export.Format, export.Content = "", "", KindAgreement
	webhook.URL, webhook.Query = "example", ""
	submission.SenderID = ""
	publication := completePublication()
	publication.Identifier, publication.SubjectID, publication.Title = "4G7K-9QWX-2FMC-01AY", "", Text{}
	publication.Members[0].Version = 0
	report := completeReport()
	report.Period = ""
	empty := completePublication()
	empty.Members = nil
	return []broken{
		{"task.state.required", "state", export},
		{"export.format.required", "format", export},
		{"export.kind", "content", export},
		{"webhook.url", "url", webhook},
		{"webhook.query.required", "query", webhook},
		{"submission.parties", "sender", submission},
		{"publication.identifier", "identifier", publication},
		{"report.subject", "period", report},
		{"publication.subject.required", "subject", publication},
		{"publication.title.required", "title", publication},
		{"publication.member", "members[0].record", publication},
		{"publication.members.required", "members", empty},
	}
}
