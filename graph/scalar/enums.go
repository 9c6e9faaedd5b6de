package scalar

import (
	"slices"

	"github.com/99designs/gqlgen/graphql"

	"metrograph/model"
)

// enumeration is a type of the model whose values are a fixed list.
type enumeration[T any] interface {
	~string
	Values() []T
}

// valueOf reads a value of an enumeration; null is the empty value.
func valueOf[T enumeration[T]](v any, want string) (T, error) {
	value, err := textOf[T](v, want)
	if err == nil && v != nil && !slices.Contains(value.Values(), value) {
		return "", invalid(v, want)
	}
	return value, err
}

func MarshalActivity(v model.Activity) graphql.Marshaler { return quoted(v) }
func UnmarshalActivity(v any) (model.Activity, error) {
	return valueOf[model.Activity](v, "an activity")
}

func MarshalDocumentType(v model.DocumentType) graphql.Marshaler { return quoted(v) }
func UnmarshalDocumentType(v any) (model.DocumentType, error) {
	return valueOf[model.DocumentType](v, "a document type")
}

func MarshalVerificationKind(v model.VerificationKind) graphql.Marshaler { return quoted(v) }
func UnmarshalVerificationKind(v any) (model.VerificationKind, error) {
	return valueOf[model.VerificationKind](v, "a kind of verification")
}

func MarshalDiscipline(v model.Discipline) graphql.Marshaler { return quoted(v) }
func UnmarshalDiscipline(v any) (model.Discipline, error) {
	return valueOf[model.Discipline](v, "a discipline")
}

func MarshalClassification(v model.Classification) graphql.Marshaler { return quoted(v) }
func UnmarshalClassification(v any) (model.Classification, error) {
	return valueOf[model.Classification](v, "a class of data")
}

func MarshalLevel(v model.Level) graphql.Marshaler { return quoted(v) }
func UnmarshalLevel(v any) (model.Level, error)    { return valueOf[model.Level](v, "a level") }

func MarshalStatus(v model.Status) graphql.Marshaler { return quoted(v) }
func UnmarshalStatus(v any) (model.Status, error)    { return valueOf[model.Status](v, "a status") }

func MarshalSourceCategory(v model.SourceCategory) graphql.Marshaler { return quoted(v) }
func UnmarshalSourceCategory(v any) (model.SourceCategory, error) {
	return valueOf[model.SourceCategory](v, "a source category")
}

func MarshalDataStage(v model.DataStage) graphql.Marshaler { return quoted(v) }
func UnmarshalDataStage(v any) (model.DataStage, error) {
	return valueOf[model.DataStage](v, "a stage of processing")
}

func MarshalInstitutionKind(v model.InstitutionKind) graphql.Marshaler { return quoted(v) }
func UnmarshalInstitutionKind(v any) (model.InstitutionKind, error) {
	return valueOf[model.InstitutionKind](v, "a kind of institution")
}

func MarshalAccreditationKind(v model.AccreditationKind) graphql.Marshaler { return quoted(v) }
func UnmarshalAccreditationKind(v any) (model.AccreditationKind, error) {
	return valueOf[model.AccreditationKind](v, "a scheme of accreditation")
}

func MarshalPlaceKind(v model.PlaceKind) graphql.Marshaler { return quoted(v) }
func UnmarshalPlaceKind(v any) (model.PlaceKind, error) {
	return valueOf[model.PlaceKind](v, "a kind of place")
}

func MarshalPersonnelRole(v model.PersonnelRole) graphql.Marshaler { return quoted(v) }
func UnmarshalPersonnelRole(v any) (model.PersonnelRole, error) {
	return valueOf[model.PersonnelRole](v, "a role of a person")
}

func MarshalAdjustment(v model.Adjustment) graphql.Marshaler { return quoted(v) }
func UnmarshalAdjustment(v any) (model.Adjustment, error) {
	return valueOf[model.Adjustment](v, "an adjustment")
}

func MarshalColumnRole(v model.ColumnRole) graphql.Marshaler { return quoted(v) }
func UnmarshalColumnRole(v any) (model.ColumnRole, error) {
	return valueOf[model.ColumnRole](v, "a role of a column")
}

func MarshalConformity(v model.Conformity) graphql.Marshaler { return quoted(v) }
func UnmarshalConformity(v any) (model.Conformity, error) {
	return valueOf[model.Conformity](v, "a verdict on conformity")
}

func MarshalUncertaintyKind(v model.UncertaintyKind) graphql.Marshaler { return quoted(v) }
func UnmarshalUncertaintyKind(v any) (model.UncertaintyKind, error) {
	return valueOf[model.UncertaintyKind](v, "a form of uncertainty")
}

func MarshalInstrumentRole(v model.InstrumentRole) graphql.Marshaler { return quoted(v) }
func UnmarshalInstrumentRole(v any) (model.InstrumentRole, error) {
	return valueOf[model.InstrumentRole](v, "a role of an instrument")
}

func MarshalNormKind(v model.NormKind) graphql.Marshaler { return quoted(v) }
func UnmarshalNormKind(v any) (model.NormKind, error) {
	return valueOf[model.NormKind](v, "a kind of norm")
}

