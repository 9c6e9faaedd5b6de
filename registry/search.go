package registry

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"metrograph/model"
	"metrograph/store"
)

// searchable are the kinds that a search looks into, in the order of its answer.
func searchable() []model.Kind {
	return []model.Kind{model.KindCertificate, model.KindInstrument, model.KindInstitution, model.KindMethod,
		model.KindDataset, model.KindEnvironment, model.KindPerson, model.KindAttachment}
}

// Search returns records that have every word of the text among their identifying fields:
// kind after kind, within a kind the newest first. A caller who may not read one of these
// fields does not find records by it.
func (r *Registry) Search(ctx context.Context, q SearchRequest) (Page, error) {
	s, err := r.search(q)
	if err != nil {
		return Page{}, err
	}
	page := Page{}
	for _, kind := range s.kinds {
		if err := r.searchKind(ctx, s, kind, &page); err != nil {
			return Page{}, err
		}
		if page.HasNext {
			break
		}
	}
	return page, nil
}

// searching is a search on its way through the kinds.
type searching struct {
	text  string
	kinds []model.Kind
	limit int
	after *place
	bound []byte
}

func (r *Registry) search(q SearchRequest) (*searching, error) {
	s := &searching{text: strings.TrimSpace(q.Text), kinds: q.Kinds, limit: defaultPage}
	if len(store.QueryTerms(s.text)) == 0 || len(s.text) > maxFilterText {
		return nil, invalid("text", "give at least one word or character to search for, and at most %d bytes", maxFilterText)
	}
	if q.First != nil {
		s.limit = *q.First
	}
	if s.limit < 1 || s.limit > maxPage {
		return nil, invalid("first", "first must be from 1 to %d", maxPage)
	}
	if len(s.kinds) == 0 {
		s.kinds = searchable()
	}
	for _, kind := range s.kinds {
		if !slices.Contains(searchable(), kind) {
			return nil, invalid("kinds", "records of this kind cannot be searched")
		}
	}
	s.bound, _ = json.Marshal(struct {
		Text  string
		Kinds []model.Kind
	}{s.text, s.kinds})
	if q.After == nil {
		return s, nil
	}
	p, ok := r.readCursor(*q.After, s.bound)
	at := slices.Index(s.kinds, p.Kind)
	if !ok || at < 0 {
		return nil, invalid("after", "this cursor does not belong to this search")
	}
	s.after, s.kinds = &p, s.kinds[at:]
	return s, nil
}

func (r *Registry) searchKind(ctx context.Context, s *searching, kind model.Kind, page *Page) error {
	need, err := fieldReads(store.SchemaOf(kind), store.FieldText)
	if err != nil {
		return err
	}
	v := r.view(ctx, model.ActionRead, kind, 0)
	query := store.Query{
		Kind: kind, Where: store.Where(store.FieldText, store.Contains, s.text), Sort: "id", Desc: true,
		Scope: v.grant.Scope(model.ActionRead, kind, need), Limit: s.limit - len(page.Records) + 1,
	}
	if s.after != nil && s.after.Kind == kind {
		query.After = s.after.key()
	}
	answers, err := r.store.List(ctx, query)
	if err != nil {
		return inside("search", err)
	}
	for _, d := range answers[0].Documents {
		if len(page.Records) == s.limit {
			page.HasNext = true
			break
		}
		record, err := v.see(d)
		if err != nil {
			return inside("search", err)
		}
		if record == nil {
			continue
		}
		p := placeOf(d.Key)
		p.Kind = kind
		page.Records = append(page.Records, record)
		page.Cursors = append(page.Cursors, r.cursor(p, s.bound))
	}
	page.Redacted = append(page.Redacted, v.redacted()...)
	return nil
}
