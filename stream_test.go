package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"metrograph/config"
	"metrograph/internal/sample"
	"metrograph/model"
)

// streaming is a node with a little data and a key for some callers.
type streaming struct {
	*node
	*httptest.Server
	keys map[string]string
}

func newStreaming(t testing.TB) *streaming {
	t.Helper()
	return newStreamingFor(t, benchConfig())
}

func newStreamingFor(t testing.TB, c config.Config) *streaming {
	t.Helper()
	data := sample.Options{Certificates: 30, Instruments: 30}
	n, err := openNode(t.Context(), demoNode(t.TempDir(), data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { n.Close() })
	if _, err := n.loadDemo(t.Context(), data); err != nil {
		t.Fatal(err)
	}
	callers, err := n.demoCallers(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	standing := time.Now()
	handler, err := n.handler(handlerOptions{Config: c, stop: t.Context(), now: func() time.Time { return standing }})
	if err != nil {
		t.Fatal(err)
	}
	s := &streaming{node: n, Server: httptest.NewServer(handler), keys: map[string]string{}}
	for name, c := range callers {
		s.keys[name] = c.Key
	}
	t.Cleanup(s.CloseClientConnections)
	return s
}

// publish records a certificate of the node's institution.
func (s *streaming) publish(t *testing.T, class model.Classification, number string) model.ID {
	t.Helper()
	c := sample.Certificate(func(c *model.Certificate) {
		c.Number, c.Classification, c.Status = number, class, model.StatusPublished
		c.IssuerID, c.Methods, c.Standards, c.Personnel, c.Items = s.institution.ID, nil, nil, nil, nil
		c.EnvironmentIDs, c.AttachmentIDs, c.CustomerID, c.Results = nil, nil, "", nil
	})
	c.ID = s.NewID(model.KindCertificate)
	c.Origin, c.Level, c.Region = s.institution.ID, s.institution.Level, s.institution.Region
	written, err := s.Write(s.operator(t.Context()), []model.Write{{Action: model.ActionCreate, Record: c}})
	if err != nil || written[0].Err != nil {
		t.Fatal(err, written[0].Err, written[0].Findings)
	}
	return c.ID
}

const changes = `subscription { recordChanged(filter: {kinds: [CERTIFICATE]}) { operation id cursor record { ... on Certificate { number } } } }`

// socket is a client of graphql-transport-ws.
type socket struct {
	*testing.T
	*websocket.Conn
}

func (s *streaming) socket(t *testing.T, protocols ...string) *socket {
	t.Helper()
	c, _, err := websocket.Dial(t.Context(), s.URL+"/graphql", &websocket.DialOptions{Subprotocols: protocols})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.CloseNow() })
	return &socket{t, c}
}

func (c *socket) say(text string) {
	c.Helper()
	if err := c.Write(c.Context(), websocket.MessageText, []byte(text)); err != nil {
		c.Fatal(err)
	}
}

// hear returns the next message that is no ping.
func (c *socket) hear() (m struct {
	ID, Type string
	Payload  json.RawMessage
}) {
	c.Helper()
	ctx, cancel := context.WithTimeout(c.Context(), 20*time.Second)
	defer cancel()
	for {
		_, raw, err := c.Read(ctx)
		if err != nil {
			c.Fatal(err)
		}
		if err := json.Unmarshal(raw, &m); err != nil {
			c.Fatal(err)
		}
		if m.Type != "ping" {
			return m
		}
	}
}

// wantClose reads on until the node closes the connection.
func (c *socket) wantClose(want websocket.StatusCode) {
	c.Helper()
	ctx, cancel := context.WithTimeout(c.Context(), 20*time.Second)
	defer cancel()
	for {
		if _, _, err := c.Read(ctx); err != nil {
			if got := websocket.CloseStatus(err); got != want {
				c.Errorf("closed with %d, want %d: %v", got, want, err)
			}
			return
		}
	}
}

func (c *socket) greet(key string) {
	c.Helper()
	c.say(fmt.Sprintf(`{"type":"connection_init","payload":{"Authorization":"Bearer %s"}}`, key))
	if m := c.hear(); m.Type != "connection_ack" {
		c.Fatalf("%+v", m)
	}
}

