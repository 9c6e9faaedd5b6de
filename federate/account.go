package federate

import (
	"context"
	"encoding/json"

	"metrograph/model"
)

// account is the context in which the node keeps record of submissions.
func (n *Node) account(ctx context.Context) context.Context {
	return model.WithPrincipal(ctx, &model.Principal{Subject: "federation", Via: model.ViaLocal,
		Institution: n.self.ID, Level: n.self.Level, Region: n.self.Region, Granted: model.Roles(model.RoleAdministrator)})
}

// recordTaken keeps record of a session on the side of the receiver.
func (n *Node) recordTaken(ctx context.Context, p *Peer, progress *Progress, state model.SubmissionState) error {
	now, session, err := n.taken(p, progress, state)
	if err != nil {
		return err
	}
	return n.record(ctx, session, now)
}

// recordRefused keeps record of a session whose receipt the sender refuses: all is kept, and the
// sender does not say so.
func (n *Node) recordRefused(ctx context.Context, p *Peer, progress *Progress, refused error) error {
	now, session, err := n.taken(p, progress, model.SubmissionAccepted)
	if err != nil {
		return err
	}
	now.Failure = explain(refused)
	return n.record(ctx, session, now)
}

// taken is the record of a session on the side of the receiver.
func (n *Node) taken(p *Peer, progress *Progress, state model.SubmissionState) (*model.Submission, model.ID, error) {
	r := progress.Run
	if state != model.SubmissionInTransfer {
		r = progress.LastRun
	}
	now := &model.Submission{State: state, SenderID: p.ID, ReceiverID: n.self.ID, Mode: r.Mode, Tally: r.Tally, Changes: r.Changes,
		Batches: r.Batches, Size: r.Size, Digest: r.Digest, StartedAt: r.Started}
	if state != model.SubmissionInTransfer {
		raw, err := json.Marshal(progress.Receipt)
		if err != nil {
			return nil, "", wrap("write a receipt", err)
		}
		now.Receipt, now.EndedAt = string(raw), n.now()
	}
	return now, r.Session, nil
}

// recordSending keeps record of a session that was begun on the side of the sender.
func (n *Node) recordSending(ctx context.Context, p *Peer, session model.ID) error {
	return n.record(ctx, session, &model.Submission{State: model.SubmissionInTransfer, SenderID: n.self.ID, ReceiverID: p.ID,
		Mode: model.SubmissionSubmit, StartedAt: n.now()})
}

// recordSent keeps record of a session on the side of the sender, as the receiver has signed.
func (n *Node) recordSent(ctx context.Context, p *Peer, s Statement, receipt *Receipt, changes []model.Transferred) error {
	raw, err := json.Marshal(receipt)
	if err != nil {
		return wrap("write a receipt", err)
	}
	if len(changes) > mostChanges {
		changes = changes[:mostChanges]
	}
	return n.record(ctx, s.Session, &model.Submission{State: model.SubmissionAcknowledged, SenderID: n.self.ID, ReceiverID: p.ID,
		Mode: s.Mode, Tally: s.Tally, Changes: changes, Batches: s.Batches, Size: s.Size, Digest: s.Digest, Receipt: string(raw),
		StartedAt: s.Started, EndedAt: s.Ended})
}

// recordNothingSent ends a session that somebody asked for and that had nothing to send.
func (n *Node) recordNothingSent(ctx context.Context, p *Peer, session model.ID) error {
	now := n.now()
	return n.record(ctx, session, &model.Submission{State: model.SubmissionAcknowledged, SenderID: n.self.ID, ReceiverID: p.ID,
		Mode: model.SubmissionSubmit, StartedAt: now, EndedAt: now})
}

// recordFailure ends a session that somebody asked for and that failed.
func (n *Node) recordFailure(ctx context.Context, s *model.Submission, failure error) error {
	now := *s
	now.State, now.Failure, now.EndedAt = model.SubmissionFailed, explain(failure), n.now()
	return n.record(ctx, s.ID, &now)
}

// contentOf are the fields of a submission that change as it goes on.
func contentOf() []string {
	return []string{"state", "sender", "receiver", "mode", "tally", "changes", "batches", "size", "digest", "receipt", "startedAt", "endedAt", "failure"}
}

// record writes the state of a submission, or makes its record. One that is of other parties
// is left alone: a peer chooses the identifier of what it pushes.
func (n *Node) record(ctx context.Context, id model.ID, now *model.Submission) error {
	ctx = n.account(ctx)
	loaded, err := n.registry.Load(ctx, model.KindSubmission, []model.ID{id}, 0)
	if err != nil {
		return err
	}
	now.Head = model.Head{ID: id, Classification: model.ClassificationNonPublic, Status: model.StatusRecorded}
	w := model.Write{Action: model.ActionCreate, Record: now, Reason: "submission"}
	if had, ok := loaded.Records[0].(*model.Submission); ok {
		if had.SenderID != now.SenderID || had.ReceiverID != now.ReceiverID || had.Mode != now.Mode {
			return model.Errorf(model.CodeConflict, "the session has the identifier of another one")
		}
		if had.State == now.State && had.Digest == now.Digest && had.Failure == now.Failure {
			return nil
		}
		w.Action, w.Version, w.Fields = model.ActionAmend, had.Version, contentOf()
	}
	out, err := n.registry.Write(ctx, []model.Write{w})
	if err == nil {
		err = out[0].Err
	}
	return err
}
