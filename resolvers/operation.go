package resolvers

import (
	"context"
	"maps"
	"slices"
	"sort"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/graph-gophers/dataloader/v7"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"metrograph/model"
	"metrograph/registry"
)

// operation is what one request gathers while it is answered: loaders that join the loads of
// many parents into one call, and the names of the fields that were masked.
type operation struct {
	registry Registry
	wait     time.Duration
	id       string // of the request, for the log
	faults   int    // that were told of

	mu          sync.Mutex
	records     map[recordsKey]*dataloader.Loader[model.ID, model.Record]
	lists       map[*ast.Field]*dataloader.Loader[*registry.ListRequest, registry.Page]
	evaluations *dataloader.Loader[model.ID, *model.CertificateEvaluation]
	qualities   *dataloader.Loader[model.ID, *model.Quality]
	redacted    map[string]bool
	belows      map[selectedBelow]ast.SelectionSet
	told        map[string]bool // what is masked of the records that a subscription tells of

	foreigners map[model.Record]foreign // of other nodes
	federation []map[string]any         // how other nodes have answered
	answering  *question                // for another node; nil for a caller of this one

	following *following // of a subscription that the node itself follows
}

// operations hangs an operation on every request, and its findings on every response.
type operations struct {
	registry Registry
	wait     time.Duration
}

const operationsName = "MetrographOperations"

func (operations) ExtensionName() string                   { return operationsName }
func (operations) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationContext begins an operation.
func (x operations) MutateOperationContext(_ context.Context, oc *graphql.OperationContext) *gqlerror.Error {
	oc.Stats.SetExtension(operationsName, &operation{
		registry: x.registry, wait: x.wait, id: requestID(oc.Headers), redacted: map[string]bool{},
		belows:  map[selectedBelow]ast.SelectionSet{},
		records: map[recordsKey]*dataloader.Loader[model.ID, model.Record]{},
		lists:   map[*ast.Field]*dataloader.Loader[*registry.ListRequest, registry.Page]{},
	})
	return nil
}

// InterceptResponse names the masked fields in extensions.redacted.
func (operations) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	o := operationOf(ctx)
	if o != nil && graphql.GetOperationContext(ctx).Operation.Operation == ast.Subscription {
		o.restart() // each event is answered from what there is then
	}
	response := next(ctx)
	if response == nil || o == nil {
		return response
	}
	if names := o.masked(); len(names) > 0 {
		extend(response, "redacted", names)
	}
	if len(o.federation) > 0 {
		extend(response, "federation", o.federation)
	}
	return response
}

func extend(response *graphql.Response, name string, value any) {
	if response.Extensions == nil {
		response.Extensions = map[string]any{}
	}
	response.Extensions[name] = value
}

// operationOf returns the operation of a request; nil before its query was understood.
func operationOf(ctx context.Context) *operation {
	if !graphql.HasOperationContext(ctx) {
		return nil
	}
	o, _ := graphql.GetOperationContext(ctx).Stats.GetExtension(operationsName).(*operation)
	return o
}

// redact notes which of the fields that were asked for are masked. The registry names them
// by their coordinates; where it read more than was asked for, it names more.
func (o *operation) redact(kind model.Kind, asked model.FieldSet, masked []string) {
	if len(masked) == 0 {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	noteMasked(o.redacted, kind, asked, masked)
}

func noteMasked(into map[string]bool, kind model.Kind, asked model.FieldSet, masked []string) {
	for _, name := range asked.Names(kind) {
		if coordinate := kind.TypeName() + "." + name; slices.Contains(masked, coordinate) {
			into[coordinate] = true
		}
	}
}

// tell notes which of the fields are masked of the record that a subscription tells of next.
func (o *operation) tell(kind model.Kind, asked model.FieldSet, masked []string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.told = map[string]bool{}
	noteMasked(o.told, kind, asked, masked)
}

func (o *operation) masked() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	names := slices.Collect(maps.Keys(o.redacted))
	for name := range o.told {
		if !o.redacted[name] {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	return names
}

// forget drops what was loaded, after a write.
func (o *operation) forget() {
	o.mu.Lock()
	defer o.mu.Unlock()
	clear(o.records)
	o.evaluations, o.qualities = nil, nil
}

// restart drops all that was gathered, before the next event of a subscription.
func (o *operation) restart() {
	o.mu.Lock()
	defer o.mu.Unlock()
	clear(o.records)
	clear(o.lists)
	o.evaluations, o.qualities = nil, nil
	clear(o.redacted)
	o.faults = 0
}
