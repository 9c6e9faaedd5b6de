package network

import (
	"context"
	"math"
	"slices"
	"sync"

	"metrograph/model"
	"metrograph/registry"
)

// Source is a node as a merge asks it.
type Source interface {
	// ID is the institution of the node.
	ID() model.ID
	// Page asks for a part of the list: up to limit rows between two places, from its beginning or
	// from its end. A source that fails keeps that to itself, and has no more rows.
	Page(ctx context.Context, limit int, fromEnd bool, after, before *registry.Place) Part
	// Speaks tells whether the node answered the caller: then its word for its own records counts,
	// and replicas of them that others hold do not.
	Speaks() bool
}

// Part is a part of a source's list, in its order.
type Part struct {
	Rows     []Row
	More     bool // beyond the end that the limit cut
	Opposite bool // before the other end, where a place cuts it
}

// Request is the page that a merge is to make.
type Request struct {
	Limit         int
	FromEnd       bool
	After, Before *registry.Place
	Compare       func(a, b registry.Place) int // the order of the list
}

// Merged is a row with the source that it is from.
type Merged struct {
	Row
	Source int
}

// Page is a page of the list of all sources.
type Page struct {
	Rows        []Merged
	HasNext     bool
	HasPrevious bool
}

// Merge makes a page of the lists of all sources. Each is asked for little more than its share,
// and again when that does not suffice, so that rows which do not come to be in the page are few.
// Of what several hold, the newest version is in the page, and where it is the same the keeper's.
func Merge(ctx context.Context, sources []Source, q Request) Page {
	m := &merge{Request: q, ctx: ctx, seen: map[model.ID]bool{}}
	for i, s := range sources {
		m.heads = append(m.heads, &head{Source: s, index: i, more: true})
	}
	m.fill(m.heads, share(q.Limit, len(sources)))
	m.opposite = slices.ContainsFunc(m.heads, func(h *head) bool { return h.opposite })
	for len(m.page) < q.Limit && m.refill() {
		m.take()
	}
	if !m.waiting() {
		m.refill()
	}
	more := slices.ContainsFunc(m.heads, func(h *head) bool { return h.more || len(h.rows) > 0 })
	page := Page{Rows: m.page, HasNext: more, HasPrevious: m.opposite}
	if q.FromEnd {
		slices.Reverse(page.Rows)
		page.HasNext, page.HasPrevious = m.opposite, more
	}
	return page
}

// share is for how many rows each of several sources is asked at first: its share of the page, and
// two standard deviations more of the number that it has in the page where all sources are alike.
func share(limit, sources int) int {
	if sources < 2 {
		return limit
	}
	even := float64(limit) / float64(sources)
	return min(limit, int(math.Ceil(even+2*math.Sqrt(even)))+1)
}

// head is a source with the rows of it that were not looked at yet.
type head struct {
	Source
	index    int
	rows     []Row
	more     bool
	opposite bool
	last     *registry.Place // that was read
}

type merge struct {
	Request
	ctx      context.Context
	heads    []*head
	seen     map[model.ID]bool
	page     []Merged
	opposite bool
	turns    int // in which sources were asked again
}

// fill asks sources for more, at once.
func (m *merge) fill(heads []*head, limit int) {
	var all sync.WaitGroup
	for _, h := range heads {
		after, before := m.After, m.Before
		if h.last != nil && m.FromEnd {
			before = h.last
		} else if h.last != nil {
			after = h.last
		}
		all.Go(func() {
			part := h.Page(m.ctx, limit, m.FromEnd, after, before)
			h.rows, h.more = part.Rows, part.More && len(part.Rows) > 0
			h.opposite = h.opposite || part.Opposite
			if m.FromEnd {
				slices.Reverse(h.rows)
			}
			if n := len(h.rows); n > 0 {
				h.last = &h.rows[n-1].Place
			}
		})
	}
	all.Wait()
}

// refill asks the sources of which everything was looked at, and drops rows that do not count,
// until each source has a row or has come to its end. It tells whether there is a next row; after
// many turns without one it gives up, and the page is shorter than it could be.
func (m *merge) refill() (any bool) {
	for ; m.turns < mostTurns; m.turns++ {
		var empty []*head
		any = m.waiting()
		for _, h := range m.heads {
			if len(h.rows) == 0 && h.more {
				empty = append(empty, h)
			}
		}
		if len(empty) == 0 {
			return any
		}
		if m.ctx.Err() != nil {
			break
		}
		m.fill(empty, max(m.Limit-len(m.page), 1))
	}
	return false
}

const mostTurns = 50

// waiting drops rows that do not count, and tells whether there is one that does.
func (m *merge) waiting() (any bool) {
	for _, h := range m.heads {
		h.rows = m.skip(h)
		any = any || len(h.rows) > 0
	}
	return any
}

// skip leaves out the first rows of a source that do not count: those that are in the page
// already, and replicas of what another source speaks for.
func (m *merge) skip(h *head) []Row {
	for i, row := range h.rows {
		if !m.seen[row.Place.ID] && !m.spokenFor(h, row.Keeper) && !m.outdated(h, &row) {
			return h.rows[i:]
		}
	}
	return nil
}

func (m *merge) spokenFor(h *head, keeper model.ID) bool {
	return keeper != "" && slices.ContainsFunc(m.heads, func(other *head) bool {
		return other != h && other.ID() == keeper && other.Speaks()
	})
}

// outdated tells whether a source has a newer version of a replica at another place.
func (m *merge) outdated(h *head, row *Row) bool {
	return row.Keeper != "" && slices.ContainsFunc(m.heads, func(other *head) bool {
		return other != h && slices.ContainsFunc(other.rows, func(r Row) bool { return r.Place.ID == row.Place.ID && r.Version > row.Version })
	})
}

// take moves the first row to the page: the first place of all sources and, of those that hold
// this record there, the newest version.
func (m *merge) take() {
	var best *head
	for _, h := range m.heads {
		if len(h.rows) > 0 && (best == nil || m.before(h, best)) {
			best = h
		}
	}
	row := best.rows[0]
	m.seen[row.Place.ID] = true
	m.page = append(m.page, Merged{row, best.index})
}

func (m *merge) before(a, b *head) bool {
	x, y := &a.rows[0], &b.rows[0]
	if order := m.Compare(x.Place, y.Place); order != 0 {
		return order < 0 != m.FromEnd
	}
	if x.Version != y.Version {
		return x.Version > y.Version
	}
	return x.Keeper == "" && y.Keeper != ""
}
