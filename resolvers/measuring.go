package resolvers

import (
	"context"
	"log/slog"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/vektah/gqlparser/v2/ast"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"
	"go.opentelemetry.io/otel/trace/noop"

	"metrograph/guard"
	"metrograph/model"
	"metrograph/wire"
)

// measuring counts operations and times them, and logs the slow ones. It comes before all
// extensions that have operations wait.
type measuring struct {
	documents *wire.Documents
	log       *slog.Logger
	slow      time.Duration // from which an operation is slow; 0 for never
	tracer    trace.Tracer

	operations *prometheus.CounterVec
	duration   *prometheus.HistogramVec
	cost       *prometheus.CounterVec
}

func newMeasuring(o Options) *measuring {
	m := &measuring{documents: o.Documents, log: o.Logger, slow: o.SlowQuery, tracer: o.Tracer,
		operations: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "metrograph_graphql_operations_total",
			Help: "Operations answered, and events of subscriptions, by the code of their first error."}, []string{"operation", "type", "code"}),
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "metrograph_graphql_operation_duration_seconds",
			Help:    "Time from the coming in of a query or a mutation to its answer.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}}, []string{"operation", "type"}),
		cost: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "metrograph_graphql_operation_cost_total",
			Help: "Cost of the operations that were answered, by their requests."}, []string{"operation", "type"}),
	}
	if m.tracer == nil {
		m.tracer = noop.NewTracerProvider().Tracer("")
	}
	if o.Metrics != nil {
		o.Metrics.MustRegister(m.operations, m.duration, m.cost)
	}
	return m
}

// ExtensionName is a part of gqlgen's HandlerExtension.
func (*measuring) ExtensionName() string { return "MetrographMeasuring" }

// Validate is a part of gqlgen's HandlerExtension.
func (*measuring) Validate(graphql.ExecutableSchema) error { return nil }

// InterceptResponse measures an answer.
func (m *measuring) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	oc := graphql.GetOperationContext(ctx)
	name, kind := m.labels(oc)
	if kind != string(ast.Subscription) { // which waits most of its time
		var span trace.Span
		ctx, span = m.tracer.Start(ctx, kind+" "+name)
		defer span.End()
	}
	response := next(ctx)
	if response == nil {
		return nil
	}
	if code := codeOf(response); code != "OK" {
		trace.SpanFromContext(ctx).SetStatus(codes.Error, code)
	}
	if response.Path != nil {
		return response // a part of one that was counted
	}
	m.operations.WithLabelValues(name, kind, codeOf(response)).Inc()
	if oc.Operation == nil || oc.Operation.Operation == ast.Subscription {
		return response
	}
	took := time.Since(oc.Stats.OperationStart)
	m.duration.WithLabelValues(name, kind).Observe(took.Seconds())
	m.cost.WithLabelValues(name, kind).Add(float64(guard.CostOf(ctx)))
	if m.slow > 0 && took >= m.slow {
		m.tell(ctx, oc, name, took)
	}
	return response
}

// tell logs a slow operation. It has the shape of the query and none of its values.
func (m *measuring) tell(ctx context.Context, oc *graphql.OperationContext, name string, took time.Duration) {
	m.log.LogAttrs(context.WithoutCancel(ctx), slog.LevelWarn, "slow query", slog.String("id", requestID(oc.Headers)),
		slog.String("operation", name), slog.Duration("took", took), slog.Int("cost", guard.CostOf(ctx)),
		slog.String("subject", model.PrincipalFrom(ctx).Subject), slog.String("query", normalised(oc.RawQuery)))
}

// labels are the name and the type of an operation, as metrics have them. They are few,
// whatever callers send: names that callers choose count only where the operation is
// registered, others are named by their field of the root.
func (m *measuring) labels(oc *graphql.OperationContext) (name, kind string) {
	if oc.Operation == nil {
		return "unknown", "unknown"
	}
	kind = string(oc.Operation.Operation)
	if oc.Operation.Name != "" && m.documents.Registers(oc.RawQuery) {
		return oc.Operation.Name, kind
	}
	return rootField("", oc.Operation.SelectionSet), kind
}

// several is the name of what has more than one field of the root.
const several = "several"

// rootField is the one name that the fields of a selection and those before it have.
func rootField(before string, set ast.SelectionSet) (name string) {
	name = before
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			if name != "" && name != s.Name {
				return several
			}
			name = s.Name
		case *ast.InlineFragment:
			name = rootField(name, s.SelectionSet)
		case *ast.FragmentSpread:
			name = rootField(name, s.Definition.SelectionSet)
		}
		if name == several {
			return name
		}
	}
	return name
}

// codeOf is the code of an answer's first error; OK without one.
func codeOf(response *graphql.Response) string {
	if len(response.Errors) == 0 {
		return "OK"
	}
	if code, ok := response.Errors[0].Extensions["code"].(model.Code); ok {
		return string(code)
	}
	return string(model.CodeInvalid) // the parser's and the validator's own
}
