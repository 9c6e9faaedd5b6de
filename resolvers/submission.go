package resolvers

import (
	"context"

	"metrograph/graph"
	"metrograph/graph/gqlmodel"
	"metrograph/model"
)

// Harvest is the resolver for the harvest field.
func (r *mutationResolver) Harvest(ctx context.Context, input gqlmodel.HarvestInput) (*gqlmodel.SubmissionPayload, error) {
	return r.asked(ctx, r.registry.RequestHarvest, input.Sender)
}

// Submit is the resolver for the submit field.
func (r *mutationResolver) Submit(ctx context.Context, input gqlmodel.SubmitInput) (*gqlmodel.SubmissionPayload, error) {
	return r.asked(ctx, r.registry.RequestSubmission, input.Receiver)
}

// Submission is the resolver for the submission field.
func (r *queryResolver) Submission(ctx context.Context, id model.ID) (*model.Submission, error) {
	return one[*model.Submission](ctx, id)
}

// Submissions is the resolver for the submissions field.
func (r *queryResolver) Submissions(ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any, orderBy *gqlmodel.Order) (*gqlmodel.SubmissionConnection, error) {
	page, err := list(ctx, window{first, after, last, before}, query{model.KindSubmission, filter, orderBy, nil})
	return submissions(page), err
}

// Origin is the resolver for the origin field.
func (r *submissionResolver) Origin(ctx context.Context, obj *model.Submission) (*model.Institution, error) {
	return one[*model.Institution](ctx, obj.Origin)
}

// Manufacturers is the resolver for the manufacturers field.
func (r *submissionResolver) Manufacturers(ctx context.Context, obj *model.Submission) ([]*model.Institution, error) {
	return many[*model.Institution](ctx, obj.Manufacturers)
}

// History is the resolver for the history field.
func (r *submissionResolver) History(ctx context.Context, obj *model.Submission, first *int, after *string, last *int, before *string) (*gqlmodel.RevisionConnection, error) {
	return r.history(ctx, obj.ID, window{first, after, last, before})
}

// Sender is the resolver for the sender field.
func (r *submissionResolver) Sender(ctx context.Context, obj *model.Submission) (*model.Institution, error) {
	return one[*model.Institution](ctx, obj.SenderID)
}

// Receiver is the resolver for the receiver field.
func (r *submissionResolver) Receiver(ctx context.Context, obj *model.Submission) (*model.Institution, error) {
	return one[*model.Institution](ctx, obj.ReceiverID)
}

// Tally is the resolver for the tally field.
func (r *submissionResolver) Tally(ctx context.Context, obj *model.Submission) (*model.TransferTally, error) {
	return unlessMasked(obj, "tally", obj.Tally), nil
}

// Batches is the resolver for the batches field.
func (r *submissionResolver) Batches(ctx context.Context, obj *model.Submission) (*int, error) {
	return unlessMasked(obj, "batches", obj.Batches), nil
}

// Size is the resolver for the size field.
func (r *submissionResolver) Size(ctx context.Context, obj *model.Submission) (*int64, error) {
	return unlessMasked(obj, "size", obj.Size), nil
}

// Submission is the resolver for the submission field.
func (r *submissionChangeResolver) Submission(ctx context.Context, obj *gqlmodel.SubmissionChange) (*model.Submission, error) {
	return one[*model.Submission](ctx, obj.ID)
}

// SubmissionChanged is the resolver for the submissionChanged field.
func (r *subscriptionResolver) SubmissionChanged(ctx context.Context, filter *gqlmodel.SubmissionChangeFilter, since *string) (<-chan *gqlmodel.SubmissionChange, error) {
	return r.watchSubmissions(ctx, filter, since)
}

// Submission returns graph.SubmissionResolver implementation.
func (r *Resolver) Submission() graph.SubmissionResolver { return &submissionResolver{r} }

// SubmissionChange returns graph.SubmissionChangeResolver implementation.
func (r *Resolver) SubmissionChange() graph.SubmissionChangeResolver {
	return &submissionChangeResolver{r}
}

type (
	submissionResolver       struct{ *Resolver }
	submissionChangeResolver struct{ *Resolver }
)
