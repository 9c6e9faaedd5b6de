package serve_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"metrograph/model"
	"metrograph/serve"
)

// reads answers with the length of the body, or with why it could not be read.
var reads = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
	data, err := io.ReadAll(r.Body)
	if err != nil {
		serve.WriteError(w, r, err)
		return
	}
	_, _ = fmt.Fprint(w, len(data))
})

func TestBodyLimits(t *testing.T) {
	n := start(t, serve.Options{GraphQL: reads, Collect: reads, Limits: serve.Limits{Body: 100, Upload: 1000}})
	const multipart = "multipart/form-data; boundary=x"
	for _, c := range []struct {
		method, path, media string
		size                int
		ok                  bool
	}{
		{"POST", "/graphql", "application/json", 100, true},
		{"POST", "/graphql", "application/json", 101, false},
		{"POST", "/graphql", multipart, 1000, true},
		{"POST", "/graphql", multipart, 1001, false},
		{"POST", "/graphql", "multipart/form-database", 101, false},
		{"PUT", "/collect/a", "text/xml", 1000, true},
		{"PUT", "/collect/a", "text/xml", 1001, false},
	} {
		text := strings.Repeat("x", c.size)
		for name, body := range map[string]io.Reader{
			"known length": strings.NewReader(text),
			"chunked":      io.MultiReader(strings.NewReader(text)), // net/http cannot know its length
		} {
			r := n.send(t, c.method, c.path, body, "Content-Type", c.media, "GraphQL-Require-Preflight", "1")
			switch {
			case !c.ok:
				r.wantError(t, 413, model.CodeLimitExceeded)
			case r.body != fmt.Sprint(c.size):
				t.Errorf("%+v %s: %d %s", c, name, r.StatusCode, r.body)
			}
		}
	}
}

// deadlines answers with the time that the request has, in seconds, rounded.
var deadlines = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
	until, limited := r.Context().Deadline()
	if !limited {
		_, _ = io.WriteString(w, "any")
		return
	}
	_, _ = fmt.Fprintf(w, "%.0f", time.Until(until).Seconds())
})

// expiring is an Authenticator of callers whose credential ends.
type expiring struct{ in time.Duration }

func (e expiring) Principal(context.Context, *http.Request) (*model.Principal, error) {
	return &model.Principal{Subject: "x", Expires: time.Now().Add(e.in)}, nil
}

func TestDeadlines(t *testing.T) {
	o := serve.Options{GraphQL: deadlines, Download: deadlines, Collect: deadlines,
		Limits: serve.Limits{Deadline: 100 * time.Second, UploadDeadline: 200 * time.Second}}
	plain := start(t, o)
	o.Authenticator = expiring{300 * time.Second}
	ending := start(t, o)
	for _, c := range []struct {
		method, path string
		headers      []string
		want, ends   string
	}{
		{"POST", "/graphql", nil, "100", "100"},
		{"POST", "/graphql", []string{"Accept", "application/json, multipart/mixed"}, "100", "100"},
		{"POST", "/graphql", []string{"Content-Type", "multipart/form-data; boundary=x", "X-Requested-With", "x"}, "200", "200"},
		{"POST", "/graphql", []string{"Accept", "text/event-stream"}, "any", "300"},
		{"POST", "/graphql", []string{"Accept", `multipart/mixed;subscriptionSpec="1.0"`}, "any", "300"},
		{"GET", "/graphql", []string{"Upgrade", "websocket"}, "any", "300"},
		{"GET", "/attachments/a", nil, "any", "300"},
		{"PUT", "/collect/a", nil, "200", "200"},
	} {
		if got, ends := plain.send(t, c.method, c.path, nil, c.headers...).body, ending.send(t, c.method, c.path, nil, c.headers...).body; got != c.want || ends != c.ends {
			t.Errorf("%+v: got %s, %s", c, got, ends)
		}
	}
}

