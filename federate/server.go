package federate

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"

	"metrograph/model"
)

// Handler answers the peers of the node, under /federate/v1/.
func (n *Node) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+pathHello, n.serveHello)
	mux.Handle("GET "+pathChanges, n.signed(n.serveChanges))
	mux.Handle("GET "+pathAttachment+"{sha256}", n.signed(n.serveAttachment))
	mux.Handle("POST "+pathSubmit, n.signed(n.serveSubmit))
	mux.Handle("POST "+pathReceipt, n.signed(n.serveReceipt))
	mux.Handle("POST "+PathQuery, n.signed(n.serveQuery))
	return mux
}

// request is one that a trusted peer has signed.
type request struct {
	*http.Request
	peer *Peer
	body []byte
	parameters
}

// signed lets through what a trusted peer has signed for this node, now, and once. Whoever
// is not known and whoever is not trusted get the same answer.
func (n *Node) signed(answer func(http.ResponseWriter, *request) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		q, err := n.recognise(r)
		if err == nil {
			err = answer(w, q)
		}
		if err != nil {
			n.refuse(w, r, q, err)
		}
	})
}

// recognise checks a request. The clock is looked at last: only a peer is told that it is
// off.
func (n *Node) recognise(r *http.Request) (*request, error) {
	stranger := model.Errorf(model.CodeUnauthenticated, "the request is not signed by a trusted peer for this node")
	if model.ID(r.Header.Get(headerAudience)) != n.self.ID {
		return nil, stranger
	}
	p, err := n.peer(model.ID(r.Header.Get(headerNode)))
	if err != nil {
		return nil, stranger
	}
	if err := n.succession(p, r.Header.Get(headerSuccession)); err != nil {
		return nil, err
	}
	now := n.o.Clock()
	parameters, err := verify(r.Header, requestComponents, requestPart(r), func(fingerprint string) ed25519.PublicKey {
		if k := p.key(fingerprint); k != nil && (k.Until.IsZero() || now.Before(k.Until)) {
			return k.Public
		}
		return nil
	})
	if err != nil {
		return nil, stranger
	}
	q := &request{Request: r, peer: p, parameters: parameters}
	if !within(parameters.created, now) {
		return q, model.Errorf(model.CodeUnauthenticated, "the clocks of the nodes are more than %s apart", MaxSkew)
	}
	if q.body, err = readBody(r.Body, maxMessage, r.Header.Get(headerDigest)); err != nil {
		return q, coded(err)
	}
	if !n.nonces.first(string(p.ID), parameters.nonce, parameters.created, now) {
		return q, model.Errorf(model.CodeUnauthenticated, "the request was made before")
	}
	return q, nil
}

// succession takes a peer's new key on the word of its old one.
func (n *Node) succession(p *Peer, header string) error {
	if header == "" {
		return nil
	}
	raw, err := base64.StdEncoding.DecodeString(header)
	if err != nil {
		return nil //nolint:nilerr // the signature of the request decides
	}
	var s Succession
	if json.Unmarshal(raw, &s) != nil || !p.succeed(&s, n.o.Clock()) {
		return nil
	}
	n.o.Log.Warn("a peer has a new key, for which its old one vouches", "peer", p.ID, "fingerprint", p.Fingerprint())
	return n.state.put(bucketPeers, p.ID, p)
}

func coded(err error) error {
	var known *model.Error
	if errors.As(err, &known) {
		return err
	}
	e := invalid("", "the message is not what the protocol says")
	e.(*model.Error).Cause = err //nolint:errorlint // it was made in the line above
	return e
}

// refuse answers an error. It is signed where the asking peer is known.
func (n *Node) refuse(w http.ResponseWriter, r *http.Request, q *request, err error) {
	var known *model.Error
	problem := Problem{Code: model.CodeInternal, Message: "the node failed"}
	if errors.As(err, &known) {
		problem = Problem{Code: known.Code, Message: known.Message}
	}
	if problem.Code == model.CodeInternal {
		n.o.Log.ErrorContext(r.Context(), "a peer could not be answered", "path", r.URL.Path, "error", err)
	}
	status := statusOf(problem.Code)
	if q == nil {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(problem) // nobody is left to tell when this fails
		return
	}
	if problem.Code == model.CodeConflict {
		progress, _, _ := get[Progress](n.state, bucketProgress, q.peer.ID) // without it the peer asks again
		problem.After = progress.After
	}
	n.answer(w, q, status, problem)
}

func statusOf(code model.Code) int {
	switch code {
	case model.CodeUnauthenticated:
		return http.StatusUnauthorized
	case model.CodeForbidden:
		return http.StatusForbidden
	case model.CodeNotFound:
		return http.StatusNotFound
	case model.CodeConflict:
		return http.StatusConflict
	case model.CodeLimitExceeded:
		return http.StatusRequestEntityTooLarge
	case model.CodeInternal, model.CodePeerUnavailable:
		return http.StatusServiceUnavailable
	}
	return http.StatusBadRequest
}

