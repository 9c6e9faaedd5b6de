package registry

import (
	"context"

	"metrograph/model"
	"metrograph/store"
)

// scan reads a whole list, page by page, as the caller of each page may see it: every page
// goes through the policy as that of any list does, and is of larger size. A record that is
// moved within the order meanwhile may be read twice or not at all.
type scan struct {
	*Registry
	request ListRequest
	size    int
	after   *store.Key
	done    bool
}

// next returns the next records; none at the end.
func (s *scan) next(ctx context.Context) ([]model.Record, error) {
	for !s.done {
		records, err := s.page(ctx)
		if len(records) > 0 || err != nil {
			return records, err
		}
	}
	return nil, nil
}

func (s *scan) page(ctx context.Context) ([]model.Record, error) {
	l, err := s.prepare(ctx, s.request)
	if err != nil {
		return nil, err
	}
	asked := []*Filter{s.request.Where}
	if err := s.hideIDs(ctx, asked); err != nil {
		return nil, err
	}
	l.query.Where, l.query.Limit, l.query.After = asked[0], s.size, s.after
	answers, err := s.store.List(ctx, l.query)
	if err != nil {
		return nil, inside("list", err)
	}
	if s.done = !answers[0].More; !s.done {
		s.after = &answers[0].Documents[len(answers[0].Documents)-1].Key
	}
	page, err := s.Registry.page(ctx, l, answers[0])
	return page.Records, err
}

// exceeds tells whether a list has more than so many records that the caller may read. It
// looks at their places in the order only.
func (r *Registry) exceeds(ctx context.Context, request ListRequest, most int) (bool, error) {
	request.Fields = 1
	s := &scan{Registry: r, request: request, size: store.MaxPage}
	for count := 0; ; {
		records, err := s.next(ctx)
		if count += len(records); err != nil || count > most || len(records) == 0 {
			return count > most, err
		}
	}
}
