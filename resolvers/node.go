package resolvers

import (
	"context"

	"metrograph/graph"
	"metrograph/graph/gqlmodel"
	"metrograph/model"
)

func (r *mutationResolver) PublishRecord(ctx context.Context, input gqlmodel.PublishRecordInput) (*gqlmodel.RecordPayload, error) {
	return r.act(ctx, model.ActionPublish, change{input.ID, input.Version, input.Reason})
}

func (r *mutationResolver) WithdrawRecord(ctx context.Context, input gqlmodel.WithdrawRecordInput) (*gqlmodel.RecordPayload, error) {
	return r.act(ctx, model.ActionWithdraw, change{input.ID, input.Version, input.Reason})
}

func (r *mutationResolver) DeleteRecord(ctx context.Context, input gqlmodel.DeleteRecordInput) (*gqlmodel.RecordPayload, error) {
	return r.act(ctx, model.ActionDelete, change{input.ID, input.Version, input.Reason})
}

func (r *mutationResolver) WriteRecords(ctx context.Context, input gqlmodel.WriteRecordsInput) (*gqlmodel.WriteRecordsPayload, error) {
	return r.writeAll(ctx, input.Writes)
}

func (r *queryResolver) Node(ctx context.Context, id model.ID) (model.Record, error) {
	return anyOne(ctx, id)
}

func (r *queryResolver) Nodes(ctx context.Context, ids []model.ID) ([]model.Record, error) {
	if len(ids) > r.limits.Records {
		return nil, tooMany("ids", r.limits.Records)
	}
	return records(ctx, ids, func(i int) model.Kind { return kindOf(ids[i]) })
}

func (r *Resolver) Mutation() graph.MutationResolver { return &mutationResolver{r} }

func (r *Resolver) Query() graph.QueryResolver { return &queryResolver{r} }

type (
	mutationResolver struct{ *Resolver }
	queryResolver    struct{ *Resolver }
)
