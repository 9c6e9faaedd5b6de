package wire

import (
	"cmp"
	"context"
	"mime"
	"net/http"
	"slices"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"metrograph/model"
	"metrograph/wire/accept"
)

// Transport answers requests by GET and POST, uploads among them, whole or in parts. It takes
// every request, so it is the last of a handler's transports.
type Transport struct{ Options }

// Options of a transport; what is 0 has the stated default.
type Options struct {
	Fields int64         // bytes of an upload's request without its files; 1 MiB
	Files  int           // of an upload; 10
	Memory int64         // bytes of files that are held in memory; 8 MiB
	Parts  int           // bytes of an answer that come late; 8 MiB
	Keep   time.Duration // how long caches may keep public answers without asking; 0: they ask
	// Momentary are the fields of queries whose answers tell of this moment: no cache keeps them.
	Momentary []string
	// MomentaryWith are arguments by name with which any field does.
	MomentaryWith map[string]string
}

// NewTransport completes the options.
func NewTransport(o Options) Transport {
	o.Fields, o.Files = cmp.Or(o.Fields, 1<<20), cmp.Or(o.Files, 10)
	o.Memory, o.Parts = cmp.Or(o.Memory, 8<<20), cmp.Or(o.Parts, 8<<20)
	return Transport{o}
}

// Supports is a part of gqlgen's Transport.
func (t Transport) Supports(*http.Request) bool { return true }

// Do answers a request.
func (t Transport) Do(w http.ResponseWriter, r *http.Request, executor graphql.GraphExecutor) {
	w.Header().Add("Vary", "Accept")
	accepted := r.Header.Values("Accept")
	media, ok := accept.Media(accepted)
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	wanted := &wish{}
	if accept.TakesParts(accepted) {
		ctx = context.WithValue(ctx, wishKey{}, wanted)
		media, ok = cmp.Or(media, accept.JSON), true
	}
	if !ok {
		refuse(w, accept.JSON, refusalf(http.StatusNotAcceptable, "answers are %s or %s", accept.GraphQL, accept.JSON))
		return
	}
	q, err := t.read(r)
	if err != nil {
		refuse(w, media, err)
		return
	}
	defer q.close()
	e, err := execute(ctx, &q.RawParams, executor, isSafe(r))
	if err != nil {
		refuse(w, media, err)
		return
	}
	if wanted.plan != nil && e.Data != nil && e.inParts(w, wanted.plan, t.Parts, cancel) {
		return
	}
	if isSafe(r) && len(e.Errors) == 0 && !t.isMomentary(e.operation) {
		w.Header().Set("Cache-Control", t.cacheControl(r.Context()))
	}
	write(w, media, statusOf(w.Header(), media, e.Response), e.Response)
}

// methods are those that are served at the address: streams are shared by the last two.
const methods = "GET, HEAD, POST, PUT, DELETE"

// read reads a request from where its method has it.
func (t Transport) read(r *http.Request) (*request, error) {
	if isSafe(r) {
		return readURL(r)
	}
	if r.Method != http.MethodPost {
		return nil, notAllowed(methods, "requests come by GET or POST")
	}
	if r.Header.Get("Content-Encoding") != "" {
		return nil, refusalf(http.StatusUnsupportedMediaType, "a request is not compressed")
	}
	media, parameters, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case err == nil && media == accept.JSON && isUTF8(parameters["charset"]):
		return readJSON(r)
	case err == nil && media == "multipart/form-data":
		return t.readForm(r)
	}
	return nil, refusalf(http.StatusUnsupportedMediaType, "a request is %s in UTF-8, or multipart/form-data with files", accept.JSON)
}

// isSafe tells whether the method promises to change nothing (RFC 9110, 9.2.1).
func isSafe(r *http.Request) bool { return r.Method == http.MethodGet || r.Method == http.MethodHead }

// execution is the answer to an operation, or the first of its answers.
type execution struct {
	*graphql.Response
	operation *graphql.OperationContext
	further   func() *graphql.Response // its other answers, until nil
}

// execute has a request answered. Its error is a refusal.
func execute(ctx context.Context, params *graphql.RawParams, executor graphql.GraphExecutor, isSafe bool) (*execution, error) {
	operation, faults := executor.CreateOperationContext(ctx, params)
	if len(faults) > 0 {
		return &execution{Response: executor.DispatchError(graphql.WithOperationContext(ctx, operation), faults), operation: operation}, nil
	}
	switch kind := operation.Operation.Operation; {
	case kind == ast.Subscription:
		return nil, refusalf(http.StatusNotAcceptable, "a subscription is answered by a stream")
	case kind == ast.Mutation && isSafe:
		return nil, notAllowed("POST", "a mutation comes by POST")
	}
	next, ctx := executor.DispatchOperation(ctx, operation)
	response := next(ctx)
	if response == nil { // gqlgen does not answer when nobody waits any longer
		return nil, limited(http.StatusServiceUnavailable, "the request took too long")
	}
	// What gqlgen has begun is to be taken from it, also when nobody waits any longer.
	further := func() *graphql.Response { return next(context.WithoutCancel(ctx)) }
	return &execution{response, operation, further}, nil
}

func (t Transport) isMomentary(operation *graphql.OperationContext) bool {
	fields := graphql.CollectFields(operation, operation.Operation.SelectionSet, []string{"Query"})
	return slices.ContainsFunc(fields, func(f graphql.CollectedField) bool {
		given := func(name string) any { return f.ArgumentMap(operation.Variables)[name] }
		for name, value := range t.MomentaryWith {
			if given(name) == value {
				return true
			}
		}
		return slices.Contains(t.Momentary, f.Name)
	})
}

// cacheControl says who may keep the answer to a query, and for how long. What anybody may
// read is the same for everybody; other answers are for the caller alone, and asked for anew
// each time since what a caller may see can change.
func (t Transport) cacheControl(ctx context.Context) string {
	switch {
	case !model.PrincipalFrom(ctx).Anonymous():
		return "private, no-cache"
	case t.Keep == 0:
		return "public, no-cache"
	}
	return "public, max-age=" + seconds(t.Keep)
}
