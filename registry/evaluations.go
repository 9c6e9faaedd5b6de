package registry

import (
	"context"

	"metrograph/model"
	"metrograph/store"
	"metrograph/workflow"
)

// Transition asks for a step of an evaluation. Which of the fields count depends on the step.
type Transition struct {
	Name      workflow.Name
	ID        model.ID // of the evaluation
	Version   int      // that it has for the caller
	Reason    string
	Text      model.Text
	Reviewers []model.ID
	DueAt     model.Date // the last day for reviews
}

// Application asks for an evaluation.
type Application struct {
	model.Evaluation
	Reason string
}

// governed are the kinds of record that only transitions write.
func governed(kind model.Kind) bool {
	return kind == model.KindEvaluation || kind == model.KindReview || kind == model.KindReport
}

// OpenEvaluation begins an application for the evaluation of a record of the caller's
// institution, by a committee of it.
func (r *Registry) OpenEvaluation(ctx context.Context, a Application) (model.Written, error) {
	who := model.PrincipalFrom(ctx)
	e := &model.Evaluation{Head: headOf(who), State: model.EvaluationDraft, Tier: model.TierCentre, SubjectID: a.SubjectID, ApplicantID: who.Institution,
		CommitteeID: a.CommitteeID, Statement: a.Statement, Licence: a.Licence, EmbargoUntil: a.EmbargoUntil}
	t := workflow.Find(workflow.Open)
	c := &workflow.Case{Evaluation: e, At: r.now(), By: who}
	if !t.May(c) || !r.may(ctx, t.Action, e) {
		return model.Written{}, r.refused(ctx, Act{Action: t.Action, Kind: model.KindEvaluation}, forbidden(t.Action))
	}
	if err := r.applied(ctx, c); err != nil {
		return model.Written{}, err
	}
	if err := t.Do(c); err != nil {
		return model.Written{}, err
	}
	return r.keepOne(ctx, model.Write{Action: model.ActionCreate, Record: e, Reason: a.Reason})
}

// applied reads what an application names: the subject and the committee, which have to be of
// the caller's institution, and of the subject the version before.
func (r *Registry) applied(ctx context.Context, c *workflow.Case) error {
	e := c.Evaluation
	subject, err := r.whole(ctx, e.SubjectID)
	if err != nil || !e.SubjectID.Evaluable() || !subject.Base().Replica.IsZero() || subject.Base().Origin != e.ApplicantID {
		return orElsewhere(err, invalid("subject", "there is no certificate or data set of your institution with this id"))
	}
	if open, err := r.fixed(ctx, []model.ID{e.SubjectID}); err != nil {
		return err
	} else if state, is := open[e.SubjectID]; is {
		return invalid("subject", "the record is in an evaluation that is %s already", state)
	}
	if d, ok := subject.(*model.Dataset); ok {
		e.SupersedesID = d.SupersedesID
		if e.Licence == "" {
			e.Licence = d.Licence
		}
	}
	c.Class = subject.Base().Classification
	committee, err := r.whole(ctx, e.CommitteeID)
	if err != nil {
		return orElsewhere(err, invalid("committee", "there is no committee with this id"))
	}
	var is bool
	if c.Committee, is = committee.(*model.Committee); !is || c.Committee.Origin != e.ApplicantID {
		return invalid("committee", "there is no committee with this id")
	}
	return nil
}

// orElsewhere is the answer where a record is not there; another error stays what it is.
func orElsewhere(err, missing error) error {
	if err == nil || model.CodeOf(err) == model.CodeNotFound {
		return missing
	}
	return err
}

// whole returns a record as the caller may see it, or NOT_FOUND.
func (r *Registry) whole(ctx context.Context, id model.ID) (model.Record, error) {
	kind := id.Kind()
	if kind == "" {
		kind = model.KindCertificate // a malformed id costs what a missing one does
	}
	found, err := r.Load(ctx, kind, []model.ID{id}, 0)
	if err != nil {
		return nil, err
	}
	if found.Records[0] == nil {
		return nil, model.NotFound()
	}
	return found.Records[0], nil
}

// MoveEvaluation makes a step of an evaluation that the caller may read. A step that does not
// lead from its state is refused with those that do.
func (r *Registry) MoveEvaluation(ctx context.Context, q Transition) (model.Written, error) {
	r.reviewing.Lock() // so that no review is kept while a step discloses them
	defer r.reviewing.Unlock()
	c, err := r.caseOf(ctx, q)
	if err != nil {
		return model.Written{}, err
	}
	t := workflow.Find(q.Name)
	if err := r.mayMove(ctx, t, c); err != nil {
		return model.Written{}, err
	}
	if q.Version != c.Evaluation.Version {
		return model.Written{}, store.Stale(q.ID, c.Evaluation.Version)
	}
	if err := t.Legal(c.Evaluation.State); err != nil {
		return model.Written{}, err
	}
	if err := r.ready(ctx, t, c, q); err != nil {
		return model.Written{}, err
	}
	if err := t.Do(c); err != nil {
		return model.Written{}, err
	}
	return r.moved(ctx, t, c, q.Reason)
}

