package sample

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"metrograph/model"
)

// Single records are those of one small world: a provincial institute (institution 1), a
// manufacturer (institution 2), and one record of every other kind, which refer to each
// other by [ID]. Every call makes new ones that share nothing, to be edited freely.

// birth is when the first record of each kind was born; the n-th is n-1 seconds younger.
func birth(n int) time.Time {
	return time.Date(2024, 3, 1, 8, 0, 0, 0, time.UTC).Add(time.Duration(n-1) * time.Second)
}

// ID returns the n-th identifier of a kind; identifiers rise with n. The single records have
// the first of their kind, but for [Manufacturer], which has the second.
func ID(kind model.Kind, n int) model.ID {
	r := seeded(0, uint64(slices.Index(model.Kinds(), kind)+1), uint64(n))
	return r.id(kind, birth(n))
}

// One returns the single record of a kind; nil when there is no such kind.
func One(kind model.Kind) model.Record {
	switch kind {
	case model.KindInstitution:
		return Institution()
	case model.KindPerson:
		return Person()
	case model.KindMethod:
		return Method()
	case model.KindInstrument:
		return Instrument()
	case model.KindEnvironment:
		return Environment()
	case model.KindAttachment:
		return Attachment()
	case model.KindCertificate:
		return Certificate()
	case model.KindDataset:
		return Dataset()
	case model.KindAgreement:
		return Agreement()
	case model.KindCredential:
		return Credential()
	case model.KindCollectionJob:
		return CollectionJob()
	case model.KindExport:
		return Export()
	case model.KindWebhook:
		return Webhook()
	case model.KindSubmission:
		return Submission()
	case model.KindPublication:
		return Publication()
	case model.KindReport:
		return Report()
	case model.KindCommittee:
		return Committee()
	case model.KindEvaluation:
		return Evaluation()
	case model.KindReview:
		return Review()
	}
	return nil
}

func edited[T any](record *T, edits []func(*T)) *T {
	for _, edit := range edits {
		edit(record)
	}
	return record
}

// singleHead is that of a public, published record of the provincial institute.
func singleHead(kind model.Kind) model.Head {
	stamp := model.Stamp{At: birth(1), By: "sample", Reason: "sample record"}
	return model.Head{
		ID: ID(kind, 1), Version: 1, Origin: ID(model.KindInstitution, 1), Region: "440112", Level: model.LevelProvincial,
		Classification: model.ClassificationPublic, Status: model.StatusPublished, Created: stamp, Modified: stamp,
		Provenance: model.Provenance{Format: "sample", Channel: "test", Recorder: "sample", Device: "metrograph", Place: "Guangzhou", At: birth(1)},
	}
}

// Institution returns a provincial metrology institute.
func Institution(edits ...func(*model.Institution)) *model.Institution {
	return edited(&model.Institution{
		Head: singleHead(model.KindInstitution), Name: bi("广东示范计量研究院", "Guangdong Demonstration Institute of Metrology"),
		ShortName: bi("粤示计量", "GDMI"), InstitutionKind: model.InstitutionLocalInstitute,
		CreditCode: creditCode("12", "440112", "DE000002"),
		Accreditations: []model.Accreditation{{Kind: model.AccreditationCNAS, Number: "CNAS DEMO-L0002",
			Scope: bi("校准(虚构编号)", "Calibration (invented number)"), ValidUntil: "2028-05-31"}},
		Contact: model.Contact{Email: "service@gdmi.example", Country: "CN", Address: bi("广州市示例路1号", "1 Sample Road, Guangzhou")},
	}, edits)
}

// Manufacturer returns the institution that made the instrument.
func Manufacturer(edits ...func(*model.Institution)) *model.Institution {
	m := &model.Institution{
		Head: singleHead(model.KindInstitution), Name: bi("苏州示例精密仪器有限公司", "Suzhou Sample Precision Instruments Co., Ltd."),
		ShortName: bi("苏州示例仪器", "SZPI"), InstitutionKind: model.InstitutionManufacturer,
		CreditCode: creditCode("91", "320506", "DE000004"), Contact: model.Contact{Country: "CN"},
	}
	m.ID = ID(model.KindInstitution, 2)
	m.Origin, m.Region, m.Level = m.ID, "320506", model.LevelManufacturer
	m.Created.At, m.Modified.At = birth(2), birth(2)
	return edited(m, edits)
}

// Person returns a registered metrologist of the institute.
func Person(edits ...func(*model.Person)) *model.Person {
	p := &model.Person{
		Head: singleHead(model.KindPerson), Name: bi("李示例", "Shili Li"), EmployeeNumber: "GDMI-001",
		InstitutionID: ID(model.KindInstitution, 1), Email: "shili.li@gdmi.example", Phone: "+86 000 0000 0001",
		Qualifications: []model.Qualification{{Number: "DEMO-RM1-00001-M", Scope: bi("一级注册计量师(虚构编号)",
			"Registered metrologist, level 1 (invented number)"), Discipline: model.DisciplineMechanics, ValidUntil: "2027-06-30"}},
	}
	p.Classification = model.ClassificationNonPublic
	return edited(p, edits)
}

// Method returns the verification regulation of pressure gauges.
func Method(edits ...func(*model.Method)) *model.Method {
	return edited(&model.Method{
		Head: singleHead(model.KindMethod), Code: "JJG 52-2013", NormKind: model.NormJJG, Discipline: model.DisciplineMechanics,
		Title: bi("弹性元件式一般压力表、压力真空表和真空表",
			"Elastic Element Pressure Gauges, Pressure-Vacuum Gauges and Vacuum Gauges for General Use"),
		InForce: true, ValidFrom: "2013-12-27",
	}, edits)
}