func MarshalAttachmentRole(v model.AttachmentRole) graphql.Marshaler { return quoted(v) }
func UnmarshalAttachmentRole(v any) (model.AttachmentRole, error) {
	return valueOf[model.AttachmentRole](v, "a role of an attachment")
}

func MarshalAmendmentKind(v model.AmendmentKind) graphql.Marshaler { return quoted(v) }
func UnmarshalAmendmentKind(v any) (model.AmendmentKind, error) {
	return valueOf[model.AmendmentKind](v, "a kind of amendment")
}

func MarshalSignatureState(v model.SignatureState) graphql.Marshaler { return quoted(v) }
func UnmarshalSignatureState(v any) (model.SignatureState, error) {
	return valueOf[model.SignatureState](v, "a state of a signature")
}

func MarshalSignatureFault(v model.SignatureFault) graphql.Marshaler { return quoted(v) }
func UnmarshalSignatureFault(v any) (model.SignatureFault, error) {
	return valueOf[model.SignatureFault](v, "a fault of a signature")
}

func MarshalRevocation(v model.Revocation) graphql.Marshaler { return quoted(v) }
func UnmarshalRevocation(v any) (model.Revocation, error) {
	return valueOf[model.Revocation](v, "a state of revocation")
}

func MarshalQualityDimension(v model.QualityDimension) graphql.Marshaler { return quoted(v) }
func UnmarshalQualityDimension(v any) (model.QualityDimension, error) {
	return valueOf[model.QualityDimension](v, "a dimension of quality")
}

func MarshalSheetTopic(v model.SheetTopic) graphql.Marshaler { return quoted(v) }
func UnmarshalSheetTopic(v any) (model.SheetTopic, error) {
	return valueOf[model.SheetTopic](v, "a topic of a sheet")
}

func MarshalSheetOutcome(v model.SheetOutcome) graphql.Marshaler { return quoted(v) }
func UnmarshalSheetOutcome(v any) (model.SheetOutcome, error) {
	return valueOf[model.SheetOutcome](v, "an outcome of a sheet")
}

func MarshalEvaluationCriterion(v model.EvaluationCriterion) graphql.Marshaler { return quoted(v) }
func UnmarshalEvaluationCriterion(v any) (model.EvaluationCriterion, error) {
	return valueOf[model.EvaluationCriterion](v, "a criterion of an evaluation")
}

func MarshalSeverity(v model.Severity) graphql.Marshaler { return quoted(v) }
func UnmarshalSeverity(v any) (model.Severity, error) {
	return valueOf[model.Severity](v, "a severity")
}

func MarshalRole(v model.Role) graphql.Marshaler { return quoted(v) }
func UnmarshalRole(v any) (model.Role, error)    { return valueOf[model.Role](v, "a role") }

func MarshalJobState(v model.JobState) graphql.Marshaler { return quoted(v) }
func UnmarshalJobState(v any) (model.JobState, error) {
	return valueOf[model.JobState](v, "a state of a job")
}

func MarshalExportFormat(v model.ExportFormat) graphql.Marshaler { return quoted(v) }
func UnmarshalExportFormat(v any) (model.ExportFormat, error) {
	return valueOf[model.ExportFormat](v, "a format of exports")
}

func MarshalWebhookState(v model.WebhookState) graphql.Marshaler { return quoted(v) }
func UnmarshalWebhookState(v any) (model.WebhookState, error) {
	return valueOf[model.WebhookState](v, "a state of a webhook")
}

func MarshalSubmissionState(v model.SubmissionState) graphql.Marshaler { return quoted(v) }
func UnmarshalSubmissionState(v any) (model.SubmissionState, error) {
	return valueOf[model.SubmissionState](v, "a state of a submission")
}

func MarshalSubmissionMode(v model.SubmissionMode) graphql.Marshaler { return quoted(v) }
func UnmarshalSubmissionMode(v any) (model.SubmissionMode, error) {
	return valueOf[model.SubmissionMode](v, "a mode of submissions")
}

func MarshalReportState(v model.ReportState) graphql.Marshaler { return quoted(v) }
func UnmarshalReportState(v any) (model.ReportState, error) {
	return valueOf[model.ReportState](v, "a state of a report")
}

func MarshalReportType(v model.ReportType) graphql.Marshaler { return quoted(v) }
func UnmarshalReportType(v any) (model.ReportType, error) {
	return valueOf[model.ReportType](v, "a type of report")
}

func MarshalEvaluationState(v model.EvaluationState) graphql.Marshaler { return quoted(v) }
func UnmarshalEvaluationState(v any) (model.EvaluationState, error) {
	return valueOf[model.EvaluationState](v, "a state of an evaluation")
}

func MarshalEvaluationTier(v model.EvaluationTier) graphql.Marshaler { return quoted(v) }
func UnmarshalEvaluationTier(v any) (model.EvaluationTier, error) {
	return valueOf[model.EvaluationTier](v, "a tier")
}

func MarshalEvaluationVote(v model.EvaluationVote) graphql.Marshaler { return quoted(v) }
func UnmarshalEvaluationVote(v any) (model.EvaluationVote, error) {
	return valueOf[model.EvaluationVote](v, "a vote")
}
