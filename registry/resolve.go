package registry

import (
	"context"
	"net/url"
	"strings"
	"time"

	"metrograph/model"
	"metrograph/publication"
)

// PathPublication is where persistent identifiers resolve at a node.
const PathPublication = "/p/"

// Resolve finds the publication with a persistent identifier: an error where that is mistyped,
// NOT_FOUND where there is none that the caller may read.
func (r *Registry) Resolve(ctx context.Context, identifier string) (model.ID, error) {
	plain, err := model.ParsePublicationIdentifier(identifier)
	if err != nil {
		return "", err
	}
	one := 1
	pages, err := r.List(ctx, ListRequest{Kind: model.KindPublication, Where: Equal("identifier", plain), First: &one, Fields: factFields(model.KindPublication)})
	if err != nil {
		return "", err
	}
	if len(pages[0].Records) == 0 {
		return "", model.NotFound()
	}
	return pages[0].Records[0].Base().ID, nil
}

// Work is a publication as the caller may see it, with what it is cited by.
type Work struct {
	publication.Work
	SupersededByID model.ID // empty where it is the newest
	Embargoed      bool     // now
	Now            time.Time
}

// Work returns a publication with everything that a citation needs; NOT_FOUND where there is none
// that the caller may read.
func (r *Registry) Work(ctx context.Context, id model.ID) (Work, error) {
	if id.Kind() != model.KindPublication {
		return Work{}, model.NotFound()
	}
	loaded, err := r.Load(ctx, model.KindPublication, []model.ID{id}, 0)
	if err != nil {
		return Work{}, err
	}
	p, ok := loaded.Records[0].(*model.Publication)
	if !ok {
		return Work{}, model.NotFound()
	}
	w := Work{Work: publication.Work{Publication: p}, Embargoed: p.Embargoed(r.now()), Now: r.now()}
	base := r.baseOf(ctx, p.Origin)
	w.URL = base + p.Identifier
	if err := r.versions(ctx, &w, base); err != nil {
		return Work{}, err
	}
	return w, nil
}

// versions finds the publications before and after one.
func (r *Registry) versions(ctx context.Context, w *Work, base string) error {
	if w.Publication.SupersedesID != "" {
		before, err := r.Load(ctx, model.KindPublication, []model.ID{w.SupersedesID}, 0)
		if err != nil {
			return err
		}
		if p, ok := before.Records[0].(*model.Publication); ok {
			w.Supersedes = base + p.Identifier
		}
	}
	one := 1
	pages, err := r.List(ctx, ListRequest{Kind: model.KindPublication, First: &one, Order: Order{Field: "publishedAt", Desc: true},
		Where: All(Equal("supersedes", string(w.ID)), Equal("status", string(model.StatusPublished)))})
	if err != nil || len(pages[0].Records) == 0 {
		return err
	}
	next := pages[0].Records[0].(*model.Publication) //nolint:errcheck // the list is of publications
	w.SupersededByID, w.SupersededBy = next.ID, base+next.Identifier
	return nil
}

// baseOf is what the addresses of an institution's publications begin with: its node's, as its
// record has it, or a path of this node.
func (r *Registry) baseOf(ctx context.Context, origin model.ID) string {
	endpoint, _ := model.Fields(model.KindInstitution, "endpoint")
	loaded, err := r.Load(ctx, model.KindInstitution, []model.ID{origin}, endpoint|factFields(model.KindInstitution))
	if err != nil {
		return PathPublication
	}
	institution, ok := loaded.Records[0].(*model.Institution)
	if !ok {
		return PathPublication
	}
	at, err := url.Parse(institution.Endpoint)
	if err != nil || at.Host == "" {
		return PathPublication
	}
	return strings.TrimSuffix(at.Scheme+"://"+at.Host+strings.TrimSuffix(at.Path, "/graphql"), "/") + PathPublication
}