// answer signs an answer and sends it.
func (n *Node) answer(w http.ResponseWriter, q *request, status int, body any) {
	raw, written := body.(json.RawMessage)
	if !written {
		var err error
		if raw, err = json.Marshal(body); err != nil {
			n.o.Log.Error("an answer cannot be written", "error", err)
			status, raw = http.StatusServiceUnavailable, []byte("{}")
		}
	}
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Content-Length", strconv.Itoa(len(raw)))
	n.sealAnswer(h, q, status, digestOf(raw))
	w.WriteHeader(status)
	_, _ = w.Write(raw) // nobody is left to tell when this fails
}

func (n *Node) sealAnswer(h http.Header, q *request, status int, contentDigest string) {
	h.Set(headerInReplyTo, q.nonce)
	n.succeedIn(h)
	seal(h, n.keys, q.peer.ID, contentDigest, n.o.Clock(), answerComponents, statusPart(status))
}

// succeedIn puts the warrant of a new key into a message.
func (n *Node) succeedIn(h http.Header) {
	if s := n.keys.Succession(n.o.Clock()); s != nil {
		if raw, err := json.Marshal(s); err == nil {
			h.Set(headerSuccession, base64.StdEncoding.EncodeToString(raw))
		}
	}
}

func (n *Node) serveHello(w http.ResponseWriter, r *http.Request) {
	h, err := n.hello(r.Context())
	if err != nil {
		n.refuse(w, r, nil, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	_ = json.NewEncoder(w).Encode(h) // nobody is left to tell when this fails
}

func (n *Node) serveChanges(w http.ResponseWriter, q *request) error {
	query := q.URL.Query()
	number, err := strconv.Atoi(query.Get("number"))
	if err != nil || number < 1 {
		return invalid("number", "the number of a batch is 1 or more")
	}
	limit := batchParcels
	if text := query.Get("limit"); text != "" {
		if limit, err = strconv.Atoi(text); err != nil || limit < 1 || limit > batchParcels {
			return invalid("limit", "a batch has 1 to %d records", batchParcels)
		}
	}
	b, err := n.batch(q.Context(), q.peer, Batch{Session: model.ID(query.Get("session")), Number: number, Previous: query.Get("previous"), After: query.Get("after")}, limit)
	if err == nil {
		n.answer(w, q, http.StatusOK, b)
	}
	return err
}

// batch makes the next batch for a peer.
func (n *Node) batch(ctx context.Context, p *Peer, b Batch, limit int) (*Batch, error) {
	b.Version, b.Node, b.Audience = Version, n.self.ID, p.ID
	if err := n.share(ctx, p, &b, limit); err != nil {
		return nil, err
	}
	b.Keys = n.originKeys(b.Parcels)
	return &b, nil
}

func (n *Node) serveSubmit(w http.ResponseWriter, q *request) error {
	turn := n.turn("take", q.peer.ID)
	turn.Lock()
	defer turn.Unlock()
	b, progress, err := n.take(q.Context(), q.peer, model.SubmissionSubmit, q.body)
	if err != nil {
		return err
	}
	n.answer(w, q, http.StatusOK, Taken{Session: b.Session, Number: b.Number, Digest: progress.Run.Digest, After: progress.After, Tally: progress.Run.Tally})
	return nil
}

// serveReceipt gives the receipt of what was submitted, or takes that of what was harvested.
func (n *Node) serveReceipt(w http.ResponseWriter, q *request) error {
	var m ReceiptMessage
	if err := json.NewDecoder(bytes.NewReader(q.body)).Decode(&m); err != nil {
		return coded(err)
	}
	if m.Receipt != nil {
		s, err := n.checkReceipt(q.peer, m.Receipt)
		if err != nil {
			return err
		}
		if err := n.recordSent(q.Context(), q.peer, s, m.Receipt, m.Changes); err != nil {
			return err
		}
		n.answer(w, q, http.StatusOK, ReceiptMessage{Session: s.Session})
		return nil
	}
	turn := n.turn("take", q.peer.ID)
	turn.Lock()
	defer turn.Unlock()
	progress, err := n.finish(q.peer, m.Session)
	if err != nil {
		return err
	}
	if err := n.recordTaken(q.Context(), q.peer, &progress, model.SubmissionAcknowledged); err != nil {
		return err
	}
	n.answer(w, q, http.StatusOK, ReceiptMessage{Session: m.Session, Receipt: progress.Receipt, Changes: progress.LastRun.Changes})
	return nil
}

// serveAttachment sends the bytes of an attachment that the peer may download, from an offset
// on where an earlier answer was cut. The hash in the path is what they are checked by.
func (n *Node) serveAttachment(w http.ResponseWriter, q *request) error {
	hash := q.PathValue("sha256")
	a, content, err := n.registry.Download(as(q.Context(), q.peer), model.ID(q.URL.Query().Get("record")))
	if err != nil {
		return err
	}
	defer content.Close()
	if a.SHA256 != hash {
		return model.NotFound()
	}
	offset, err := strconv.ParseInt("0"+q.URL.Query().Get("offset"), 10, 64)
	if err != nil || offset > a.Size {
		return invalid("offset", "the attachment has %d bytes", a.Size)
	}
	if _, err := content.Seek(offset, io.SeekStart); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Length", strconv.FormatInt(a.Size-offset, 10))
	n.sealAnswer(w.Header(), q, http.StatusOK, "sha-256=:"+hash+":") // of the whole; see README.md
	w.WriteHeader(http.StatusOK)
	_, _ = io.Copy(w, content) // the peer goes on from where this was cut
	return nil
}
