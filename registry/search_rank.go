package registry

import (
	"cmp"
	"context"
	"slices"

	"metrograph/model"
	"metrograph/store"
)

// mostRanked is how many records of a kind are ranked: the newest that answer. So the cost of
// a page does not grow with what it does not have. Records whose number, serial number or code
// is the text itself are among them, however old they are.
const (
	mostRanked = 200
	mostExact  = 20
)

// ranking is a record with its place among what was ranked.
type ranking struct {
	id    model.ID
	kind  int
	score int64
}

// rank finds what answers, and orders it: by the score, which depends on the record and on the
// text alone, then in the order of the kinds, then the newest first.
func (r *Registry) rank(ctx context.Context, s *searching) (list []ranking, err error) {
	for at, kind := range s.kinds {
		schema := store.SchemaOf(kind)
		fields, _ := model.Fields(kind, slices.Concat(schema.TermReads, schema.AmountReads)...)
		if !s.asksAmounts() {
			fields, _ = model.Fields(kind, schema.TermReads...)
		}
		v := r.view(ctx, model.ActionRead, kind, fields)
		newest, same := v.asks(s.text), v.asks(s.text)
		newest.Limit, newest.Fields = mostRanked, v.load()
		same.Limit, same.Fields, same.Where = mostExact, v.load(), sameAs(schema, s.text)
		queries := []store.Query{newest, same}
		if same.Where == nil {
			queries = queries[:1]
		}
		answers, err := r.store.List(ctx, queries...)
		if err != nil {
			return nil, inside("search", err)
		}
		seen := map[model.ID]bool{}
		for _, answer := range answers {
			for _, d := range answer.Documents {
				record, err := v.see(d)
				if err != nil {
					return nil, inside("search", err)
				}
				if record == nil || seen[d.ID] {
					continue
				}
				seen[d.ID] = true
				list = append(list, ranking{d.ID, at, int64(s.match(record).Score)})
			}
		}
	}
	slices.SortFunc(list, ranking.compare)
	return list, nil
}

func (a ranking) compare(b ranking) int {
	return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.kind, b.kind), cmp.Compare(b.id, a.id))
}

// sameAs is the condition that a text identifies a record by itself; nil for a kind that has no
// such fields.
func sameAs(schema *store.Schema, text string) *Filter {
	var parts []Filter
	for _, name := range []string{"number", "serialNumber", "code", "creditCode", "employeeNumber"} {
		if _, has := schema.Field(name); has {
			parts = append(parts, *store.Where(name, store.In, text))
		}
	}
	if parts == nil {
		return nil
	}
	return &Filter{Or: parts}
}

// asksAmounts tells whether any part of the search is a number with a unit.
func (s *searching) asksAmounts() bool {
	for i := range s.asked.Parts {
		if s.asked.Parts[i].IsAmount() {
			return true
		}
	}
	return false
}

// rankedWindow reads the places between which a page of what is ranked is.
func (r *Registry) rankedWindow(s *searching, q SearchRequest) error {
	if s.shared = q.Share != nil; s.shared {
		s.places = [2]*Place{q.Share.After, q.Share.Before}
	}
	for i, cursor := range []*string{q.After, q.Before} {
		path := [2]string{"after", "before"}[i]
		if cursor != nil && !s.shared {
			p, ok := r.readCursor(*cursor, s.bound)
			if !ok {
				return invalid(path, "this cursor does not belong to this search")
			}
			s.places[i] = &p
		}
		if p := s.places[i]; p != nil && (p.Number == nil || !slices.Contains(s.kinds, p.ID.Kind())) {
			return invalid(path, "this is not a place in what is ranked")
		}
	}
	return nil
}

// rankedPage is the page of a search whose best answers come first.
func (r *Registry) rankedPage(ctx context.Context, s *searching) (page Page, err error) {
	list, err := r.rank(ctx, s)
	if err != nil {
		return page, err
	}
	from, to := 0, len(list)
	if s.places[0] != nil {
		at, there := slices.BinarySearchFunc(list, s.rankingAt(s.places[0]), ranking.compare)
		if from = at; there {
			from++
		}
	}
	if s.places[1] != nil {
		to, _ = slices.BinarySearchFunc(list, s.rankingAt(s.places[1]), ranking.compare)
	}
	to = max(from, to)
	if s.fromEnd {
		from = max(from, to-s.limit)
	} else {
		to = min(to, from+s.limit)
	}
	page.HasPrevious, page.HasNext = from > 0, to < len(list)
	return page, r.pageOf(ctx, s, list[from:to], &page)
}

func (s *searching) rankingAt(p *Place) ranking {
	return ranking{p.ID, slices.Index(s.kinds, p.ID.Kind()), *p.Number}
}

// pageOf reads the records of a page whole. One that is gone meanwhile is left out.
func (r *Registry) pageOf(ctx context.Context, s *searching, list []ranking, page *Page) error {
	records, marks := map[model.ID]model.Record{}, map[model.ID]Mark{}
	for at, kind := range s.kinds {
		var ids []store.Value
		for _, x := range list {
			if x.kind == at {
				ids = append(ids, string(x.id))
			}
		}
		if len(ids) == 0 {
			continue
		}
		v := r.view(ctx, model.ActionRead, kind, 0)
		v.keeper = s.shared
		query := v.asks(s.text)
		query.Where, query.Limit = store.Where("id", store.In, ids...), len(ids)
		answers, err := r.store.List(ctx, query)
		if err != nil {
			return inside("search", err)
		}
		for _, d := range answers[0].Documents {
			record, err := v.see(d)
			if err != nil {
				return inside("search", err)
			}
			if record != nil {
				records[d.ID], marks[d.ID] = record, v.mark(Place{ID: d.ID}, record)
			}
		}
		page.Redacted = append(page.Redacted, v.redacted()...)
	}
	for _, x := range list {
		if record := records[x.id]; record != nil {
			r.put(s, page, x, record, marks[x.id])
		}
	}
	return nil
}

// put puts a record onto a page.
func (r *Registry) put(s *searching, page *Page, x ranking, record model.Record, mark Mark) {
	at := Place{ID: x.id, Number: &x.score}
	page.Records = append(page.Records, record)
	if s.explained {
		page.Matches = append(page.Matches, s.match(record))
	}
	if mark.Place = at; s.shared {
		page.Marks = append(page.Marks, mark)
		return
	}
	page.Cursors = append(page.Cursors, r.cursor(at, s.bound))
}