// A stream ends when the node stops; a query goes on.
func TestStopEndsStreams(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	entered := make(chan struct{}, 2)
	n := start(t, serve.Options{Stop: ctx, GraphQL: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		entered <- struct{}{}
		select {
		case <-r.Context().Done():
			_, _ = io.WriteString(w, "ended")
		case <-time.After(300 * time.Millisecond):
			_, _ = io.WriteString(w, "finished")
		}
	})})
	answers := make(chan string, 2)
	go func() { answers <- "stream " + n.get(t, "/graphql", "Accept", "text/event-stream").body }()
	<-entered
	go func() { answers <- "query " + n.get(t, "/graphql").body }()
	<-entered
	stop()
	if first, second := <-answers, <-answers; first != "stream ended" || second != "query finished" {
		t.Errorf("got %q, %q", first, second)
	}
}

// raw opens a connection to the node and writes a text.
func (n *node) raw(t *testing.T, text string) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", n.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
	if _, err := io.WriteString(conn, text); err != nil {
		t.Fatal(err)
	}
	return conn
}

func TestSlowSender(t *testing.T) {
	n := start(t, serve.Options{GraphQL: reads, Limits: serve.Limits{Stall: 300 * time.Millisecond}})
	conn := n.raw(t, "POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n")
	begin := time.Now()
	go func() { // one byte at a time keeps no connection open
		for range 90 {
			if _, err := io.WriteString(conn, "x"); err != nil {
				return
			}
			time.Sleep(50 * time.Millisecond)
		}
	}()
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(response.Body)
	if response.StatusCode != http.StatusRequestTimeout || !strings.Contains(string(body), "LIMIT_EXCEEDED") {
		t.Errorf("got %d %s", response.StatusCode, body)
	}
	if took := time.Since(begin); took > 10*time.Second {
		t.Errorf("held on for %s", took)
	}
}

// A client that reads nothing does not hold on to the handler.
func TestSlowReader(t *testing.T) {
	ended := make(chan error, 1)
	n := start(t, serve.Options{Limits: serve.Limits{Stall: 300 * time.Millisecond}, Download: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		var err error
		for chunk := make([]byte, 1<<20); err == nil; {
			_, err = w.Write(chunk)
		}
		ended <- err
	})})
	n.raw(t, "GET /attachments/a HTTP/1.1\r\nHost: a\r\n\r\n")
	select {
	case <-ended:
	case <-time.After(15 * time.Second):
		t.Fatal("the handler still writes")
	}
}

// A slow line that makes progress is served, however long it takes.
func TestSlowLineIsServed(t *testing.T) {
	const size = 32 << 20
	n := start(t, serve.Options{Limits: serve.Limits{Stall: time.Second}, Download: says(strings.Repeat("x", size))})
	conn := n.raw(t, "GET /attachments/a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
	got := 0
	for chunk := make([]byte, 1<<20); ; time.Sleep(50 * time.Millisecond) {
		n, err := io.ReadFull(conn, chunk)
		got += n
		if err != nil {
			break
		}
	}
	if got < size {
		t.Errorf("cut off after %d bytes", got)
	}
}

// Time in which the node has nothing to say is not the client's.
func TestSilentStreamLives(t *testing.T) {
	n := start(t, serve.Options{Limits: serve.Limits{Stall: 200 * time.Millisecond}, GraphQL: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		for range 3 {
			select {
			case <-r.Context().Done():
				return
			case <-time.After(400 * time.Millisecond):
			}
			_, _ = io.WriteString(w, "event\n")
			w.(http.Flusher).Flush()
		}
	})})
	if r := n.send(t, "POST", "/graphql", strings.NewReader("{}"), "Accept", "text/event-stream"); r.body != "event\nevent\nevent\n" {
		t.Errorf("got %q", r.body)
	}
	if r := n.get(t, "/healthz"); r.StatusCode != 200 { // on the same connection
		t.Errorf("got %d", r.StatusCode)
	}
}

func TestHijack(t *testing.T) {
	n := start(t, serve.Options{Limits: serve.Limits{Stall: 100 * time.Millisecond}, GraphQL: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		conn, buffer, err := w.(http.Hijacker).Hijack()
		if err != nil {
			return
		}
		defer conn.Close()
		line, _ := buffer.ReadString('\n')
		_, _ = io.WriteString(conn, "you said "+line)
	})})
	conn := n.raw(t, "GET /graphql HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
	time.Sleep(300 * time.Millisecond) // longer than a request may stall
	_, _ = io.WriteString(conn, "hello\n")
	if answer, _ := io.ReadAll(conn); string(answer) != "you said hello\n" {
		t.Errorf("got %q", answer)
	}
}
