package resolvers

import (
	"context"

	"metrograph/graph/gqlmodel"
	"metrograph/model"
	"metrograph/publication"
	"metrograph/registry"
)

// publicationRegistry is what is asked of publications.
type publicationRegistry interface {
	Resolve(ctx context.Context, identifier string) (model.ID, error)
	Work(ctx context.Context, id model.ID) (registry.Work, error)
}

// publicationNamed is the publication with an id or a persistent identifier.
func (r *Resolver) publicationNamed(ctx context.Context, id *model.ID, identifier *string) (*model.Publication, error) {
	switch {
	case (id == nil) == (identifier == nil):
		return nil, invalid("id", "give either the id or the persistent identifier")
	case id != nil:
		return one[*model.Publication](ctx, *id)
	}
	found, err := r.registry.Resolve(ctx, *identifier)
	if err != nil {
		return nil, err
	}
	return one[*model.Publication](ctx, found)
}

// work is a publication with everything that a citation needs, whatever the query asks for.
func (r *Resolver) work(ctx context.Context, id model.ID) (*registry.Work, error) {
	w, err := r.registry.Work(ctx, id)
	if model.CodeOf(err) == model.CodeNotFound {
		return nil, nil
	}
	return &w, err
}

func (r *Resolver) embargoed(ctx context.Context, id model.ID) (*bool, error) {
	w, err := r.work(ctx, id)
	if w == nil || err != nil {
		return nil, err
	}
	return unlessMasked(w.Publication, "embargoUntil", w.Embargoed), nil
}

func (r *Resolver) supersededBy(ctx context.Context, id model.ID) (*model.Publication, error) {
	w, err := r.work(ctx, id)
	if w == nil || err != nil {
		return nil, err
	}
	return one[*model.Publication](ctx, w.SupersededByID)
}

func (r *Resolver) cited(ctx context.Context, id model.ID, style gqlmodel.CitationStyle) (*string, error) {
	w, err := r.work(ctx, id)
	if w == nil || err != nil {
		return nil, err
	}
	var text string
	switch style {
	case gqlmodel.CitationStyleCslJSON:
		text, err = publication.CSL(&w.Work, w.Now)
	case gqlmodel.CitationStyleSchemaOrg:
		text, err = publication.SchemaOrg(&w.Work)
	default:
		text = publication.Citation(&w.Work, w.Now)
	}
	return &text, err
}

func (r *Resolver) dataCite(ctx context.Context, id model.ID, format gqlmodel.MetadataFormat) (*string, error) {
	w, err := r.work(ctx, id)
	if w == nil || err != nil {
		return nil, err
	}
	write := publication.DataCiteJSON
	if format == gqlmodel.MetadataFormatXML {
		write = publication.DataCiteXML
	}
	text, err := write(&w.Work)
	return &text, err
}

// manifest is that of a publication of which the caller may read all that was signed.
func (r *Resolver) manifest(ctx context.Context, id model.ID) (*string, error) {
	w, err := r.work(ctx, id)
	if w == nil || err != nil || !publication.Whole(w.Publication) {
		return nil, err
	}
	text, err := publication.Of(w.Publication).Text()
	out := string(text)
	return &out, err
}
