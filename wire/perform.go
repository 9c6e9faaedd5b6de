package wire

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// performance is an operation of a stream.
type performance struct {
	ctx       context.Context
	executor  graphql.GraphExecutor
	operation *graphql.OperationContext
	faults    gqlerror.List // why it cannot be executed
}

func prepare(ctx context.Context, q *request, executor graphql.GraphExecutor) *performance {
	p := &performance{ctx: graphql.StartOperationTrace(ctx), executor: executor}
	p.operation, p.faults = executor.CreateOperationContext(p.ctx, &q.RawParams)
	return p
}

func (p *performance) is(kind ast.Operation) bool {
	return len(p.faults) == 0 && p.operation.Operation.Operation == kind
}

// run executes the operation and tells of each of its responses until there are no more, or
// tell returns false; executed is false for one that failed before its execution, of which
// the one response has told. It lasts as long as its context: the time of queries and
// mutations is bounded where they are executed, whatever they come over.
func (p *performance) run(tell func(*graphql.Response) bool) (executed bool) {
	if len(p.faults) > 0 {
		tell(p.executor.DispatchError(graphql.WithOperationContext(p.ctx, p.operation), p.faults))
		return false
	}
	next, ctx := p.executor.DispatchOperation(p.ctx, p.operation)
	for response := next(ctx); response != nil; response = next(ctx) {
		if !tell(response) {
			return false
		}
	}
	return true
}
