package collect

import (
	"time"

	"metrograph/model"
)

// Account is a collection job for whoever handed something in and asks what became of it,
// with the names that a [Report] has.
type Account struct {
	Job          model.ID        `json:"job"`
	State        model.JobState  `json:"state"`
	Check        bool            `json:"check,omitempty"`
	Channel      string          `json:"channel,omitempty"`
	Format       string          `json:"format,omitempty"`
	Name         string          `json:"name,omitempty"` // of the source, if it is one file
	Hash         string          `json:"hash,omitempty"`
	Size         int64           `json:"size,omitempty"`  // of what was read, in bytes
	Total        int             `json:"total,omitempty"` // to be read, where it is known
	Read         int             `json:"read"`
	Created      int             `json:"created"`
	Amended      int             `json:"amended"`
	Unchanged    int             `json:"unchanged"`
	Rejected     int             `json:"rejected"`
	Found        int             `json:"found"`    // how many findings there were
	Findings     []model.Finding `json:"findings"` // the first ones
	Failure      string          `json:"failure,omitempty"`
	StartedAt    time.Time       `json:"startedAt,omitzero"`
	EndedAt      time.Time       `json:"endedAt,omitzero"`
	EstimatedEnd time.Time       `json:"estimatedEnd,omitzero"`
	Seconds      model.Decimal   `json:"seconds,omitempty"`
	Rate         model.Decimal   `json:"rate,omitempty"`     // read a second
	Redacted     []string        `json:"redacted,omitempty"` // what the reader may not see of it
}

// AccountOf is the account of a job.
func AccountOf(j *model.CollectionJob) Account {
	p, t := &j.Provenance, &j.Tally
	return Account{
		Job: j.ID, State: j.State, Check: j.Check, Channel: p.Channel, Format: p.Format, Name: p.SourceName, Hash: p.SourceHash, Size: j.Size,
		Total: j.Total, Read: t.Read, Created: t.Created, Amended: t.Amended, Unchanged: t.Unchanged, Rejected: t.Rejected,
		Found: j.Found, Findings: append([]model.Finding{}, j.Findings...), Failure: j.Failure,
		StartedAt: j.StartedAt, EndedAt: j.EndedAt, EstimatedEnd: j.EstimatedEnd, Seconds: j.Seconds, Rate: j.Rate,
	}
}
