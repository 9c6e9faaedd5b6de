package model

import "time"

// Submission is the account of one transfer of records from a centre to another, on the side
// of either.
type Submission struct {
	Head       `bson:",inline"`
	State      SubmissionState `json:"state"`
	SenderID   ID              `json:"sender"`
	ReceiverID ID              `json:"receiver"`
	Mode       SubmissionMode  `json:"mode"`
	Tally      TransferTally   `json:"tally,omitzero"`
	Changes    []Transferred   `json:"changes,omitempty"` // withdrawn, deleted, amended and rejected records, the first ones
	Batches    int             `json:"batches,omitempty"`
	Size       int64           `json:"size,omitempty"`   // in bytes
	Digest     string          `json:"digest,omitempty"` // the last link of the chain of batches, SHA-256
	Receipt    string          `json:"receipt,omitempty"`
	StartedAt  time.Time       `json:"startedAt,omitzero"`
	EndedAt    time.Time       `json:"endedAt,omitzero"`
	Failure    string          `json:"failure,omitempty"`
}

// SubmissionState is how far a submission has come.
type SubmissionState string

const (
	SubmissionCreated      SubmissionState = "CREATED"      // 已创建
	SubmissionInTransfer   SubmissionState = "IN_TRANSFER"  // 传输中
	SubmissionAccepted     SubmissionState = "ACCEPTED"     // 已接收
	SubmissionAcknowledged SubmissionState = "ACKNOWLEDGED" // 已回执, with a signed receipt
	SubmissionFailed       SubmissionState = "FAILED"       // 失败
)

// Values lists the states.
func (SubmissionState) Values() []SubmissionState {
	return []SubmissionState{SubmissionCreated, SubmissionInTransfer, SubmissionAccepted, SubmissionAcknowledged, SubmissionFailed}
}

// SubmissionMode is who began the transfer.
type SubmissionMode string

const (
	SubmissionHarvest SubmissionMode = "HARVEST" // 采收, by the receiver
	SubmissionSubmit  SubmissionMode = "SUBMIT"  // 汇交, by the sender
)

// Values lists the modes.
func (SubmissionMode) Values() []SubmissionMode {
	return []SubmissionMode{SubmissionHarvest, SubmissionSubmit}
}

// TransferTally is what became of the records of a transfer.
type TransferTally struct {
	Read      int `json:"read"`
	Created   int `json:"created"`
	Amended   int `json:"amended"`
	Withdrawn int `json:"withdrawn"`
	Deleted   int `json:"deleted"`
	Unchanged int `json:"unchanged"`
	Rejected  int `json:"rejected"`
}

// Transferred is what became of one record.
type Transferred struct {
	Record   ID        `json:"record"`
	Version  int       `json:"version,omitempty"`
	Outcome  string    `json:"outcome"` // amended, withdrawn, deleted or rejected
	Findings []Finding `json:"findings,omitempty"`
}

func (t *Transferred) check(k *checker) {
	k.id("record", t.Record, "")
	k.code("outcome", t.Outcome)
	k.notes("findings", t.Findings)
}

func (*Submission) Kind() Kind         { return KindSubmission }
func (s *Submission) Facts() Facts     { return s.facts(KindSubmission, "") }
func (*Submission) NaturalKey() string { return "" }

// References lists the two institutions.
func (s *Submission) References() []Reference {
	return references{}.
		one("sender", s.SenderID, KindInstitution).
		one("receiver", s.ReceiverID, KindInstitution)
}

// Validate checks the submission by itself; see [Rules].
func (s *Submission) Validate() []Finding {
	var k checker
	s.Head.check(&k, KindSubmission)
	k.enumRequired(ruleTaskState, "state", string(s.State), submissionStates)
	k.enumRequired(ruleTaskState, "mode", string(s.Mode), submissionModes)
	k.require(ruleSubmissionParties, "sender", s.SenderID != "")
	k.ref("sender", s.SenderID, KindInstitution)
	k.require(ruleSubmissionParties, "receiver", s.ReceiverID != "")
	k.ref("receiver", s.ReceiverID, KindInstitution)
	k.limit("changes", len(s.Changes), maxEntries)
	for i := range s.Changes {
		k.at("changes", i)
		s.Changes[i].check(&k)
		k.out()
	}
	k.sha256("digest", s.Digest)
	k.prose("receipt", s.Receipt)
	k.prose("failure", s.Failure)
	return k.findings
}
