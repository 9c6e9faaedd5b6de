package registry

import (
	"context"
	"encoding/json"
	"reflect"
	"slices"
	"strings"

	"metrograph/model"
	"metrograph/search"
	"metrograph/store"
)

// searchable are the kinds that a search looks into, in the order of its answer.
func searchable() []model.Kind {
	return []model.Kind{model.KindCertificate, model.KindInstrument, model.KindInstitution, model.KindMethod,
		model.KindDataset, model.KindEnvironment, model.KindPerson, model.KindAttachment, model.KindPublication}
}

// Search returns records that answer every part of the text by their identifying fields: kind
// after kind, within a kind the newest first, or the best first, see [Registry.rank]. A caller
// who may not read one of these fields does not find records by it.
func (r *Registry) Search(ctx context.Context, q SearchRequest) (Page, error) {
	s, err := r.search(q)
	if err != nil {
		return Page{}, err
	}
	if s.ranked {
		return r.rankedPage(ctx, s)
	}
	page, err := r.found(ctx, s)
	if s.after != "" && !page.HasPrevious && err == nil {
		page.HasPrevious, err = r.finds(ctx, s.prior(page))
	}
	if s.before != "" && !page.HasNext && err == nil {
		page.HasNext, err = r.finds(ctx, s.following(page))
	}
	return page, err
}

// searching is a search on its way through the kinds. Within a kind the order is that of the
// ids, and an id says its kind, so that it is a place in the whole search.
type searching struct {
	text          string
	asked         search.Query
	ranked        bool // the best first
	explained     bool // how each record answers is told, too
	kinds         []model.Kind
	limit         int
	fromEnd       bool
	after, before model.ID  // empty for no such end
	places        [2]*Place // the same, of what is ranked
	bound         []byte
	shared        bool
}

func (r *Registry) search(q SearchRequest) (s *searching, err error) {
	s = &searching{text: strings.TrimSpace(q.Text), kinds: q.Kinds, ranked: q.Ranked, explained: q.Explained}
	if len(s.text) <= maxFilterText {
		s.asked = search.Parse(s.text, search.Options{Amounts: true})
	}
	if len(s.asked.Parts) == 0 {
		return nil, invalid("text", "give at least one word or character to search for, and at most %d bytes", maxFilterText)
	}
	if s.limit, s.fromEnd, err = limitOf(q.First, q.Last); err != nil {
		return nil, err
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
		Text   string
		Kinds  []model.Kind
		Ranked bool `json:",omitempty"`
	}{s.text, s.kinds, s.ranked})
	if s.ranked {
		return s, r.rankedWindow(s, q)
	}
	if s.shared = q.Share != nil; s.shared {
		if s.after, err = q.Share.After.found(s.kinds, "after"); err == nil {
			s.before, err = q.Share.Before.found(s.kinds, "before")
		}
		return s, err
	}
	if s.after, err = r.foundAt(s, q.After, "after"); err != nil {
		return nil, err
	}
	s.before, err = r.foundAt(s, q.Before, "before")
	return s, err
}

// foundAt is the id of the record that a cursor of the search names.
func (r *Registry) foundAt(s *searching, cursor *string, path string) (model.ID, error) {
	if cursor == nil {
		return "", nil
	}
	p, ok := r.readCursor(*cursor, s.bound)
	if !ok {
		return "", invalid(path, "this cursor does not belong to this search")
	}
	return p.ID, nil
}

// prior is the search for a record before the page, as for lists.
func (s *searching) prior(page Page) *searching {
	q := *s
	q.limit, q.fromEnd, q.after = 1, true, ""
	if len(page.Records) > 0 {
		q.before = page.Records[0].Base().ID
	}
	return &q
}

// following is the search for a record after the page.
func (s *searching) following(page Page) *searching {
	q := *s
	q.limit, q.fromEnd, q.before = 1, false, ""
	if n := len(page.Records); n > 0 {
		q.after = page.Records[n-1].Base().ID
	}
	return &q
}

// finds says whether a search finds anything.
func (r *Registry) finds(ctx context.Context, s *searching) (bool, error) {
	page, err := r.found(ctx, s)
	return len(page.Records) > 0, err
}