func subscribe(id, query string) string {
	payload, _ := json.Marshal(map[string]any{"query": query})
	return fmt.Sprintf(`{"id":%q,"type":"subscribe","payload":%s}`, id, payload)
}

const protocol = "graphql-transport-ws"

// TestSocket: queries, mutations and subscriptions over one connection, each with its own
// messages and its own end.
func TestSocket(t *testing.T) {
	s := newStreaming(t)
	c := s.socket(t, protocol)
	c.greet(s.keys["national"])
	c.say(`{"type":"ping","payload":{"a":1}}`)
	if m := c.hear(); m.Type != "pong" || string(m.Payload) != `{"a":1}` {
		t.Errorf("%+v", m)
	}
	c.say(subscribe("q", `{ me { level } }`))
	if m := c.hear(); m.ID != "q" || m.Type != "next" || !strings.Contains(string(m.Payload), `"NATIONAL"`) {
		t.Errorf("%+v %s", m, m.Payload)
	}
	if m := c.hear(); m.ID != "q" || m.Type != "complete" {
		t.Errorf("%+v", m)
	}
	c.say(subscribe("bad", `{ nothing }`))
	if m := c.hear(); m.ID != "bad" || m.Type != "error" || !strings.HasPrefix(string(m.Payload), "[") {
		t.Errorf("%+v %s", m, m.Payload)
	}
	c.say(subscribe("s", changes))
	c.say(subscribe("q2", `{ __typename }`)) // after its answer the subscription is there
	c.hear()
	c.hear()
	id := s.publish(t, model.ClassificationNonPublic, "WS-1")
	m := c.hear()
	if m.ID != "s" || m.Type != "next" || !strings.Contains(string(m.Payload), string(id)) || !strings.Contains(string(m.Payload), `"number":"WS-1"`) {
		t.Errorf("%+v %s", m, m.Payload)
	}
	c.say(`{"id":"s","type":"complete"}`)
	c.say(subscribe("s", `{ __typename }`)) // the identifier is free
	if m := c.hear(); m.ID != "s" || m.Type != "next" {
		t.Errorf("%+v %s", m, m.Payload)
	}
}

// TestSocketTellsWhatIsOpen: a caller is told of what it may read only.
func TestSocketTellsWhatIsOpen(t *testing.T) {
	s := newStreaming(t)
	c := s.socket(t, protocol)
	c.say(`{"type":"connection_init"}`)
	c.hear()
	c.say(subscribe("s", changes))
	c.say(subscribe("q", `{ __typename }`))
	c.hear()
	c.hear()
	s.publish(t, model.ClassificationNonPublic, "WS-1")
	id := s.publish(t, model.ClassificationPublic, "WS-2")
	if m := c.hear(); !strings.Contains(string(m.Payload), string(id)) {
		t.Errorf("%+v %s", m, m.Payload)
	}
}

// TestSocketCloseCodes: each misuse has the code that the protocol gives it.
func TestSocketCloseCodes(t *testing.T) {
	s := newStreaming(t)
	for name, misuse := range map[string]struct {
		code websocket.StatusCode
		say  []string
	}{
		"no JSON":            {4400, []string{`{`}},
		"unknown type":       {4400, []string{`{"type":"start"}`}},
		"without id":         {4400, []string{`{"type":"connection_init"}`, `{"type":"subscribe","payload":{"query":"{__typename}"}}`}},
		"before it is known": {4401, []string{subscribe("1", `{ __typename }`)}},
		"wrong key":          {4403, []string{`{"type":"connection_init","payload":{"Authorization":"Bearer mg_wrong"}}`}},
		"same id twice":      {4409, []string{`{"type":"connection_init"}`, subscribe("1", changes), subscribe("1", changes)}},
		"introduced twice":   {4429, []string{`{"type":"connection_init"}`, `{"type":"connection_init"}`}},
	} {
		t.Run(name, func(t *testing.T) {
			c := s.socket(t, protocol)
			for _, text := range misuse.say {
				c.say(text)
			}
			c.wantClose(misuse.code)
		})
	}
	t.Run("another protocol", func(t *testing.T) { s.socket(t, "graphql-ws").wantClose(4406) })
	t.Run("no protocol", func(t *testing.T) { s.socket(t).wantClose(4406) })
	t.Run("a message too large", func(t *testing.T) {
		c := s.socket(t, protocol)
		_ = c.Write(t.Context(), websocket.MessageText, bytes.Repeat([]byte("x"), 2<<20)) // it may be cut short
		if _, _, err := c.Read(t.Context()); err == nil {
			t.Error("it is taken")
		}
	})
}

