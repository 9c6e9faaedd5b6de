package resolvers

import (
	"metrograph/graph/gqlmodel"
	"metrograph/model"
)

// The schema has a payload type for every kind of record; they differ in the record.

func institutionPayload(o outcome) *gqlmodel.InstitutionPayload {
	record, _ := o.record.(*model.Institution)
	return &gqlmodel.InstitutionPayload{Institution: record, Findings: o.findings, Errors: o.errors}
}

func certificatePayload(o outcome) *gqlmodel.CertificatePayload {
	record, _ := o.record.(*model.Certificate)
	return &gqlmodel.CertificatePayload{Certificate: record, Findings: o.findings, Errors: o.errors}
}

func instrumentPayload(o outcome) *gqlmodel.InstrumentPayload {
	record, _ := o.record.(*model.Instrument)
	return &gqlmodel.InstrumentPayload{Instrument: record, Findings: o.findings, Errors: o.errors}
}

func environmentPayload(o outcome) *gqlmodel.EnvironmentPayload {
	record, _ := o.record.(*model.Environment)
	return &gqlmodel.EnvironmentPayload{Environment: record, Findings: o.findings, Errors: o.errors}
}

func personPayload(o outcome) *gqlmodel.PersonPayload {
	record, _ := o.record.(*model.Person)
	return &gqlmodel.PersonPayload{Person: record, Findings: o.findings, Errors: o.errors}
}

func methodPayload(o outcome) *gqlmodel.MethodPayload {
	record, _ := o.record.(*model.Method)
	return &gqlmodel.MethodPayload{Method: record, Findings: o.findings, Errors: o.errors}
}

func datasetPayload(o outcome) *gqlmodel.DatasetPayload {
	record, _ := o.record.(*model.Dataset)
	return &gqlmodel.DatasetPayload{Dataset: record, Findings: o.findings, Errors: o.errors}
}

func attachmentPayload(o outcome) *gqlmodel.AttachmentPayload {
	record, _ := o.record.(*model.Attachment)
	return &gqlmodel.AttachmentPayload{Attachment: record, Findings: o.findings, Errors: o.errors}
}

func agreementPayload(o outcome) *gqlmodel.AgreementPayload {
	record, _ := o.record.(*model.Agreement)
	return &gqlmodel.AgreementPayload{Agreement: record, Findings: o.findings, Errors: o.errors}
}

func exportPayload(o outcome) *gqlmodel.ExportPayload {
	record, _ := o.record.(*model.Export)
	return &gqlmodel.ExportPayload{Export: record, Findings: o.findings, Errors: o.errors}
}

func collectionJobPayload(o outcome) *gqlmodel.CollectionJobPayload {
	record, _ := o.record.(*model.CollectionJob)
	return &gqlmodel.CollectionJobPayload{CollectionJob: record, Findings: o.findings, Errors: o.errors}
}

func submissionPayload(o outcome) *gqlmodel.SubmissionPayload {
	record, _ := o.record.(*model.Submission)
	return &gqlmodel.SubmissionPayload{Submission: record, Findings: o.findings, Errors: o.errors}
}

func committeePayload(o outcome) *gqlmodel.CommitteePayload {
	record, _ := o.record.(*model.Committee)
	return &gqlmodel.CommitteePayload{Committee: record, Findings: o.findings, Errors: o.errors}
}

func evaluationPayload(o outcome) *gqlmodel.EvaluationPayload {
	record, _ := o.record.(*model.Evaluation)
	return &gqlmodel.EvaluationPayload{Evaluation: record, Findings: o.findings, Errors: o.errors}
}

func reportPayload(o outcome) *gqlmodel.ReportPayload {
	record, _ := o.record.(*model.Report)
	return &gqlmodel.ReportPayload{Report: record, Findings: o.findings, Errors: o.errors}
}

func reviewPayload(o outcome) *gqlmodel.ReviewPayload {
	record, _ := o.record.(*model.Review)
	return &gqlmodel.ReviewPayload{Review: record, Findings: o.findings, Errors: o.errors}
}

func recordPayload(o outcome) *gqlmodel.RecordPayload {
	return &gqlmodel.RecordPayload{
		ID: given(o.id), Version: given(o.version), Record: o.record, Findings: o.findings, Errors: o.errors,
	}
}

func writeResult(o outcome) *gqlmodel.RecordWriteResult {
	return &gqlmodel.RecordWriteResult{
		ID: given(o.id), Version: given(o.version), Record: o.record, Findings: o.findings, Errors: o.errors,
	}
}

// given is a pointer to a value, nil for none.
func given[T comparable](v T) *T {
	var none T
	if v == none {
		return nil
	}
	return &v
}
