package model

import "time"

// CollectionJob is the account of one collection of data, through whatever channel: what was
// read, and what became of it. Format, channel, file and recorder are in its provenance.
type CollectionJob struct {
	Head      `bson:",inline"`
	State     JobState  `json:"state"`
	Check     bool      `json:"check,omitempty"` // a dry run: nothing was written
	Size      int64     `json:"size,omitempty"`  // of the source in bytes, where it is known
	Tally     Tally     `json:"tally,omitzero"`
	Findings  []Finding `json:"findings,omitempty"` // the first ones
	Found     int       `json:"found,omitempty"`    // how many findings there were
	StartedAt time.Time `json:"startedAt,omitzero"`
	EndedAt   time.Time `json:"endedAt,omitzero"`
	Failure   string    `json:"failure,omitempty"` // why it failed
}

// Tally is how many records were read, and what became of them: read is the sum of the
// others.
type Tally struct {
	Read      int `json:"read"`
	Created   int `json:"created"`
	Amended   int `json:"amended"`
	Unchanged int `json:"unchanged"`
	Rejected  int `json:"rejected"`
}

func (*CollectionJob) Kind() Kind         { return KindCollectionJob }
func (j *CollectionJob) Facts() Facts     { return j.facts(KindCollectionJob, "") }
func (*CollectionJob) NaturalKey() string { return "" }

// References lists nothing: a job points to no record.
func (*CollectionJob) References() []Reference { return nil }

// Validate checks the job by itself; see [Rules].
func (j *CollectionJob) Validate() []Finding {
	var k checker
	j.Head.check(&k, KindCollectionJob)
	k.enumRequired(ruleTaskState, "state", string(j.State), jobStates)
	k.notes("findings", j.Findings)
	k.prose("failure", j.Failure)
	return k.findings
}
