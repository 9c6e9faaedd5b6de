package wire

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"metrograph/model"
	"metrograph/wire/accept"
)

// Events answers requests by server-sent events, as the GraphQL over SSE protocol has it: a
// stream for each operation, and one stream for many of them, see [streams]. What is wrong with
// an operation is told in the stream, since browsers show the body of nothing else.
type Events struct {
	EventsOptions
	streams *streams
}

// EventsOptions are settings of [NewEvents]; what is 0 has the stated default.
type EventsOptions struct {
	// Admit lets a caller open a stream, until it is closed; by default any caller.
	Admit func(context.Context) (closed func(), err error)

	Ping       time.Duration // how often a stream shows that it is still there; 15 s
	Send       time.Duration // how long a client may take to receive an event; 10 s
	Streams    int           // that are reserved at once; 10,000
	Reserved   time.Duration // how long a stream stays reserved that nobody reads; 10 s
	Operations int           // of a shared stream at once; 100
}

const eventStream = "text/event-stream"

// NewEvents completes the options.
func NewEvents(o EventsOptions) *Events {
	o.Ping, o.Send, o.Reserved = cmp.Or(o.Ping, 15*time.Second), cmp.Or(o.Send, 10*time.Second), cmp.Or(o.Reserved, 10*time.Second)
	o.Streams, o.Operations = cmp.Or(o.Streams, 10_000), cmp.Or(o.Operations, 100)
	if o.Admit == nil {
		o.Admit = anyone
	}
	return &Events{EventsOptions: o, streams: newStreams(o.Streams)}
}

// Supports is a part of gqlgen's Transport.
func (t *Events) Supports(r *http.Request) bool {
	return asksForEvents(r) || tokenOf(r) != "" || r.Method == http.MethodPut || r.Method == http.MethodDelete
}

// asksForEvents tells whether the client wants a stream, and not only knows what to do with
// one: some send all that they understand.
func asksForEvents(r *http.Request) bool {
	accepted := strings.Join(r.Header.Values("Accept"), ",")
	return strings.Contains(accepted, eventStream) && !strings.Contains(accepted, "json")
}

// Do answers a request.
func (t *Events) Do(w http.ResponseWriter, r *http.Request, executor graphql.GraphExecutor) {
	var err error
	switch token := tokenOf(r); {
	case r.Method == http.MethodPut: // also with the token of a stream that has ended
		err = t.reserve(w, r)
	case token != "":
		err = t.share(w, r, executor, token)
	case asksForEvents(r):
		err = t.stream(w, r, executor)
	default:
		err = refusalf(http.StatusBadRequest, "an operation of a shared stream is ended with the token of the stream")
	}
	if err != nil {
		refuse(w, accept.JSON, err)
	}
}

// stream answers one operation by a stream of its own.
func (t *Events) stream(w http.ResponseWriter, r *http.Request, executor graphql.GraphExecutor) error {
	read := readURL
	if r.Method == http.MethodPost {
		read = readJSON
	}
	q, err := read(r)
	if err != nil {
		return err
	}
	defer q.close()
	operation := prepare(r.Context(), q, executor)
	if isSafe(r) && operation.is(ast.Mutation) {
		return notAllowed("POST", "a mutation comes by POST")
	}
	closed, err := t.Admit(r.Context())
	if err != nil {
		return err
	}
	defer closed()
	out := t.open(w)
	defer out.close()
	operation.run(func(response *graphql.Response) bool {
		return r.Context().Err() == nil && out.event("next", bodyOf(response)) // what fails for its end is told below
	})
	switch {
	case out.isSlow():
		out.last("next", bodyOf(tooSlow()))
	case errors.Is(r.Context().Err(), context.DeadlineExceeded):
		out.event("next", bodyOf(expired()))
	case r.Context().Err() != nil:
		return nil // without an end, so that the client comes again
	}
	out.last("complete", nil)
	return nil
}

// tooSlow is what the last event of a stream says whose client did not take the one before.
func tooSlow() *graphql.Response {
	return &graphql.Response{Errors: gqlerror.List{{Message: "the events are taken too slowly",
		Extensions: map[string]any{"code": model.CodeLimitExceeded}}}}
}

// expired is what the last event of a stream says whose caller is no longer known.
func expired() *graphql.Response {
	return &graphql.Response{Errors: gqlerror.List{{Message: "the credential has expired",
		Extensions: map[string]any{"code": model.CodeUnauthenticated}}}}
}

// sink is a stream of events on its way to a client.
type sink struct {
	w       http.ResponseWriter
	control *http.ResponseController
	most    time.Duration // for an event
	over    chan struct{}

	mu   sync.Mutex
	gone bool // nothing more is to be written
	slow bool // but that
}

// open sends the headers, and keeps the connection in use from then on.
func (t *Events) open(w http.ResponseWriter) *sink {
	s := &sink{w: w, control: http.NewResponseController(w), most: t.Send, over: make(chan struct{})}
	h := w.Header()
	h.Set("Content-Type", eventStream)
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // proxies are to pass on what comes
	w.WriteHeader(http.StatusOK)
	s.ping()
	go s.keep(t.Ping)
	return s
}

// stillHere is an event that clients ignore.
var stillHere = []byte(":\n\n")

func (s *sink) keep(every time.Duration) {
	ping := time.NewTicker(every)
	defer ping.Stop()
	for {
		select {
		case <-s.over:
			return
		case <-ping.C:
			s.ping()
		}
	}
}

// event sends an event; false when the client is gone. Browsers drop events without data.
func (s *sink) event(name string, data []byte) bool {
	return s.send(eventOf(name, data))
}

// eventOf writes an event; its data is JSON, which has no line ends.
func eventOf(name string, data []byte) []byte {
	return slices.Concat([]byte("event: "+name+"\ndata: "), data, []byte("\n\n"))
}

func (s *sink) send(raw []byte) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.gone || s.slow {
		return false
	}
	began := time.Now()
	s.write(raw)
	s.slow = time.Since(began) > s.most
	return !s.gone && !s.slow
}

// ping says that the stream is still there. How soon that is taken does not matter.
func (s *sink) ping() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.gone && !s.slow {
		s.write(stillHere)
	}
}

// isSlow tells whether the client is still there, and took an event too slowly.
func (s *sink) isSlow() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.slow && !s.gone
}

// last sends an event also to a client that is too slow for others.
func (s *sink) last(name string, data []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.gone {
		s.write(eventOf(name, data))
	}
}

// write writes to a client that may take its time, for as long as the connection allows it.
func (s *sink) write(raw []byte) {
	_, err := s.w.Write(raw)
	if err == nil {
		err = s.control.Flush()
	}
	s.gone = err != nil
}

// close ends the use of the response, which is not to be written to after its handler.
func (s *sink) close() {
	close(s.over)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gone = true
}
