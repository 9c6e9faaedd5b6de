package model

import (
	"encoding/base64"
	"strings"
	"time"
)

var testTime = time.Date(2026, 3, 9, 8, 0, 0, 0, time.UTC)

// testID returns the id of a kind of record that belongs to a number.
func testID(kind Kind, n byte) ID { return kind.ID(testTime, [16]byte{15: n}) }

// complete returns a record of the kind with which nothing is wrong and of which every
// field is filled.
func complete(kind Kind) Record {
	switch kind {
	case KindInstitution:
		return completeInstitution()
	case KindCertificate:
		return completeCertificate()
	case KindInstrument:
		return completeInstrument()
	case KindEnvironment:
		return completeEnvironment()
	case KindPerson:
		return completePerson()
	case KindMethod:
		return completeMethod()
	case KindDataset:
		return completeDataset()
	case KindAttachment:
		return completeAttachment()
	case KindAgreement:
		return completeAgreement()
	case KindCredential:
		return completeCredential()
	case KindCollectionJob:
		return completeCollectionJob()
	case KindExport:
		return completeExport()
	case KindWebhook:
		return completeWebhook()
	case KindSubmission:
		return completeSubmission()
	case KindCommittee:
		return completeCommittee()
	case KindEvaluation:
		return completeEvaluation()
	case KindReview:
		return completeReview()
	case KindPublication:
		return completePublication()
	case KindReport:
		return completeReport()
	}
	return nil
}

const testHash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

func completeHead(kind Kind) Head {
	return Head{
		ID: testID(kind, 1), Version: 2, Origin: testID(KindInstitution, 9), Region: "110108", Level: LevelNational,
		Classification: ClassificationPublic, Status: StatusPublished, Manufacturers: []ID{testID(KindInstitution, 8)},
		Provenance: Provenance{
			Format: "DCC 3.1.1", Channel: "import", SourceName: "a.xml", SourceHash: testHash, Recorder: "r", Device: "d",
			Place: "p", At: testTime,
			Findings: []Finding{ruleUnitSyntax.finding("results[0]", "unit", `\kgf`, "")},
			Unmapped: []Extra{{Path: "/dcc", Line: 3, Text: "<x/>"}},
		},
		Created: Stamp{At: testTime, By: "a", Reason: "r"}, Modified: Stamp{At: testTime, By: "b", Reason: "s"},
		Replica: Replica{NodeID: testID(KindInstitution, 9), From: testID(KindInstitution, 9), Version: 2, Hash: testHash, Previous: testHash,
			Masked: []string{"customer"}, Withdrawn: true, ReceivedAt: testTime, Seal: "{}"},
	}
}

func words(zh, en string) Text {
	return Text{Zh: zh, En: en, Other: []Localized{{Lang: "de", Text: "Wort"}}}
}

func unit(text string) Unit {
	u, f := ParseUnit(text)
	if f != nil {
		panic(f.Message.En)
	}
	return u
}

func completeQuantity(value Decimal) Quantity {
	return Quantity{
		Kind: "temperature", Label: words("温度", "temperature"), Value: value, Unit: unit(`\degreecelsius`),
		Uncertainty: &Uncertainty{Kind: UncertaintyExpanded, Value: "0.2", CoverageFactor: "2", Probability: "0.95",
			Lower: "1", Upper: "1.0", Distribution: "normal"},
	}
}

func completeContact() Contact {
	return Contact{Person: "Li", Email: "li@example.org", Phone: "+86 10 0000", Address: words("北京", "Beijing"),
		Country: "CN", Website: "https://example.org/lab"}
}

func completeIdentifiers() []Identifier {
	return []Identifier{{Issuer: "customer", Name: words("编号", "number"), Value: "A-1"}}
}

func completePlace() Place {
	return Place{PlaceKind: PlaceLaboratory, Name: words("实验室", "laboratory"), Address: words("北京", "Beijing"), Region: "110000"}
}

