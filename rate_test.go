package main

import (
	"io"
	"net/http"
	"strings"
	"testing"
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
