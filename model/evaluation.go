package model

import (
	"slices"
	"time"
)

// Evaluation is the judgement of a committee on a certificate or a data set, from the
// application to the publication. Its states and who leads from one to the next are in the
// package workflow.
type Evaluation struct {
	Head          `bson:",inline"`
	State         EvaluationState     `json:"state"`
	Tier          EvaluationTier      `json:"tier"`
	SubjectID     ID                  `json:"subject"`
	ApplicantID   ID                  `json:"applicant"` // the institution that asks for it
	CommitteeID   ID                  `json:"committee"`
	BasedOnID     ID                  `json:"basedOn,omitempty"` // the centre's evaluation, of a national one
	Statement     Text                `json:"statement,omitzero"`
	Licence       string              `json:"licence,omitempty"` // of the publication: SPDX identifier
	EmbargoUntil  time.Time           `json:"embargoUntil,omitzero"`
	SupersedesID  ID                  `json:"supersedes,omitempty"` // the subject of which this one is a new version
	Round         int                 `json:"round,omitempty"`      // 1 for the first submission
	SubmittedAt   time.Time           `json:"submittedAt,omitzero"`
	Selection     []SelectedRecord    `json:"selection,omitempty"` // what is evaluated: the subject, then its members, as they were submitted
	Digest        string              `json:"digest,omitempty"`    // of the selection, SHA-256
	Sheet         *EvaluationSheet    `json:"sheet,omitempty"`     // as it was at submission
	Assignments   []ReviewAssignment  `json:"assignments,omitempty"`
	Readers       []ID                `json:"readers,omitempty"` // the persons who evaluate it
	DueAt         time.Time           `json:"dueAt,omitzero"`    // until when reviews are given
	DisclosedAt   time.Time           `json:"disclosedAt,omitzero"`
	Requests      []RevisionRequest   `json:"requests,omitempty"`
	Decision      *EvaluationDecision `json:"decision,omitempty"`
	PublicationID ID                  `json:"publication,omitempty"`
}

// SelectedRecord is a record as it was when it was submitted. The hash is that of the revision
// in the journal of the record's own node, so that every node can tell whether it holds it.
type SelectedRecord struct {
	RecordID ID     `json:"record"`
	Version  int    `json:"version"`
	Hash     string `json:"hash"`
}

// ReviewAssignment is one expert whom the committee asks for a review.
type ReviewAssignment struct {
	PersonID   ID        `json:"person"`
	AssignedAt time.Time `json:"assignedAt,omitzero"`
	GivenAt    time.Time `json:"givenAt,omitzero"` // when the review of this round was given
}

// RevisionRequest is what a committee wants to be mended, and what the applicant answered.
type RevisionRequest struct {
	At         time.Time `json:"at"`
	Round      int       `json:"round"`
	Text       Text      `json:"text"`
	Answer     Text      `json:"answer,omitzero"`
	AnsweredAt time.Time `json:"answeredAt,omitzero"`
}

// EvaluationDecision is what the reviews came to.
type EvaluationDecision struct {
	Favourable bool            `json:"favourable"`
	At         time.Time       `json:"at"`
	Reviews    int             `json:"reviews"`
	InFavour   int             `json:"inFavour"`
	Against    int             `json:"against"`
	Abstained  int             `json:"abstained"`
	Means      []CriterionMean `json:"means,omitempty"`
	Text       Text            `json:"text,omitzero"` // the committee's reasons
}

// CriterionMean is the mean of the points that the reviews give for a criterion.
type CriterionMean struct {
	Criterion EvaluationCriterion `json:"criterion"`
	Mean      Decimal             `json:"mean"` // to two decimals, half to even
	Reviews   int                 `json:"reviews"`
}

// EvaluationState is how far an evaluation has come.
type EvaluationState string

