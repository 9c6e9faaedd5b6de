package resolvers

import (
	"context"

	"metrograph/graph"
	"metrograph/graph/gqlmodel"
	"metrograph/model"
	"metrograph/workflow/reports"
)

// RequestReport is the resolver for the requestReport field.
func (r *mutationResolver) RequestReport(ctx context.Context, input gqlmodel.RequestReportInput) (*gqlmodel.ReportPayload, error) {
	return r.requestReport(ctx, input)
}

// RemakeReport is the resolver for the remakeReport field.
func (r *mutationResolver) RemakeReport(ctx context.Context, input gqlmodel.MoveReportInput) (*gqlmodel.ReportPayload, error) {
	return r.moveReport(ctx, reports.Remake, input)
}

// SubmitReport is the resolver for the submitReport field.
func (r *mutationResolver) SubmitReport(ctx context.Context, input gqlmodel.MoveReportInput) (*gqlmodel.ReportPayload, error) {
	return r.moveReport(ctx, reports.Submit, input)
}

// ApproveReport is the resolver for the approveReport field.
func (r *mutationResolver) ApproveReport(ctx context.Context, input gqlmodel.MoveReportInput) (*gqlmodel.ReportPayload, error) {
	return r.moveReport(ctx, reports.Approve, input)
}

// ReturnReport is the resolver for the returnReport field.
func (r *mutationResolver) ReturnReport(ctx context.Context, input gqlmodel.MoveReportInput) (*gqlmodel.ReportPayload, error) {
	return r.moveReport(ctx, reports.Return, input)
}

// PublishReport is the resolver for the publishReport field.
func (r *mutationResolver) PublishReport(ctx context.Context, input gqlmodel.MoveReportInput) (*gqlmodel.ReportPayload, error) {
	return r.moveReport(ctx, reports.Publish, input)
}

// WithdrawReport is the resolver for the withdrawReport field.
func (r *mutationResolver) WithdrawReport(ctx context.Context, input gqlmodel.MoveReportInput) (*gqlmodel.ReportPayload, error) {
	return r.moveReport(ctx, reports.Withdraw, input)
}

// Report is the resolver for the report field.
func (r *queryResolver) Report(ctx context.Context, id model.ID) (*model.Report, error) {
	return one[*model.Report](ctx, id)
}

// Reports is the resolver for the reports field.
func (r *queryResolver) Reports(ctx context.Context, first *int, after *string, last *int, before *string, filter map[string]any, orderBy *gqlmodel.Order) (*gqlmodel.ReportConnection, error) {
	page, err := list(ctx, window{first, after, last, before}, query{model.KindReport, filter, orderBy, nil})
	return reportPage(page), err
}

// Origin is the resolver for the origin field.
func (r *reportResolver) Origin(ctx context.Context, obj *model.Report) (*model.Institution, error) {
	return one[*model.Institution](ctx, obj.Origin)
}

// Manufacturers is the resolver for the manufacturers field.
func (r *reportResolver) Manufacturers(ctx context.Context, obj *model.Report) ([]*model.Institution, error) {
	return many[*model.Institution](ctx, obj.Manufacturers)
}

// History is the resolver for the history field.
func (r *reportResolver) History(ctx context.Context, obj *model.Report, first *int, after *string, last *int, before *string) (*gqlmodel.RevisionConnection, error) {
	return r.history(ctx, obj.ID, window{first, after, last, before})
}

// Instrument is the resolver for the instrument field.
func (r *reportResolver) Instrument(ctx context.Context, obj *model.Report) (*model.Instrument, error) {
	return one[*model.Instrument](ctx, obj.InstrumentID)
}

// Export is the resolver for the export field.
func (r *reportResolver) Export(ctx context.Context, obj *model.Report) (*model.Export, error) {
	return one[*model.Export](ctx, obj.ExportID)
}

// Supersedes is the resolver for the supersedes field.
func (r *reportResolver) Supersedes(ctx context.Context, obj *model.Report) (*model.Report, error) {
	return one[*model.Report](ctx, obj.SupersedesID)
}

// SupersededBy is the resolver for the supersededBy field.
func (r *reportResolver) SupersededBy(ctx context.Context, obj *model.Report) (*model.Report, error) {
	return one[*model.Report](ctx, obj.SupersededByID)
}

// Report returns graph.ReportResolver implementation.
func (r *Resolver) Report() graph.ReportResolver { return &reportResolver{r} }

type reportResolver struct{ *Resolver }
