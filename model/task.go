package model

import "time"

// Task tells whether records of the kind are about the running of the node itself: it writes
// them when callers ask for something, and no agreement shares them.
func (k Kind) Task() bool {
	switch k {
	case KindCollectionJob, KindExport, KindWebhook, KindSubmission:
		return true
	}
	return false
}

// Shareable tells whether an agreement can share records of the kind.
func (k Kind) Shareable() bool {
	return k != KindAgreement && k != KindCredential && k != KindReport && !k.Task()
}

// Travels tells whether nodes send each other records of the kind: what agreements share, and
// agreements to those to whom they grant something.
func (k Kind) Travels() bool { return k.Shareable() || k == KindAgreement }

// JobState is how far the work that a record stands for has come.
type JobState string

const (
	JobQueued    JobState = "QUEUED"    // 排队中
	JobRunning   JobState = "RUNNING"   // 进行中
	JobDone      JobState = "DONE"      // 已完成
	JobFailed    JobState = "FAILED"    // 失败
	JobCancelled JobState = "CANCELLED" // 已取消
)

// Values lists the states.
func (JobState) Values() []JobState {
	return []JobState{JobQueued, JobRunning, JobDone, JobFailed, JobCancelled}
}

// Ended tells whether nothing more is going to happen.
func (s JobState) Ended() bool { return s == JobDone || s == JobFailed || s == JobCancelled }

// Requester is who asked for work that the node does later, to do it under the same access.
type Requester struct {
	Subject     string    `json:"subject"` // credential or token subject
	Via         string    `json:"via,omitempty"`
	Institution ID        `json:"institution,omitempty"`
	Person      ID        `json:"person,omitempty"`
	Roles       []Role    `json:"roles,omitempty"` // beyond those that come with the institution
	Actions     []Action  `json:"actions,omitempty"`
	Expires     time.Time `json:"expires,omitzero"`
}

// RequesterOf is the principal as whoever asked for work.
func RequesterOf(p *Principal) Requester {
	return Requester{Subject: p.Subject, Via: p.Via, Institution: p.Institution, Person: p.Person, Roles: p.Granted.List(), Actions: p.Actions, Expires: p.Expires}
}

func (r *Requester) check(k *checker) {
	k.in("requester")
	k.code("subject", r.Subject)
	k.code("via", r.Via)
	k.ref("institution", r.Institution, KindInstitution)
	k.ref("person", r.Person, KindPerson)
	k.granted(r.Roles, r.Actions)
	k.out()
}
