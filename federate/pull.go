package federate

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"

	"metrograph/model"
)

// Harvest pulls all that a peer shares and this node does not hold yet. With a session it is
// on record whatever comes; without one, only if something does. Whatever ends it, what was
// taken stays, and the next one goes on from there.
func (n *Node) Harvest(ctx context.Context, id, session model.ID) (err error) {
	p, err := n.peer(id)
	if err != nil {
		return err
	}
	turn := n.turn("take", id)
	turn.Lock()
	defer turn.Unlock()
	ctx, end := n.o.Trace(ctx, "harvest", id)
	defer func() {
		end(outcomeOf(err))
		n.noteHarvest(id, err)
	}()
	progress, err := n.deliverReceipt(ctx, p)
	if err != nil {
		return err
	}
	asked := session != ""
	switch {
	case progress.Run != nil && progress.Run.Mode == model.SubmissionHarvest && !asked:
		session = progress.Run.Session // go on with what was cut
	case session == "":
		session = n.registry.NewID(model.KindSubmission)
	}
	if err := n.pull(ctx, p, session, progress); err != nil {
		return err
	}
	if err := n.fetchFiles(ctx, p); err != nil {
		return err
	}
	return n.conclude(ctx, p, session, asked)
}

// pull asks for batches until there is no more.
func (n *Node) pull(ctx context.Context, p *Peer, session model.ID, progress Progress) error {
	for empty := 0; empty < mostEmpty; empty++ {
		number, previous := 1, ""
		if r := progress.Run; r != nil && r.Session == session {
			number, previous = r.Batches+1, r.Digest
		}
		query := url.Values{"after": {progress.After}, "session": {string(session)}, "number": {strconv.Itoa(number)}, "previous": {previous}}
		body, err := n.call(ctx, p, http.MethodGet, pathChanges, query, nil)
		if err != nil {
			return err
		}
		var b Batch
		if err := json.Unmarshal(body, &b); err != nil {
			return unavailable(p, err)
		}
		if len(b.Parcels) == 0 {
			if b.More {
				continue
			}
			if err := n.checkBatch(p, &b, &progress); err != nil {
				return err
			}
			return n.sweep(ctx, p, session, progress)
		}
		if _, progress, err = n.take(ctx, p, model.SubmissionHarvest, body); err != nil {
			return err
		}
		empty = 0
		if number == 1 {
			if err := n.recordTaken(ctx, p, &progress, model.SubmissionInTransfer); err != nil {
				return err
			}
		}
	}
	return unavailable(p, errors.New("it says that there is more and sends nothing"))
}

// mostEmpty is how many batches without a record a peer may send: it looks through its
// journal meanwhile.
const mostEmpty = 10_000