// TestSocketEndsWithTheCredential: a subscription does not outlive what it was opened with.
func TestSocketEndsWithTheCredential(t *testing.T) {
	s := newStreaming(t)
	key, err := s.createKey(t.Context(), keyRequest{Label: "short", Institution: s.institution.ID, Expires: 2 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	c := s.socket(t, protocol)
	c.greet(key)
	c.say(subscribe("s", changes))
	c.wantClose(4401)
}

// events is a client of server-sent events.
type events struct {
	*testing.T
	*http.Response
	lines *bufio.Reader
}

func (s *streaming) request(t *testing.T, method, path, body string, headers ...string) *http.Response {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, s.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	response, err := s.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { response.Body.Close() })
	return response
}

func (s *streaming) events(t *testing.T, method, path, body string, headers ...string) *events {
	t.Helper()
	response := s.request(t, method, path, body, append(headers, "Accept", "text/event-stream")...)
	if response.StatusCode != http.StatusOK || !strings.HasPrefix(response.Header.Get("Content-Type"), "text/event-stream") {
		t.Fatalf("%d %v", response.StatusCode, response.Header)
	}
	return &events{t, response, bufio.NewReader(response.Body)}
}

// next returns the name and the data of the next event; both empty at the end.
func (e *events) next() (name, data string) {
	e.Helper()
	for {
		line, err := e.lines.ReadString('\n')
		if err != nil {
			return "", ""
		}
		switch line = strings.TrimSuffix(line, "\n"); {
		case strings.HasPrefix(line, "event: "):
			name = line[len("event: "):]
		case strings.HasPrefix(line, "data:"):
			data = strings.TrimSpace(line[len("data:"):])
		case line == "" && name != "":
			return name, data
		}
	}
}

func address(query string) string { return "/graphql?query=" + url.QueryEscape(query) }

// TestEvents: an operation has a stream of its own, by GET as browsers ask and by POST.
func TestEvents(t *testing.T) {
	s := newStreaming(t)
	e := s.events(t, "GET", address(changes), "", "Authorization", "Bearer "+s.keys["national"])
	id := s.publish(t, model.ClassificationNonPublic, "SSE-1")
	if name, data := e.next(); name != "next" || !strings.Contains(data, string(id)) {
		t.Errorf("%s %s", name, data)
	}
	for _, query := range []string{`{ me { level } }`, `{ nothing }`} {
		body, _ := json.Marshal(map[string]string{"query": query})
		e := s.events(t, "POST", "/graphql", string(body), "Content-Type", "application/json")
		name, data := e.next()
		if name != "next" || strings.Contains(data, `"errors"`) != strings.Contains(query, "nothing") {
			t.Errorf("%s %s", name, data)
		}
		if name, _ := e.next(); name != "complete" {
			t.Errorf("%s: %s", query, name)
		}
	}
	mutation := `mutation { deleteRecord(input: {id: "x", version: 1, reason: "r"}) { query { __typename } } }`
	if r := s.request(t, "GET", address(mutation), "", "Accept", "text/event-stream"); r.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("a mutation by GET is answered %d", r.StatusCode)
	}
	if r := s.request(t, "GET", "/graphql", "", "Accept", "text/event-stream"); r.StatusCode != http.StatusBadRequest {
		t.Errorf("no query is answered %d", r.StatusCode)
	}
}

