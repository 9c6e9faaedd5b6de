package model

import (
	"slices"
	"strings"
)

// values is the values of an enumeration. Validation compares with these and not with what
// Values returns, which is a new list each time.
type values []string

func valuesOf[T enumeration[T]]() values {
	var list values
	for _, v := range T("").Values() {
		list = append(list, string(v))
	}
	return list
}

var (
	activities         = valuesOf[Activity]()
	documentTypes      = valuesOf[DocumentType]()
	verificationKinds  = valuesOf[VerificationKind]()
	disciplines        = valuesOf[Discipline]()
	classifications    = valuesOf[Classification]()
	levels             = valuesOf[Level]()
	statuses           = valuesOf[Status]()
	sourceCategories   = valuesOf[SourceCategory]()
	dataStages         = valuesOf[DataStage]()
	institutionKinds   = valuesOf[InstitutionKind]()
	accreditationKinds = valuesOf[AccreditationKind]()
	placeKinds         = valuesOf[PlaceKind]()
	personnelRoles     = valuesOf[PersonnelRole]()
	adjustments        = valuesOf[Adjustment]()
	columnRoles        = valuesOf[ColumnRole]()
	conformities       = valuesOf[Conformity]()
	uncertaintyKinds   = valuesOf[UncertaintyKind]()
	instrumentRoles    = valuesOf[InstrumentRole]()
	normKinds          = valuesOf[NormKind]()
	attachmentRoles    = valuesOf[AttachmentRole]()
	amendmentKinds     = valuesOf[AmendmentKind]()
	severities         = valuesOf[Severity]()
	signatureStates    = valuesOf[SignatureState]()
	signatureFaults    = valuesOf[SignatureFault]()
	revocations        = valuesOf[Revocation]()
	roles              = valuesOf[Role]()
	actions            = valuesOf[Action]()
	jobStates          = valuesOf[JobState]()
	exportFormats      = valuesOf[ExportFormat]()
	webhookStates      = valuesOf[WebhookState]()
	submissionStates   = valuesOf[SubmissionState]()
	submissionModes    = valuesOf[SubmissionMode]()
	sheetTopics        = valuesOf[SheetTopic]()
	sheetOutcomes      = valuesOf[SheetOutcome]()
	evaluationStates   = valuesOf[EvaluationState]()
	reportStates       = valuesOf[ReportState]()
	reportTypes        = valuesOf[ReportType]()
	evaluationTiers    = valuesOf[EvaluationTier]()
	evaluationVotes    = valuesOf[EvaluationVote]()
	evaluationCriteria = valuesOf[EvaluationCriterion]()
)

func (v values) has(s string) bool { return slices.Contains(v, s) }

// String lists the values for a message.
func (v values) String() string { return strings.Join(v, ", ") }

// enum checks a value that may be empty.
func (k *checker) enum(field, s string, of values) {
	if s != "" && !of.has(s) {
		k.fail(ruleEnum, field, s, of.String())
	}
}

// enumRequired checks a value that may not be empty.
func (k *checker) enumRequired(missing ruleNumber, field, s string, of values) {
	if s == "" {
		k.fail(missing, field, "", of.String())
	}
	k.enum(field, s, of)
}