// conclude ends a session that brought something, or that somebody asked for, with a receipt.
func (n *Node) conclude(ctx context.Context, p *Peer, session model.ID, asked bool) error {
	if asked {
		err := change(n.state, bucketProgress, p.ID, func(progress *Progress) error {
			if progress.Run == nil || progress.Run.Session != session {
				progress.Run = &run{Session: session, Mode: model.SubmissionHarvest, Started: n.now()}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	progress, err := n.finish(p, session)
	if model.CodeOf(err) == model.CodeNotFound {
		return nil // nothing came
	}
	if err != nil {
		return err
	}
	if err := n.recordTaken(ctx, p, &progress, model.SubmissionAccepted); err != nil {
		return err
	}
	_, err = n.deliverReceipt(ctx, p)
	return err
}

// deliverReceipt brings the receipt of the last harvest to the sender, if it has not got it. One
// that the sender refuses is brought again before the next harvest, which it does not hold up.
func (n *Node) deliverReceipt(ctx context.Context, p *Peer) (Progress, error) {
	progress, _, err := get[Progress](n.state, bucketProgress, p.ID)
	if err != nil || progress.Receipt == nil || progress.LastRun.Mode != model.SubmissionHarvest {
		return progress, err
	}
	m := ReceiptMessage{Session: progress.LastRun.Session, Receipt: progress.Receipt, Changes: progress.LastRun.Changes}
	_, err = n.call(ctx, p, http.MethodPost, pathReceipt, nil, m)
	var refused *refusal
	if errors.As(err, &refused) && refused.Status < http.StatusInternalServerError {
		n.o.Log.WarnContext(ctx, "a peer refuses the receipt of what it sent", "peer", p.ID, "submission", m.Session, "error", err)
		return progress, n.recordRefused(ctx, p, &progress, err)
	}
	if err != nil {
		return progress, err
	}
	if err := n.recordTaken(ctx, p, &progress, model.SubmissionAcknowledged); err != nil {
		return progress, err
	}
	progress.Receipt = nil
	return progress, n.state.putProgress(p.ID, &progress)
}

func (n *Node) noteHarvest(id model.ID, err error) {
	now := n.now()
	n.note(id, func(p *Progress) {
		p.Tried, p.Failure = now, ""
		if err != nil {
			p.Failure = explain(err)
			return
		}
		p.Success = now
	})
	n.metrics.tried(id, "harvest", err)
}

// explain says why an exchange failed, for the operator.
func explain(err error) string {
	var known *model.Error
	var refused *refusal
	switch {
	case errors.As(err, &refused):
		return refused.Error()
	case errors.As(err, &known) && known.Cause != nil:
		return known.Message + ": " + known.Cause.Error()
	case errors.As(err, &known):
		return known.Message
	}
	return err.Error()
}

// fetchFiles fetches the attachments that wait. One that cannot be had is left for the time
// when somebody wants it.
func (n *Node) fetchFiles(ctx context.Context, p *Peer) error {
	progress, _, err := get[Progress](n.state, bucketProgress, p.ID)
	if err != nil {
		return err
	}
	for _, id := range progress.Files {
		err := n.registry.FetchAttachment(ctx, model.ID(id), func(ctx context.Context, a *model.Attachment) (io.ReadCloser, error) {
			return n.fetch(ctx, p, a)
		})
		if code := model.CodeOf(err); err != nil && code != model.CodeNotFound && code != model.CodeInvalid {
			return err
		}
		err = change(n.state, bucketProgress, p.ID, func(now *Progress) error {
			if len(now.Files) > 0 && now.Files[0] == id {
				now.Files = now.Files[1:]
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// fetch asks a peer for the bytes of an attachment, and goes on where an answer was cut.
func (n *Node) fetch(ctx context.Context, p *Peer, a *model.Attachment) (io.ReadCloser, error) {
	return &resuming{node: n, ctx: ctx, peer: p, attachment: a}, nil
}

// resuming reads an attachment from a peer; whoever keeps the bytes checks their hash.
type resuming struct {
	node       *Node
	ctx        context.Context //nolint:containedctx // a reader has no other place for it
	peer       *Peer
	attachment *model.Attachment
	body       io.ReadCloser
	offset     int64
	cuts       int
}

const mostCuts = 5

// Read asks for what is missing when an answer ends too early.
func (r *resuming) Read(b []byte) (int, error) {
	for {
		if r.offset >= r.attachment.Size {
			return 0, io.EOF
		}
		if r.body == nil {
			if err := r.ask(); err != nil {
				return 0, err
			}
		}
		count, err := r.body.Read(b)
		r.offset += int64(count)
		if err != nil {
			_ = r.body.Close() // it has ended
			r.body = nil
			r.cuts++
		}
		if count > 0 || r.offset >= r.attachment.Size {
			return count, nil
		}
		if r.cuts > mostCuts {
			return 0, unavailable(r.peer, fmt.Errorf("the attachment was cut off: %w", err))
		}
	}
}

func (r *resuming) ask() error {
	query := url.Values{"record": {string(r.attachment.ID)}, "offset": {strconv.FormatInt(r.offset, 10)}}
	request, asked, err := r.node.request(r.ctx, r.peer, http.MethodGet, pathAttachment+r.attachment.SHA256, query, nil)
	if err != nil {
		return err
	}
	response, err := r.node.client.Do(request)
	if err != nil {
		return unavailable(r.peer, err)
	}
	if err := r.node.checkAnswer(r.peer, response, asked); err != nil {
		return errors.Join(unavailable(r.peer, err), response.Body.Close())
	}
	if response.StatusCode != http.StatusOK {
		return errors.Join(model.NotFound(), response.Body.Close())
	}
	r.body = response.Body
	return nil
}

// Close ends the reading.
func (r *resuming) Close() error {
	if r.body == nil {
		return nil
	}
	return r.body.Close()
}

// FetchAttachment fetches the bytes of a replica that somebody wants.
func (n *Node) FetchAttachment(ctx context.Context, from model.ID, a *model.Attachment) (io.ReadCloser, error) {
	p, err := n.peer(from)
	if err != nil || p.Attachments == AttachmentsNone {
		return nil, model.NotFound()
	}
	return n.fetch(ctx, p, a)
}
