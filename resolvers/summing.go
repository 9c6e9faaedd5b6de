package resolvers

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"metrograph/graph/gqlmodel"
	"metrograph/model"
	"metrograph/network"
	"metrograph/registry"
)

// counts are what one node has counted, by the name of an origin and a key.
type counts struct {
	source network.Source
	by     map[origin]int
}

type origin struct{ name, key string }

// sum adds up what several nodes have counted without counting replicas twice: a node that
// answered the caller speaks for the records of its own institution; of those of any other the
// largest number that a node has counted is taken.
func sum(all []counts, salt string) map[string]int {
	speakers := map[string]network.Source{}
	for _, c := range all {
		if c.source.Speaks() {
			speakers[network.NameOf(salt, c.source.ID())] = c.source
		}
	}
	most := map[origin]int{}
	for _, c := range all {
		for at, n := range c.by {
			if speaker := speakers[at.name]; speaker == nil || speaker == c.source {
				most[at] = max(most[at], n)
			}
		}
	}
	sums := map[string]int{}
	for at, n := range most {
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
	own := counts{n.own, map[origin]int{}}
	for id, count := range n.own.totals {
		own.by[origin{name: network.NameOf(n.salt, id)}] = count
	}
	all := []counts{own}
	for _, p := range n.peers {
		by := map[origin]int{}
		for name, count := range p.totals {
			by[origin{name: name}] = count
		}
		all = append(all, counts{p, by})
	}
	total := sum(all, n.salt)[""]
	return &total
}

// gathered are statistics of the whole network.
func (r *Resolver) gathered(ctx context.Context, request registry.StatisticsRequest) ([]registry.Bucket, *gqlmodel.NetworkReport, error) {
	n := r.newNetworking(ctx, false)
	done, err := n.begin(ctx, nil)
	if err != nil {
		return nil, nil, err
	}
	defer done()
	var wait sync.WaitGroup
	for _, p := range n.peers {
		wait.Go(func() { p.count(len(request.By)) })
	}
	request.Share = true
	own, err := r.registry.Statistics(ctx, request)
	if err != nil {
		n.own.stop()
	}
	wait.Wait()
	if err != nil {
		return nil, nil, err
	}
	return n.buckets(own), n.report(), nil
}

// count asks a peer for statistics.
func (s *respondent) count(dimensions int) {
	a := s.ask(network.Question{Query: s.plan.Query(0, false)})
	if s.err != nil {
		return
	}
	odd := func(b network.Bucket) bool { return len(b.Keys) != dimensions }
	if len(a.Rows) > 0 || a.Totals != nil || slices.ContainsFunc(a.Buckets, odd) {
		s.err = &network.Failure{Status: network.Invalid, Cause: model.Errorf(model.CodeInvalid, "the buckets have other keys than were asked for")}
		return
	}
	s.answered, s.limited, s.partial, s.buckets, s.rows = true, a.Limited, a.Partial, a.Buckets, len(a.Buckets)
}

const keySeparator = "\x1f"

// buckets adds up the buckets of all nodes, in the order of their keys.
func (n *networking) buckets(own []registry.Bucket) []registry.Bucket {
	here := counts{n.own, map[origin]int{}}
	for _, b := range own {
		here.by[origin{network.NameOf(n.salt, b.Origin), strings.Join(b.Keys, keySeparator)}] += b.Count
	}
	all := []counts{here}
	for _, p := range n.peers {
		by := map[origin]int{}
		for _, b := range p.buckets {
			by[origin{b.Origin, strings.Join(b.Keys, keySeparator)}] += b.Count
		}
		all = append(all, counts{p, by})
	}
	sums := sum(all, n.salt)
	buckets := make([]registry.Bucket, 0, len(sums))
	for _, key := range slices.Sorted(maps.Keys(sums)) {
		buckets = append(buckets, registry.Bucket{Keys: strings.Split(key, keySeparator), Count: sums[key]})
	}
	return buckets
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
		if status == network.OK && p.partial {
			en, zh = "the node could not answer some of the fields; they are null", "该节点未能应答部分字段，这些字段为空。"
		}
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
