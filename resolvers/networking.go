package resolvers

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"metrograph/graph/gqlmodel"
	"metrograph/model"
	"metrograph/network"
	"metrograph/registry"
)

// Network is the other nodes that a query can be put to.
type Network interface {
	// Self is this node.
	Self() network.Peer
	// Peers are the nodes that queries are put to.
	Peers(ctx context.Context) ([]network.Peer, error)
	// Ask puts a question to a peer, in the name of the caller of the context. Its error is a
	// [network.Failure].
	Ask(ctx context.Context, peer model.ID, q network.Question) (network.Answer, error)
	// Deadline is how long a peer has to answer a query in full.
	Deadline() time.Duration
}

// alone is the network of a node without others.
type alone struct{}

func (alone) Self() network.Peer                            { return network.Peer{} }
func (alone) Peers(context.Context) ([]network.Peer, error) { return nil, nil }
func (alone) Deadline() time.Duration                       { return time.Second }
func (alone) Ask(context.Context, model.ID, network.Question) (network.Answer, error) {
	return network.Answer{}, &network.Failure{Status: network.Unavailable, Cause: model.NotFound()}
}

// asksNetwork tells whether a field of an operation's root is asked of the whole network.
func asksNetwork(oc *graphql.OperationContext) bool {
	return slices.ContainsFunc(graphql.CollectFields(oc, oc.Operation.SelectionSet, nil), func(f graphql.CollectedField) bool {
		return f.ArgumentMap(oc.Variables)["scope"] == string(gqlmodel.QueryScopeNetwork)
	})
}

// isNetwork tells whether other nodes are asked too. A node that is asked for another one does
// not ask further.
func isNetwork(ctx context.Context, scope *gqlmodel.QueryScope) (bool, error) {
	if value(scope) != gqlmodel.QueryScopeNetwork {
		return false, nil
	}
	if operationOf(ctx).answering != nil {
		return false, invalid("scope", "a node that is asked by another one does not ask further")
	}
	return true, nil
}

// listed answers a list of the root within a scope. There is a report where other nodes were asked.
func (r *Resolver) listed(ctx context.Context, scope *gqlmodel.QueryScope, w window, q query) (registry.Page, *gqlmodel.NetworkReport, error) {
	wide, err := isNetwork(ctx, scope)
	if err != nil {
		return registry.Page{}, nil, err
	}
	if !wide {
		page, err := list(ctx, w, q)
		return page, nil, err
	}
	where, err := registry.ParseFilter(q.kind, plainMap(q.filter))
	if err != nil {
		return registry.Page{}, nil, err
	}
	request := registry.ListRequest{
		Kind: q.kind, Under: q.under, Where: where, Order: order(q.order),
		Fields: selected(ctx, q.kind, "edges", "node"), Total: asksFor(ctx, "totalCount"),
	}
	numeric, err := registry.SortsByNumber(q.kind, request.Order)
	if err != nil {
		return registry.Page{}, nil, err
	}
	desc := request.Order.Field == "" || request.Order.Desc
	n := r.newNetworking(ctx, request.Total)
	n.bound = boundOf(ctx, q.kind, plainMap(q.filter), request.Order)
	n.fits = func(p registry.Place) bool {
		return p.ID.Kind() == q.kind && (p.Number != nil) == numeric && (p.Text != nil) != numeric
	}
	n.compare = func(a, b registry.Place) int {
		if desc {
			a, b = b, a
		}
		return registry.ComparePlaces(a, b)
	}
	return n.page(ctx, w, func(ctx context.Context, first, last *int, share *registry.Share) (registry.Page, error) {
		part := request
		part.First, part.Last, part.Share = first, last, share
		request.Total = false // it is counted once
		pages, err := n.o.pages(ctx, []*registry.ListRequest{&part})
		if err != nil {
			return registry.Page{}, err
		}
		n.o.redact(q.kind, request.Fields, pages[0].Redacted)
		return pages[0], nil
	})
}

