package resolvers

import (
	"context"

	"metrograph/graph"
	"metrograph/graph/gqlmodel"
	"metrograph/model"
)

// PublishRecord is the resolver for the publishRecord field.
func (r *mutationResolver) PublishRecord(ctx context.Context, input gqlmodel.PublishRecordInput) (*gqlmodel.RecordPayload, error) {
	return r.act(ctx, model.ActionPublish, change{input.ID, input.Version, input.Reason})
}

// WithdrawRecord is the resolver for the withdrawRecord field.
func (r *mutationResolver) WithdrawRecord(ctx context.Context, input gqlmodel.WithdrawRecordInput) (*gqlmodel.RecordPayload, error) {
	return r.act(ctx, model.ActionWithdraw, change{input.ID, input.Version, input.Reason})
}

// DeleteRecord is the resolver for the deleteRecord field.
func (r *mutationResolver) DeleteRecord(ctx context.Context, input gqlmodel.DeleteRecordInput) (*gqlmodel.RecordPayload, error) {
	return r.act(ctx, model.ActionDelete, change{input.ID, input.Version, input.Reason})
}

// WriteRecords is the resolver for the writeRecords field.
func (r *mutationResolver) WriteRecords(ctx context.Context, input gqlmodel.WriteRecordsInput) (*gqlmodel.WriteRecordsPayload, error) {
	return r.writeAll(ctx, input.Writes)
}

// Node is the resolver for the node field.
func (r *queryResolver) Node(ctx context.Context, id model.ID) (model.Record, error) {
	return anyOne(ctx, id)
}

// Nodes is the resolver for the nodes field.
func (r *queryResolver) Nodes(ctx context.Context, ids []model.ID) ([]model.Record, error) {
	if len(ids) > r.limits.Records {
		return nil, tooMany("ids", r.limits.Records)
	}
	return roots(ctx, ids, func(i int) model.Kind { return kindOf(ids[i]) })
}

// Mutation returns graph.MutationResolver implementation.
func (r *Resolver) Mutation() graph.MutationResolver { return &mutationResolver{r} }

// Query returns graph.QueryResolver implementation.
func (r *Resolver) Query() graph.QueryResolver { return &queryResolver{r} }

type (
	mutationResolver struct{ *Resolver }
	queryResolver    struct{ *Resolver }
)
