package resolvers

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"metrograph/analysis/cube"
	"metrograph/graph/gqlmodel"
	"metrograph/model"
	"metrograph/network"
	"metrograph/registry"
)

// counts are what one node has counted, by the name of an origin and a key.
type counts[T any] struct {
	source network.Source
	by     map[origin]T
}

type origin struct{ name, key string }

// chosen takes what several nodes have counted without counting replicas twice: a node that
// answered the caller speaks for the records of its own institution; of those of any other the
// most that a node has counted is taken.
func chosen[T any](all []counts[T], salt string, size func(T) int) map[origin]T {
	speakers := map[string]network.Source{}
	for _, c := range all {
		if c.source.Speaks() {
			speakers[network.NameOf(salt, c.source.ID())] = c.source
		}
	}
	most := map[origin]T{}
	for _, c := range all {
		for at, n := range c.by {
			before, known := most[at]
			if speaker := speakers[at.name]; (speaker == nil || speaker == c.source) && (!known || size(n) > size(before)) {
				most[at] = n
			}
		}
	}
	return most
}

// sum adds up what several nodes have counted.
func sum(all []counts[int], salt string) map[string]int {
	sums := map[string]int{}
	for at, n := range chosen(all, salt, func(n int) int { return n }) {
		sums[at.key] += n
	}
	return sums
}

// total is the length of the whole list, as far as nodes have counted; nil where it was not asked
// for, or the caller may not count.
func (n *networking) total() *int {
	if n.own.totals == nil {
		return nil
	}
	own := counts[int]{n.own, map[origin]int{}}
	for id, count := range n.own.totals {
		own.by[origin{name: network.NameOf(n.salt, id)}] = count
	}
	all := []counts[int]{own}
	for _, p := range n.peers {
		by := map[origin]int{}
		for name, count := range p.totals {
			by[origin{name: name}] = count
		}
		all = append(all, counts[int]{p, by})
	}
	total := sum(all, n.salt)[""]
	return &total
}

// gathered are statistics of the whole network.
func (r *Resolver) gathered(ctx context.Context, asked *statisticsRequest, request registry.MeasuresRequest) (*registry.Measured, *gqlmodel.NetworkReport, error) {
	n := r.newNetworking(ctx, false)
	done, err := n.begin(ctx, nil)
	if err != nil {
		return nil, nil, err
	}
	defer done()
	var wait sync.WaitGroup
	for _, p := range n.peers {
		wait.Go(func() { p.count(len(request.By), asked.plain()) })
	}
	request.Share = &registry.ShareMeasures{Salt: n.salt}
	measured, err := r.registry.Measure(ctx, request)
	if err != nil {
		n.own.stop()
	}
	wait.Wait()
	if err != nil {
		return nil, nil, err
	}
	measured.Table = n.table(measured.Table, len(request.By))
	if err := registry.Choose(measured.Table, len(request.By), request.Top); err != nil {
		return nil, nil, err
	}
	return measured, n.report(), nil
}

// count asks a peer for statistics.
func (s *respondent) count(dimensions int, plain bool) {
	a := s.ask(network.Question{Query: s.plan.Query(0, false)})
	if s.err != nil {
		return
	}
	odd := func(b network.Bucket) bool { return len(b.Keys) != dimensions || plain != (b.Cell == nil) }
	if len(a.Rows) > 0 || a.Totals != nil || slices.ContainsFunc(a.Buckets, odd) {
		s.err = &network.Failure{Status: network.Invalid, Cause: model.Errorf(model.CodeInvalid, "the buckets are not those that were asked for")}
		return
	}
	s.answered, s.limited, s.partial, s.buckets, s.rows = true, a.Limited, a.Partial, a.Buckets, len(a.Buckets)
}

// pair is a cell with that of the earlier period.
type pair struct{ cell, earlier *cube.Cell }

func (p pair) size() int {
	if p.cell == nil {
		return 0
	}
	return p.cell.Count
}

// table puts the tables of all nodes together.
func (n *networking) table(own *cube.Table, dimensions int) *cube.Table {
	here := counts[pair]{n.own, map[origin]pair{}}
	for key, p := range pairs(own) {
		keys := cube.Keys(key, dimensions+1)
		here.by[origin{network.NameOf(n.salt, model.ID(keys[dimensions])), cube.Join(keys[:dimensions])}] = p
	}
	all := []counts[pair]{here}
	for _, p := range n.peers {
		by := map[origin]pair{}
		for _, b := range p.buckets {
			cell := b.Cell
			if cell == nil {
				cell = &cube.Cell{Count: b.Count}
			}
			by[origin{b.Origin, cube.Join(b.Keys)}] = pair{cell, b.Earlier}
		}
		all = append(all, counts[pair]{p, by})
	}
	sums := &cube.Table{Cells: map[string]*cube.Cell{}, Earlier: map[string]*cube.Cell{}}
	for at, p := range chosen(all, n.salt, pair.size) {
		part := &cube.Table{Cells: map[string]*cube.Cell{}, Earlier: map[string]*cube.Cell{}}
		if p.cell != nil {
			part.Cells[at.key] = p.cell
		}
		if p.earlier != nil {
			part.Earlier[at.key] = p.earlier
		}
		sums.Merge(part)
	}
	if dimensions == 0 && sums.Cells[""] == nil {
		sums.Cells[""] = &cube.Cell{}
	}
	return sums
}

// pairs are the cells of a table by their keys.
func pairs(t *cube.Table) map[string]pair {
	out := map[string]pair{}
	for key, c := range t.Cells {
		out[key] = pair{c, t.Earlier[key]}
	}
	for key, c := range t.Earlier {
		if t.Cells[key] == nil {
			out[key] = pair{nil, c}
		}
	}
	return out
}

// report tells how the nodes have answered, also in extensions.federation. How long this node took
// is not told: it says something of what is hidden.
func (n *networking) report() *gqlmodel.NetworkReport {
	self := n.network.Self()
	out := &gqlmodel.NetworkReport{Complete: true, Nodes: []*gqlmodel.NetworkNode{
		{Node: self.ID, Name: &self.Name, Status: gqlmodel.NetworkStatusOk, Rows: n.own.rows}}}
	for _, p := range n.peers {
		status := p.status()
		out.Nodes = append(out.Nodes, &gqlmodel.NetworkNode{Node: p.ID(), Name: &p.peer.Name, Status: gqlmodel.NetworkStatus(status),
			Latency: int(p.took / time.Millisecond), Rows: p.rows})
		en, zh := status.Message()
		if en != "" {
			out.Complete = false
			out.Warnings = append(out.Warnings, &gqlmodel.NetworkWarning{Code: gqlmodel.NetworkStatus(status), Node: p.ID(), Message: en, MessageZh: zh})
		}
	}
	n.o.reports(n.path, out)
	return out
}

// reports notes the report of a field for extensions.federation.
func (o *operation) reports(path string, r *gqlmodel.NetworkReport) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, n := range r.Nodes {
		entry := map[string]any{"path": path, "peer": n.Node, "status": n.Status, "latency": n.Latency, "rows": n.Rows}
		for _, w := range r.Warnings {
			if w.Node == n.Node {
				entry["warning"] = w.Message
			}
		}
		o.federation = append(o.federation, entry)
	}
	slices.SortStableFunc(o.federation, func(a, b map[string]any) int { return strings.Compare(a["path"].(string), b["path"].(string)) })
}
