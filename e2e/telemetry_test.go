package e2e_test

import (
	"bytes"
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	meters "go.opentelemetry.io/proto/otlp/collector/metrics/v1"
	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	spans "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"
)

// collected takes in the spans and metrics that a node sends.
type collected struct {
	mu      sync.Mutex
	spans   []*spans.Span
	metrics []string
	raw     bytes.Buffer
}

func (c *collected) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	raw, _ := io.ReadAll(r.Body)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.raw.Write(raw)
	var err error
	switch r.URL.Path {
	case "/v1/traces":
		err = c.takeSpans(raw)
	case "/v1/metrics":
		err = c.takeMetrics(raw)
	}
	if err != nil {
		w.WriteHeader(http.StatusBadRequest)
	}
}

func (c *collected) takeMetrics(raw []byte) error {
	var request meters.ExportMetricsServiceRequest
	err := proto.Unmarshal(raw, &request)
	for _, resource := range request.GetResourceMetrics() {
		for _, scope := range resource.GetScopeMetrics() {
			for _, metric := range scope.GetMetrics() {
				c.metrics = append(c.metrics, metric.GetName())
			}
		}
	}
	return err
}

func (c *collected) takeSpans(raw []byte) error {
	var request collector.ExportTraceServiceRequest
	err := proto.Unmarshal(raw, &request)
	for _, resource := range request.GetResourceSpans() {
		for _, scope := range resource.GetScopeSpans() {
			c.spans = append(c.spans, scope.GetSpans()...)
		}
	}
	return err
}

// TestTelemetry follows a request of a caller who traces it to the calls of the store; the spans
// are sent at the end at the latest, and have nothing of the query in them but names.
func TestTelemetry(t *testing.T) {
	c := &collected{}
	server := httptest.NewServer(c)
	defer server.Close()
	n := serve(t, t.TempDir(), append(national(), "--otlp", server.URL, "--slow-query", "1ns")...)
	const trace = "0af7651916cd43dd8448eb211c80319c"
	const query = `{"query": "query SECRET { institutions(filter: {text: \"SECRET\"}) { totalCount edges { node { id } } } }"}`
	r, err := n.as("").send(http.MethodPost, "/graphql", "application/json", strings.NewReader(query), "traceparent", "00-"+trace+"-b7ad6b7169203331-01")
	if err != nil || r.status != http.StatusOK || strings.Contains(r.body, "errors") {
		t.Fatalf("%+v, %v", r, err)
	}
	n.as("").get(t, "/readyz")
	n.stop(t)

	c.mu.Lock()
	defer c.mu.Unlock()
	by := map[string]*spans.Span{}
	for _, s := range c.spans {
		if hex.EncodeToString(s.GetTraceId()) == trace {
			by[s.GetName()] = s
		}
	}
	request, operation, list := by["POST"], by["query institutions"], by["store list"]
	if request == nil || operation == nil || list == nil {
		t.Fatalf("spans: %v", c.spans)
	}
	if hex.EncodeToString(request.GetParentSpanId()) != "b7ad6b7169203331" || !bytes.Equal(operation.GetParentSpanId(), request.GetSpanId()) {
		t.Error("the spans do not follow from one another")
	}
	if !slices.Contains(c.metrics, "metrograph_graphql_operations_total") {
		t.Errorf("metrics: %v", c.metrics)
	}
	if strings.Contains(c.raw.String(), "SECRET") || slices.ContainsFunc(c.spans, func(s *spans.Span) bool { return s.GetName() == "GET" }) {
		t.Errorf("what is not for a collector was sent: %q", c.raw.String())
	}
	if !strings.Contains(n.stderr.String(), "trace="+trace) {
		t.Errorf("the log does not name the trace:\n%s", n.stderr)
	}
}
