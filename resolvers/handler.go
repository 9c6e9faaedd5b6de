package resolvers

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"sort"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"go.opentelemetry.io/otel/trace"

	"metrograph/graph"
	"metrograph/graph/gqlmodel"
	"metrograph/guard"
	"metrograph/model"
	"metrograph/wire"
)

// Options are what the handler answers from, and how.
type Options struct {
	Registry      Registry
	Exports       Exports // nil for none
	Desk          Desk    // takes documents over; nil for none
	Limits        Limits
	Introspection bool          // answer __schema, __type and _service
	Introspectors model.RoleSet // of whom one is needed for that; 0: everybody may
	Logger        *slog.Logger  // nil for none
	SlowQuery     time.Duration // from which a query is logged; 0 for never
	Send          time.Duration // how long a client may take for a message of a stream; 0 for 10 s
	Wait          time.Duration // how long loads of a request are gathered; 0 for 1 ms
	Guard         *guard.Guard  // nil for one with its default limits
	Webhooks      Webhooks      // sends events; nil where none are sent
	Network       Network       // other nodes that queries can be put to; nil for none

	Metrics prometheus.Registerer // where operations are counted; nil for nowhere
	Tracer  trace.Tracer          // of operations; nil for none

	// Trace tells to which gateways of a federation it is told how long each field took; nil for
	// none.
	Trace func(*model.Principal) bool

	Documents *wire.Documents // that requests may name; nil for those that clients had remembered
	Keep      time.Duration   // how long caches may keep public answers without asking

	// Recognise finds the caller by the credentials in the first message of a WebSocket; nil
	// for those of headers only.
	Recognise func(ctx context.Context, r *http.Request) (*model.Principal, error)
}

// Limits bound what one request may ask for. What is 0 has its default.
type Limits struct {
	Tokens       int   // of a query; 4,000
	Records      int   // identifiers of nodes, representations of _entities; 100
	Body         int64 // of a multipart request without its files, bytes; 1 MiB
	Files        int   // of a multipart request; 10
	UploadMemory int64 // of it that is held in memory, bytes; 8 MiB
	Errors       int   // that are told of a refused request; 20
	FieldErrors  int   // that are told of an answered one; 100
}

func (l Limits) withDefaults() Limits {
	defaults := Limits{Tokens: 4000, Records: 100, Errors: 20, FieldErrors: 100}
	for _, d := range []struct{ value, fallback *int }{
		{&l.Tokens, &defaults.Tokens}, {&l.Records, &defaults.Records}, {&l.Errors, &defaults.Errors},
		{&l.FieldErrors, &defaults.FieldErrors},
	} {
		if *d.value == 0 {
			*d.value = *d.fallback
		}
	}
	return l
}

// Handler answers GraphQL requests over HTTP, and lets the node itself follow subscriptions.
type Handler struct {
	*handler.Server
	inside *executor.Executor // does what the server does, for requests that come by no transport
	births births
}

// answering is what both a server and an executor of gqlgen are told.
type answering interface {
	SetQueryCache(cache graphql.Cache[*ast.QueryDocument])
	SetParserTokenLimit(limit int)
	SetErrorPresenter(f graphql.ErrorPresenterFunc)
	SetRecoverFunc(f graphql.RecoverFunc)
	SetDisableSuggestion(value bool)
	Use(extension graphql.HandlerExtension)
	AroundRootFields(f graphql.RootFieldMiddleware)
	AroundFields(f graphql.FieldMiddleware)
	AroundResponses(f graphql.ResponseMiddleware)
}

// NewHandler makes the handler of GraphQL requests over HTTP.
func NewHandler(o Options) *Handler {
	o = o.withDefaults()
	resolver := &Resolver{registry: o.Registry, network: o.Network, exports: o.Exports, desk: o.Desk, limits: o.Limits, webhooks: o.Webhooks}
	schema := graph.NewExecutableSchema(graph.Config{Schema: graph.Schema(), Resolvers: resolver})
	h := &Handler{Server: handler.New(schema), inside: executor.New(schema), births: o.Registry}
	resolver.subscriptions = h
	h.AddTransport(wire.NewSocket(wire.SocketOptions{Recognise: o.Recognise, Admit: o.Guard.Admit, Send: o.Send}))
	h.AddTransport(wire.NewEvents(wire.EventsOptions{Admit: o.Guard.Admit, Send: o.Send}))
	// Transports of streams come before this one, which takes every request.
	h.AddTransport(wire.NewTransport(wire.Options{
		Fields: o.Limits.Body, Files: o.Limits.Files, Memory: o.Limits.UploadMemory, Parts: o.Guard.LongestAnswer(), Keep: o.Keep,
		Momentary: []string{"rateLimit"}, MomentaryWith: map[string]string{"scope": string(gqlmodel.QueryScopeNetwork)},
	}))
	h.SetValidationRulesFn(rulesFor(o.suggests()))
	h.inside.SetDefaultRulesFn(rulesFor(o.suggests()))
	measuring := newMeasuring(o)
	o.configure(h.Server, measuring)
	o.configure(h.inside, measuring)
	return h
}

