package telemetry

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"go.opentelemetry.io/otel/baggage"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
)

// A message carries the trace that it belongs to and no baggage, on its way and to whoever
// answers it; both spans tell the outcome.
func TestOneTraceAcrossNodes(t *testing.T) {
	memory := tracetest.NewInMemoryExporter()
	c := &Collector{traces: sdk.NewTracerProvider(sdk.WithSyncer(memory))}
	server := httptest.NewServer(c.Handler(c.Peers(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Traceparent") == "" || r.Header.Get("Baggage") != "" || baggage.FromContext(r.Context()).Len() > 0 {
			t.Errorf("the message has the header %v", r.Header)
		}
		w.Header().Set("Metrograph-Audience", "inst_b")
		w.WriteHeader(http.StatusConflict)
	}))))
	defer server.Close()
	member, err := baggage.NewMember("customer", "secret")
	if err != nil {
		t.Fatal(err)
	}
	bag, err := baggage.New(member)
	if err != nil {
		t.Fatal(err)
	}
	ctx, end := c.Exchange(baggage.ContextWithBaggage(t.Context(), bag), "harvest", "inst_a")
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL+"/federate/v1/changes?after=secret", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Metrograph-Audience", "inst_a")
	response, err := c.Transport(http.DefaultTransport).RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	end("CONFLICT")
	if r.Header.Get("Traceparent") != "" {
		t.Error("the caller's request was changed")
	}
	checkSpans(t, memory.GetSpans(), map[string]string{"federate harvest": "inst_a", "send changes": "inst_a", "answer changes": "inst_b", "GET": ""})
}

// checkSpans checks that the spans of these names are all there is, in one trace, with these
// peers.
func checkSpans(t *testing.T, spans tracetest.SpanStubs, peers map[string]string) {
	t.Helper()
	for _, s := range spans {
		peer, known := peers[s.Name]
		if !known || s.SpanContext.TraceID() != spans[0].SpanContext.TraceID() {
			t.Errorf("the span %s is of another trace or one too many", s.Name)
		}
		delete(peers, s.Name)
		tags := map[string]string{}
		for _, a := range s.Attributes {
			tags[string(a.Key)] = a.Value.Emit()
		}
		if peer != "" && (tags["metrograph.peer"] != peer || tags["metrograph.outcome"] != "CONFLICT") {
			t.Errorf("%s: %v", s.Name, tags)
		}
	}
	if len(peers) > 0 {
		t.Errorf("these spans are missing: %v", peers)
	}
}
