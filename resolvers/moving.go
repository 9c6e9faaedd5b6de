package resolvers

import (
	"context"
	"time"

	"metrograph/graph/gqlmodel"
	"metrograph/model"
	"metrograph/registry"
	"metrograph/workflow"
)

// evaluationRegistry is what resolvers ask of the registry about evaluations.
type evaluationRegistry interface {
	OpenEvaluation(ctx context.Context, a registry.Application) (model.Written, error)
	MoveEvaluation(ctx context.Context, q registry.Transition) (model.Written, error)
	OpenNationalReview(ctx context.Context, q registry.TakeUp) (model.Written, error)
	GiveReview(ctx context.Context, o registry.Opinion) (model.Written, error)
	NewDatasetVersion(ctx context.Context, id model.ID, label, reason string) (model.Written, error)
}

// done is the outcome of a mutation that the registry carried out.
func done(ctx context.Context, w model.Written, err error) (outcome, error) {
	operationOf(ctx).forget()
	if err != nil {
		w.Err = err
	}
	return settle(w)
}

func (r *Resolver) openEvaluation(ctx context.Context, input gqlmodel.OpenEvaluationInput) (*gqlmodel.EvaluationPayload, error) {
	a := registry.Application{Reason: value(input.Reason), Evaluation: model.Evaluation{SubjectID: input.Subject, CommitteeID: input.Committee,
		Statement: value(input.Statement), Licence: value(input.Licence), EmbargoUntil: value[time.Time](input.EmbargoUntil)}}
	w, err := r.registry.OpenEvaluation(ctx, a)
	out, err := done(ctx, w, err)
	return evaluationPayload(out), err
}

func (r *Resolver) moveEvaluation(ctx context.Context, name workflow.Name, input gqlmodel.MoveEvaluationInput) (*gqlmodel.EvaluationPayload, error) {
	w, err := r.registry.MoveEvaluation(ctx, registry.Transition{Name: name, ID: input.ID, Version: input.Version,
		Text: value(input.Text), Reason: value(input.Reason)})
	out, err := done(ctx, w, err)
	return evaluationPayload(out), err
}

func (r *Resolver) assignReviewers(ctx context.Context, input gqlmodel.AssignReviewersInput) (*gqlmodel.EvaluationPayload, error) {
	w, err := r.registry.MoveEvaluation(ctx, registry.Transition{Name: workflow.Assign, ID: input.ID, Version: input.Version,
		Reviewers: input.Reviewers, DueAt: input.DueAt, Reason: value(input.Reason)})
	out, err := done(ctx, w, err)
	return evaluationPayload(out), err
}

func (r *Resolver) openNationalReview(ctx context.Context, input gqlmodel.OpenNationalReviewInput) (*gqlmodel.EvaluationPayload, error) {
	w, err := r.registry.OpenNationalReview(ctx, registry.TakeUp{BasedOnID: input.BasedOn, CommitteeID: input.Committee, Reason: value(input.Reason)})
	out, err := done(ctx, w, err)
	return evaluationPayload(out), err
}

func (r *Resolver) giveReview(ctx context.Context, input gqlmodel.GiveReviewInput) (*gqlmodel.ReviewPayload, error) {
	o := registry.Opinion{EvaluationID: input.Evaluation, Vote: input.Vote, Text: value(input.Text), Reason: value(input.Reason)}
	for _, s := range input.Scores {
		o.Scores = append(o.Scores, *s)
	}
	w, err := r.registry.GiveReview(ctx, o)
	out, err := done(ctx, w, err)
	return reviewPayload(out), err
}

// pointingAt returns the one record of R's kind that a condition finds, as the caller may see it.
func pointingAt[R model.Record](ctx context.Context, under *registry.Filter) (found R, err error) {
	first, kind, o := 1, found.Kind(), operationOf(ctx)
	request := registry.ListRequest{Kind: kind, Under: under, First: &first, Fields: selected(ctx, kind)}
	page, err := o.page(ctx, &request, true)
	o.redact(kind, request.Fields, page.Redacted)
	if err != nil || len(page.Records) == 0 {
		return found, err
	}
	return page.Records[0].(R), nil
}
