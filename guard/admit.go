package guard

import (
	"context"
	"errors"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"

	"metrograph/model"
)

// MutateOperationParameters is where a request comes in, before gqlgen parses and validates
// its query: what is too large is refused here, and the rest is paid for.
func (g *Guard) MutateOperationParameters(ctx context.Context, params *graphql.RawParams) *gqlerror.Error {
	r := &run{}
	graphql.GetOperationContext(ctx).Stats.SetExtension(extensionName, r)
	refusal := g.examine(ctx, params, r)
	cost := r.requested
	if refusal != nil {
		cost = 1 // it was only looked at
	}
	if err := g.charge(ctx, r, cost); err != nil {
		refusal = err
	}
	if refusal == nil {
		return nil
	}
	var coded *model.Error
	if errors.As(refusal, &coded) {
		visitOf(ctx).postpone(coded.RetryAfter)
	}
	return gqlerror.Wrap(refusal)
}

// examine measures a request. What cannot be read, or has no such operation, is left to
// gqlgen to refuse.
func (g *Guard) examine(ctx context.Context, params *graphql.RawParams, r *run) error {
	r.requested = 1
	doc, known := g.documents.Get(ctx, params.Query)
	if !known {
		var err error
		doc, err = parser.ParseQueryWithTokenLimit(&ast.Source{Input: params.Query}, g.o.Limits.Tokens)
		if err != nil {
			return nil
		}
		if err := g.o.Limits.checkShape(ShapeOf(doc)); err != nil {
			return err
		}
	}
	operation := doc.Operations.ForName(params.OperationName)
	if operation == nil {
		return nil
	}
	weight, err := g.tariff.Weigh(doc, operation, params.Variables)
	if err != nil {
		return err
	}
	r.requested, r.wide = weight.Cost, weight.Wide
	return g.o.Limits.checkWeight(weight)
}

// charge takes a cost from the caller's bucket.
func (g *Guard) charge(ctx context.Context, r *run, cost int) error {
	limit := g.o.Rates.of(model.PrincipalFrom(ctx))
	if limit == 0 {
		return nil
	}
	var paid bool
	r.allowance, paid = g.buckets.Spend(callerOf(ctx), limit, cost)
	visitOf(ctx).announce(r.allowance, g.o.Now())
	if paid {
		return nil
	}
	e := model.Errorf(model.CodeLimitExceeded, "the rate limit is reached: the request costs %d, and %d are left of %d a minute; try again in %d s",
		cost, r.allowance.Remaining, limit, seconds(r.allowance.Wait))
	e.Path, e.RetryAfter = "rate", r.allowance.Wait
	return e
}
