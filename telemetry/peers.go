package telemetry

import (
	"context"
	"io"
	"net/http"
	"strings"
	"sync"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"

	"metrograph/model"
)

// A span between nodes names the peer, the message and the outcome, and nothing of what is
// in the message: no query, no position, no address.
const (
	attributePeer    = attribute.Key("metrograph.peer")
	attributeMessage = attribute.Key("metrograph.message")
	attributeOutcome = attribute.Key("metrograph.outcome")
)

const (
	federatePath   = "/federate/v1/"
	headerAudience = "Metrograph-Audience"
	success        = "SUCCESS"
)

// Exchange gives a whole exchange with a peer a span; its messages are below it, on both
// nodes. Whoever began it ends it with the outcome, which is empty for a success.
func (c *Collector) Exchange(ctx context.Context, exchange string, peer model.ID) (context.Context, func(outcome string)) {
	if c == nil {
		return ctx, func(string) {}
	}
	ctx, span := c.Tracer().Start(ctx, "federate "+exchange, trace.WithAttributes(attributePeer.String(string(peer))))
	return ctx, func(outcome string) { conclude(span, outcome) }
}

func conclude(span trace.Span, outcome string) {
	if outcome == "" {
		outcome = success
	}
	span.SetAttributes(attributeOutcome.String(outcome))
	if outcome != success {
		span.SetStatus(codes.Error, outcome)
	}
	span.End()
}

// Transport gives each message to a peer a span, and tells the peer which trace it belongs to
// (traceparent, W3C Trace Context). Nothing else is told: baggage stays here.
func (c *Collector) Transport(next http.RoundTripper) http.RoundTripper {
	if c == nil {
		return next
	}
	return transport{next, c.Tracer()}
}

type transport struct {
	next   http.RoundTripper
	tracer trace.Tracer
}

func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	message := messageOf(r.URL.Path)
	ctx, span := t.tracer.Start(r.Context(), "send "+message, trace.WithSpanKind(trace.SpanKindClient),
		trace.WithAttributes(attributeMessage.String(message), attributePeer.String(r.Header.Get(headerAudience))))
	r = r.Clone(ctx)
	propagation.TraceContext{}.Inject(ctx, propagation.HeaderCarrier(r.Header))
	response, err := t.next.RoundTrip(r)
	if err != nil {
		conclude(span, string(model.CodePeerUnavailable))
		return nil, err
	}
	outcome := outcomeOf(response.StatusCode)
	response.Body = &spanned{ReadCloser: response.Body, end: sync.OnceFunc(func() { conclude(span, outcome) })}
	return response, nil
}

// spanned is the body of an answer, with which the span ends.
type spanned struct {
	io.ReadCloser
	end func()
}

func (s *spanned) Close() error {
	s.end()
	return s.ReadCloser.Close()
}

// Peers gives each message from a peer a span, in the trace that the peer began. The peer is
// named where it was recognised: only then the answer is for somebody.
func (c *Collector) Peers(next http.Handler) http.Handler {
	if c == nil {
		return next
	}
	tracer := c.Tracer()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		message := messageOf(r.URL.Path)
		ctx, span := tracer.Start(r.Context(), "answer "+message, trace.WithAttributes(attributeMessage.String(message)))
		answer := &answering{ResponseWriter: w, status: http.StatusOK}
		defer func() {
			if peer := w.Header().Get(headerAudience); peer != "" {
				span.SetAttributes(attributePeer.String(peer))
			}
			conclude(span, outcomeOf(answer.status))
		}()
		next.ServeHTTP(answer, r.WithContext(ctx))
	})
}

// answering notes the status of an answer.
type answering struct {
	http.ResponseWriter
	status int
}

func (a *answering) WriteHeader(status int) {
	a.status = status
	a.ResponseWriter.WriteHeader(status)
}

// Unwrap is the writer below, for what this one cannot do.
func (a *answering) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// messageOf names the message of a path, and none of its values.
func messageOf(path string) string {
	_, rest, found := strings.Cut(path, federatePath)
	if !found {
		return "other"
	}
	message, _, _ := strings.Cut(rest, "/")
	return message
}

// outcomeOf is the code that a status stands for in the protocol of federation.
func outcomeOf(status int) string {
	switch status {
	case http.StatusOK:
		return success
	case http.StatusUnauthorized:
		return string(model.CodeUnauthenticated)
	case http.StatusForbidden:
		return string(model.CodeForbidden)
	case http.StatusNotFound:
		return string(model.CodeNotFound)
	case http.StatusConflict:
		return string(model.CodeConflict)
	case http.StatusRequestEntityTooLarge, http.StatusTooManyRequests:
		return string(model.CodeLimitExceeded)
	case http.StatusServiceUnavailable, http.StatusInternalServerError:
		return string(model.CodeInternal)
	}
	return string(model.CodeInvalid)
}
