package registry

import (
	"context"

	"metrograph/model"
	"metrograph/workflow"
)

// Opinion is what an expert says in a review.
type Opinion struct {
	EvaluationID model.ID
	Scores       []model.ReviewScore
	Vote         model.EvaluationVote
	Text         model.Text
	Reason       string
}

// GiveReview keeps the review of the person whose credential the caller uses. Until the reviews
// are disclosed, it may be given again. The last one that was asked for discloses them.
func (r *Registry) GiveReview(ctx context.Context, o Opinion) (model.Written, error) {
	r.reviewing.Lock() // so that nothing is disclosed while a review is kept
	defer r.reviewing.Unlock()
	c, err := r.caseOf(ctx, Transition{ID: o.EvaluationID})
	if err != nil {
		return model.Written{}, orElsewhere(err, model.NotFound())
	}
	if err := r.mayReview(ctx, c); err != nil {
		return model.Written{}, err
	}
	w, err := r.reviewWrite(ctx, c, o)
	if err != nil {
		return model.Written{}, err
	}
	out, err := r.keepOne(ctx, w)
	if err != nil {
		return out, err
	}
	return out, r.reviewGiven(ctx, c)
}

// mayReview refuses who was not asked, and when it is too early or too late.
func (r *Registry) mayReview(ctx context.Context, c *workflow.Case) error {
	e, person := c.Evaluation, c.By.Person
	draft := &model.Review{Head: reviewHead(e), Readers: []model.ID{person}}
	if person == "" || e.Assigned(person) == nil || !c.By.Roles().Has(model.RoleExpert) || !r.may(ctx, model.ActionCreate, draft) || !e.Replica.IsZero() {
		return r.refused(ctx, Act{Action: model.ActionCreate, Kind: model.KindReview}, model.Errorf(model.CodeForbidden,
			"reviews are given by the experts who were asked for them, each with a credential of their own"))
	}
	switch {
	case e.State != model.EvaluationUnderReview && e.State != model.EvaluationNationalReview:
		return invalid("evaluation", "reviews are given while an evaluation is UNDER_REVIEW or in NATIONAL_REVIEW; this one is %s", e.State)
	case !e.DisclosedAt.IsZero():
		return invalid("evaluation", "the reviews are disclosed; yours stays as it is")
	case !c.At.Before(e.DueAt):
		return invalid("evaluation", "the last day for reviews has passed")
	}
	return nil
}

// reviewHead is that of a review before it is disclosed: it belongs to the committee's centre,
// whoever the expert works for.
func reviewHead(e *model.Evaluation) model.Head {
	return model.Head{Origin: e.Origin, Level: e.Level, Region: e.Region,
		Classification: model.ClassificationNonPublic, Status: model.StatusDraft}
}

func (r *Registry) reviewWrite(ctx context.Context, c *workflow.Case, o Opinion) (model.Write, error) {
	e, person := c.Evaluation, c.By.Person
	v := &model.Review{Head: reviewHead(e), EvaluationID: e.ID, Round: e.Round, ApplicantID: e.ApplicantID, AuthorID: person,
		Scores: o.Scores, Vote: o.Vote, Text: o.Text, Readers: []model.ID{person}, GivenAt: c.At}
	given, err := r.reviewsOf(ctx, e)
	if err != nil {
		return model.Write{}, err
	}
	for _, before := range given {
		if before.AuthorID == person {
			v.ID = before.ID
			return model.Write{Action: model.ActionAmend, Record: v, Version: before.Version, Reason: o.Reason,
				Fields: []string{"scores", "vote", "text", "givenAt"}}, nil
		}
	}
	return model.Write{Action: model.ActionCreate, Record: v, Reason: o.Reason}, nil
}

// reviewGiven notes that a review was given, as the node itself: who gave it is not for everybody
// who reads the evaluation's history.
func (r *Registry) reviewGiven(ctx context.Context, c *workflow.Case) error {
	e := c.Evaluation
	e.Assigned(c.By.Person).GivenAt = c.At
	complete := true
	for _, a := range e.Assignments {
		complete = complete && !a.GivenAt.IsZero()
	}
	if complete {
		e.DisclosedAt = c.At
	}
	ctx = r.asNode(ctx)
	if _, err := r.keepEvaluation(ctx, e, "a review was given"); err != nil || !complete {
		return err
	}
	return r.openReviews(ctx, c)
}

// reviewsOf lists the reviews of the evaluation's round, whoever asks.
func (r *Registry) reviewsOf(ctx context.Context, e *model.Evaluation) ([]*model.Review, error) {
	var list []*model.Review
	err := each(ctx, r, model.KindReview, Equal("evaluation", string(e.ID)), func(v *model.Review) error {
		if v.Round == e.Round {
			list = append(list, v)
		}
		return nil
	})
	return list, err
}

// openReviews discloses those reviews of the evaluation's round that are not disclosed yet to all
// of its experts and, without the names, to the applicant.
func (r *Registry) openReviews(ctx context.Context, c *workflow.Case) error {
	list, err := r.reviewsOf(ctx, c.Evaluation)
	if err != nil {
		return err
	}
	var writes []model.Write
	for _, v := range list {
		if v.Status != model.StatusDraft {
			continue
		}
		v.Readers, v.DisclosedAt, v.Status = c.Evaluation.Readers, c.Evaluation.DisclosedAt, model.StatusRecorded
		writes = append(writes, model.Write{Action: model.ActionAmend, Record: v, Version: v.Version, Reason: "disclosed",
			Fields: []string{"readers", "disclosedAt", "status"}})
	}
	_, err = r.keep(r.asNode(ctx), writes...)
	return err
}

// asNode is the context in which the node itself acts.
func (r *Registry) asNode(ctx context.Context) context.Context {
	return model.WithPrincipal(ctx, &model.Principal{Subject: "workflow", Via: model.ViaLocal})
}