func completeCertificate() *Certificate {
	c := &Certificate{
		Head: completeHead(KindCertificate), Number: "2026-0001", Revision: "1", Title: words("校准证书", "Calibration certificate"),
		DocumentType: DocumentCalibrationCertificate, Activity: ActivityCalibration, VerificationKind: VerificationInitial,
		Mandatory: true, Discipline: DisciplineThermal, CategoryCode: "04110100", SourceCategory: SourceEnergy,
		Stage: StageDerived, DerivedFrom: []ID{testID(KindDataset, 7)},
		IssuerID: testID(KindInstitution, 2), CustomerID: testID(KindInstitution, 3),
		Customer: Customer{Name: words("客户", "customer"), Contact: completeContact()},
		Items: []Item{{InstrumentID: testID(KindInstrument, 2), Name: words("温度计", "thermometer"), Manufacturer: "M",
			Model: "T1", SerialNumber: "1", Identifiers: completeIdentifiers(), Condition: words("完好", "good"),
			Description: words("铂电阻", "Pt100")}},
		Methods: []MethodUse{{MethodID: testID(KindMethod, 2), Code: "JJG 229-2010", Name: words("铂电阻", "Pt"),
			Description: words("比较法", "comparison"), RefTypes: []string{"basic_methodMeasurementUncertainty"}}},
		Basis: []string{"ITS-90"}, EnvironmentIDs: []ID{testID(KindEnvironment, 2)},
		Personnel: []Assignment{{PersonID: testID(KindPerson, 2), Name: "Li", Role: PersonnelPerformed, Main: true}},
		Place:     completePlace(), ReceivedAt: "2026-01-01", PerformedFrom: "2026-01-02", PerformedTo: "2026-01-02",
		IssuedAt: "2026-01-03", ValidUntil: "2027-01-02",
		Standards: []StandardUse{{InstrumentID: testID(KindInstrument, 3), CertificateID: testID(KindCertificate, 3),
			Name: words("标准铂电阻", "SPRT"), Manufacturer: "M", Model: "S", SerialNumber: "2", Identifiers: completeIdentifiers(),
			CertificateNumber: "2025-7", TraceableTo: words("国家基准", "national standard"), ValidUntil: "2026-12-31",
			RefTypes: []string{"basic_standardUsed"}}},
		Statements: []Statement{{Name: words("结论", "conclusion"), Declaration: words("合格", "conforms"), Norm: "JJG 229-2010",
			Clause: "5.1", Conformity: ConformityPass, DecisionRule: words("简单接受", "simple acceptance"),
			Authority: words("院", "institute"), Date: "2026-01-03", Data: []Quantity{completeQuantity("20.10")},
			RefTypes: []string{"basic_conformity"}}},
		Remarks: words("无", "none"),
		Amendment: &Amendment{AmendmentKind: AmendmentReplaces, CertificateID: testID(KindCertificate, 4), Number: "2025-1",
			Reason: words("笔误", "misprint")},
		AttachmentIDs: []ID{testID(KindAttachment, 2)}, Languages: []string{"zh", "en"},
		Signature: &Signature{State: SignatureFailed, Faults: []SignatureFault{FaultExpired}, Intact: true, Signer: "CN=signer", Issuer: "CN=authority",
			Fingerprint: strings.Repeat("0", 64), Algorithm: "ECDSA-SHA256", Revocation: RevocationGood,
			SignedAt: time.Date(2024, 5, 6, 7, 8, 9, 0, time.UTC), CheckedAt: time.Date(2024, 5, 7, 0, 0, 0, 0, time.UTC)},
	}
	c.Results = []MeasurementResult{completeResult(3), completeResult(8)}
	return c
}

