package resolvers

import (
	"context"

	"metrograph/graph"
	"metrograph/graph/gqlmodel"
	"metrograph/model"
	"metrograph/registry"
	"metrograph/workflow"
)

// Origin is the resolver for the origin field.
func (r *evaluationResolver) Origin(ctx context.Context, obj *model.Evaluation) (*model.Institution, error) {
	return one[*model.Institution](ctx, obj.Origin)
}

// Manufacturers is the resolver for the manufacturers field.
func (r *evaluationResolver) Manufacturers(ctx context.Context, obj *model.Evaluation) ([]*model.Institution, error) {
	return many[*model.Institution](ctx, obj.Manufacturers)
}

// History is the resolver for the history field.
func (r *evaluationResolver) History(ctx context.Context, obj *model.Evaluation, first *int, after *string, last *int, before *string) (*gqlmodel.RevisionConnection, error) {
	return r.history(ctx, obj.ID, window{first, after, last, before})
}

// Subject is the resolver for the subject field.
func (r *evaluationResolver) Subject(ctx context.Context, obj *model.Evaluation) (model.Record, error) {
	return anyOne(ctx, obj.SubjectID)
}

// Applicant is the resolver for the applicant field.
func (r *evaluationResolver) Applicant(ctx context.Context, obj *model.Evaluation) (*model.Institution, error) {
	return one[*model.Institution](ctx, obj.ApplicantID)
}

// Committee is the resolver for the committee field.
func (r *evaluationResolver) Committee(ctx context.Context, obj *model.Evaluation) (*model.Committee, error) {
	return one[*model.Committee](ctx, obj.CommitteeID)
}

// BasedOn is the resolver for the basedOn field.
func (r *evaluationResolver) BasedOn(ctx context.Context, obj *model.Evaluation) (*model.Evaluation, error) {
	return one[*model.Evaluation](ctx, obj.BasedOnID)
}

// NationalEvaluation is the resolver for the nationalEvaluation field.
func (r *evaluationResolver) NationalEvaluation(ctx context.Context, obj *model.Evaluation) (*model.Evaluation, error) {
	return pointingAt[*model.Evaluation](ctx, registry.Equal("basedOn", string(obj.ID)))
}

// Supersedes is the resolver for the supersedes field.
func (r *evaluationResolver) Supersedes(ctx context.Context, obj *model.Evaluation) (model.Record, error) {
	return anyOne(ctx, obj.SupersedesID)
}

// Readers is the resolver for the readers field.
func (r *evaluationResolver) Readers(ctx context.Context, obj *model.Evaluation) ([]*model.Person, error) {
	return many[*model.Person](ctx, obj.Readers)
}

// Reviews is the resolver for the reviews field.
func (r *evaluationResolver) Reviews(ctx context.Context, obj *model.Evaluation, first *int, after *string, last *int, before *string, filter map[string]any, orderBy *gqlmodel.Order) (*gqlmodel.ReviewConnection, error) {
	page, err := list(ctx, window{first, after, last, before}, query{model.KindReview, filter, orderBy, registry.Equal("evaluation", string(obj.ID))})
	return reviews(page), err
}

// OpenEvaluation is the resolver for the openEvaluation field.
func (r *mutationResolver) OpenEvaluation(ctx context.Context, input gqlmodel.OpenEvaluationInput) (*gqlmodel.EvaluationPayload, error) {
	return r.openEvaluation(ctx, input)
}

// SubmitEvaluation is the resolver for the submitEvaluation field.
func (r *mutationResolver) SubmitEvaluation(ctx context.Context, input gqlmodel.MoveEvaluationInput) (*gqlmodel.EvaluationPayload, error) {
	return r.moveEvaluation(ctx, workflow.Submit, input)
}

// AssignReviewers is the resolver for the assignReviewers field.
func (r *mutationResolver) AssignReviewers(ctx context.Context, input gqlmodel.AssignReviewersInput) (*gqlmodel.EvaluationPayload, error) {
	return r.assignReviewers(ctx, input)
}