// Instrument returns a pressure gauge that the manufacturer made.
func Instrument(edits ...func(*model.Instrument)) *model.Instrument {
	maker := Manufacturer()
	i := &model.Instrument{
		Head: singleHead(model.KindInstrument), Name: bi("弹性元件式一般压力表", "Elastic element pressure gauge for general use"),
		Model: "YB-100", SerialNumber: "YB2400001", ManufacturerID: maker.ID, Manufacturer: maker.Name.Zh, Owner: "佛山示例陶瓷有限公司",
		CategoryCode: "12900300", Discipline: model.DisciplineMechanics, Role: model.InstrumentWorking, AccuracyClass: "1.6",
		MeasuringIntervals: []model.Interval{{Kind: "pressure", Lower: megapascals("0"), Upper: megapascals("1.0")}},
		MPE: []model.MPE{{Text: "±0.016 MPa", Interval: model.Interval{Kind: "pressure", Lower: megapascals("-0.016"),
			Upper: megapascals("0.016")}}},
		Resolution:  megapascals("0.005"),
		Identifiers: []model.Identifier{{Issuer: "owner", Name: bi("资产编号", "asset number"), Value: "A-000001"}},
	}
	i.Manufacturers = []model.ID{maker.ID}
	return edited(i, edits)
}

func megapascals(value model.Decimal) *model.Quantity {
	return &model.Quantity{Kind: "pressure", Value: value, Unit: megapascal()}
}

func megapascal() model.Unit { return model.Unit{Text: `\mega\pascal`, UCUM: "MPa", Symbol: "MPa"} }

// Environment returns the conditions in the institute's laboratory.
func Environment(edits ...func(*model.Environment)) *model.Environment {
	celsius := model.Unit{Text: `\degreecelsius`, UCUM: "Cel", Symbol: "°C"}
	percent := model.Unit{Text: `\percent`, UCUM: "%", Symbol: "%"}
	return edited(&model.Environment{
		Head: singleHead(model.KindEnvironment), Name: bi("压力实验室环境", "Environment of the pressure laboratory"), Place: singlePlace(),
		From: birth(1), To: birth(1).Add(2 * time.Hour), Discipline: model.DisciplineMechanics,
		Influences: []model.Influence{
			{QuantityKind: "temperature", Label: bi("温度", "temperature"),
				Value: &model.Quantity{Value: "20.3", Unit: celsius, Uncertainty: expanded("0.3")}, RecordedAt: birth(1)},
			{QuantityKind: "relativeHumidity", Label: bi("相对湿度", "relative humidity"),
				Value: &model.Quantity{Value: "52.1", Unit: percent, Uncertainty: expanded("2.5")}, RecordedAt: birth(1)},
		},
	}, edits)
}

func singlePlace() model.Place {
	return model.Place{PlaceKind: model.PlaceLaboratory, Name: bi("压力实验室", "Pressure laboratory"),
		Address: bi("广州市示例路1号", "1 Sample Road, Guangzhou"), Region: "440112"}
}

// Content is the content of the single attachment.
func Content() []byte { return []byte("point,reading\n0.2,0.201\n0.4,0.402\n") }

// Attachment returns the description of [Content].
func Attachment(edits ...func(*model.Attachment)) *model.Attachment {
	sum := sha256.Sum256(Content())
	return edited(&model.Attachment{
		Head: singleHead(model.KindAttachment), FileName: "readings.csv", MediaType: "text/csv", Size: int64(len(Content())),
		SHA256: hex.EncodeToString(sum[:]), Role: model.AttachmentRawData, Description: bi("原始读数", "Raw readings"),
	}, edits)
}

// Dataset returns a data set of the one certificate.
func Dataset(edits ...func(*model.Dataset)) *model.Dataset {
	return edited(&model.Dataset{
		Head: singleHead(model.KindDataset), Name: bi("压力表示例数据集", "Sample data set of pressure gauges"), VersionLabel: "1.0",
		Discipline: model.DisciplineMechanics, Licence: "CC-BY-4.0", Keywords: []string{"pressure"}, Stage: model.StageBasic,
		Members: []model.ID{ID(model.KindCertificate, 1)},
	}, edits)
}

// Agreement returns an agreement by which the institute shares with the manufacturer.
func Agreement(edits ...func(*model.Agreement)) *model.Agreement {
	a := &model.Agreement{
		Head: singleHead(model.KindAgreement), GrantorID: ID(model.KindInstitution, 1), GranteeID: ID(model.KindInstitution, 2),
		Kinds: []model.Kind{model.KindCertificate}, Disciplines: []model.Discipline{model.DisciplineMechanics},
		From: "2024-01-01", Until: "2026-12-31", Note: bi("示例共享协议", "Sample agreement on sharing"),
	}
	a.Classification = model.ClassificationNonPublic
	return edited(a, edits)
}

// Credential returns a recorder's key of the institute; nobody knows a key with its hash.
func Credential(edits ...func(*model.Credential)) *model.Credential {
	sum := sha256.Sum256([]byte("sample"))
	c := &model.Credential{Head: singleHead(model.KindCredential), Label: "sample key", Hash: hex.EncodeToString(sum[:]), Hint: "mg_samp",
		InstitutionID: ID(model.KindInstitution, 1), Roles: []model.Role{model.RoleRecorder}}
	c.Classification = model.ClassificationNonPublic
	return edited(c, edits)
}
