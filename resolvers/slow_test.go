package resolvers

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"metrograph/registry"
)

// flood is a registry in which more happens than a client can take.
type flood struct{ *fake }

func (flood) Watch(ctx context.Context, _ registry.WatchRequest) (<-chan registry.Change, error) {
	changes := make(chan registry.Change)
	go func() {
		defer close(changes)
		for large := strings.Repeat("x", 8<<20); ; {
			select {
			case <-ctx.Done():
				return
			case changes <- registry.Change{Cursor: large, ID: certificateID(1), Operation: "CREATE", At: day}:
			}
		}
	}()
	return changes, nil
}

// slowly is a connection of a client that takes what comes a little at a time.
type slowly struct{ net.Conn }

func (c slowly) Read(p []byte) (int, error) {
	time.Sleep(time.Millisecond)
	return c.Conn.Read(p[:min(len(p), 16<<10)])
}

// newFlood is a node that has no patience, and a client that takes some.
func newFlood(t *testing.T) (url string, client *http.Client) {
	t.Helper()
	o := options(nil)
	o.Registry, o.Send = flood{&fake{}}, 10*time.Millisecond
	server := httptest.NewServer(NewHandler(o))
	t.Cleanup(server.Close)
	t.Cleanup(server.CloseClientConnections)
	dial := func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := (&net.Dialer{}).DialContext(ctx, network, address)
		if tcp, ok := c.(*net.TCPConn); ok {
			_ = tcp.SetReadBuffer(64 << 10) // it is the test that is to be slow, not what is between
		}
		return slowly{c}, err
	}
	return server.URL, &http.Client{Transport: &http.Transport{DialContext: dial, ReadBufferSize: 32 << 10}}
}

const flooded = `subscription { recordChanged { cursor } }`

// TestSlowSockets: who does not take a message in time is told so, and dropped.
func TestSlowSockets(t *testing.T) {
	url, client := newFlood(t)
	c, _, err := websocket.Dial(t.Context(), url, &websocket.DialOptions{Subprotocols: []string{"graphql-transport-ws"}, HTTPClient: client})
	if err != nil {
		t.Fatal(err)
	}
	defer c.CloseNow() //nolint:errcheck // it is closed either way
	c.SetReadLimit(-1)
	for _, text := range []string{`{"type":"connection_init"}`, `{"id":"1","type":"subscribe","payload":{"query":"` + flooded + `"}}`} {
		if err := c.Write(t.Context(), websocket.MessageText, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	for err == nil {
		_, _, err = c.Read(t.Context())
	}
	if got := websocket.CloseStatus(err); got != 4480 {
		t.Errorf("closed with %d: %v", got, err)
	}
}

// lastEvents are the names and the data of the last events of a stream, without large ones.
func lastEvents(t *testing.T, body io.Reader) (small []string) {
	t.Helper()
	lines := bufio.NewReader(body)
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			return small
		}
		if line = strings.TrimSpace(line); len(line) > 1 && len(line) < 1000 && line != "event: next" {
			small = append(small, line)
		}
	}
}

func TestSlowEvents(t *testing.T) {
	url, client := newFlood(t)
	request := func(method, target, body string, headers ...string) *http.Response {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), method, target, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		response, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = response.Body.Close() })
		return response
	}
	const fault = `{"errors":[{"message":"the events are taken too slowly","extensions":{"code":"LIMIT_EXCEEDED"}}]}`
	own := request("GET", url+address("query", flooded), "", "Accept", "text/event-stream")
	if got := lastEvents(t, own.Body); fmt.Sprint(got) != "[data: "+fault+" event: complete data:]" {
		t.Errorf("a stream ends with %q", got)
	}
	token, _ := io.ReadAll(request("PUT", url+"/graphql", "").Body)
	shared := request("GET", url+"/graphql", "", "Accept", "text/event-stream", "X-GraphQL-Event-Stream-Token", string(token))
	request("POST", url+"/graphql", `{"query":"`+flooded+`","extensions":{"operationId":"a"}}`,
		"Content-Type", "application/json", "X-GraphQL-Event-Stream-Token", string(token))
	if got := lastEvents(t, shared.Body); fmt.Sprint(got) != `[data: {"id":"a","payload":`+fault+`} event: complete data: {"id":"a"}]` {
		t.Errorf("a shared stream ends with %q", got)
	}
}
