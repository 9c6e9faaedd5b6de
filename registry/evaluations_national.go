package registry

import (
	"context"

	"metrograph/model"
	"metrograph/workflow"
)

// TakeUp asks for the nation's evaluation of what a centre has applied for.
type TakeUp struct {
	BasedOnID   model.ID // the centre's evaluation
	CommitteeID model.ID
	Reason      string
}

// OpenNationalReview begins the nation's evaluation: a record of this node, of the selection
// that the centre's committee has recommended.
func (r *Registry) OpenNationalReview(ctx context.Context, q TakeUp) (model.Written, error) {
	who := model.PrincipalFrom(ctx)
	e := &model.Evaluation{Head: headOf(who), Tier: model.TierNational, State: model.EvaluationNationalReview, CommitteeID: q.CommitteeID, BasedOnID: q.BasedOnID, Round: 1}
	t := workflow.Find(workflow.OpenNational)
	c := &workflow.Case{Evaluation: e, At: r.now(), By: who}
	if who.Level != model.LevelNational || !t.May(c) || !r.may(ctx, t.Action, e) {
		return model.Written{}, r.refused(ctx, Act{Action: t.Action, Kind: model.KindEvaluation}, model.Errorf(model.CodeForbidden,
			"the national centre alone takes up applications"))
	}
	if err := r.takenUp(ctx, c); err != nil {
		return model.Written{}, err
	}
	if err := t.Do(c); err != nil {
		return model.Written{}, err
	}
	out, err := r.keepOne(ctx, model.Write{Action: model.ActionCreate, Record: e, Reason: q.Reason})
	if err == nil {
		err = r.follow(ctx)
	}
	return out, err
}

// takenUp reads the centre's evaluation and the committee, and what of the selection is here.
func (r *Registry) takenUp(ctx context.Context, c *workflow.Case) error {
	e := c.Evaluation
	based, err := r.whole(ctx, e.BasedOnID)
	centre, is := based.(*model.Evaluation)
	if err != nil || !is {
		return orElsewhere(err, invalid("basedOn", "there is no evaluation with this id"))
	}
	committee, err := r.whole(ctx, e.CommitteeID)
	own, is := committee.(*model.Committee)
	if err != nil || !is || own.Origin != e.Origin {
		return orElsewhere(err, invalid("committee", "there is no committee with this id"))
	}
	if there, err := r.basedOn(ctx, centre.ID); err != nil || there != nil {
		return orElsewhere(err, invalid("basedOn", "the application was taken up already"))
	}
	c.National, c.Committee = centre, own
	e.SubjectID, e.ApplicantID, e.Statement, e.Licence = centre.SubjectID, centre.ApplicantID, centre.Statement, centre.Licence
	e.EmbargoUntil, e.SupersedesID, e.Selection, e.Digest = centre.EmbargoUntil, centre.SupersedesID, centre.Selection, centre.Digest
	e.SubmittedAt = c.At
	if err := r.members(ctx, c); err != nil {
		return err
	}
	if _, err := r.one(ctx, e.SubjectID); err != nil {
		return orElsewhere(err, invalid("basedOn", "the subject is not held here: harvest from the centre first"))
	}
	e.Sheet, err = r.EvaluationSheet(ctx, e.SubjectID)
	return err
}

// basedOn returns the evaluation that is based on another one; nil where there is none.
func (r *Registry) basedOn(ctx context.Context, id model.ID) (found *model.Evaluation, err error) {
	err = each(ctx, r, model.KindEvaluation, Equal("basedOn", string(id)), func(e *model.Evaluation) error {
		found = e
		return nil
	})
	return found, err
}

// authorise publishes the subject of the nation's evaluation, and marks the version before as
// superseded.
func (r *Registry) authorise(ctx context.Context, c *workflow.Case) error {
	id, err := r.publishSubject(ctx, c.Evaluation)
	if err != nil {
		return err
	}
	c.Evaluation.PublicationID = id
	return r.supersedeVersion(ctx, c.Evaluation.SupersedesID)
}

