package wire

import (
	"cmp"
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/coder/websocket"

	"metrograph/model"
	"metrograph/wire/accept"
)

// Socket answers requests over a WebSocket by the protocol graphql-transport-ws.
type Socket struct{ SocketOptions }

// SocketOptions are settings of [NewSocket]; what is 0 has the stated default.
type SocketOptions struct {
	// Recognise finds the caller by headers that come with the first message, since browsers
	// cannot send them otherwise; nil for none.
	Recognise func(ctx context.Context, r *http.Request) (*model.Principal, error)

	// Admit lets a caller open a connection, until it is closed; by default any caller.
	Admit func(context.Context) (closed func(), err error)

	Introduce  time.Duration // how long a client may take for its first message; 10 s
	Ping       time.Duration // how often the node says that it is still there; 20 s
	Send       time.Duration // how long a client may take to receive a message; 10 s
	Message    int64         // bytes of a message of the client; 1 MiB
	Operations int           // of a connection at once; 100
}

// subprotocol is the only one that is spoken.
const subprotocol = "graphql-transport-ws"

// Close codes of the protocol, and one of our own.
const (
	closeInvalid      websocket.StatusCode = 4400
	closeUnauthorized websocket.StatusCode = 4401
	closeForbidden    websocket.StatusCode = 4403
	closeSubprotocol  websocket.StatusCode = 4406
	closeSilent       websocket.StatusCode = 4408
	closeDuplicate    websocket.StatusCode = 4409
	closeTooMany      websocket.StatusCode = 4429
	closeSlow         websocket.StatusCode = 4480
)

// NewSocket completes the options.
func NewSocket(o SocketOptions) Socket {
	o.Introduce, o.Ping, o.Send = cmp.Or(o.Introduce, 10*time.Second), cmp.Or(o.Ping, 20*time.Second), cmp.Or(o.Send, 10*time.Second)
	o.Message, o.Operations = cmp.Or(o.Message, 1<<20), cmp.Or(o.Operations, 100)
	if o.Admit == nil {
		o.Admit = anyone
	}
	return Socket{o}
}

// anyone lets everybody open streams.
func anyone(context.Context) (closed func(), err error) {
	return func() {}, nil
}

// Supports is a part of gqlgen's Transport.
func (Socket) Supports(r *http.Request) bool {
	return strings.EqualFold(r.Header.Get("Upgrade"), "websocket")
}

// Do speaks with a client until the connection ends.
func (t Socket) Do(w http.ResponseWriter, r *http.Request, executor graphql.GraphExecutor) {
	closed, err := t.Admit(r.Context())
	if err != nil {
		refuse(w, accept.JSON, err)
		return
	}
	// Pages of other origins were refused before.
	c, err := websocket.Accept(w, r, &websocket.AcceptOptions{Subprotocols: []string{subprotocol}, InsecureSkipVerify: true})
	if err != nil {
		closed()
		return // it was answered
	}
	s := newSession(t, c, r, executor, closed)
	defer func() { s.closed() }() // that of whoever the caller turned out to be
	defer c.CloseNow()            //nolint:errcheck // it is closed either way
	if c.Subprotocol() != subprotocol {
		_ = c.Close(closeSubprotocol, "Subprotocol not acceptable")
		return
	}
	c.SetReadLimit(t.Message)
	s.talk()
}