// completeResult is a result whose table has so many rows.
func completeResult(rows int) MeasurementResult {
	return MeasurementResult{
		Name: words("示值误差", "errors"), Description: words("说明", "text"), Methods: []Text{words("法", "method")},
		Conditions: []Quantity{completeQuantity("23.0")}, Equipment: []Text{words("槽", "bath")}, Adjustment: AdjustmentAsLeft,
		Series: []Series{{
			Name: words("表", "table"), RefTypes: []string{"gp_table1"},
			Columns: []Column{
				{Role: ColumnNominal, Label: words("标称", "nominal"), QuantityKind: "temperature", RefTypes: []string{"basic_nominalValue"},
					Units: []Unit{unit("°C")}, Values: repeat[Decimal](rows, "20")},
				{Role: ColumnReferenceValue, Units: repeat(rows, unit(`\kelvin`)), Values: repeat[Decimal](rows, "293.150")},
				{Role: ColumnError, Units: []Unit{unit(`\milli\kelvin`)}, Values: repeat[Decimal](rows, "-1.20"),
					Uncertainty: &ColumnUncertainty{Kind: UncertaintyExpanded, Values: repeat[Decimal](rows, "0.5"),
						CoverageFactor: []Decimal{"2"}, Probability: []Decimal{"0.95"}, Distribution: "normal"}},
				{Role: ColumnCorrection, Units: []Unit{unit(`\milli\kelvin`)}, Values: []Decimal{"0"},
					Uncertainty: &ColumnUncertainty{Kind: UncertaintyInterval, Lower: []Decimal{"-1"}, Upper: []Decimal{"1e0"},
						Probability: []Decimal{"1"}}},
				{Role: ColumnConformity, Texts: repeat(rows, string(ConformityPass))},
			},
		}},
	}
}

func repeat[T any](n int, v T) []T {
	list := make([]T, n)
	for i := range list {
		list[i] = v
	}
	return list
}

func completeInstitution() *Institution {
	return &Institution{
		Head: completeHead(KindInstitution), Name: words("计量院", "institute"), ShortName: words("院", "NMI"),
		InstitutionKind: InstitutionLocalInstitute, CreditCode: "91350100M000100Y43",
		Accreditations: []Accreditation{{Kind: AccreditationCNAS, Number: "L0001", Scope: words("热工", "thermal"), ValidUntil: "2028-01-01"}},
		Capabilities: []Capability{{Discipline: DisciplineThermal, Name: words("温度计", "thermometers"), QuantityKind: "temperature",
			Range:       Interval{Lower: &Quantity{Value: "-40", Unit: unit("°C")}, Upper: &Quantity{Value: "300", Unit: unit("°C")}},
			Uncertainty: Uncertainty{Kind: UncertaintyExpanded, Value: "0.02", CoverageFactor: "2"}, Unit: unit("°C"),
			Source: "CNAS L0001 annex 2, 1.3", ValidUntil: "2028-01-01"}},
		ParentID: testID(KindInstitution, 2), Contact: completeContact(), Endpoint: "https://node.example.org",
		PublicKey: base64.StdEncoding.EncodeToString(make([]byte, 32)),
	}
}

func completeInstrument() *Instrument {
	low, high, step := completeQuantity("-10"), completeQuantity("1e2"), completeQuantity("0.01")
	interval := Interval{Kind: "temperature", Label: words("范围", "range"), Lower: &low, Upper: &high}
	return &Instrument{
		Head: completeHead(KindInstrument), Name: words("温度计", "thermometer"), Model: "T1", SerialNumber: "1",
		ManufacturerID: testID(KindInstitution, 2), Manufacturer: "M", OwnerID: testID(KindInstitution, 3), Owner: "O",
		Identifiers: completeIdentifiers(), CategoryCode: "04110100", Discipline: DisciplineThermal, Role: InstrumentWorking,
		MeasuringIntervals: []Interval{interval}, AccuracyClass: "A", MPE: []MPE{{Text: "±0.1 °C", Interval: interval}},
		Resolution: &step, Description: words("说明", "text"),
	}
}