// publishSubject publishes what the nation has evaluated, in the version that was selected. Should
// the node have stopped after it, what was published then counts.
func (r *Registry) publishSubject(ctx context.Context, e *model.Evaluation) (id model.ID, err error) {
	if id, err = r.publicationOf(ctx, e.ID); id != "" || err != nil {
		return id, err
	}
	p := Publishing{Evaluation: e.ID, Subject: e.SubjectID, SubjectVersion: e.Selection[0].Version, Licence: e.Licence}
	if e.EmbargoUntil.After(r.now()) {
		p.EmbargoUntil = e.EmbargoUntil
	}
	if before, err := r.nationPublished(ctx, e.SupersedesID); err != nil {
		return "", err
	} else if before != nil {
		p.Supersedes = before.PublicationID
	}
	out, err := r.publish(ctx, p)
	if err != nil {
		return "", err
	}
	return out.ID, nil
}

// publicationOf is the publication that an evaluation has led to; empty for none.
func (r *Registry) publicationOf(ctx context.Context, evaluation model.ID) (id model.ID, err error) {
	err = each(ctx, r, model.KindPublication, Equal("evaluation", string(evaluation)), func(p *model.Publication) error {
		id = p.ID
		return nil
	})
	return id, err
}

// nationPublished is the nation's own evaluation that has published a subject; nil for none.
func (r *Registry) nationPublished(ctx context.Context, subject model.ID) (found *model.Evaluation, err error) {
	if subject == "" {
		return nil, nil
	}
	err = each(ctx, r, model.KindEvaluation, Equal("subject", string(subject)), func(e *model.Evaluation) error {
		if e.State == model.EvaluationPublished && e.Tier == model.TierNational && e.Replica.IsZero() {
			found = e
		}
		return nil
	})
	return found, err
}

// supersedeVersion marks the nation's evaluation of a version that is superseded now.
func (r *Registry) supersedeVersion(ctx context.Context, subject model.ID) error {
	e, err := r.nationPublished(ctx, subject)
	if e == nil || err != nil {
		return err
	}
	c := &workflow.Case{Evaluation: e, At: r.now(), Class: e.Classification}
	if err := workflow.Find(workflow.SupersedeVersion).Do(c); err != nil {
		return err
	}
	_, err = r.keepEvaluation(r.asNode(ctx), e, "a new version was published")
	return err
}

// follow brings the evaluations of this node's centres that have applied to where the nation's
// have come. It is asked whenever one of these may have arrived, and again after a crash.
func (r *Registry) follow(ctx context.Context) error {
	ctx = r.asNode(ctx)
	waiting := Equal("state", string(model.EvaluationApplied), string(model.EvaluationNationalReview), string(model.EvaluationPublished))
	return each(ctx, r, model.KindEvaluation, All(waiting, Equal("tier", string(model.TierCentre))), func(e *model.Evaluation) error {
		if !e.Replica.IsZero() {
			return nil
		}
		nation, err := r.basedOn(ctx, e.ID)
		if err != nil || nation == nil || nation.Replica.Withdrawn || nation.State == e.State {
			return err
		}
		return r.followOne(ctx, e, nation)
	})
}

func (r *Registry) followOne(ctx context.Context, e, nation *model.Evaluation) error {
	t := workflow.Find(workflow.FollowNation)
	c := &workflow.Case{Evaluation: e, At: r.now(), National: nation}
	if t.Legal(e.State) != nil {
		return nil // it was withdrawn meanwhile
	}
	subject, err := stored[model.Record](ctx, r, e.SubjectID.Kind(), e.SubjectID)
	if err != nil {
		return err
	}
	c.Class = subject.Base().Classification
	if err := t.Do(c); err != nil {
		r.log.Warn("the nation's evaluation cannot be followed", "evaluation", string(e.ID), "error", err)
		return nil
	}
	if e.State == model.EvaluationPublished && !e.EmbargoUntil.After(c.At) {
		if err := r.markSubject(ctx, c, model.StatusPublished); err != nil {
			return err
		}
	}
	_, err = r.keepEvaluation(ctx, e, "the nation's evaluation is "+string(nation.State))
	return err
}
