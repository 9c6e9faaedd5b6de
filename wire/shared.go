package wire

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"metrograph/model"
)

// streams are the shared ones: a client reserves a stream by PUT, reads it by GET, has
// operations answered in it by POST, and ends them by DELETE, each time with the token that
// it got. What one caller reserved no other can use.
type streams struct {
	most int

	mu  sync.Mutex
	all map[string]*shared
}

// shared is a stream that answers many operations.
type shared struct {
	who    string          // the caller's subject
	ctx    context.Context // ends with the stream
	end    context.CancelFunc
	events chan []byte // on their way to whoever reads

	read       atomic.Bool
	operations *underWay
}

func newStreams(most int) *streams { return &streams{most: most, all: map[string]*shared{}} }

const tokenHeader = "X-GraphQL-Event-Stream-Token"

// tokenOf is the token of a shared stream. Browsers' event sources have it in the address.
func tokenOf(r *http.Request) string {
	if token := r.Header.Get(tokenHeader); token != "" || !asksForEvents(r) {
		return token
	}
	return r.URL.Query().Get("token")
}

// reserve begins a stream that is read soon, or given up.
func (t *Events) reserve(w http.ResponseWriter, r *http.Request) error {
	who := model.PrincipalFrom(r.Context())
	ctx, end := lasting(who)
	s := &shared{who: who.Subject, ctx: ctx, end: end, events: make(chan []byte), operations: newUnderWay(t.Operations)}
	token := rand.Text()
	t.streams.mu.Lock()
	defer t.streams.mu.Unlock()
	if len(t.streams.all) >= t.streams.most {
		end()
		return limited(http.StatusTooManyRequests, "too many streams are open")
	}
	closed, err := t.Admit(r.Context())
	if err != nil {
		end()
		return err
	}
	t.streams.all[token] = s
	context.AfterFunc(ctx, func() { t.streams.forget(token); closed() })
	time.AfterFunc(t.Reserved, func() {
		if !s.read.Load() {
			end()
		}
	})
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(http.StatusCreated)
	_, _ = io.WriteString(w, token)
	return nil
}

// lasting is a context that ends with the caller's credential, where that does.
func lasting(who *model.Principal) (context.Context, context.CancelFunc) {
	if who.Expires.IsZero() {
		return context.WithCancel(context.Background())
	}
	return context.WithDeadline(context.Background(), who.Expires)
}

func (x *streams) forget(token string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	delete(x.all, token)
}

// find returns the stream of a token, if it is the caller's.
func (x *streams) find(r *http.Request, token string) (*shared, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	s := x.all[token]
	if s == nil || s.who != model.PrincipalFrom(r.Context()).Subject {
		return nil, &refusal{status: http.StatusNotFound, code: model.CodeNotFound, message: "there is no stream of this token"}
	}
	return s, nil
}

// share does with a shared stream what the method says.
func (t *Events) share(w http.ResponseWriter, r *http.Request, executor graphql.GraphExecutor, token string) error {
	s, err := t.streams.find(r, token)
	if err != nil {
		return err
	}
	switch r.Method {
	case http.MethodGet:
		return t.readShared(w, r, s)
	case http.MethodPost:
		return t.begin(w, r, s, executor)
	case http.MethodDelete:
		s.operations.end(r.URL.Query().Get("operationId"))
		return nil
	}
	return notAllowed("GET, POST, PUT, DELETE", "a stream takes no such request")
}

// readShared sends what the operations of a stream say until the client goes.
func (t *Events) readShared(w http.ResponseWriter, r *http.Request, s *shared) error {
	if s.read.Swap(true) {
		return refusalf(http.StatusConflict, "the stream is being read already")
	}
	defer s.end()
	out := t.open(w)
	defer out.close()
	for {
		select {
		case <-r.Context().Done():
			return nil
		case <-s.ctx.Done(): // the caller's credential has expired
			return nil
		case event := <-s.events:
			if !out.send(event) {
				s.lose(out)
				return nil
			}
		}
	}
}

// lose tells a client that is too slow that its operations are over.
func (s *shared) lose(out *sink) {
	if !out.isSlow() {
		return
	}
	for _, id := range s.operations.ids() {
		out.last("next", dataOf(id, bodyOf(tooSlow())))
		out.last("complete", dataOf(id, nil))
	}
}

// begin has an operation answered in a stream.
func (t *Events) begin(w http.ResponseWriter, r *http.Request, s *shared, executor graphql.GraphExecutor) error {
	q, err := readJSON(r)
	if err != nil {
		return err
	}
	id, _ := q.Extensions["operationId"].(string)
	if id == "" {
		return refusalf(http.StatusBadRequest, "the operation has no operationId among its extensions")
	}
	delete(q.Extensions, "operationId")
	o, ctx, err := s.operations.begin(context.WithoutCancel(r.Context()), id) // it outlives the request
	if err != nil {
		return err
	}
	stop := context.AfterFunc(s.ctx, o.cancel)
	w.WriteHeader(http.StatusAccepted)
	go func() {
		defer q.close()
		defer stop()
		defer o.end()
		prepare(ctx, q, executor).run(func(response *graphql.Response) bool {
			return s.tell(ctx, "next", id, bodyOf(response))
		})
		s.tell(ctx, "complete", id, nil)
	}()
	return nil
}

// tell hands an event over to whoever reads the stream; false when the operation has ended.
func (s *shared) tell(ctx context.Context, name, id string, payload json.RawMessage) bool {
	select {
	case <-ctx.Done():
		return false
	case s.events <- eventOf(name, dataOf(id, payload)):
		return true
	}
}

// dataOf is what an event of a shared stream says of an operation.
func dataOf(id string, payload json.RawMessage) []byte {
	return encode(struct {
		ID      string          `json:"id"`
		Payload json.RawMessage `json:"payload,omitempty"`
	}{id, payload})
}
