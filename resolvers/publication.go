package resolvers

import (
	"context"

	"metrograph/graph"
	"metrograph/graph/gqlmodel"
	"metrograph/model"
)

// Institution is the resolver for the institution field.
func (r *creatorResolver) Institution(ctx context.Context, obj *model.Creator) (*model.Institution, error) {
	return one[*model.Institution](ctx, obj.InstitutionID)
}

// Origin is the resolver for the origin field.
func (r *publicationResolver) Origin(ctx context.Context, obj *model.Publication) (*model.Institution, error) {
	return one[*model.Institution](ctx, obj.Origin)
}

// Manufacturers is the resolver for the manufacturers field.
func (r *publicationResolver) Manufacturers(ctx context.Context, obj *model.Publication) ([]*model.Institution, error) {
	return many[*model.Institution](ctx, obj.Manufacturers)
}

// History is the resolver for the history field.
func (r *publicationResolver) History(ctx context.Context, obj *model.Publication, first *int, after *string, last *int, before *string) (*gqlmodel.RevisionConnection, error) {
	return r.history(ctx, obj.ID, window{first, after, last, before})
}

// Subject is the resolver for the subject field.
func (r *publicationResolver) Subject(ctx context.Context, obj *model.Publication) (model.Record, error) {
	return anyOne(ctx, obj.SubjectID)
}

// SubjectVersion is the resolver for the subjectVersion field.
func (r *publicationResolver) SubjectVersion(ctx context.Context, obj *model.Publication) (*int, error) {
	return unlessMasked(obj, "subjectVersion", obj.SubjectVersion), nil
}

// Evaluation is the resolver for the evaluation field.
func (r *publicationResolver) Evaluation(ctx context.Context, obj *model.Publication) (model.Record, error) {
	return anyOne(ctx, obj.EvaluationID)
}

// Embargoed is the resolver for the embargoed field.
func (r *publicationResolver) Embargoed(ctx context.Context, obj *model.Publication) (*bool, error) {
	return r.embargoed(ctx, obj.ID)
}

// Supersedes is the resolver for the supersedes field.
func (r *publicationResolver) Supersedes(ctx context.Context, obj *model.Publication) (*model.Publication, error) {
	return one[*model.Publication](ctx, obj.SupersedesID)
}

// SupersededBy is the resolver for the supersededBy field.
func (r *publicationResolver) SupersededBy(ctx context.Context, obj *model.Publication) (*model.Publication, error) {
	return r.supersededBy(ctx, obj.ID)
}

// Citation is the resolver for the citation field.
func (r *publicationResolver) Citation(ctx context.Context, obj *model.Publication, style gqlmodel.CitationStyle) (*string, error) {
	return r.cited(ctx, obj.ID, style)
}

// DataCite is the resolver for the dataCite field.
func (r *publicationResolver) DataCite(ctx context.Context, obj *model.Publication, format gqlmodel.MetadataFormat) (*string, error) {
	return r.dataCite(ctx, obj.ID, format)
}

// Manifest is the resolver for the manifest field.
func (r *publicationResolver) Manifest(ctx context.Context, obj *model.Publication) (*string, error) {
	return r.manifest(ctx, obj.ID)
}

// Record is the resolver for the record field.
func (r *publishedMemberResolver) Record(ctx context.Context, obj *model.PublishedMember) (model.Record, error) {
	return anyOne(ctx, obj.RecordID)
}

// Publication is the resolver for the publication field.
func (r *queryResolver) Publication(ctx context.Context, id *model.ID, identifier *string) (*model.Publication, error) {
	return r.publicationNamed(ctx, id, identifier)
}

// Publications is the resolver for the publications field.
func (r *queryResolver) Publications(ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any, orderBy *gqlmodel.Order) (*gqlmodel.PublicationConnection, error) {
	page, err := list(ctx, window{first, after, last, before}, query{model.KindPublication, filter, orderBy, nil})
	return publications(page), err
}

// Creator returns graph.CreatorResolver implementation.
func (r *Resolver) Creator() graph.CreatorResolver { return &creatorResolver{r} }

// Publication returns graph.PublicationResolver implementation.
func (r *Resolver) Publication() graph.PublicationResolver { return &publicationResolver{r} }

// PublishedMember returns graph.PublishedMemberResolver implementation.
func (r *Resolver) PublishedMember() graph.PublishedMemberResolver {
	return &publishedMemberResolver{r}
}

type (
	creatorResolver         struct{ *Resolver }
	publicationResolver     struct{ *Resolver }
	publishedMemberResolver struct{ *Resolver }
)