// caseOf reads an evaluation that the caller may read, as it is kept, and its committee.
func (r *Registry) caseOf(ctx context.Context, q Transition) (*workflow.Case, error) {
	if _, err := r.one(ctx, q.ID); err != nil {
		return nil, err
	}
	e, err := stored[*model.Evaluation](ctx, r, model.KindEvaluation, q.ID)
	if err != nil {
		return nil, err
	}
	c := &workflow.Case{Evaluation: e, At: r.now(), By: model.PrincipalFrom(ctx), Text: q.Text}
	if c.Committee, err = stored[*model.Committee](ctx, r, model.KindCommittee, e.CommitteeID); err != nil && model.CodeOf(err) != model.CodeNotFound {
		return nil, err
	}
	return c, nil
}

// mayMove refuses who may not make the step, and what belongs to another node.
func (r *Registry) mayMove(ctx context.Context, t workflow.Transition, c *workflow.Case) error {
	e := c.Evaluation
	if !t.May(c) || !r.may(ctx, t.Action, e) {
		return r.refused(ctx, Act{Action: t.Action, Kind: model.KindEvaluation, ID: e.ID}, forbidden(t.Action))
	}
	if !e.Replica.IsZero() {
		return model.Errorf(model.CodeForbidden, "this evaluation belongs to another node; it goes on there only")
	}
	if c.Committee == nil {
		return invalid("id", "the committee of the evaluation is not there any more")
	}
	return nil
}

// ready reads what a step looks at.
func (r *Registry) ready(ctx context.Context, t workflow.Transition, c *workflow.Case, q Transition) (err error) {
	e := c.Evaluation
	switch t.Name {
	case workflow.Submit, workflow.Resubmit:
		return r.freeze(ctx, c)
	case workflow.Assign:
		if err = r.experts(ctx, c, q); err == nil {
			err = r.members(ctx, c)
		}
		return err
	case workflow.Apply:
		return r.members(ctx, c)
	case workflow.Publish:
		if err = r.members(ctx, c); err != nil {
			return err
		}
	}
	c.Reviews, err = r.reviewsOf(ctx, e)
	return err
}

// moved keeps an evaluation after a step, with what goes with it: the status of its subject,
// and the reviews that it disclosed. Where the node stops between two of these, the next step makes
// up for it.
func (r *Registry) moved(ctx context.Context, t workflow.Transition, c *workflow.Case, reason string) (model.Written, error) {
	switch t.Name {
	case workflow.Recommend:
		if err := r.markSubject(ctx, c, model.StatusReviewed); err != nil {
			return model.Written{}, err
		}
	case workflow.Publish:
		if err := r.authorise(ctx, c); err != nil {
			return model.Written{}, err
		}
	}
	out, err := r.keepEvaluation(ctx, c.Evaluation, reason)
	if err != nil {
		return out, err
	}
	if !c.Evaluation.DisclosedAt.IsZero() {
		err = r.openReviews(ctx, c)
	}
	if err == nil {
		err = r.follow(ctx)
	}
	return out, err
}

func (r *Registry) keepEvaluation(ctx context.Context, e *model.Evaluation, reason string) (model.Written, error) {
	return r.keepOne(ctx, model.Write{Action: model.ActionAmend, Record: e, Version: e.Version, Reason: reason,
		Fields: append(content(model.KindEvaluation), "status", "classification")})
}

// keep writes what a transition came to, in the caller's name. Whether the caller may has been
// decided by the transition.
func (r *Registry) keep(ctx context.Context, writes ...model.Write) ([]model.Written, error) {
	who := *model.PrincipalFrom(ctx)
	for i := range writes {
		if p := &writes[i].Record.Base().Provenance; writes[i].Action == model.ActionCreate {
			p.Channel, p.At = who.Via, r.now()
		}
	}
	who.Via = model.ViaLocal
	return r.Write(model.WithPrincipal(ctx, &who), writes)
}

func (r *Registry) keepOne(ctx context.Context, w model.Write) (model.Written, error) {
	out, err := r.keep(ctx, w)
	if err != nil {
		return model.Written{}, err
	}
	return out[0], out[0].Err
}
