package federate

import (
	"context"
	"sync"
	"time"

	"metrograph/model"
	"metrograph/registry"
)

// Run exchanges with the peers until the context ends: those that are to be harvested and
// submitted to at every round, and whatever somebody has asked for at once.
func (n *Node) Run(ctx context.Context) {
	changes, err := n.registry.Watch(n.account(ctx), registry.WatchRequest{Kinds: []model.Kind{model.KindSubmission}, Operations: []string{"CREATE"}})
	if err != nil {
		n.o.Log.ErrorContext(ctx, "submissions that are asked for wait for the next round", "error", err)
	}
	tick := time.NewTicker(n.o.Every)
	defer tick.Stop()
	n.resume(ctx)
	n.round(ctx)
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			n.round(ctx)
		case _, open := <-changes:
			if !open {
				changes = nil
			}
			n.asked(ctx)
		}
	}
}

// resume looks after the sessions that were under way when the node was stopped: a harvest
// goes on, what was being pushed goes with the next submission.
func (n *Node) resume(ctx context.Context) {
	for _, s := range n.submissions(ctx, model.SubmissionInTransfer) {
		peer := s.ReceiverID
		if s.Mode == model.SubmissionHarvest {
			peer = s.SenderID
		}
		progress, _, err := get[Progress](n.state, bucketProgress, peer)
		switch {
		case err != nil || s.Mode == model.SubmissionSubmit && s.ReceiverID == n.self.ID:
		case s.Mode == model.SubmissionHarvest && progress.Run != nil && progress.Run.Session == s.ID:
			n.perform(ctx, s)
		default:
			err = n.recordFailure(ctx, s, model.Errorf(model.CodePeerUnavailable, "the node was stopped; what was left goes with the next submission"))
		}
		if err != nil {
			n.o.Log.ErrorContext(ctx, "a submission that was cut could not be looked after", "id", s.ID, "error", err)
		}
	}
}

// mostAtOnce is with how many peers the node exchanges at a time.
const mostAtOnce = 4

// round exchanges with all peers once.
func (n *Node) round(ctx context.Context) {
	n.asked(ctx)
	peers, err := n.state.peers()
	if err != nil {
		n.o.Log.ErrorContext(ctx, "the peers could not be read", "error", err)
		return
	}
	var wait sync.WaitGroup
	places := make(chan struct{}, mostAtOnce)
	for _, p := range peers {
		if p.Trust != Trusted || !p.Harvest && !p.Submit {
			continue
		}
		places <- struct{}{}
		wait.Go(func() {
			defer func() { <-places }()
			n.exchange(ctx, &p)
		})
	}
	wait.Wait()
}

func (n *Node) exchange(ctx context.Context, p *Peer) {
	if p.Harvest {
		n.tell(ctx, p, "harvest", n.Harvest(ctx, p.ID, ""))
	}
	if p.Submit {
		n.tell(ctx, p, "submission", n.Submit(ctx, p.ID, ""))
	}
}

func (n *Node) tell(ctx context.Context, p *Peer, what string, err error) {
	if err != nil && ctx.Err() == nil {
		n.o.Log.WarnContext(ctx, "a "+what+" did not come to its end; it goes on later", "peer", p.ID, "error", err)
	}
}

// asked does what somebody has asked for by recording a submission, one after the other.
func (n *Node) asked(ctx context.Context) {
	for _, s := range n.submissions(ctx, model.SubmissionCreated) {
		if ctx.Err() == nil {
			n.perform(ctx, s)
		}
	}
}

// submissions are the first records of submissions of this node in a state.
func (n *Node) submissions(ctx context.Context, state model.SubmissionState) (found []*model.Submission) {
	first := 100
	pages, err := n.registry.List(n.account(ctx), registry.ListRequest{Kind: model.KindSubmission, First: &first,
		Where: registry.Equal("state", string(state))})
	if err != nil {
		n.o.Log.ErrorContext(ctx, "the submissions could not be read", "error", err)
		return nil
	}
	for _, record := range pages[0].Records {
		if s, ok := record.(*model.Submission); ok && s.Origin == n.self.ID {
			found = append(found, s)
		}
	}
	return found
}

func (n *Node) perform(ctx context.Context, s *model.Submission) {
	var err error
	switch {
	case s.Mode == model.SubmissionHarvest && s.ReceiverID == n.self.ID:
		err = n.Harvest(ctx, s.SenderID, s.ID)
	case s.Mode == model.SubmissionSubmit && s.SenderID == n.self.ID:
		err = n.Submit(ctx, s.ReceiverID, s.ID)
	default:
		err = invalid("", "this node is no party of the submission")
	}
	if err == nil || ctx.Err() != nil {
		return
	}
	loaded, lost := n.registry.Load(n.account(ctx), model.KindSubmission, []model.ID{s.ID}, 0)
	if now, ok := firstOf(loaded).(*model.Submission); lost == nil && ok {
		lost = n.recordFailure(ctx, now, err)
	}
	if lost != nil {
		n.o.Log.ErrorContext(ctx, "a submission that failed could not be recorded", "id", s.ID, "error", lost)
	}
}

func firstOf(loaded registry.Loaded) model.Record {
	if len(loaded.Records) == 0 {
		return nil
	}
	return loaded.Records[0]
}
