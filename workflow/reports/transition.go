// Package reports leads a report from its draft to its publication: each step has a file of its
// own with who may make it, from where, and what it checks. It knows no store: a case has all that
// a step looks at.
package reports

import (
	"slices"
	"strings"
	"time"

	"metrograph/model"
)

// Name names a transition, as the mutation of the API that makes it.
type Name string

const (
	Request   Name = "requestReport"  // 申请编制
	Remake    Name = "remakeReport"   // 重新编制
	Submit    Name = "submitReport"   // 提交审核
	Approve   Name = "approveReport"  // 审核通过
	Return    Name = "returnReport"   // 退回修改
	Publish   Name = "publishReport"  // 发布
	Withdraw  Name = "withdrawReport" // 撤回
	Supersede Name = "supersede"      // 被新报告取代
)

// Case is a report and what a step of it looks at.
type Case struct {
	Report *model.Report
	At     time.Time
	By     *model.Principal
	Text   string // remarks, or the reason of a withdrawal

	Export *model.Export      // that made the files
	Files  []model.ReportFile // of the export, the archive first

	Before model.ID // the published report of the same that this one takes the place of
	Next   model.ID // the one that takes the place of this one
}

// Transition leads a report from one state to another.
type Transition struct {
	Name Name
	Text model.Text // what it does
	// From are the states from which it leads; none for one that makes a report.
	From []model.ReportState
	// To is the state that it leads to; empty where the report stays in its state.
	To model.ReportState
	// Roles are who may: a caller with any of them whom the policy allows the action on the
	// report. None means the node itself.
	Roles  []model.Role
	Action model.Action
	By     party
	Checks model.Text // what it checks
	do     func(*Case) error
}

// party is who may make a step, of those who have a role for it.
type party int

const (
	anybody       party = iota
	requesterOnly       // whoever had the report made, whose access decides what is in it
	otherOnly           // anybody but them: nobody reviews what they had made
)

// Transitions lists all of them, in the order in which a report meets them.
func Transitions() []Transition {
	return []Transition{request(), remake(), submit(), approve(), giveBack(), publish(), withdraw(), supersede()}
}

// Find returns a transition by its name.
func Find(name Name) Transition {
	all := Transitions()
	return all[slices.IndexFunc(all, func(t Transition) bool { return t.Name == name })]
}

// Next lists the transitions that callers can make from a state.
func Next(state model.ReportState) []Name {
	var names []Name
	for _, t := range Transitions() {
		if len(t.Roles) > 0 && slices.Contains(t.From, state) {
			names = append(names, t.Name)
		}
	}
	return names
}

// Legal refuses a transition from a state that it does not lead from, and names those that do.
func (t Transition) Legal(state model.ReportState) error {
	if slices.Contains(t.From, state) {
		return nil
	}
	next := Next(state)
	names := make([]string, len(next))
	for i, n := range next {
		names[i] = string(n)
	}
	can := "nothing leads from this state"
	if len(names) > 0 {
		can = "from here lead " + strings.Join(names, ", ")
	}
	return refuse("id", "%s does not lead from %s: %s", t.Name, state, can)
}

// May refuses a caller who has no role for the transition, or has another part in the report.
func (t Transition) May(c *Case) error {
	if !slices.ContainsFunc(t.Roles, func(r model.Role) bool { return c.By.Roles().Has(r) }) {
		return model.Errorf(model.CodeForbidden, "you may not %s this record", t.Action)
	}
	switch {
	case t.By == requesterOnly && !c.requested():
		return model.Errorf(model.CodeForbidden, "only whoever requested a report does this")
	case t.By == otherOnly && c.requested():
		return model.Errorf(model.CodeForbidden, "whoever requested a report does not review it")
	}
	return nil
}

// requested tells whether the caller had the report made, with this credential or another one of
// the same person.
func (c *Case) requested() bool {
	q := c.Report.Requester
	return q.Subject == c.By.Subject && q.Via == c.By.Via || q.Person != "" && q.Person == c.By.Person
}

// Do checks the case and changes its report.
func (t Transition) Do(c *Case) error {
	if err := t.do(c); err != nil {
		return err
	}
	if t.To != "" {
		c.Report.State = t.To
	}
	c.stand()
	return nil
}

// stand gives the record the status and the class that go with its state.
func (c *Case) stand() {
	r := c.Report
	switch r.State {
	case model.ReportDraft:
		r.Status = model.StatusDraft
	case model.ReportUnderReview:
		r.Status = model.StatusRecorded
		if !r.ReviewedAt.IsZero() {
			r.Status = model.StatusReviewed
		}
	case model.ReportPublished, model.ReportSuperseded:
		r.Status, r.Classification = model.StatusPublished, model.ClassificationPublic
	case model.ReportWithdrawn:
		r.Status = model.StatusWithdrawn
	}
}

// refuse is the error of a transition that the case does not allow.
func refuse(path, format string, args ...any) error {
	e := model.Errorf(model.CodeInvalid, format, args...)
	e.Path = path
	return e
}
