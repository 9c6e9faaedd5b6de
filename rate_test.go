package main

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/coder/websocket"
)

// TestRatesHoldEverywhere: whatever a caller asks for is paid from one bucket, by address or
// by key, but how the node is may be asked at any time.
func TestRatesHoldEverywhere(t *testing.T) {
	c := benchConfig()
	c.Rate.Anonymous, c.Rate.National = 1000, 2000
	s := newStreamingFor(t, c)
	national := []string{"Authorization", "Bearer " + s.keys["national"]}
	spent := func(r *http.Response, left string) {
		t.Helper()
		if got := r.Header.Get("RateLimit"); !strings.HasPrefix(got, `"cost";r=`+left+`;`) || r.StatusCode == http.StatusTooManyRequests {
			t.Errorf("%s %s: %d, %s is left, want %s", r.Request.Method, r.Request.URL.Path, r.StatusCode, got, left)
		}
	}
	spent(s.request(t, "GET", "/", ""), "999")
	spent(s.request(t, "GET", "/explorer/", ""), "998")
	spent(s.request(t, "GET", "/metrics", ""), "997")
	spent(s.request(t, "GET", "/attachments/att_none", ""), "947")
	spent(s.request(t, "PUT", "/collect/dcc", "<a/>"), "447")
	spent(s.request(t, "GET", address("{me{via}}"), ""), "446")
	spent(s.request(t, "PUT", "/collect/dcc?check=true", "<a/>", national...), "1500")
	// What a document became is told, and nothing of the node that everybody shares.
	r := s.request(t, "PUT", "/collect/dcc?check=true", "<a/>", national...)
	if raw, _ := io.ReadAll(r.Body); !strings.Contains(string(raw), `"rejected":1`) || strings.Contains(string(raw), "emory") {
		t.Errorf("%s", raw)
	}
	for _, r := range []*http.Response{
		s.request(t, "PUT", "/collect/dcc", "<a/>"),
		s.request(t, "PUT", "/collect/dcc", strings.Repeat(" ", 1<<20)),
	} {
		if r.StatusCode != http.StatusTooManyRequests || r.Header.Get("Retry-After") == "" || r.Header.Get("RateLimit-Policy") != `"cost";q=1000;qu="cost";w=60` {
			t.Errorf("%d %v", r.StatusCode, r.Header)
		}
	}
	for _, path := range []string{"/healthz", "/readyz"} {
		if r := s.request(t, "GET", path, ""); r.StatusCode != http.StatusOK || r.Header.Get("RateLimit") != "" {
			t.Errorf("%s: %d %v", path, r.StatusCode, r.Header)
		}
	}
}

// TestStreamsAreLimited: a caller has as many connections for streams as are allowed, of
// whatever kind, and another one when one of them is closed.
func TestStreamsAreLimited(t *testing.T) {
	c := benchConfig()
	c.Limit.Streams, c.Limit.PublicStreams = 1, 3
	s := newStreamingFor(t, c)
	refused := func(r *http.Response) {
		t.Helper()
		raw, _ := io.ReadAll(r.Body)
		if r.StatusCode != http.StatusTooManyRequests || r.Header.Get("Retry-After") != "10" || !strings.Contains(string(raw), `"LIMIT_EXCEEDED"`) {
			t.Errorf("%d %v %s", r.StatusCode, r.Header, raw)
		}
	}
	held := s.events(t, "GET", address(changes), "")
	s.request(t, "PUT", "/graphql", "") // which is read later
	national := s.socket(t, protocol)
	national.greet(s.keys["national"]) // from here on it is not the address's
	anonymous := s.socket(t, protocol)
	anonymous.say(`{"type":"connection_init"}`)
	anonymous.hear()
	refused(s.request(t, "GET", address(changes), "", "Accept", "text/event-stream"))
	refused(s.request(t, "PUT", "/graphql", ""))
	if _, r, err := websocket.Dial(t.Context(), s.URL+"/graphql", nil); err == nil || r.StatusCode != http.StatusTooManyRequests {
		t.Errorf("another connection of the address: %v", err)
	}
	refused(s.request(t, "GET", address(changes), "", "Accept", "text/event-stream", "Authorization", "Bearer "+s.keys["national"]))
	held.Body.Close()
	var again *socket
	for again == nil { // the node notices in a moment
		if c, _, err := websocket.Dial(t.Context(), s.URL+"/graphql", &websocket.DialOptions{Subprotocols: []string{protocol}}); err == nil {
			again = &socket{t, c}
		}
	}
	again.say(fmt.Sprintf(`{"type":"connection_init","payload":{"Authorization":"Bearer %s"}}`, s.keys["national"]))
	again.wantClose(4429)
	national.CloseNow()
	for open := false; !open; {
		r := s.request(t, "GET", address(changes), "", "Accept", "text/event-stream", "Authorization", "Bearer "+s.keys["national"])
		open = r.StatusCode == http.StatusOK
	}
}
