package resolvers

import (
	"context"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler/apollofederatedtracingv1"
	"github.com/vektah/gqlparser/v2/ast"

	"metrograph/model"
)

// tracing tells gateways of Apollo Federation how long each field took, as they ask by the
// header apollo-federation-include-trace: ftv1. How long the node looks for a record says
// something of what is hidden, so only those that are trusted are told; for all others the
// header is not there.
type tracing struct {
	apollofederatedtracingv1.Tracer
	trusts func(*model.Principal) bool
}

// InterceptOperation begins a trace. What is answered more than once has none.
func (t *tracing) InterceptOperation(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	oc := graphql.GetOperationContext(ctx)
	if !t.trusts(model.PrincipalFrom(ctx)) || oc.Operation.Operation == ast.Subscription || strings.Contains(oc.RawQuery, "@defer") {
		return next(ctx)
	}
	return t.Tracer.InterceptOperation(ctx, next)
}
