package workflow

import (
	"slices"
	"strings"

	"metrograph/model"
)

// Name names a transition, as the mutation of the API that makes it.
type Name string

const (
	Open             Name = "openEvaluation"      // 建立评价
	Submit           Name = "submitEvaluation"    // 提交
	Assign           Name = "assignReviewers"     // 指派专家
	Disclose         Name = "discloseReviews"     // 公开评审意见
	RequestRevision  Name = "requestRevision"     // 退回修改
	Resubmit         Name = "resubmitEvaluation"  // 重新提交
	Recommend        Name = "recommendEvaluation" // 推荐
	Apply            Name = "applyEvaluation"     // 向国家中心申请
	OpenNational     Name = "openNationalReview"  // 国家受理
	Publish          Name = "publishEvaluation"   // 权威发布
	Reject           Name = "rejectEvaluation"    // 不予通过
	Withdraw         Name = "withdrawEvaluation"  // 撤回
	FollowNation     Name = "followNation"        // 同步国家评价结果
	SupersedeVersion Name = "supersede"           // 被新版本取代
)

// Transition leads an evaluation from one state to another.
type Transition struct {
	Name Name
	Text model.Text // what it does
	// From are the states from which it leads; none for one that makes an evaluation.
	From []model.EvaluationState
	// To is the state that it leads to; empty where the evaluation stays in its state, or where
	// the case decides.
	To model.EvaluationState
	// Roles are who may: a caller with any of them whom the policy allows the action on the
	// evaluation. None means the node itself.
	Roles  []model.Role
	Action model.Action
	Chair  bool       // the chair of the committee may, too
	Checks model.Text // what it checks
	do     func(*Case) error
}

// Transitions lists all of them, in the order in which an evaluation meets them.
func Transitions() []Transition {
	return []Transition{open(), submit(), assign(), disclose(), requestRevision(), resubmit(), recommend(), apply(),
		openNational(), publish(), reject(), withdraw(), follow(), supersede()}
}

// Find returns a transition by its name.
func Find(name Name) Transition {
	all := Transitions()
	return all[slices.IndexFunc(all, func(t Transition) bool { return t.Name == name })]
}

// Next lists the transitions that callers can make from a state.
func Next(state model.EvaluationState) []Name {
	var names []Name
	for _, t := range Transitions() {
		if len(t.Roles) > 0 && slices.Contains(t.From, state) {
			names = append(names, t.Name)
		}
	}
	return names
}

// Legal refuses a transition from a state that it does not lead from, and names those that do.
func (t Transition) Legal(state model.EvaluationState) error {
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

// May tells whether a caller has a role for the transition.
func (t Transition) May(c *Case) bool {
	for _, r := range t.Roles {
		if c.By.Roles().Has(r) {
			return true
		}
	}
	return t.Chair && c.chaired()
}

// Do checks the case and changes its evaluation.
func (t Transition) Do(c *Case) error {
	if err := t.do(c); err != nil {
		return err
	}
	if t.To != "" {
		c.Evaluation.State = t.To
	}
	c.stand()
	return nil
}

// stand gives the record the status and the class that go with its state. What was refused or
// withdrawn keeps its class, so that nobody new sees it.
func (c *Case) stand() {
	e := c.Evaluation
	switch e.State {
	case model.EvaluationDraft:
		e.Status = model.StatusDraft
	case model.EvaluationSubmitted, model.EvaluationUnderReview, model.EvaluationRevisionRequested, model.EvaluationNationalReview:
		e.Status = model.StatusRecorded
	case model.EvaluationRecommended:
		e.Status = model.StatusReviewed
	case model.EvaluationApplied:
		e.Status = model.StatusPublished
	case model.EvaluationPublished, model.EvaluationSuperseded:
		e.Status, e.Classification = model.StatusPublished, c.Class
	case model.EvaluationWithdrawn:
		e.Status = model.StatusWithdrawn
	}
	if e.Tier == model.TierCentre && e.State == model.EvaluationNationalReview {
		e.Status = model.StatusPublished // the nation goes on reading what was applied for
	}
}

// refuse is the error of a transition that the case does not allow.
func refuse(path, format string, args ...any) error {
	e := model.Errorf(model.CodeInvalid, format, args...)
	e.Path = path
	return e
}
