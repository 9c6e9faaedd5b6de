package federate

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/failsafe-go/failsafe-go"
	"github.com/failsafe-go/failsafe-go/circuitbreaker"
	"github.com/failsafe-go/failsafe-go/hedgepolicy"
	"github.com/failsafe-go/failsafe-go/retrypolicy"

	"metrograph/model"
	"metrograph/network"
)

// Live is the node as it puts queries to its peers.
type Live struct{ *Node }

// Live returns the node as it puts queries to its peers.
func (n *Node) Live() Live { return Live{n} }

// Self is this node.
func (l Live) Self() network.Peer { return network.Peer{ID: l.self.ID, Name: l.self.Name} }

// Deadline is how long a peer has to answer a query.
func (l Live) Deadline() time.Duration { return l.o.Query }

// Peers are those that queries are put to, in the order of their identifiers.
func (l Live) Peers(context.Context) (found []network.Peer, err error) {
	all, err := l.state.peers()
	for _, p := range all {
		if p.Trust == Trusted && p.Live {
			found = append(found, network.Peer{ID: p.ID, Name: p.Name})
		}
	}
	return found, err
}

// Count is how many peers queries are put to; 0 where that is not known.
func (l Live) Count() int {
	peers, err := l.Peers(context.Background())
	if err != nil {
		return 0
	}
	return len(peers)
}

// How a peer that fails is spared.
const (
	failuresToOpen = 5                // in a row, after which it is left out
	openFor        = 10 * time.Second // until it is asked again
	retryAfter     = 50 * time.Millisecond
	hedgePart      = 3 // of the deadline, after which it is asked a second time
)

// lines hold what is remembered of each peer's answers.
type lines struct {
	mu  sync.Mutex
	all map[model.ID]failsafe.Executor[[]byte]
}

// line is the policies by which a peer is asked: it is left out for a while when it failed several
// times; asked a second time when it is slow; and again when the line was cut.
func (n *Node) line(id model.ID) failsafe.Executor[[]byte] {
	n.lines.mu.Lock()
	defer n.lines.mu.Unlock()
	if n.lines.all == nil {
		n.lines.all = map[model.ID]failsafe.Executor[[]byte]{}
	}
	if n.lines.all[id] == nil {
		fails := func(_ []byte, err error) bool { return down(err) }
		breaker := circuitbreaker.NewBuilder[[]byte]().HandleIf(fails).WithFailureThreshold(failuresToOpen).WithDelay(openFor).Build()
		hedge := hedgepolicy.NewWithDelay[[]byte](n.o.Query / hedgePart)
		retry := retrypolicy.NewBuilder[[]byte]().HandleIf(func(_ []byte, err error) bool { return cut(err) }).
			WithMaxRetries(1).WithBackoff(retryAfter, 2*retryAfter).WithJitterFactor(0.5).ReturnLastFailure().Build()
		n.lines.all[id] = failsafe.With(breaker, hedge, retry)
	}
	return n.lines.all[id]
}

// down tells whether an error says that the peer does not work; a refusal does not, nor that the
// client has gone.
func down(err error) bool {
	var r *refusal
	return err != nil && !errors.Is(err, context.Canceled) && !(errors.As(err, &r) && r.Status < http.StatusInternalServerError)
}

// cut tells whether an error is one of the line, and there is time left.
func cut(err error) bool {
	return model.CodeOf(err) == model.CodePeerUnavailable && !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, context.Canceled) &&
		!errors.As(err, new(*unsigned))
}

// Ask puts a question to a peer in the name of the caller of the context, within its time.
func (l Live) Ask(ctx context.Context, peer model.ID, q network.Question) (a network.Answer, err error) {
	began := time.Now()
	defer func() { l.metrics.asked(peer, network.StatusOf(err), time.Since(began)) }()
	p, err := l.peer(peer)
	if err != nil {
		return a, failed(err)
	}
	body, err := json.Marshal(q)
	if err != nil {
		return a, failed(wrap("write a question", err))
	}
	ctx, cancel := context.WithTimeout(ctx, l.o.Query)
	defer cancel()
	raw, err := l.line(peer).WithContext(ctx).GetWithExecution(func(e failsafe.Execution[[]byte]) ([]byte, error) {
		return l.put(e.Context(), p, body)
	})
	if err == nil {
		a, err = network.ParseAnswer(raw)
		if err != nil {
			return a, &network.Failure{Status: network.Invalid, Cause: err}
		}
		return a, nil
	}
	if ctx.Err() != nil {
		err = errors.Join(ctx.Err(), err)
	}
	return a, failed(err)
}

// put sends a question once, with a token of its own.
func (n *Node) put(ctx context.Context, p *Peer, body []byte) ([]byte, error) {
	token, err := n.vouch(model.PrincipalFrom(ctx), p.ID, digestOf(body))
	if err != nil {
		return nil, err
	}
	r, parameters, err := n.request(ctx, p, http.MethodPost, PathQuery, nil, json.RawMessage(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set(headerCaller, token)
	return n.exchanged(p, r, parameters, network.MaxAnswer)
}

// failed is a failure by its cause.
func failed(err error) *network.Failure {
	var r *refusal
	var u *unsigned
	status := network.Unavailable
	switch {
	case errors.Is(err, circuitbreaker.ErrOpen):
		status = network.Suspended
	case errors.As(err, new(*unfit)):
		status = network.Invalid
	case errors.As(err, &r) && r.Code == model.CodeInvalid, errors.As(err, &u) && (u.status == http.StatusNotFound || u.status == http.StatusMethodNotAllowed):
		status = network.Outdated
	case errors.As(err, &r) && r.Status < http.StatusInternalServerError, errors.As(err, &u) && u.status < http.StatusInternalServerError,
		model.CodeOf(err) == model.CodeForbidden:
		status = network.Refused
	case errors.Is(err, context.DeadlineExceeded):
		status = network.Timeout
	}
	return &network.Failure{Status: status, Cause: err}
}
