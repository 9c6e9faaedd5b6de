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
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"metrograph/graph"
	"metrograph/model"
)

// Options are what the handler answers from, and how.
type Options struct {
	Registry      Registry
	Limits        Limits
	Introspection bool          // answer __schema, __type and _service
	Logger        *slog.Logger  // nil for none
	Wait          time.Duration // how long loads of a request are gathered; 0 for 1 ms
}

// Limits bound what one request may ask for. What is 0 has its default.
type Limits struct {
	Tokens       int   // of a query; 4,000
	Records      int   // identifiers of nodes, representations of _entities; 100
	UploadSize   int64 // of a multipart request, bytes; 512 MiB
	UploadMemory int64 // of it that is held in memory, bytes; 8 MiB
	Errors       int   // that are told of a refused request; 20
	Queries      int   // parsed queries that are remembered; 1,000
}

func (l Limits) withDefaults() Limits {
	defaults := Limits{Tokens: 4000, Records: 100, UploadSize: 512 << 20, UploadMemory: 8 << 20, Errors: 20, Queries: 1000}
	for _, d := range []struct{ value, fallback *int }{
		{&l.Tokens, &defaults.Tokens}, {&l.Records, &defaults.Records}, {&l.Errors, &defaults.Errors}, {&l.Queries, &defaults.Queries},
	} {
		if *d.value == 0 {
			*d.value = *d.fallback
		}
	}
	if l.UploadSize == 0 {
		l.UploadSize = defaults.UploadSize
	}
	if l.UploadMemory == 0 {
		l.UploadMemory = defaults.UploadMemory
	}
	return l
}

// NewHandler makes the handler of GraphQL requests over HTTP: POST, GET for queries, and
// multipart requests for uploads.
func NewHandler(o Options) *handler.Server {
	limits := o.Limits.withDefaults()
	if o.Wait == 0 {
		o.Wait = time.Millisecond
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	resolver := &Resolver{registry: o.Registry, limits: limits}
	h := handler.New(graph.NewExecutableSchema(graph.Config{Schema: graph.Schema(), Resolvers: resolver}))
	h.AddTransport(transport.GET{})
	h.AddTransport(transport.POST{})
	h.AddTransport(transport.MultipartForm{MaxUploadSize: limits.UploadSize, MaxMemory: limits.UploadMemory})
	h.SetQueryCache(lru.New[*ast.QueryDocument](limits.Queries))
	h.SetParserTokenLimit(limits.Tokens)
	h.SetErrorPresenter(presenter(o.Logger))
	h.SetRecoverFunc(recovered)
	h.SetDisableSuggestion(!o.Introspection) // suggestions spell out the schema
	if o.Introspection {
		h.Use(extension.Introspection{})
	}
	h.Use(operations{registry: o.Registry, wait: o.Wait})
	h.AroundRootFields(representations(limits.Records))
	h.AroundFields(emptyToNull)
	h.AroundResponses(orderly(limits.Errors))
	return h
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
// answered at once, and keeps the first errors of a request that was refused: a query with
// thousands of faults is not answered with thousands of errors.
func orderly(limit int) graphql.ResponseMiddleware {
	return func(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
		response := next(ctx)
		if response == nil {
			return nil
		}
		sort.SliceStable(response.Errors, func(i, j int) bool {
			return response.Errors[i].Path.String() < response.Errors[j].Path.String()
		})
		if response.Data == nil && len(response.Errors) > limit {
			response.Errors = response.Errors[:limit]
		}
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