func completeEnvironment() *Environment {
	value, low, high := completeQuantity("23"), completeQuantity("22.5"), completeQuantity("23.5")
	return &Environment{
		Head: completeHead(KindEnvironment), Name: words("室", "room"), Place: completePlace(), From: testTime,
		To: testTime.Add(time.Hour), Discipline: DisciplineThermal, Description: words("说明", "text"),
		Influences: []Influence{{QuantityKind: "temperature", Label: words("温度", "temperature"), Value: &value, Minimum: &low,
			Maximum: &high, DeviceID: testID(KindInstrument, 2), RecordedAt: testTime, Description: words("说明", "text"),
			RefTypes: []string{"basic_temperature"}}},
	}
}

func completePerson() *Person {
	return &Person{
		Head: completeHead(KindPerson), Name: words("李", "Li"), EmployeeNumber: "7", InstitutionID: testID(KindInstitution, 2),
		Qualifications: []Qualification{{Number: "Z-1", Scope: words("温度", "temperature"), Discipline: DisciplineThermal,
			Issuer: "SAMR", ValidUntil: "2029-01-01"}},
		Email: "li@example.org", Phone: "1",
	}
}

func completeMethod() *Method {
	return &Method{
		Head: completeHead(KindMethod), Code: "JJG 229-2010", Title: words("铂电阻", "Pt"), NormKind: NormJJG,
		Discipline: DisciplineThermal, InForce: true, ValidFrom: "2011-01-01", ValidUntil: "2030-01-01",
		SupersededBy: testID(KindMethod, 2),
	}
}

func completeDataset() *Dataset {
	return &Dataset{
		Head: completeHead(KindDataset), Name: words("数据集", "data"), VersionLabel: "1.0", Description: words("说明", "text"),
		Discipline: DisciplineThermal, Licence: "CC-BY-4.0", Contact: completeContact(), Keywords: []string{"温度"},
		Members: []ID{testID(KindCertificate, 2)}, Media: []Media{{AttachmentID: testID(KindAttachment, 2),
			Caption: words("视频", "video"), PosterID: testID(KindAttachment, 3), ShowsID: testID(KindMethod, 2)}},
		Stage: StageDerived, DerivedFrom: []ID{testID(KindDataset, 2)}, SupersedesID: testID(KindDataset, 2),
	}
}

func completeAttachment() *Attachment {
	return &Attachment{
		Head: completeHead(KindAttachment), FileName: "证书.pdf", MediaType: "application/pdf", Size: 12, SHA256: testHash,
		Role: AttachmentPDF, Description: words("说明", "text"),
	}
}

func completeAgreement() *Agreement {
	return &Agreement{
		Head: completeHead(KindAgreement), GrantorID: testID(KindInstitution, 9), GranteeID: testID(KindInstitution, 3),
		Kinds: []Kind{KindCertificate}, Disciplines: []Discipline{DisciplineThermal}, Fields: []string{"results"},
		From: "2026-01-01", Until: "2026-12-31", Note: words("说明", "text"),
	}
}

func completeCredential() *Credential {
	return &Credential{
		Head: completeHead(KindCredential), Label: "portal", Hash: testHash, Hint: "mg_1", InstitutionID: testID(KindInstitution, 2),
		PersonID: testID(KindPerson, 2), Roles: []Role{RoleRecorder}, Actions: []Action{ActionRead}, ExpiresAt: testTime, RevokedAt: testTime,
	}
}

func completeRequester() Requester {
	return Requester{Subject: "s", Via: "apikey", Institution: testID(KindInstitution, 2), Person: testID(KindPerson, 2), Roles: []Role{RoleRecorder},
		Actions: []Action{ActionRead}, Expires: testTime}
}

func completeCollectionJob() *CollectionJob {
	return &CollectionJob{
		Head: completeHead(KindCollectionJob), State: JobFailed, Check: true, Size: 12, Total: 5, Tally: Tally{5, 1, 1, 1, 2},
		Findings: []Finding{ruleUnitSyntax.finding("results[0]", "unit", `\kgf`, "")}, Found: 1,
		StartedAt: testTime, EndedAt: testTime, EstimatedEnd: testTime, Seconds: "1.5", Rate: "3.3", Failure: "f",
	}
}

