package wire

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/coder/websocket"

	"metrograph/model"
)

// Socket answers requests over a WebSocket by the protocol graphql-transport-ws.
type Socket struct{ SocketOptions }

// SocketOptions are settings of [NewSocket]; what is 0 has the stated default.
type SocketOptions struct {
	// Recognise finds the caller by headers that come with the first message, since browsers
	// cannot send them otherwise; nil for none.
	Recognise func(ctx context.Context, r *http.Request) (*model.Principal, error)

	Introduce  time.Duration // how long a client may take for its first message; 10 s
	Ping       time.Duration // how often the node says that it is still there; 20 s
	Send       time.Duration // how long a client may take to receive a message; 10 s
	Message    int64         // bytes of a message of the client; 1 MiB
	Operations int           // of a connection at once; 100
}

// subprotocol is the only one that is spoken.
const subprotocol = "graphql-transport-ws"

// Close codes of the protocol.
const (
	closeInvalid      websocket.StatusCode = 4400
	closeUnauthorized websocket.StatusCode = 4401
	closeForbidden    websocket.StatusCode = 4403
	closeSubprotocol  websocket.StatusCode = 4406
	closeSilent       websocket.StatusCode = 4408
	closeDuplicate    websocket.StatusCode = 4409
	closeTooMany      websocket.StatusCode = 4429
)

// NewSocket completes the options.
func NewSocket(o SocketOptions) Socket {
	for _, d := range []struct {
		value    *time.Duration
		fallback time.Duration
	}{{&o.Introduce, 10 * time.Second}, {&o.Ping, 20 * time.Second}, {&o.Send, 10 * time.Second}} {
		if *d.value == 0 {
			*d.value = d.fallback
		}
	}
	if o.Message == 0 {
		o.Message = 1 << 20
	}
	if o.Operations == 0 {
		o.Operations = 100
	}
	return Socket{o}
}

// Supports is a part of gqlgen's Transport.
func (Socket) Supports(r *http.Request) bool {
	return strings.EqualFold(r.Header.Get("Upgrade"), "websocket")
}

// Do speaks with a client until the connection ends.
func (t Socket) Do(w http.ResponseWriter, r *http.Request, executor graphql.GraphExecutor) {
	// Pages of other origins were refused before.
	c, err := websocket.Accept(w, r, &websocket.AcceptOptions{Subprotocols: []string{subprotocol}, InsecureSkipVerify: true})
	if err != nil {
		return // it was answered
	}
	defer c.CloseNow() //nolint:errcheck // it is closed either way
	if c.Subprotocol() != subprotocol {
		_ = c.Close(closeSubprotocol, "Subprotocol not acceptable")
		return
	}
	c.SetReadLimit(t.Message)
	newSession(t, c, r, executor).talk()
}
