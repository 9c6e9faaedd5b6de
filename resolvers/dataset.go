package resolvers

import (
	"context"

	"metrograph/graph"
	"metrograph/graph/gqlmodel"
	"metrograph/model"
	"metrograph/registry"
)

// Origin is the resolver for the origin field.
func (r *datasetResolver) Origin(ctx context.Context, obj *model.Dataset) (*model.Institution, error) {
	return one[*model.Institution](ctx, obj.Origin)
}

// Manufacturers is the resolver for the manufacturers field.
func (r *datasetResolver) Manufacturers(ctx context.Context, obj *model.Dataset) ([]*model.Institution, error) {
	return many[*model.Institution](ctx, obj.Manufacturers)
}

// History is the resolver for the history field.
func (r *datasetResolver) History(ctx context.Context, obj *model.Dataset, first *int, after *string, last *int, before *string) (*gqlmodel.RevisionConnection, error) {
	return r.history(ctx, obj.ID, window{first, after, last, before})
}

// Members is the resolver for the members field.
func (r *datasetResolver) Members(ctx context.Context, obj *model.Dataset) ([]model.Record, error) {
	return mixed(ctx, obj.Members)
}

// DerivedFrom is the resolver for the derivedFrom field.
func (r *datasetResolver) DerivedFrom(ctx context.Context, obj *model.Dataset) ([]model.Record, error) {
	return mixed(ctx, obj.DerivedFrom)
}

// Supersedes is the resolver for the supersedes field.
func (r *datasetResolver) Supersedes(ctx context.Context, obj *model.Dataset) (*model.Dataset, error) {
	return one[*model.Dataset](ctx, obj.SupersedesID)
}

// SupersededBy is the resolver for the supersededBy field.
func (r *datasetResolver) SupersededBy(ctx context.Context, obj *model.Dataset) (*model.Dataset, error) {
	return pointingAt[*model.Dataset](ctx, registry.Equal("supersedes", string(obj.ID)))
}

// Publications is the resolver for the publications field.
func (r *datasetResolver) Publications(ctx context.Context, obj *model.Dataset, first *int, after *string, last *int, before *string, filter map[string]any, orderBy *gqlmodel.Order) (*gqlmodel.PublicationConnection, error) {
	page, err := list(ctx, window{first, after, last, before}, query{model.KindPublication, filter, orderBy, registry.Equal("member", string(obj.ID))})
	return publications(page), err
}

// Attachment is the resolver for the attachment field.
func (r *mediaResolver) Attachment(ctx context.Context, obj *model.Media) (*model.Attachment, error) {
	return one[*model.Attachment](ctx, obj.AttachmentID)
}

// Poster is the resolver for the poster field.
func (r *mediaResolver) Poster(ctx context.Context, obj *model.Media) (*model.Attachment, error) {
	return one[*model.Attachment](ctx, obj.PosterID)
}

// Shows is the resolver for the shows field.
func (r *mediaResolver) Shows(ctx context.Context, obj *model.Media) (model.Record, error) {
	return anyOne(ctx, obj.ShowsID)
}

// CreateDataset is the resolver for the createDataset field.
func (r *mutationResolver) CreateDataset(ctx context.Context, input gqlmodel.CreateDatasetInput) (*gqlmodel.DatasetPayload, error) {
	out, err := r.create(ctx, input.Dataset, input.Reason)
	return datasetPayload(out), err
}

// AmendDataset is the resolver for the amendDataset field.
func (r *mutationResolver) AmendDataset(ctx context.Context, input gqlmodel.AmendDatasetInput) (*gqlmodel.DatasetPayload, error) {
	out, err := r.amend(ctx, change{input.ID, input.Version, input.Reason}, input.Changes)
	return datasetPayload(out), err
}

// NewDatasetVersion is the resolver for the newDatasetVersion field.
func (r *mutationResolver) NewDatasetVersion(ctx context.Context, input gqlmodel.NewDatasetVersionInput) (*gqlmodel.DatasetPayload, error) {
	w, err := r.registry.NewDatasetVersion(ctx, input.ID, input.VersionLabel, value(input.Reason))
	out, err := done(ctx, w, err)
	return datasetPayload(out), err
}

// Dataset is the resolver for the dataset field.
func (r *queryResolver) Dataset(ctx context.Context, id model.ID) (*model.Dataset, error) {
	return one[*model.Dataset](ctx, id)
}

// Datasets is the resolver for the datasets field.
func (r *queryResolver) Datasets(ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any, orderBy *gqlmodel.Order) (*gqlmodel.DatasetConnection, error) {
	page, err := list(ctx, window{first, after, last, before}, query{model.KindDataset, filter, orderBy, nil})
	return datasets(page), err
}

// Dataset returns graph.DatasetResolver implementation.
func (r *Resolver) Dataset() graph.DatasetResolver { return &datasetResolver{r} }

// Media returns graph.MediaResolver implementation.
func (r *Resolver) Media() graph.MediaResolver { return &mediaResolver{r} }

type (
	datasetResolver struct{ *Resolver }
	mediaResolver   struct{ *Resolver }
)
