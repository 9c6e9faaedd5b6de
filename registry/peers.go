package registry

import (
	"context"
	"time"

	"metrograph/model"
)

// Peer is another node as administrators and auditors are told of it.
type Peer struct {
	Node              model.ID // its institution
	Name              model.Text
	Level             model.Level
	Region            model.Region
	Endpoint          string
	Fingerprint       string
	Trust             string
	Harvest           bool
	Submit            bool
	Relay             bool
	Attachments       string
	LastSuccess       time.Time
	Lag               time.Duration // since then; 0 for never
	Failure           string
	Received          int64
	ReceivedBytes     int64
	Busy              time.Duration // how long records took to come
	Withdrawn         int64
	Rejected          int64
	Ahead             int64 // sent older than they are here
	Served            int64
	Submitted         int64
	LastSubmission    time.Time
	SubmissionFailure string
}

// others is what the registry is told of the node's peers.
type others struct {
	self  *model.Institution
	peers func() ([]Peer, error)
}

// ShareWith tells the registry whose node this is and which peers it has. It is to be called
// before the registry is used.
func (r *Registry) ShareWith(self *model.Institution, peers func() ([]Peer, error)) {
	r.others = others{self, peers}
}

// Peers returns the peers of the node, for its administrators and auditors.
func (r *Registry) Peers(ctx context.Context) ([]Peer, error) {
	if r.others.self == nil {
		return nil, model.Errorf(model.CodeForbidden, "the peers of the node are for its administrators")
	}
	if err := r.Oversee(ctx, r.others.self, false); err != nil {
		return nil, err
	}
	all, err := r.others.peers()
	return all, inside("peers", err)
}

// RequestHarvest asks for a harvest from a peer. It is done by the node, and the submission that is
// recorded here tells how it goes.
func (r *Registry) RequestHarvest(ctx context.Context, sender model.ID) (model.Written, error) {
	return r.ask(ctx, sender, "sender", &model.Submission{State: model.SubmissionCreated, SenderID: sender,
		ReceiverID: model.PrincipalFrom(ctx).Institution, Mode: model.SubmissionHarvest})
}

// RequestSubmission asks for a submission to a peer, as [Registry.RequestHarvest] does for a harvest.
func (r *Registry) RequestSubmission(ctx context.Context, receiver model.ID) (model.Written, error) {
	return r.ask(ctx, receiver, "receiver", &model.Submission{State: model.SubmissionCreated, SenderID: model.PrincipalFrom(ctx).Institution,
		ReceiverID: receiver, Mode: model.SubmissionSubmit})
}

// ask records what is asked for: by a member of the node's own institution who may record
// submissions, with a trusted peer. Who may not is told nothing of the peers.
func (r *Registry) ask(ctx context.Context, peer model.ID, path string, s *model.Submission) (model.Written, error) {
	who := model.PrincipalFrom(ctx)
	s.Head = headOf(who)
	if self := r.others.self; !r.may(ctx, model.ActionCreate, s) || self == nil || who.Institution != self.ID {
		return model.Written{}, r.refused(ctx, Act{Action: model.ActionCreate, Kind: model.KindSubmission},
			model.Errorf(model.CodeForbidden, "you may not ask for submissions of this node"))
	}
	all, err := r.others.peers()
	if err != nil {
		return model.Written{}, inside("peers", err)
	}
	trusted := false
	for i := range all {
		trusted = trusted || all[i].Node == peer && all[i].Trust == "TRUSTED"
	}
	if !trusted {
		return model.Written{}, invalid("input."+path, "there is no trusted peer of this institution")
	}
	return r.writeOne(ctx, model.Write{Action: model.ActionCreate, Record: s, Reason: "asked for"})
}
