package resolvers

import (
	"context"
	"time"

	"metrograph/graph/gqlmodel"
	"metrograph/model"
	"metrograph/registry"
)

// peers tells of the other nodes that this one knows.
func (r *Resolver) peers(ctx context.Context) ([]*gqlmodel.Peer, error) {
	all, err := r.registry.Peers(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]*gqlmodel.Peer, len(all))
	for i := range all {
		out[i] = peerOf(&all[i])
	}
	return out, nil
}

func peerOf(p *registry.Peer) *gqlmodel.Peer {
	out := &gqlmodel.Peer{
		Node: p.Node, Name: &p.Name, Level: given(p.Level), Region: given(p.Region), Endpoint: p.Endpoint, Fingerprint: p.Fingerprint,
		Trust: gqlmodel.PeerTrust(p.Trust), Harvest: p.Harvest, Submit: p.Submit, Relay: p.Relay, Attachments: gqlmodel.PeerAttachments(p.Attachments),
		LastSuccess: given(p.LastSuccess), Failure: given(p.Failure), Received: p.Received, ReceivedBytes: p.ReceivedBytes,
		Withdrawn: p.Withdrawn, Rejected: p.Rejected, Ahead: p.Ahead, Served: p.Served, Submitted: p.Submitted, LastSubmission: given(p.LastSubmission),
		SubmissionFailure: given(p.SubmissionFailure),
	}
	if !p.LastSuccess.IsZero() {
		lag := int(p.Lag / time.Second)
		out.Lag = &lag
	}
	if p.Busy > 0 {
		throughput := int(float64(p.Received) / p.Busy.Seconds())
		out.Throughput = &throughput
	}
	return out
}

// asked is the payload of a submission that somebody asked for.
func (r *Resolver) asked(ctx context.Context, ask func(context.Context, model.ID) (model.Written, error), peer model.ID) (*gqlmodel.SubmissionPayload, error) {
	written, err := ask(ctx, peer)
	operationOf(ctx).forget()
	if err != nil {
		written.Err = err
	}
	out, err := settle(written)
	return submissionPayload(out), err
}

// watchSubmissions tells of the changes of submissions until the request ends.
func (r *Resolver) watchSubmissions(ctx context.Context, filter *gqlmodel.SubmissionChangeFilter, since *string) (<-chan *gqlmodel.SubmissionChange, error) {
	q := registry.WatchRequest{Kinds: []model.Kind{model.KindSubmission}, Since: since}
	if filter != nil {
		q.IDs = filter.Ids
		var states []string
		for _, s := range filter.States {
			states = append(states, string(s))
		}
		if len(states) > 0 {
			q.Where = map[model.Kind]*registry.Filter{model.KindSubmission: registry.Equal("state", states...)}
		}
	}
	changes, err := r.registry.Watch(ctx, q)
	if err != nil {
		return nil, err
	}
	out := make(chan *gqlmodel.SubmissionChange)
	go func() {
		defer close(out)
		for c := range changes {
			told := &gqlmodel.SubmissionChange{Cursor: c.Cursor, ID: c.ID, Version: c.Version, At: given(c.At)}
			select {
			case <-ctx.Done(): // the registry ends the changes
			case out <- told:
			}
		}
	}()
	return out, nil
}
