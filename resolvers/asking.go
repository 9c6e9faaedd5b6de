package resolvers

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"metrograph/model"
	"metrograph/network"
	"metrograph/registry"
)

// localPage is a part of a list of this node.
type localPage func(ctx context.Context, first, last *int, share *registry.Share) (registry.Page, error)

// nodeAlias is where a client selects records of a list: by what names of edges and node.
type nodeAlias struct{ edges, node string }

func (r *Resolver) newNetworking(ctx context.Context, total bool) *networking {
	oc := graphql.GetOperationContext(ctx)
	field := graphql.GetFieldContext(ctx).Field
	n := &networking{Resolver: r, o: operationOf(ctx), at: map[nodeAlias]int{}, salt: rand.Text(), path: graphql.GetFieldContext(ctx).Path().String()}
	var nodes []ast.SelectionSet
	for _, edges := range graphql.CollectFields(oc, field.Selections, nil) {
		if edges.Name != "edges" {
			continue
		}
		for _, node := range graphql.CollectFields(oc, edges.Selections, nil) {
			if node.Name == "node" {
				n.at[nodeAlias{edges.Alias, node.Alias}] = len(nodes)
				nodes = append(nodes, node.Selections)
			}
		}
	}
	n.plan = network.NewPlan(network.Plan{Schema: schema(), Doc: oc.Doc, Operation: oc.Operation, Variables: oc.Variables,
		Field: field.Field, Nodes: nodes, Total: total})
	return n
}

// begin makes the sources, this node first, and begins the time of the others.
func (n *networking) begin(ctx context.Context, local localPage) (done func(), err error) {
	values, err := n.plan.Values()
	if err != nil {
		return nil, invalid("variables", "the variables cannot be passed on to other nodes")
	}
	peers, err := n.network.Peers(ctx)
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(ctx)
	n.ctx = ctx
	n.own = &own{networking: n, page: local, stop: stop}
	n.sources = []network.Source{n.own}
	until, cancel := context.WithTimeout(ctx, n.network.Deadline())
	for _, p := range peers {
		a := &respondent{networking: n, peer: p, until: until, values: values}
		n.peers, n.sources = append(n.peers, a), append(n.sources, a)
	}
	return func() { cancel(); stop() }, nil
}

// own is this node among those that are asked.
type own struct {
	*networking
	page   localPage
	stop   context.CancelFunc
	err    error
	rows   int
	totals map[model.ID]int
}

func (s *own) ID() model.ID { return s.network.Self().ID }

// Speaks is true: the caller is this node's own.
func (s *own) Speaks() bool { return true }

// Page asks the registry. When that fails the field does, whatever others answer.
func (s *own) Page(ctx context.Context, limit int, fromEnd bool, after, before *registry.Place) (part network.Part) {
	first, last := &limit, (*int)(nil)
	if fromEnd {
		first, last = nil, &limit
	}
	page, err := s.page(ctx, first, last, &registry.Share{After: after, Before: before})
	if err != nil {
		s.err = err
		s.stop() // nobody has to answer any more
		return part
	}
	for i, record := range page.Records {
		m := page.Marks[i]
		part.Rows = append(part.Rows, network.Row{Place: m.Place, Version: m.Version, Keeper: m.Keeper, Record: record})
	}
	s.rows += len(part.Rows)
	if page.Totals != nil {
		s.totals = page.Totals
	}
	part.More, part.Opposite = page.HasNext, page.HasPrevious
	if fromEnd {
		part.More, part.Opposite = page.HasPrevious, page.HasNext
	}
	return part
}

// respondent is a peer among those that are asked.
type respondent struct {
	*networking
	peer     network.Peer
	until    context.Context
	values   json.RawMessage
	err      error
	answered bool
	limited  bool
	partial  bool
	took     time.Duration
	rows     int
	totals   map[string]int // nil where it did not count
	buckets  []network.Bucket
}

func (s *respondent) ID() model.ID { return s.peer.ID }

// Speaks tells whether the peer answered, and as to the caller.
func (s *respondent) Speaks() bool { return s.answered && !s.limited && s.err == nil }

func (s *respondent) status() network.Status {
	switch status := network.StatusOf(s.err); {
	case status != network.OK:
		return status
	case s.limited:
		return network.Limited
	case s.partial:
		return network.Partial
	}
	return network.OK
}

