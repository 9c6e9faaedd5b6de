package wire

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/coder/websocket"

	"metrograph/model"
)

// session is one connection of a client.
type session struct {
	Socket
	connection *websocket.Conn
	request    *http.Request
	executor   graphql.GraphExecutor

	ctx     context.Context // that of the caller, once it is known
	ready   bool            // the first message was accepted
	silence *time.Timer     // ends a connection without a first message

	operations *underWay
	closing    sync.Once
	closed     func() // of the caller that the connection counts for
}

// message is what either side says.
type message struct {
	ID      string          `json:"id,omitempty"`
	Type    string          `json:"type"`
	Payload json.RawMessage `json:"payload,omitempty"`
}

func newSession(t Socket, c *websocket.Conn, r *http.Request, executor graphql.GraphExecutor, closed func()) *session {
	return &session{Socket: t, connection: c, request: r, executor: executor, operations: newUnderWay(t.Operations), closed: closed}
}

// talk answers the client until one of both has enough.
func (s *session) talk() {
	ctx, cancel := context.WithCancel(s.request.Context())
	defer cancel()
	s.ctx = ctx
	defer context.AfterFunc(ctx, s.end)()
	s.silence = time.AfterFunc(s.Introduce, func() { s.close(closeSilent, "Connection initialisation timeout") })
	defer s.silence.Stop()
	for {
		// A context that ends would cut the connection without a word; end says why instead.
		kind, raw, err := s.connection.Read(context.WithoutCancel(ctx))
		if err != nil {
			return
		}
		var m message
		if kind != websocket.MessageText || json.Unmarshal(raw, &m) != nil || !s.hear(m) {
			s.close(closeInvalid, "Invalid message")
		}
	}
}

// hear does what a message asks for; it returns false for one that nobody should send.
func (s *session) hear(m message) (valid bool) {
	switch m.Type {
	case "connection_init":
		s.introduce(m.Payload)
	case "ping":
		s.send(message{Type: "pong", Payload: m.Payload})
	case "pong":
	case "subscribe":
		if m.ID == "" || len(m.Payload) == 0 {
			return false
		}
		s.subscribe(m)
	case "complete":
		if m.ID == "" {
			return false
		}
		s.operations.end(m.ID)
	default:
		return false
	}
	return true
}

// introduce recognises the caller and begins to answer.
func (s *session) introduce(payload json.RawMessage) {
	if s.ready {
		s.close(closeTooMany, "Too many initialisation requests")
		return
	}
	credentials, err := credentialsIn(payload)
	if err == nil && len(credentials) > 0 {
		err = s.recognise(credentials)
	}
	if refusalOf(err).status == http.StatusTooManyRequests {
		s.close(closeTooMany, "Too many streams are open")
		return
	}
	if err != nil {
		s.close(closeForbidden, "Forbidden")
		return
	}
	if !s.silence.Stop() {
		return // it was too late
	}
	s.ready = true
	s.send(message{Type: "connection_ack"})
	go s.keep()
}

// credentialsIn finds the credentials in the payload of the first message, as the headers
// that clients which can send headers have them in.
func credentialsIn(payload json.RawMessage) (http.Header, error) {
	headers := http.Header{}
	if len(payload) == 0 {
		return headers, nil
	}
	var fields map[string]any
	err := json.Unmarshal(payload, &fields)
	for name, value := range fields {
		text, _ := value.(string)
		if strings.EqualFold(name, "Authorization") || strings.EqualFold(name, "X-API-Key") && text != "" {
			headers.Add(name, text)
		}
	}
	return headers, err
}

func (s *session) recognise(credentials http.Header) error {
	if s.Recognise == nil {
		return errors.New("no credentials are taken here")
	}
	who, err := s.Recognise(s.ctx, &http.Request{Header: credentials})
	if err != nil {
		return err
	}
	ctx := model.WithPrincipal(s.ctx, who)
	s.closed() // it is another caller's from now on
	closed, err := s.Admit(ctx)
	if err == nil {
		s.ctx, s.closed = ctx, closed
	}
	return err
}

// keep says that the node is still there, again and again, until the caller's credential
// expires.
func (s *session) keep() {
	ping := time.NewTicker(s.Ping)
	defer ping.Stop()
	var expired <-chan time.Time
	if expires := model.PrincipalFrom(s.ctx).Expires; !expires.IsZero() {
		expired = time.After(time.Until(expires))
	}
	for {
		select {
		case <-s.ctx.Done():
			return
		case <-expired:
			s.expire()
			return
		case <-ping.C:
			s.send(message{Type: "ping"})
		}
	}
}

// subscribe begins an operation.
func (s *session) subscribe(m message) {
	if !s.ready {
		s.close(closeUnauthorized, "Unauthorized")
		return
	}
	switch o, ctx, err := s.operations.begin(s.ctx, m.ID); err {
	case nil:
		go s.answer(ctx, o, m)
	case errDuplicate:
		s.close(closeDuplicate, "Subscriber for this id already exists")
	default:
		s.fail(m.ID, err)
	}
}

// answer executes an operation and sends what comes of it. A fault before the execution ends
// it without a word more.
func (s *session) answer(ctx context.Context, o *operation, m message) {
	defer o.end()
	p, err := parse(m.Payload)
	if err != nil {
		s.fail(m.ID, err)
		return
	}
	q, err := p.request(s.request)
	if err != nil {
		s.fail(m.ID, err)
		return
	}
	defer q.close()
	executed := prepare(ctx, q, s.executor).run(func(response *graphql.Response) bool {
		if response.Data == nil && len(response.Errors) > 0 {
			s.send(message{ID: m.ID, Type: "error", Payload: encode(response.Errors)})
			return false
		}
		return s.send(message{ID: m.ID, Type: "next", Payload: bodyOf(response)})
	})
	if executed && o.end() {
		s.send(message{ID: m.ID, Type: "complete"})
	}
}

func (s *session) fail(id string, err error) {
	s.send(message{ID: id, Type: "error", Payload: encode(errorsOf(err))})
}

// send says something; false when the connection has ended. A client that takes it too slowly
// is dropped: once it has taken the message it is told so, if it does that within a few
// seconds more. What is to be said waits here, one message of each operation at most, and
// there is no other queue.
func (s *session) send(m message) bool {
	slow := time.AfterFunc(s.Send, func() { s.close(closeSlow, "messages are taken too slowly") })
	defer slow.Stop()
	return s.connection.Write(context.WithoutCancel(s.ctx), websocket.MessageText, encode(m)) == nil
}

// close ends the connection and says why.
func (s *session) close(code websocket.StatusCode, reason string) {
	s.closing.Do(func() { go func() { _ = s.connection.Close(code, reason) }() })
}

// end ends the connection with the request: the node stops, or the credential in the header
// of the request has expired.
func (s *session) end() {
	if errors.Is(s.request.Context().Err(), context.DeadlineExceeded) {
		s.expire()
		return
	}
	s.close(websocket.StatusGoingAway, "the node is stopping")
}

func (s *session) expire() { s.close(closeUnauthorized, "the credential has expired") }