const (
	EvaluationDraft             EvaluationState = "DRAFT"              // 草稿
	EvaluationSubmitted         EvaluationState = "SUBMITTED"          // 已提交
	EvaluationUnderReview       EvaluationState = "UNDER_REVIEW"       // 评审中
	EvaluationRevisionRequested EvaluationState = "REVISION_REQUESTED" // 退回修改
	EvaluationRecommended       EvaluationState = "RECOMMENDED"        // 已推荐
	EvaluationApplied           EvaluationState = "APPLIED"            // 已申请国家评价
	EvaluationNationalReview    EvaluationState = "NATIONAL_REVIEW"    // 国家评审中
	EvaluationPublished         EvaluationState = "PUBLISHED"          // 已权威发布
	EvaluationRejected          EvaluationState = "REJECTED"           // 未通过
	EvaluationWithdrawn         EvaluationState = "WITHDRAWN"          // 已撤回
	EvaluationSuperseded        EvaluationState = "SUPERSEDED"         // 已被取代
)

// Values lists the states.
func (EvaluationState) Values() []EvaluationState {
	return []EvaluationState{EvaluationDraft, EvaluationSubmitted, EvaluationUnderReview, EvaluationRevisionRequested,
		EvaluationRecommended, EvaluationApplied, EvaluationNationalReview, EvaluationPublished, EvaluationRejected,
		EvaluationWithdrawn, EvaluationSuperseded}
}

// Fixes tells whether the subject of an evaluation in the state stays as it is: it is being
// judged, or published.
func (s EvaluationState) Fixes() bool {
	switch s {
	case EvaluationDraft, EvaluationRevisionRequested, EvaluationRejected, EvaluationWithdrawn:
		return false
	}
	return true
}

// Public tells whether the subject was published with authority.
func (s EvaluationState) Public() bool { return s == EvaluationPublished || s == EvaluationSuperseded }

func (*Evaluation) Kind() Kind         { return KindEvaluation }
func (*Evaluation) NaturalKey() string { return "" }

// Facts has the applicant and the experts as parties.
func (e *Evaluation) Facts() Facts {
	f := e.facts(KindEvaluation, "")
	f.Parties = parties(e.ApplicantID, e.Readers)
	return f
}

func parties(institution ID, persons []ID) []ID {
	if institution == "" {
		return persons
	}
	return append([]ID{institution}, persons...)
}

// Assigned returns the assignment of a person; nil for none.
func (e *Evaluation) Assigned(person ID) *ReviewAssignment {
	i := slices.IndexFunc(e.Assignments, func(a ReviewAssignment) bool { return a.PersonID == person })
	if i < 0 {
		return nil
	}
	return &e.Assignments[i]
}

// References lists the subject, the parties and what it is based on.
func (e *Evaluation) References() []Reference {
	return references{}.one("subject", e.SubjectID, "").one("applicant", e.ApplicantID, KindInstitution).
		one("committee", e.CommitteeID, KindCommittee).one("basedOn", e.BasedOnID, KindEvaluation).
		one("supersedes", e.SupersedesID, "")
}

// Validate checks the evaluation by itself; see [Rules].
func (e *Evaluation) Validate() []Finding {
	var k checker
	e.Head.check(&k, KindEvaluation)
	k.enumRequired(ruleEvaluationState, "state", string(e.State), evaluationStates)
	k.enumRequired(ruleEvaluationState, "tier", string(e.Tier), evaluationTiers)
	k.require(ruleEvaluationSubject, "subject", e.SubjectID.Evaluable())
	k.ref("subject", e.SubjectID, "")
	k.require(ruleEvaluationParties, "applicant", e.ApplicantID != "")
	k.ref("applicant", e.ApplicantID, KindInstitution)
	k.require(ruleEvaluationParties, "committee", e.CommitteeID != "")
	k.ref("committee", e.CommitteeID, KindCommittee)
	k.ref("basedOn", e.BasedOnID, KindEvaluation)
	k.ref("supersedes", e.SupersedesID, e.SubjectID.Kind())
	k.text("statement", &e.Statement)
	k.code("licence", e.Licence)
	k.sha256("digest", e.Digest)
	k.id("publication", e.PublicationID, "")
	e.checkContent(&k)
	return k.findings
}

// Evaluable tells whether records of the kind can be evaluated.
func (id ID) Evaluable() bool { return id.Kind() == KindCertificate || id.Kind() == KindDataset }
