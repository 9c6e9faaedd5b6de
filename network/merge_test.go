package network_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"metrograph/model"
	"metrograph/network"
	"metrograph/registry"
)

// shelf is a source with rows in memory.
type shelf struct {
	id     model.ID
	rows   []network.Row // in the order of the list
	speaks bool
	asked  int // rows that were handed out
}

func (s *shelf) ID() model.ID { return s.id }
func (s *shelf) Speaks() bool { return s.speaks }

func (s *shelf) Page(_ context.Context, limit int, fromEnd bool, after, before *registry.Place) (part network.Part) {
	var within []network.Row
	for _, r := range s.rows {
		if (after == nil || order(*after, r.Place) < 0) && (before == nil || order(r.Place, *before) < 0) {
			within = append(within, r)
		}
	}
	part.Rows, part.More = within, len(within) > limit
	if part.More && fromEnd {
		part.Rows = within[len(within)-limit:]
	} else if part.More {
		part.Rows = within[:limit]
	}
	part.Rows = slices.Clone(part.Rows)
	cutBy := after
	if fromEnd {
		cutBy = before
	}
	part.Opposite = cutBy != nil && len(within) < len(s.rows)
	s.asked += len(part.Rows)
	return part
}

// order is descending, as lists are by default.
func order(a, b registry.Place) int { return registry.ComparePlaces(b, a) }

func place(value, id int) registry.Place {
	text := fmt.Sprintf("%03d", value)
	return registry.Place{Text: &text, ID: model.ID(fmt.Sprintf("cert_%026d", id))}
}

// world is a random one: each record has a keeper, and some sources hold replicas of it, perhaps of
// an older version that stands elsewhere in the order.
func randomWorld(r *rand.Rand) (shelves []*shelf, want []registry.Place) {
	n := 1 + r.IntN(6)
	for i := range n {
		shelves = append(shelves, &shelf{id: model.ID(fmt.Sprint("inst_", i)), speaks: r.IntN(4) > 0})
	}
	for id := range r.IntN(120) {
		keeper := shelves[r.IntN(n)]
		now := network.Row{Place: place(r.IntN(40), id), Version: 3}
		held := map[string]network.Row{}
		if keeper.speaks || r.IntN(3) > 0 { // who does not speak may show less
			keeper.rows = append(keeper.rows, now)
			held["keeper"] = now
		}
		for _, other := range shelves {
			if other == keeper || r.IntN(3) > 0 {
				continue
			}
			replica := now
			replica.Keeper = keeper.id
			if keeper.speaks && r.IntN(3) == 0 {
				replica.Place, replica.Version = place(r.IntN(40), id), 2
			}
			other.rows = append(other.rows, replica)
			held["replica"] = replica
		}
		if len(held) > 0 {
			want = append(want, now.Place)
		}
	}
	for _, s := range shelves {
		slices.SortFunc(s.rows, func(a, b network.Row) int { return order(a.Place, b.Place) })
	}
	slices.SortFunc(want, order)
	return shelves, want
}

// TestMergeIsTheUnion: the pages of a merge, forwards and backwards, are the union of what the
// sources have: each record once, as its keeper has it where the keeper speaks.
func TestMergeIsTheUnion(t *testing.T) {
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 1))
		shelves, want := randomWorld(r)
		var sources []network.Source
		for _, s := range shelves {
			sources = append(sources, s)
		}
		limit := 1 + r.IntN(20)
		for _, fromEnd := range []bool{false, true} {
			var got []registry.Place
			q := network.Request{Limit: limit, FromEnd: fromEnd, Compare: order}
			for {
				page := network.Merge(t.Context(), sources, q)
				var places []registry.Place
				for _, row := range page.Rows {
					places = append(places, row.Place)
				}
				more := page.HasNext
				if fromEnd {
					more, got = page.HasPrevious, append(places, got...)
				} else {
					got = append(got, places...)
				}
				if !more || len(places) == 0 {
					break
				}
				if fromEnd {
					q.Before = &places[0]
				} else {
					q.After = &places[len(places)-1]
				}
			}
			if !slices.EqualFunc(got, want, func(a, b registry.Place) bool { return a.ID == b.ID && *a.Text == *b.Text }) {
				t.Fatalf("seed %d, from the end %v, pages of %d: %d records, want %d", seed, fromEnd, limit, len(got), len(want))
			}
		}
	}
}

// TestMergeAsksForLittle: of many sources that have much, few rows are asked for beyond the page.
func TestMergeAsksForLittle(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	var sources []network.Source
	shelves := map[int]*shelf{}
	for i := range 9 {
		s := &shelf{id: model.ID(fmt.Sprint("inst_", i)), speaks: true}
		for k := range 1000 {
			s.rows = append(s.rows, network.Row{Place: place(r.IntN(1000), i*1000+k)})
		}
		slices.SortFunc(s.rows, func(a, b network.Row) int { return order(a.Place, b.Place) })
		shelves[i], sources = s, append(sources, s)
	}
	page := network.Merge(t.Context(), sources, network.Request{Limit: 50, Compare: order})
	asked := 0
	for s := range maps.Values(shelves) {
		asked += s.asked
	}
	if len(page.Rows) != 50 || !page.HasNext || page.HasPrevious || asked > 4*50 {
		t.Errorf("%d rows from %d", len(page.Rows), asked)
	}
}

// TestMergeEndsWithItsContext: a source that only has rows which do not count is not read to its
// end when nobody waits any longer.
func TestMergeEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	speaker := &shelf{id: "inst_0", speaks: true}
	holder := &shelf{id: "inst_1", speaks: true}
	for k := range 1000 {
		holder.rows = append(holder.rows, network.Row{Place: place(0, 1000-k), Keeper: "inst_0"})
	}
	page := network.Merge(ctx, []network.Source{speaker, holder}, network.Request{Limit: 10, Compare: order})
	if len(page.Rows) != 0 || holder.asked > 10 {
		t.Errorf("%d rows from %d", len(page.Rows), holder.asked)
	}
	page = network.Merge(t.Context(), []network.Source{speaker, holder}, network.Request{Limit: 10, Compare: order})
	if len(page.Rows) != 0 || !page.HasNext && holder.asked < len(holder.rows) {
		t.Errorf("%d rows from %d, and the page says that there are no more", len(page.Rows), holder.asked)
	}
}
