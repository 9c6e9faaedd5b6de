package guard

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"metrograph/model"
)

// run is an operation, from its coming in to its answer.
type run struct {
	requested int // its cost by the request
	allowance Allowance
	valid     bool
	event     bool // it is a subscription: it waits, and answers many times
	answered  bool
	refused   bool // its answer said so, and no other one comes

	actual atomic.Int64 // the cost of what was answered
	size   atomic.Int64 // of the answer, about, in bytes
	over   atomic.Bool  // the answer is too large
	stop   context.CancelFunc
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
	case !r.valid || r.answered:
		return next(ctx)
	}
	r.answered = true
	ctx, r.stop = context.WithTimeout(ctx, g.o.Deadline)
	defer r.stop()
	leave, err := g.queue(r.requested).Enter(ctx, callerOf(ctx), r.requested)
	if err != nil {
		err = busy(err)
		if model.CodeOf(err) == model.CodeLimitExceeded {
			visitOf(ctx).postpone(time.Second)
		}
		return r.refuse(ctx, err)
	}
	defer leave()
	response := next(ctx)
	if r.over.Load() {
		return r.refuse(ctx, measured{"response", int(r.size.Load()), g.o.Limits.Response}.refusal())
	}
	return response
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