func (o Options) withDefaults() Options {
	o.Limits = o.Limits.withDefaults()
	if o.Wait == 0 {
		o.Wait = time.Millisecond
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Documents == nil {
		o.Documents = wire.NewDocuments(wire.DocumentsOptions{})
	}
	if o.Exports == nil {
		o.Exports = noExports{}
	}
	if o.Guard == nil {
		o.Guard = guard.New(guard.Options{})
	}
	if o.Webhooks == nil {
		o.Webhooks = noWebhooks{}
	}
	if o.Network == nil {
		o.Network = alone{}
	}
	return o
}

// suggests tells whether errors may suggest names, which spell out the schema: the parser does
// not know who asks.
func (o Options) suggests() bool { return o.Introspection && o.Introspectors == 0 }

func (o Options) configure(h answering, m *measuring) {
	h.SetQueryCache(o.Guard.Documents())
	h.SetParserTokenLimit(o.Limits.Tokens)
	h.SetErrorPresenter(presenter(o.Logger))
	h.SetRecoverFunc(recovered)
	h.SetDisableSuggestion(!o.suggests())
	if o.Introspection {
		h.Use(introspecting{o.Introspectors})
	}
	h.Use(o.Documents) // what looks at queries comes after
	h.Use(m)
	h.Use(o.Guard)
	h.Use(&wire.Inline{Whole: asksNetwork})
	h.Use(operations{registry: o.Registry, wait: o.Wait})
	if o.Trace != nil {
		h.Use(&tracing{trusts: o.Trace})
	}
	h.AroundRootFields(representations(o.Limits.Records))
	h.AroundFields(emptyToNull)
	h.AroundResponses(orderly(o.Limits.Errors, o.Limits.FieldErrors))
}

// presenter presents errors and logs those that are the node's own fault.
func presenter(log *slog.Logger) graphql.ErrorPresenterFunc {
	return func(ctx context.Context, err error) *gqlerror.Error {
		wire := Present(ctx, err)
		if wire.Extensions["code"] == model.CodeInternal && !errors.Is(ctx.Err(), context.Canceled) {
			log.ErrorContext(ctx, "request failed", "request", wire.Extensions["requestId"], "path", wire.Path.String(), "error", err)
		}
		return wire
	}
}

// recovered turns a panic into an error for the log.
func recovered(_ context.Context, cause any) error {
	return fmt.Errorf("panic: %v\n%s", cause, debug.Stack())
}

// orderly puts the errors of a response in the order of their paths, since fields are
// answered at once, and keeps the first of them: a query with thousands of faults is not
// answered with thousands of errors.
func orderly(refused, answered int) graphql.ResponseMiddleware {
	return func(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
		response := next(ctx)
		if response == nil {
			return nil
		}
		sort.SliceStable(response.Errors, func(i, j int) bool {
			return response.Errors[i].Path.String() < response.Errors[j].Path.String()
		})
		limit := answered
		if response.Data == nil {
			limit = refused
		}
		if o := operationOf(ctx); o != nil { // it may have been answered in part
			limit = max(0, limit-o.faults)
			defer func() { o.faults += len(response.Errors) }()
		}
		response.Errors = response.Errors[:min(limit, len(response.Errors))]
		return response
	}
}

// maxRequestID bounds a request number that comes from outside.
const maxRequestID = 64

// requestID is the number of a request for the log: the one that it came with, or a new one.
func requestID(headers http.Header) string {
	if id := headers.Get("X-Request-Id"); id != "" && len(id) <= maxRequestID {
		return id
	}
	return rand.Text()
}
