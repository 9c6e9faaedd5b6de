package model

import (
	"strconv"
	"time"
)

// CollectionJob is the account of one collection of data, through whatever channel: what was
// read, and what became of it. Format, channel, file and recorder are in its provenance.
type CollectionJob struct {
	Head         `bson:",inline"`
	State        JobState  `json:"state"`
	Check        bool      `json:"check,omitempty"` // a dry run: nothing was written
	Size         int64     `json:"size,omitempty"`  // of what was read in bytes
	Total        int       `json:"total,omitempty"` // of records to read, where it is known
	Tally        Tally     `json:"tally,omitzero"`
	Findings     []Finding `json:"findings,omitempty"` // the first ones
	Found        int       `json:"found,omitempty"`    // how many findings there were
	StartedAt    time.Time `json:"startedAt,omitzero"`
	EndedAt      time.Time `json:"endedAt,omitzero"`
	EstimatedEnd time.Time `json:"estimatedEnd,omitzero"` // while it runs
	Seconds      Decimal   `json:"seconds,omitempty"`     // that it has taken
	Rate         Decimal   `json:"rate,omitempty"`        // records read a second
	Failure      string    `json:"failure,omitempty"`     // why it failed
}

// MaxJobFindings is how many findings a job keeps.
const MaxJobFindings = 100

// Tally is how many records were read, and what became of them: read is the sum of the
// others.
type Tally struct {
	Read      int `json:"read"`
	Created   int `json:"created"`
	Amended   int `json:"amended"`
	Unchanged int `json:"unchanged"`
	Rejected  int `json:"rejected"`
}

// Add adds what became of other records.
func (t *Tally) Add(other Tally) {
	t.Read += other.Read
	t.Created += other.Created
	t.Amended += other.Amended
	t.Unchanged += other.Unchanged
	t.Rejected += other.Rejected
}

// Find counts findings and keeps the first ones, but for those that no record could keep.
func (j *CollectionJob) Find(findings []Finding) {
	j.Found += len(findings)
	for i := 0; i < len(findings) && len(j.Findings) < MaxJobFindings; i++ {
		var k checker
		if findings[i].check(&k); len(k.findings) == 0 {
			j.Findings = append(j.Findings, findings[i])
		}
	}
}

// Measure says how long the job has taken by now, how fast it is, and when it is likely to end.
func (j *CollectionJob) Measure(now time.Time) {
	elapsed := now.Sub(j.StartedAt)
	j.Seconds, j.Rate, j.EstimatedEnd = decimalOf(elapsed.Seconds(), 3), "", time.Time{}
	if elapsed <= 0 || j.Tally.Read == 0 {
		return
	}
	j.Rate = decimalOf(float64(j.Tally.Read)/elapsed.Seconds(), 1)
	if left := j.Total - j.Tally.Read; j.State == JobRunning && left >= 0 {
		j.EstimatedEnd = now.Add(elapsed / time.Duration(j.Tally.Read) * time.Duration(left)).Truncate(time.Millisecond)
	}
}

func decimalOf(v float64, places int) Decimal {
	return Decimal(strconv.FormatFloat(v, 'f', places, 64))
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
	k.decimal("seconds", j.Seconds)
	k.decimal("rate", j.Rate)
	k.prose("failure", j.Failure)
	return k.findings
}

// Rejection is a document that a collection rejected, and why. It is kept beside the job, with
// the document, for whoever mends it.
type Rejection struct {
	Place    int       `json:"place"` // among the documents of the job, from 1
	Name     string    `json:"name,omitempty"`
	Format   string    `json:"format,omitempty"`
	Hash     string    `json:"hash,omitempty"` // SHA-256, hexadecimal; empty where the document could not be read
	Size     int64     `json:"size,omitempty"`
	Code     Code      `json:"code"`
	Findings []Finding `json:"findings,omitempty"`
	Rows     int       `json:"rows,omitempty"` // of a document of many records, those that were rejected; they alone are kept
}

// RejectedRow is one of the rejected rows of a document, as it stood there.
type RejectedRow struct {
	Number   int       `json:"number"` // among the rows of the document, from 1
	Line     int       `json:"line,omitempty"`
	Raw      []byte    `json:"raw,omitempty"`
	Findings []Finding `json:"findings,omitempty"`
}
