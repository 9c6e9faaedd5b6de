package sample

import "metrograph/model"

// Certificate returns the verification certificate of the single pressure gauge, with
// results at three points.
func Certificate(edits ...func(*model.Certificate)) *model.Certificate {
	i, p, m := Instrument(), Person(), Method()
	c := &model.Certificate{
		Head: singleHead(model.KindCertificate), Number: "GDMI-2024-V00001",
		Title:        bi("弹性元件式一般压力表检定证书", "Verification certificate: Elastic element pressure gauge for general use"),
		DocumentType: model.DocumentVerificationCertificate, Activity: model.ActivityVerification,
		VerificationKind: model.VerificationInitial, Mandatory: true, Discipline: model.DisciplineMechanics,
		CategoryCode: i.CategoryCode, SourceCategory: model.SourceSafetyEnvironment, Stage: model.StageBasic,
		IssuerID: ID(model.KindInstitution, 1),
		Customer: model.Customer{Name: bi("佛山示例陶瓷有限公司", "Foshan Sample Ceramics Co., Ltd."), Contact: model.Contact{Country: "CN"}},
		Items: []model.Item{{InstrumentID: i.ID, Name: i.Name, Manufacturer: i.Manufacturer, Model: i.Model,
			SerialNumber: i.SerialNumber, Identifiers: i.Identifiers}},
		Methods:        []model.MethodUse{{MethodID: m.ID, Code: m.Code, Name: m.Title}},
		Basis:          []string{"中华人民共和国计量法"},
		EnvironmentIDs: []model.ID{ID(model.KindEnvironment, 1)}, AttachmentIDs: []model.ID{ID(model.KindAttachment, 1)},
		Personnel: []model.Assignment{
			{PersonID: p.ID, Name: p.Name.Zh, Role: model.PersonnelPerformed},
			{Name: "张示例", Role: model.PersonnelChecked},
			{Name: "王示例", Role: model.PersonnelAuthorized, Main: true},
		},
		Place: singlePlace(), ReceivedAt: "2024-02-26", PerformedFrom: "2024-02-29", PerformedTo: "2024-02-29",
		IssuedAt: "2024-03-01", ValidUntil: "2024-08-28",
		Standards: []model.StandardUse{{Name: bi("数字压力计", "Digital pressure gauge"), Model: "DPG-05", SerialNumber: "DPG1700001",
			CertificateNumber: "NDMI-2023-V00017", TraceableTo: bi("国家计量基准", "national measurement standard"), ValidUntil: "2024-10-31"}},
		Results:    []model.MeasurementResult{singleResult()},
		Statements: statements(ruleSimple, model.ConformityPass), Languages: []string{"zh", "en"},
	}
	c.Manufacturers = i.Manufacturers
	return edited(c, edits)
}

func singleResult() model.MeasurementResult {
	u := &model.ColumnUncertainty{Kind: model.UncertaintyExpanded, Values: []model.Decimal{"0.0040"},
		CoverageFactor: []model.Decimal{"2"}, Probability: []model.Decimal{"0.95"}, Distribution: "normal"}
	conformity := column(model.ColumnConformity, "", nil)
	conformity.Texts = []string{"PASS", "PASS", "PASS"}
	return model.MeasurementResult{Name: bi("示值误差", "Errors of indication"), Adjustment: model.AdjustmentNone,
		Series: []model.Series{{Columns: []model.Column{
			pressures(model.ColumnNominal, "0.2", "0.6", "1.0"),
			pressures(model.ColumnReferenceValue, "0.2001", "0.6003", "0.9998"),
			pressures(model.ColumnIndication, "0.2021", "0.6043", "1.0048"),
			with(pressures(model.ColumnError, "0.0020", "0.0040", "0.0050"), u),
			pressures(model.ColumnLimitLower, "-0.016"),
			pressures(model.ColumnLimitUpper, "0.016"),
			conformity,
		}}}}
}

func pressures(role model.ColumnRole, values ...model.Decimal) model.Column {
	c := column(role, "pressure", []model.Unit{megapascal()})
	c.Values = values
	return c
}
