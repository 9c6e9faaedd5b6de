package resolvers

import (
	"context"

	"metrograph/graph"
	"metrograph/graph/gqlmodel"
	"metrograph/model"
)

// GiveReview is the resolver for the giveReview field.
func (r *mutationResolver) GiveReview(ctx context.Context, input gqlmodel.GiveReviewInput) (*gqlmodel.ReviewPayload, error) {
	return r.giveReview(ctx, input)
}

// Review is the resolver for the review field.
func (r *queryResolver) Review(ctx context.Context, id model.ID) (*model.Review, error) {
	return one[*model.Review](ctx, id)
}

// Reviews is the resolver for the reviews field.
func (r *queryResolver) Reviews(ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any, orderBy *gqlmodel.Order) (*gqlmodel.ReviewConnection, error) {
	page, err := list(ctx, window{first, after, last, before}, query{model.KindReview, filter, orderBy, nil})
	return reviews(page), err
}

// Origin is the resolver for the origin field.
func (r *reviewResolver) Origin(ctx context.Context, obj *model.Review) (*model.Institution, error) {
	return one[*model.Institution](ctx, obj.Origin)
}

// Manufacturers is the resolver for the manufacturers field.
func (r *reviewResolver) Manufacturers(ctx context.Context, obj *model.Review) ([]*model.Institution, error) {
	return many[*model.Institution](ctx, obj.Manufacturers)
}

// History is the resolver for the history field.
func (r *reviewResolver) History(ctx context.Context, obj *model.Review, first *int, after *string, last *int, before *string) (*gqlmodel.RevisionConnection, error) {
	return r.history(ctx, obj.ID, window{first, after, last, before})
}

// Evaluation is the resolver for the evaluation field.
func (r *reviewResolver) Evaluation(ctx context.Context, obj *model.Review) (*model.Evaluation, error) {
	return one[*model.Evaluation](ctx, obj.EvaluationID)
}

// Applicant is the resolver for the applicant field.
func (r *reviewResolver) Applicant(ctx context.Context, obj *model.Review) (*model.Institution, error) {
	return one[*model.Institution](ctx, obj.ApplicantID)
}

// Author is the resolver for the author field.
func (r *reviewResolver) Author(ctx context.Context, obj *model.Review) (*model.Person, error) {
	return one[*model.Person](ctx, obj.AuthorID)
}

// Readers is the resolver for the readers field.
func (r *reviewResolver) Readers(ctx context.Context, obj *model.Review) ([]*model.Person, error) {
	return many[*model.Person](ctx, obj.Readers)
}

// Review returns graph.ReviewResolver implementation.
func (r *Resolver) Review() graph.ReviewResolver { return &reviewResolver{r} }

type reviewResolver struct{ *Resolver }
