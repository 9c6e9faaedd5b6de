package federate

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"metrograph/model"
)

// Submit pushes to a peer all that it may hold and does not hold yet. With a session it is on
// record whatever goes; without one, only if something does.
func (n *Node) Submit(ctx context.Context, id, session model.ID) (err error) {
	p, err := n.peer(id)
	if err != nil {
		return err
	}
	turn := n.turn("push", id)
	turn.Lock()
	defer turn.Unlock()
	ctx, end := n.o.Trace(ctx, "submit", id)
	defer func() {
		end(outcomeOf(err))
		n.noteSubmit(id, err)
	}()
	asked := session != ""
	if !asked {
		session = n.registry.NewID(model.KindSubmission)
	}
	sent, err := n.push(ctx, p, session)
	if err != nil || !asked && sent == 0 {
		return err
	}
	return n.askReceipt(ctx, p, session)
}

// push sends batches until there is no more; it returns how many.
func (n *Node) push(ctx context.Context, p *Peer, session model.ID) (sent int, err error) {
	s, _, err := get[served](n.state, bucketServed, p.ID)
	if err != nil {
		return 0, err
	}
	next := Batch{Session: session, Number: 1, After: s.Acked}
	for moved := false; ; {
		b, err := n.batch(ctx, p, next, batchParcels)
		if err != nil {
			return sent, err
		}
		if len(b.Parcels) == 0 {
			if !b.More {
				return sent, nil
			}
			continue
		}
		body, err := json.Marshal(b)
		if err != nil {
			return sent, wrap("write a batch", err)
		}
		taken, err := n.give(ctx, p, body)
		var refused *refusal
		if errors.As(err, &refused) && refused.Code == model.CodeConflict && !moved && refused.After != b.After {
			next.After, moved = refused.After, true // the receiver is not where it was
			continue
		}
		if err != nil {
			return sent, err
		}
		if taken.Session != session || taken.Number != b.Number || taken.Digest != digestHex(body) || taken.After != b.Next {
			return sent, unavailable(p, errors.New("its answer is about another batch"))
		}
		sent++
		next.Number, next.Previous, next.After = b.Number+1, taken.Digest, taken.After
		if sent == 1 {
			if err := n.recordSending(ctx, p, session); err != nil {
				return sent, err
			}
		}
		n.note(p.ID, func(progress *Progress) { progress.Submitted += int64(len(b.Parcels)) })
	}
}

func (n *Node) give(ctx context.Context, p *Peer, body []byte) (taken Taken, err error) {
	answer, err := n.call(ctx, p, http.MethodPost, pathSubmit, nil, json.RawMessage(body))
	if err != nil {
		return taken, err
	}
	if err := json.Unmarshal(answer, &taken); err != nil {
		return taken, unavailable(p, err)
	}
	return taken, nil
}

// askReceipt asks the receiver for the receipt of a session and keeps it.
func (n *Node) askReceipt(ctx context.Context, p *Peer, session model.ID) error {
	answer, err := n.call(ctx, p, http.MethodPost, pathReceipt, nil, ReceiptMessage{Session: session})
	var refused *refusal
	if errors.As(err, &refused) && refused.Code == model.CodeNotFound {
		return n.recordNothingSent(ctx, p, session)
	}
	if err != nil {
		return err
	}
	var m ReceiptMessage
	if err := json.Unmarshal(answer, &m); err != nil {
		return unavailable(p, err)
	}
	s, err := n.checkReceipt(p, m.Receipt)
	if err == nil && s.Session != session {
		err = invalid("receipt", "the receipt is of another session")
	}
	if err != nil {
		return unavailable(p, err)
	}
	return n.recordSent(ctx, p, s, m.Receipt, m.Changes)
}

func (n *Node) noteSubmit(id model.ID, err error) {
	now := n.now()
	n.note(id, func(p *Progress) {
		p.PushFailure = ""
		if err != nil {
			p.PushFailure = explain(err)
			return
		}
		p.PushSuccess = now
	})
	n.metrics.tried(id, "submit", err)
}
