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

	"metrograph/model"
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

// TestTelemetryBetweenNodes: a harvest is one trace, from the node that harvests to what the
// other one reads; spans name the peer, the message and the outcome. Nothing but the trace goes
// along: no baggage, and nothing of the messages is in the spans.
func TestTelemetryBetweenNodes(t *testing.T) {
	c := &collected{}
	server := httptest.NewServer(c)
	defer server.Close()
	nation := startCentre(t, append(national(), "--otlp", server.URL)...)
	lab := startCentre(t, "--institution-name-en", "Laboratory", "--institution-kind", "THIRD_PARTY_LABORATORY",
		"--institution-level", "THIRD_PARTY", "--institution-region", "440300", "--otlp", server.URL)
	lab.trusts(t, nation)
	nation.trusts(t, lab)
	lab.record(t, "T-1", "NON_PUBLIC")
	asked := nation.as(nation.admin).read(t, `mutation($s: ID!) {harvest(input: {sender: $s}) {submission {id} errors {code message}}}`, map[string]any{"s": lab.id})
	id := at(asked.Data, "harvest", "submission", "id")
	eventually(t, "the harvest is done", func() bool {
		a := nation.as(nation.admin).read(t, `query($id: ID!) {submission(id: $id) {state}}`, map[string]any{"id": id})
		return at(a.Data, "submission", "state") == "ACKNOWLEDGED"
	})
	nation.stop(t)
	lab.stop(t)

	c.mu.Lock()
	defer c.mu.Unlock()
	harvest := c.named("federate harvest", "")
	if harvest == nil || tagOf(harvest, "metrograph.peer") != string(lab.id) || tagOf(harvest, "metrograph.outcome") != "SUCCESS" {
		t.Fatalf("the harvest: %v", harvest)
	}
	for name, peer := range map[string]model.ID{"send changes": lab.id, "answer changes": nation.id, "send receipt": lab.id, "answer receipt": nation.id} {
		s := c.named(name, hex.EncodeToString(harvest.GetTraceId()))
		if s == nil || tagOf(s, "metrograph.peer") != string(peer) || tagOf(s, "metrograph.outcome") != "SUCCESS" {
			t.Errorf("%s: %v", name, s)
		}
	}
	sent, answered := c.named("send changes", ""), c.named("GET", hex.EncodeToString(harvest.GetTraceId()))
	if answered == nil || !c.contains(answered.GetParentSpanId()) || !bytes.Equal(sent.GetParentSpanId(), harvest.GetSpanId()) {
		t.Errorf("the spans do not follow from one another: %v", c.spans)
	}
	if strings.Contains(c.raw.String(), "after=") {
		t.Error("the spans have positions in them")
	}
}

// TestTelemetryOfNetworkQueries: a query of the whole network is one trace, from the request of the
// caller to what the store of the other node reads for it, and nothing of the query is in the spans.
func TestTelemetryOfNetworkQueries(t *testing.T) {
	c := &collected{}
	server := httptest.NewServer(c)
	defer server.Close()
	nation := startCentre(t, append(national(), "--otlp", server.URL)...)
	lab := startCentre(t, "--institution-name-en", "Laboratory", "--institution-kind", "THIRD_PARTY_LABORATORY",
		"--institution-level", "THIRD_PARTY", "--institution-region", "440300", "--otlp", server.URL)
	lab.trusts(t, nation)
	nation.trusts(t, lab, "--live")
	id := lab.record(t, "T-1", "NON_PUBLIC")
	const trace, caller = "0af7651916cd43dd8448eb211c80319d", "b7ad6b7169203332"
	const query = `{"query": "{ certificates(scope: NETWORK, filter: {number: {eq: \"T-1\"}}) { edges { node { id } } network { complete } } }"}`
	r, err := nation.as(nation.admin).send(http.MethodPost, "/graphql", "application/json", strings.NewReader(query), "traceparent", "00-"+trace+"-"+caller+"-01")
	if err != nil || r.status != http.StatusOK || !strings.Contains(r.body, id) || !strings.Contains(r.body, `"complete":true`) {
		t.Fatalf("%+v, %v", r, err)
	}
	nation.stop(t)
	lab.stop(t)

	c.mu.Lock()
	defer c.mu.Unlock()
	sent, answered := c.named("send query", trace), c.named("answer query", trace)
	if sent == nil || answered == nil || tagOf(sent, "metrograph.peer") != string(lab.id) || tagOf(answered, "metrograph.peer") != string(nation.id) ||
		tagOf(sent, "metrograph.outcome") != "SUCCESS" || tagOf(answered, "metrograph.outcome") != "SUCCESS" {
		t.Fatalf("%v\n%v", sent, answered)
	}
	if above := c.above(answered); !slices.Contains(above, hex.EncodeToString(sent.GetSpanId())) || above[len(above)-1] != caller {
		t.Errorf("the answer of the other node follows from %v", above)
	}
	if !slices.ContainsFunc(c.spans, func(s *spans.Span) bool {
		return s.GetName() == "store list" && slices.Contains(c.above(s), hex.EncodeToString(answered.GetSpanId()))
	}) {
		t.Errorf("what the store of the other node did is not in the trace: %v", c.spans)
	}
	if strings.Contains(c.raw.String(), "T-1") {
		t.Error("the spans have the query in them")
	}
}

// above are the spans that a span follows from, from the nearest to the one that is not here.
func (c *collected) above(s *spans.Span) (ids []string) {
	for s != nil && len(s.GetParentSpanId()) > 0 {
		parent := s.GetParentSpanId()
		ids = append(ids, hex.EncodeToString(parent))
		s = nil
		if at := slices.IndexFunc(c.spans, func(one *spans.Span) bool { return bytes.Equal(one.GetSpanId(), parent) }); at >= 0 {
			s = c.spans[at]
		}
	}
	return ids
}

// named is a span of a name, in a trace if one is given.
func (c *collected) named(name, trace string) *spans.Span {
	for _, s := range c.spans {
		if s.GetName() == name && (trace == "" || hex.EncodeToString(s.GetTraceId()) == trace) {
			return s
		}
	}
	return nil
}

// contains tells whether there is a span.
func (c *collected) contains(id []byte) bool {
	return slices.ContainsFunc(c.spans, func(s *spans.Span) bool { return bytes.Equal(s.GetSpanId(), id) })
}

func tagOf(s *spans.Span, key string) string {
	for _, a := range s.GetAttributes() {
		if a.GetKey() == key {
			return a.GetValue().GetStringValue()
		}
	}
	return ""
}