// found is the page of a search. What it finds last, or first if it looks from the end, may
// be followed by more of the same kind or of another.
func (r *Registry) found(ctx context.Context, s *searching) (Page, error) {
	page := Page{}
	for _, kind := range s.way() {
		part, err := r.searchKind(ctx, s, kind, s.limit-len(page.Records))
		if err != nil {
			return Page{}, err
		}
		at := len(page.Records)
		if s.fromEnd {
			at = 0
		}
		page.Records = slices.Insert(page.Records, at, part.Records...)
		page.Cursors = slices.Insert(page.Cursors, min(at, len(page.Cursors)), part.Cursors...)
		page.Marks = slices.Insert(page.Marks, min(at, len(page.Marks)), part.Marks...)
		page.Matches = slices.Insert(page.Matches, min(at, len(page.Matches)), part.Matches...)
		page.Redacted = append(page.Redacted, part.Redacted...)
		if page.HasNext, page.HasPrevious = part.HasNext, part.HasPrevious; page.HasNext || page.HasPrevious {
			break
		}
	}
	return page, nil
}

// way is the kinds between the ends of the search, in the order that it goes through them.
func (s *searching) way() []model.Kind {
	from, to := 0, len(s.kinds)
	if s.after != "" {
		from = slices.Index(s.kinds, s.after.Kind())
	}
	if s.before != "" {
		to = slices.Index(s.kinds, s.before.Kind()) + 1
	}
	way := slices.Clone(s.kinds[from:max(from, to)])
	if s.fromEnd {
		slices.Reverse(way)
	}
	return way
}

// searchKind finds as many records of a kind as there is room for, and whether there are more.
func (r *Registry) searchKind(ctx context.Context, s *searching, kind model.Kind, room int) (page Page, err error) {
	v := r.view(ctx, model.ActionRead, kind, 0)
	v.keeper = s.shared
	query := v.asks(s.text)
	query.Limit, query.Last = room+1, s.fromEnd
	if s.after.Kind() == kind {
		query.After = &store.Key{ID: s.after}
	}
	if s.before.Kind() == kind {
		query.Before = &store.Key{ID: s.before}
	}
	answers, err := r.store.List(ctx, query)
	if err != nil {
		return page, inside("search", err)
	}
	documents := answers[0].Documents
	if more := len(documents) - room; more > 0 && s.fromEnd {
		page.HasPrevious, documents = true, documents[more:]
	} else if more > 0 {
		page.HasNext, documents = true, documents[:room]
	}
	for _, d := range documents {
		record, err := v.see(d)
		if err != nil {
			return page, inside("search", err)
		}
		if record == nil {
			continue
		}
		page.Records = append(page.Records, record)
		if s.explained {
			page.Matches = append(page.Matches, s.match(record))
		}
		if s.shared {
			page.Marks = append(page.Marks, v.mark(Place{ID: d.ID}, record))
		} else {
			page.Cursors = append(page.Cursors, r.cursor(Place{ID: d.ID}, s.bound))
		}
	}
	page.Redacted = v.redacted()
	return page, nil
}

// asks is the query for what answers a text, newest first, of the view's kind and action. Numbers
// with units are amounts for callers who may read the amounts of every record that they may
// read the texts of; for others they are words.
func (v *view) asks(text string) store.Query {
	schema := store.SchemaOf(v.kind)
	need, _ := model.Fields(v.kind, schema.TermReads...)
	amounts, _ := model.Fields(v.kind, schema.AmountReads...)
	q := store.Query{
		Kind: v.kind, Where: store.Where(store.FieldText, store.Contains, text), Sort: "id", Desc: true,
		Scope: v.grant.Scope(v.action, v.kind, need),
	}
	if amounts != 0 && reflect.DeepEqual(q.Scope, v.grant.Scope(v.action, v.kind, need|amounts)) {
		q.Where.Op = store.Mentions
	}
	return q
}

// match tells how a record, as the caller sees it, answers the search.
func (s *searching) match(record model.Record) search.Match {
	schema := store.SchemaOf(record.Kind())
	return s.asked.Match(schema.Texts(record), schema.Amounts(record))
}