// Page asks the peer. Whatever is wrong with its answer, nothing of it is used then.
func (s *respondent) Page(_ context.Context, limit int, fromEnd bool, after, before *registry.Place) (part network.Part) {
	if s.err != nil {
		return part
	}
	plan := *s.plan
	plan.Total = plan.Total && !s.answered // it is counted once
	a := s.ask(network.Question{Query: plan.Query(limit, fromEnd), After: after, Before: before})
	if s.err == nil {
		if err := s.check(&a, limit, after, before); err != nil {
			s.err = &network.Failure{Status: network.Invalid, Cause: err}
		}
	}
	if s.err != nil {
		return part
	}
	s.answered, s.limited, s.partial = true, a.Limited, s.partial || a.Partial
	s.rows += len(a.Rows)
	if plan.Total {
		s.totals = a.Totals
	}
	s.o.redacts(a.Redacted)
	part = network.Part{Rows: a.Rows, More: a.HasNext, Opposite: a.HasPrevious}
	if fromEnd {
		part.More, part.Opposite = a.HasPrevious, a.HasNext
	}
	return part
}

// ask puts a question to the peer within what is left of its time.
func (s *respondent) ask(q network.Question) network.Answer {
	q.Version, q.Variables, q.Salt = network.Version, s.values, s.salt
	began := time.Now()
	a, err := s.network.Ask(s.until, s.peer.ID, q)
	s.took += time.Since(began)
	s.err = err
	return a
}

// check looks whether an answer is one to what was asked, and writes its rows anew.
func (s *respondent) check(a *network.Answer, limit int, after, before *registry.Place) error {
	if len(a.Rows) > limit {
		return fmt.Errorf("%d rows were asked for, and %d came", limit, len(a.Rows))
	}
	if len(a.Buckets) > 0 || a.Totals != nil && !s.plan.Total {
		return fmt.Errorf("counts came that were not asked for")
	}
	previous, checker := after, s.plan.Checker()
	for i := range a.Rows {
		row := &a.Rows[i]
		if !s.fits(row.Place) || previous != nil && s.compare(*previous, row.Place) >= 0 {
			return fmt.Errorf("row %d is not in its place", i)
		}
		if len(row.Nodes) != len(s.plan.Nodes) {
			return fmt.Errorf("row %d does not have what was selected", i)
		}
		for k, raw := range row.Nodes {
			var err error
			if row.Nodes[k], err = checker.Node(k, row.Place.ID, raw); err != nil {
				return fmt.Errorf("row %d: %w", i, err)
			}
		}
		previous = &row.Place
	}
	if n := len(a.Rows); n > 0 && before != nil && s.compare(a.Rows[n-1].Place, *before) >= 0 {
		return fmt.Errorf("the last row is not in its place")
	}
	return nil
}

// foreign is a record of another node: what was selected of it, as JSON.
type foreign struct {
	nodes []json.RawMessage
	at    map[nodeAlias]int
}

// foreign notes a record of another node.
func (o *operation) foreign(record model.Record, f foreign) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.foreigners == nil {
		o.foreigners = map[model.Record]foreign{}
	}
	o.foreigners[record] = f
}

// written is the answer to a field of an edge: of a record of another node what that node has
// written, and any other answer as it is.
func written(ctx context.Context, answer any) any {
	o := operationOf(ctx)
	record, is := answer.(model.Record)
	if !is || o == nil {
		return answer
	}
	o.mu.Lock()
	f, known := o.foreigners[record]
	o.mu.Unlock()
	if !known {
		return answer
	}
	path := graphql.GetFieldContext(ctx).Path()
	edges, _ := path[len(path)-3].(ast.PathName) // before the place in the list, and the field itself
	node, _ := path[len(path)-1].(ast.PathName)
	return network.NewText(f.nodes[f.at[nodeAlias{string(edges), string(node)}]])
}

// redacts notes what other nodes have masked. What is no field is left out.
func (o *operation) redacts(coordinates []string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, c := range coordinates {
		typeName, field, _ := strings.Cut(c, ".")
		if t := schema().Types[typeName]; t != nil && t.Fields.ForName(field) != nil {
			o.redacted[c] = true
		}
	}
}