func completeExport() *Export {
	return &Export{
		Head: completeHead(KindExport), State: JobDone, Content: KindCertificate, Format: ExportCSV, Filter: "{}",
		BlueBook:  &BlueBook{Period: "2025", Discipline: DisciplineThermal, Language: "zh"},
		Language:  "zh",
		Requester: completeRequester(), Since: "a", Cursor: "b", Total: 2, Objects: 2, Size: 12, SHA256: testHash,
		StartedAt: testTime, EndedAt: testTime, AvailableUntil: testTime, Failure: "f",
	}
}

func completeWebhook() *Webhook {
	return &Webhook{
		Head: completeHead(KindWebhook), State: WebhookActive, Label: "l", URL: "https://example.org/hook", Query: "subscription { x }",
		Variables: "{}", Requester: completeRequester(), Rotations: 1, RotatedAt: testTime, Cursor: "c", Delivered: 1, Failures: 1, DeliveredAt: testTime,
		FailedAt: testTime, Failure: "f",
	}
}

func completeSubmission() *Submission {
	return &Submission{
		Head: completeHead(KindSubmission), State: SubmissionAccepted, SenderID: testID(KindInstitution, 9),
		ReceiverID: testID(KindInstitution, 3), Mode: SubmissionHarvest, Tally: TransferTally{7, 1, 1, 1, 1, 1, 2},
		Changes: []Transferred{{Record: testID(KindCertificate, 1), Version: 2, Outcome: "rejected",
			Findings: []Finding{ruleUnitSyntax.finding("results[0]", "unit", `\kgf`, "")}}},
		Batches: 1, Size: 12, Digest: testHash, Receipt: "r", StartedAt: testTime, EndedAt: testTime, Failure: "f",
	}
}

func completeReport() *Report {
	return &Report{
		Head: completeHead(KindReport), State: ReportUnderReview, Type: ReportBlueBook, Period: "2025", Discipline: DisciplineThermal, Language: "zh",
		InstrumentID: testID(KindInstrument, 2), Model: "YB-100", Requester: completeExport().Requester, ExportID: testID(KindExport, 2), AsOf: testTime,
		Files: []ReportFile{{Name: "bluebook.zip", MediaType: "application/zip", Size: 1, SHA256: testHash}}, SHA256: testHash, SubmittedAt: testTime,
		Remarks: []ReportRemark{{At: testTime, By: "s", Text: "r"}}, ReviewedAt: testTime, ReviewedBy: "s", PublishedAt: testTime,
		SupersedesID: testID(KindReport, 2), SupersededByID: testID(KindReport, 3), Withdrawal: Withdrawal{At: testTime, Reason: "r"},
	}
}

func completePublication() *Publication {
	p := &Publication{
		Head: completeHead(KindPublication), SubjectID: testID(KindDataset, 1), SubjectVersion: 2, EvaluationID: testID(KindSubmission, 1),
		Title: words("数据集", "data"), Description: words("说明", "text"), VersionLabel: "1.0", Discipline: DisciplineThermal,
		Keywords: []string{"温度"}, Creators: []Creator{{InstitutionID: testID(KindInstitution, 2), Name: words("院", "institute")}},
		Publisher: words("院", "institute"), Licence: "CC-BY-4.0", PublishedAt: testTime, EmbargoUntil: testTime,
		SupersedesID: testID(KindPublication, 2),
		Members:      []PublishedMember{{RecordID: testID(KindAttachment, 1), Version: 1, SHA256: testHash, File: testHash}},
		Seal:         ManifestSeal{Algorithm: "Ed25519", PublicKey: "a", Signature: "b"},
		Withdrawal:   Withdrawal{At: testTime, Reason: "r"},
	}
	p.Identifier = PublicationIdentifier(p.ID)
	return p
}

// paths lists the places of findings.
func paths(findings []Finding) string {
	var list []string
	for _, f := range findings {
		list = append(list, f.Rule+"@"+f.Path)
	}
	return strings.Join(list, "\n")
}
