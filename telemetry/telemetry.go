package telemetry

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	bridge "go.opentelemetry.io/contrib/bridges/prometheus"
	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/exporters/otlp/otlpmetric/otlpmetrichttp"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/resource"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

// Collector is told of traces and metrics. The nil Collector is told nothing and costs nothing.
type Collector struct {
	traces  *sdk.TracerProvider
	about   *resource.Resource
	metrics metric.Exporter
	meters  []*metric.MeterProvider
}

// Start begins to send by OTLP over HTTP. The endpoint is the collector's URL; where it is
// empty, and for everything else, OpenTelemetry's own variables (OTEL_…) say what to do. A
// collector that is slow or down makes no request wait: what cannot be sent is dropped.
func Start(ctx context.Context, endpoint string, log *slog.Logger) (*Collector, error) {
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(err error) { log.Warn("telemetry is lost", "error", err) }))
	var toTraces []otlptracehttp.Option
	var toMetrics []otlpmetrichttp.Option
	if endpoint = strings.TrimSuffix(endpoint, "/"); endpoint != "" {
		toTraces = append(toTraces, otlptracehttp.WithEndpointURL(endpoint+"/v1/traces"))
		toMetrics = append(toMetrics, otlpmetrichttp.WithEndpointURL(endpoint+"/v1/metrics"))
	}
	traces, err := otlptracehttp.New(ctx, toTraces...)
	if err != nil {
		return nil, fmt.Errorf("telemetry: %w", err)
	}
	metrics, err := otlpmetrichttp.New(ctx, toMetrics...)
	if err != nil {
		return nil, fmt.Errorf("telemetry: %w", err)
	}
	// What the variables say of the service comes after the name that it has otherwise.
	about, err := resource.New(ctx, resource.WithAttributes(serviceName), resource.WithTelemetrySDK(), resource.WithFromEnv())
	if err != nil {
		return nil, fmt.Errorf("telemetry: %w", err)
	}
	return &Collector{traces: sdk.NewTracerProvider(sdk.WithBatcher(traces), sdk.WithResource(about)), about: about, metrics: metrics}, nil
}

// Metrics sends the metrics of a registry from now on, once a minute if the variables do not
// say otherwise, and at the end.
func (c *Collector) Metrics(from prometheus.Gatherer) {
	if c == nil {
		return
	}
	reader := metric.NewPeriodicReader(c.metrics, metric.WithProducer(bridge.NewMetricProducer(bridge.WithGatherer(from))))
	c.meters = append(c.meters, metric.NewMeterProvider(metric.WithReader(reader), metric.WithResource(c.about)))
}

// endWithin bounds the sending of what is left at the end.
const endWithin = 5 * time.Second

// Close sends what has not been sent yet.
func (c *Collector) Close() error {
	if c == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), endWithin)
	defer cancel()
	err := c.traces.Shutdown(ctx)
	for _, meter := range c.meters {
		err = errors.Join(err, meter.Shutdown(ctx))
	}
	if err != nil {
		return fmt.Errorf("telemetry: %w", err)
	}
	return nil
}

// Tracer begins spans; nil where nothing is traced.
func (c *Collector) Tracer() trace.Tracer {
	if c == nil {
		return nil
	}
	return c.traces.Tracer("metrograph")
}

// Handler gives each request a span, which continues the caller's trace if there is one. What
// only watches the node is not traced.
func (c *Collector) Handler(next http.Handler) http.Handler {
	if c == nil {
		return next
	}
	return otelhttp.NewHandler(next, "request", otelhttp.WithTracerProvider(c.traces), otelhttp.WithPropagators(propagation.TraceContext{}),
		otelhttp.WithFilter(func(r *http.Request) bool {
			return r.URL.Path != "/healthz" && r.URL.Path != "/readyz" && r.URL.Path != "/metrics"
		}))
}

// Logger names in each line of a log the trace that it belongs to.
func (c *Collector) Logger(l *slog.Logger) *slog.Logger {
	if c == nil {
		return l
	}
	return slog.New(handler{l.Handler()})
}

type handler struct{ slog.Handler }

func (h handler) Handle(ctx context.Context, r slog.Record) error {
	if span := trace.SpanContextFromContext(ctx); span.IsValid() {
		r.AddAttrs(slog.String("trace", span.TraceID().String()), slog.String("span", span.SpanID().String()))
	}
	return h.Handler.Handle(ctx, r)
}

func (h handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return handler{h.Handler.WithAttrs(attrs)}
}
func (h handler) WithGroup(name string) slog.Handler { return handler{h.Handler.WithGroup(name)} }