// found answers a search in the whole network. How they answer is told of this node's own records.
func (r *Resolver) found(ctx context.Context, q registry.SearchRequest) (*gqlmodel.SearchConnection, error) {
	kinds := q.Kinds
	if len(kinds) == 0 {
		kinds = registry.Searchable()
	}
	w := window{q.First, q.After, q.Last, q.Before}
	n := r.newNetworking(ctx, false)
	n.bound = boundOf(ctx, "", map[string]any{"text": q.Text, "kinds": kinds}, registry.Order{Desc: q.Ranked})
	n.fits = func(p registry.Place) bool {
		return p.Text == nil && (p.Number != nil) == q.Ranked && slices.Contains(kinds, p.ID.Kind())
	}
	n.compare = func(a, b registry.Place) int {
		if q.Ranked && *a.Number != *b.Number {
			return cmp.Compare(*b.Number, *a.Number)
		}
		if x, y := slices.Index(kinds, a.ID.Kind()), slices.Index(kinds, b.ID.Kind()); x != y {
			return x - y
		}
		return registry.ComparePlaces(b, a)
	}
	var own registry.Page // all that was read of this node
	merged, report, err := n.page(ctx, w, func(ctx context.Context, first, last *int, share *registry.Share) (registry.Page, error) {
		part := q
		part.First, part.Last, part.After, part.Before, part.Share = first, last, nil, nil, share
		page, err := r.registry.Search(ctx, part)
		if err == nil {
			noteFound(ctx, page)
			n.o.join(ctx, selections(ctx, "edges", "node"), page.Records)
			own.Records, own.Matches = append(own.Records, page.Records...), append(own.Matches, page.Matches...)
		}
		return page, err
	})
	list := edges(merged, searchEdge)
	for i, record := range merged.Records {
		if at := slices.Index(own.Records, record); q.Explained && at >= 0 {
			explain(list[i], own, at)
		}
	}
	return &gqlmodel.SearchConnection{Edges: list, PageInfo: pageInfo(merged), Network: report}, err
}

// boundOf is what the cursors of a list in the whole network are good for.
func boundOf(ctx context.Context, kind model.Kind, filter map[string]any, o registry.Order) []byte {
	fc := graphql.GetFieldContext(ctx)
	bound, _ := json.Marshal(struct { // plain values always marshal
		Field  string
		Kind   model.Kind
		Filter map[string]any
		Order  registry.Order
		Known  []any
	}{fc.Field.Name, kind, filter, o, []any{fc.Args["manufacturer"], fc.Args["model"], fc.Args["serialNumber"]}})
	return bound
}

// networking is a field of the root that is answered from several nodes.
type networking struct {
	*Resolver
	o       *operation
	ctx     context.Context // of the field
	path    string          // of the field in the answer
	plan    *network.Plan
	at      map[nodeAlias]int // which of the plan's selections a field of the client's is
	salt    string
	bound   []byte
	fits    func(registry.Place) bool
	compare func(a, b registry.Place) int
	sources []network.Source // this node first
	own     *own
	peers   []*respondent
}

// page makes a page of the pages of all nodes.
func (n *networking) page(ctx context.Context, w window, local localPage) (page registry.Page, report *gqlmodel.NetworkReport, err error) {
	q := network.Request{Compare: n.compare}
	if q.Limit, q.FromEnd, err = registry.Limit(w.first, w.last); err != nil {
		return page, nil, err
	}
	if q.After, err = n.registry.PlaceAt(w.after, n.bound, "after"); err != nil {
		return page, nil, err
	}
	if q.Before, err = n.registry.PlaceAt(w.before, n.bound, "before"); err != nil {
		return page, nil, err
	}
	done, err := n.begin(ctx, local)
	if err != nil {
		return page, nil, err
	}
	defer done()
	merged := network.Merge(n.ctx, n.sources, q)
	if n.own.err != nil {
		return page, nil, n.own.err
	}
	page = n.inline(merged)
	page.Total = n.total()
	return page, n.report(), nil
}

// inline makes the merged page one of this node's: records of other nodes are named in it, and
// what was selected of them stands ready to be written.
func (n *networking) inline(merged network.Page) registry.Page {
	page := registry.Page{HasNext: merged.HasNext, HasPrevious: merged.HasPrevious}
	for _, row := range merged.Rows {
		record := row.Record
		if record == nil {
			record = row.Place.ID.Kind().New()
			record.Base().ID = row.Place.ID
			n.o.foreign(record, foreign{row.Nodes, n.at})
		}
		page.Records = append(page.Records, record)
		page.Cursors = append(page.Cursors, n.registry.CursorAt(row.Place, n.bound))
	}
	return page
}