// TestSharedEvents: one stream answers many operations of the caller who reserved it.
func TestSharedEvents(t *testing.T) {
	s := newStreaming(t)
	as := []string{"Authorization", "Bearer " + s.keys["national"]}
	reserved := s.request(t, "PUT", "/graphql", "", as...)
	raw, _ := io.ReadAll(reserved.Body)
	if reserved.StatusCode != http.StatusCreated || len(raw) < 20 {
		t.Fatalf("%d %q", reserved.StatusCode, raw)
	}
	own := append(as, "X-GraphQL-Event-Stream-Token", string(raw))
	e := s.events(t, "GET", "/graphql", "", own...)
	operation := func(id, query string, headers ...string) int {
		t.Helper()
		body, _ := json.Marshal(map[string]any{"query": query, "extensions": map[string]any{"operationId": id}})
		return s.request(t, "POST", "/graphql", string(body), append(slices.Clone(headers), "Content-Type", "application/json")...).StatusCode
	}
	if got := operation("s", changes, own...); got != http.StatusAccepted {
		t.Fatal(got)
	}
	if got := operation("s", changes, own...); got != http.StatusConflict {
		t.Errorf("the same identifier is answered %d", got)
	}
	if got := operation("x", changes, "X-GraphQL-Event-Stream-Token", string(raw)); got != http.StatusNotFound {
		t.Errorf("another caller is answered %d", got)
	}
	if r := s.request(t, "GET", "/graphql", "", append(own, "Accept", "text/event-stream")...); r.StatusCode != http.StatusConflict {
		t.Errorf("a second reader is answered %d", r.StatusCode)
	}
	operation("q", `{ me { level } }`, own...)
	if name, data := e.next(); name != "next" || !strings.Contains(data, `"id":"q"`) || !strings.Contains(data, "NATIONAL") {
		t.Errorf("%s %s", name, data)
	}
	if name, data := e.next(); name != "complete" || data != `{"id":"q"}` {
		t.Errorf("%s %s", name, data)
	}
	id := s.publish(t, model.ClassificationNonPublic, "SSE-1")
	if name, data := e.next(); name != "next" || !strings.Contains(data, `"id":"s"`) || !strings.Contains(data, string(id)) {
		t.Errorf("%s %s", name, data)
	}
	if r := s.request(t, "DELETE", "/graphql?operationId=s", "", own...); r.StatusCode != http.StatusOK {
		t.Errorf("ending an operation is answered %d", r.StatusCode)
	}
	if got := operation("s", `{ __typename }`, own...); got != http.StatusAccepted {
		t.Errorf("the identifier is not free: %d", got)
	}
}

// TestStreamsEndWithTheNode: who subscribes is told that the node stops.
func TestStreamsEndWithTheNode(t *testing.T) {
	s := newStreaming(t)
	stop, cancel := context.WithCancel(t.Context())
	handler, err := s.handler(handlerOptions{Config: benchConfig(), stop: stop})
	if err != nil {
		t.Fatal(err)
	}
	s.Config.Handler = handler
	c := s.socket(t, protocol)
	c.greet(s.keys["national"])
	c.say(subscribe("s", changes))
	e := s.events(t, "GET", address(changes), "")
	cancel()
	c.wantClose(websocket.StatusGoingAway)
	if name, data := e.next(); name != "" {
		t.Errorf("the last event is %s %s", name, data)
	}
}

// BenchmarkIdleSubscribers opens subscriptions that nothing happens to, and reports the memory
// of the process for each of them, that of their clients' connections included.
func BenchmarkIdleSubscribers(b *testing.B) {
	const subscribers = 5000
	c := benchConfig()
	c.Limit.PublicStreams = subscribers // all of them are of one address
	s := newStreamingFor(b, c)
	memory := func() int64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.HeapInuse + m.StackInuse)
	}
	for b.Loop() {
		before := memory()
		for range subscribers {
			c, err := net.Dial("tcp", s.Listener.Addr().String())
			if err != nil {
				b.Fatal(err)
			}
			defer c.Close()
			fmt.Fprintf(c, "GET %s HTTP/1.1\r\nHost: node\r\nAccept: text/event-stream\r\n\r\n", address(changes))
			if line, err := bufio.NewReaderSize(c, 16).ReadString('\n'); err != nil || !strings.Contains(line, "200") {
				b.Fatal(line, err)
			}
		}
		b.ReportMetric(float64(memory()-before)/subscribers, "B/subscriber")
	}
}
