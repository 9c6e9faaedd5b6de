package serve_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"metrograph/auth"
	"metrograph/model"
	"metrograph/serve"
)

// lines returns the log's lines about requests.
func (n *node) lines(t *testing.T) []map[string]any {
	t.Helper()
	var found []map[string]any
	for line := range strings.Lines(n.log.String()) {
		var fields map[string]any
		if err := json.Unmarshal([]byte(line), &fields); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		if fields["msg"] == "request" {
			found = append(found, fields)
		}
	}
	return found
}

func TestLog(t *testing.T) {
	a, _, key := withKey(t)
	n := start(t, serve.Options{Authenticator: a, GraphQL: says("hello"), Download: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		serve.WriteError(w, r, errors.New("the disk is full"))
	})})
	wrong, _, _ := auth.NewKey()
	n.send(t, "POST", "/graphql?token=SECRET1", strings.NewReader(`{"query":"{ SECRET2 }"}`), "Authorization", "Bearer "+key, "X-Request-Id", "the-request-1")
	n.get(t, "/attachments/SECRET3")
	n.get(t, "/graphql", "X-API-Key", wrong, "Cookie", "SECRET4", "User-Agent", "SECRET5")
	n.get(t, "/SECRET6")
	n.get(t, "/healthz")
	eventually(t, "five lines", func() bool { return len(n.lines(t)) == 5 })

	log := n.log.String()
	if strings.Contains(log, "SECRET") || strings.Contains(log, key) || strings.Contains(log, wrong) {
		t.Errorf("a secret is in the log:\n%s", log)
	}
	lines := n.lines(t)
	for i, want := range []map[string]any{
		{"level": "INFO", "id": "the-request-1", "method": "POST", "route": "/graphql", "status": 200.0, "bytes": 5.0, "subject": "key_1", "institution": "inst_1", "via": "apikey"},
		{"level": "ERROR", "route": "/attachments/{id}", "status": 500.0, "error": "the disk is full", "subject": nil},
		{"level": "INFO", "route": "/graphql", "status": 401.0, "error": "UNAUTHENTICATED: the credential is not accepted: unknown key"},
		{"level": "INFO", "route": "other", "status": 404.0},
		{"level": "DEBUG", "route": "/healthz", "status": 200.0},
	} {
		for name, value := range want {
			if lines[i][name] != value {
				t.Errorf("line %d: %s is %v, want %v", i, name, lines[i][name], value)
			}
		}
	}
}

func TestMetrics(t *testing.T) {
	registry := prometheus.NewRegistry()
	own := prometheus.NewCounter(prometheus.CounterOpts{Name: "metrograph_own_total"})
	registry.MustRegister(own)
	n := start(t, serve.Options{GraphQL: says("x"), Registry: registry, Download: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		serve.WriteError(w, r, model.NotFound())
	})})
	for range 3 {
		n.send(t, "POST", "/graphql", nil)
	}
	n.get(t, "/attachments/a")
	n.get(t, "/attachments/b")
	n.send(t, "BREW", "/coffee/1", nil)
	n.send(t, "STEEP", "/tea/2", nil)
	for _, want := range []string{
		`metrograph_http_requests_total{code="200",method="POST",route="/graphql"} 3`,
		`metrograph_http_requests_total{code="404",method="GET",route="/attachments/{id}"} 2`,
		`metrograph_http_requests_total{code="404",method="other",route="other"} 2`,
		`metrograph_http_request_duration_seconds_count{route="/graphql"} 3`,
		`metrograph_http_requests_in_flight 1`,
		`metrograph_own_total 0`,
		"go_goroutines", "process_",
	} {
		eventually(t, want, func() bool { return strings.Contains(n.get(t, "/metrics").body, want) })
	}
}
