package guard

import (
	"context"
	"strings"
	"sync/atomic"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"metrograph/model"
)

// run is an operation, from its coming in to its answer.
type run struct {
	requested int  // its cost by the request
	wide      bool // other nodes are asked too
	allowance Allowance
	valid     bool
	event     bool // it is a subscription: it waits, and answers many times
	parts     bool // it may be answered in parts
	answered  bool
	refused   bool // its answer said so, and no other one comes

	actual atomic.Int64 // the cost of what was answered
	size   atomic.Int64 // of the answer, about, in bytes
	over   atomic.Bool  // the answer is too large

	until context.Context // ends with its time
	stop  context.CancelFunc
	leave func() // gives its place to others; nil before and after
}

// runOf returns the run of an operation; nil before it has come in.
func runOf(ctx context.Context) *run {
	if !graphql.HasOperationContext(ctx) {
		return nil
	}
	r, _ := graphql.GetOperationContext(ctx).Stats.GetExtension(extensionName).(*run)
	return r
}

// MutateOperationContext notes that an operation was found valid.
func (*Guard) MutateOperationContext(ctx context.Context, oc *graphql.OperationContext) *gqlerror.Error {
	if r := runOf(ctx); r != nil {
		r.valid, r.event = true, oc.Operation.Operation == ast.Subscription
		r.parts = strings.Contains(oc.RawQuery, "defer")
	}
	return nil
}

// InterceptResponse has an operation wait for its turn, bounds its time, and says what it
// cost.
func (g *Guard) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	r := runOf(ctx)
	if r == nil {
		return next(ctx)
	}
	response := g.perform(ctx, r, next)
	if response != nil {
		if response.Extensions == nil {
			response.Extensions = map[string]any{}
		}
		response.Extensions["cost"] = r.bill(visitOf(ctx).fleeting)
	}
	return response
}

func (g *Guard) perform(ctx context.Context, r *run, next graphql.ResponseHandler) *graphql.Response {
	switch {
	case r.refused:
		return nil
	case r.event:
		r.actual.Store(0) // each event has a bill of its own
		return next(ctx)
	case !r.valid || r.answered && r.leave == nil:
		return next(ctx)
	case !r.answered:
		if err := g.enter(ctx, r); err != nil {
			return r.refuse(ctx, err)
		}
	}
	return g.within(ctx, r, next)
}

// within answers an operation that has its place, which it gives back with its last part, and
// also when it panics.
func (g *Guard) within(ctx context.Context, r *run, next graphql.ResponseHandler) (response *graphql.Response) {
	more := false
	defer func() {
		if !more {
			r.end()
		}
	}()
	inner := r.until
	if r.parts {
		inner = context.WithoutCancel(ctx) // see lasting
	}
	response = next(inner)
	if r.over.Load() {
		refused := r.refuse(ctx, measured{"response", int(r.size.Load()), g.o.Limits.Response}.refusal())
		if response != nil {
			refused.Path, refused.Label = response.Path, response.Label
		}
		for goesOn(response) {
			response = next(inner) // so that nothing waits to be taken
		}
		return refused
	}
	more = goesOn(response)
	return response
}

// enter waits for a place, and for what the place is for begins the time.
func (g *Guard) enter(ctx context.Context, r *run) (err error) {
	r.answered = true
	r.until, r.stop = context.WithTimeout(ctx, g.o.Deadline)
	r.leave, err = g.queue(r).Enter(r.until, callerOf(ctx), r.requested)
	if err == nil {
		return nil
	}
	r.stop()
	err = busy(err)
	if model.CodeOf(err) == model.CodeLimitExceeded {
		visitOf(ctx).postpone(time.Second)
	}
	return err
}

// end gives the place of an operation to others, after its last part.
func (r *run) end() {
	r.stop()
	r.leave()
	r.leave = nil
}

// goesOn tells whether more parts of an answer come.
func goesOn(response *graphql.Response) bool {
	return response != nil && response.HasNext != nil && *response.HasNext
}

// lasting is the context of a field whose operation may be answered in parts. It ends with the
// time of the operation while the field is resolved, so that whoever resolves it stops, and
// never afterwards: gqlgen would lose what the context of the fields below it outlives, and
// wait for it forever.
type lasting struct {
	context.Context
	until    context.Context
	resolved atomic.Bool
}

// resolve resolves a field within the time of its operation.
func (r *run) resolve(ctx context.Context, next graphql.Resolver) (any, error) {
	if !r.parts || r.until == nil {
		return next(ctx)
	}
	within := &lasting{Context: ctx, until: r.until}
	defer within.resolved.Store(true)
	return next(within)
}

func (c *lasting) Done() <-chan struct{} {
	if c.resolved.Load() {
		return c.Context.Done()
	}
	return c.until.Done()
}

func (c *lasting) Err() error {
	if c.resolved.Load() {
		return c.Context.Err()
	}
	return c.until.Err()
}

func (c *lasting) Deadline() (time.Time, bool) {
	if c.resolved.Load() {
		return c.Context.Deadline()
	}
	return c.until.Deadline()
}

// refuse is the answer to an operation of which nothing is answered.
func (r *run) refuse(ctx context.Context, err error) *graphql.Response {
	r.refused = true
	graphql.AddError(ctx, err)
	all := graphql.GetErrors(ctx)
	return &graphql.Response{Errors: all[len(all)-1:]} // without those of what was stopped
}

// bill is what extensions.cost says. Where a cache may keep the answer it says nothing of the
// moment.
func (r *run) bill(fleeting bool) map[string]any {
	bill := map[string]any{"requested": r.requested, "actual": r.actual.Load()}
	if fleeting && r.allowance.Limit > 0 {
		bill["available"] = r.allowance.Remaining
		bill["resetAt"] = r.allowance.ResetAt().Format("2006-01-02T15:04:05.000Z") // as DateTime writes it
	}
	return bill
}

// CostOf is what an operation costs by its request; 0 before it has come in.
func CostOf(ctx context.Context) int {
	if r := runOf(ctx); r != nil {
		return r.requested
	}
	return 0
}

// AllowanceOf is what the caller of an operation may still spend, and what the operation
// costs; false where nothing limits the caller.
func AllowanceOf(ctx context.Context) (a Allowance, cost int, limited bool) {
	r := runOf(ctx)
	if r == nil || r.allowance.Limit == 0 {
		return a, 0, false
	}
	return r.allowance, r.requested, true
}