// DiscloseReviews is the resolver for the discloseReviews field.
func (r *mutationResolver) DiscloseReviews(ctx context.Context, input gqlmodel.MoveEvaluationInput) (*gqlmodel.EvaluationPayload, error) {
	return r.moveEvaluation(ctx, workflow.Disclose, input)
}

// RequestRevision is the resolver for the requestRevision field.
func (r *mutationResolver) RequestRevision(ctx context.Context, input gqlmodel.MoveEvaluationInput) (*gqlmodel.EvaluationPayload, error) {
	return r.moveEvaluation(ctx, workflow.RequestRevision, input)
}

// ResubmitEvaluation is the resolver for the resubmitEvaluation field.
func (r *mutationResolver) ResubmitEvaluation(ctx context.Context, input gqlmodel.MoveEvaluationInput) (*gqlmodel.EvaluationPayload, error) {
	return r.moveEvaluation(ctx, workflow.Resubmit, input)
}

// RecommendEvaluation is the resolver for the recommendEvaluation field.
func (r *mutationResolver) RecommendEvaluation(ctx context.Context, input gqlmodel.MoveEvaluationInput) (*gqlmodel.EvaluationPayload, error) {
	return r.moveEvaluation(ctx, workflow.Recommend, input)
}

// ApplyEvaluation is the resolver for the applyEvaluation field.
func (r *mutationResolver) ApplyEvaluation(ctx context.Context, input gqlmodel.MoveEvaluationInput) (*gqlmodel.EvaluationPayload, error) {
	return r.moveEvaluation(ctx, workflow.Apply, input)
}

// PublishEvaluation is the resolver for the publishEvaluation field.
func (r *mutationResolver) PublishEvaluation(ctx context.Context, input gqlmodel.MoveEvaluationInput) (*gqlmodel.EvaluationPayload, error) {
	return r.moveEvaluation(ctx, workflow.Publish, input)
}

// RejectEvaluation is the resolver for the rejectEvaluation field.
func (r *mutationResolver) RejectEvaluation(ctx context.Context, input gqlmodel.MoveEvaluationInput) (*gqlmodel.EvaluationPayload, error) {
	return r.moveEvaluation(ctx, workflow.Reject, input)
}

// WithdrawEvaluation is the resolver for the withdrawEvaluation field.
func (r *mutationResolver) WithdrawEvaluation(ctx context.Context, input gqlmodel.MoveEvaluationInput) (*gqlmodel.EvaluationPayload, error) {
	return r.moveEvaluation(ctx, workflow.Withdraw, input)
}

// OpenNationalReview is the resolver for the openNationalReview field.
func (r *mutationResolver) OpenNationalReview(ctx context.Context, input gqlmodel.OpenNationalReviewInput) (*gqlmodel.EvaluationPayload, error) {
	return r.openNationalReview(ctx, input)
}

// Evaluation is the resolver for the evaluation field.
func (r *queryResolver) Evaluation(ctx context.Context, id model.ID) (*model.Evaluation, error) {
	return one[*model.Evaluation](ctx, id)
}

// Evaluations is the resolver for the evaluations field.
func (r *queryResolver) Evaluations(ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any, orderBy *gqlmodel.Order) (*gqlmodel.EvaluationConnection, error) {
	page, err := list(ctx, window{first, after, last, before}, query{model.KindEvaluation, filter, orderBy, nil})
	return evaluations(page), err
}

// Person is the resolver for the person field.
func (r *reviewAssignmentResolver) Person(ctx context.Context, obj *model.ReviewAssignment) (*model.Person, error) {
	return one[*model.Person](ctx, obj.PersonID)
}

// Evaluation returns graph.EvaluationResolver implementation.
func (r *Resolver) Evaluation() graph.EvaluationResolver { return &evaluationResolver{r} }

// ReviewAssignment returns graph.ReviewAssignmentResolver implementation.
func (r *Resolver) ReviewAssignment() graph.ReviewAssignmentResolver {
	return &reviewAssignmentResolver{r}
}

type (
	evaluationResolver       struct{ *Resolver }
	reviewAssignmentResolver struct{ *Resolver }
)
