package resolvers

import (
	"context"

	"metrograph/graph/gqlmodel"
	"metrograph/model"
	"metrograph/registry"
	"metrograph/workflow/reports"
)

func (r *Resolver) requestReport(ctx context.Context, input gqlmodel.RequestReportInput) (*gqlmodel.ReportPayload, error) {
	w, err := r.exports.RequestReport(ctx, registry.Commission{Type: input.Type, Period: value(input.Period), Discipline: value(input.Discipline),
		Language: value(input.Language), Instrument: value[model.ID](input.Instrument), Model: value(input.Model), Reason: value(input.Reason)})
	out, err := done(ctx, w, err)
	return reportPayload(out), err
}

func (r *Resolver) moveReport(ctx context.Context, name reports.Name, input gqlmodel.MoveReportInput) (*gqlmodel.ReportPayload, error) {
	w, err := r.exports.MoveReport(ctx, registry.ReportStep{Name: name, ID: input.ID, Version: input.Version, Text: value(input.Text), Reason: value(input.Reason)})
	out, err := done(ctx, w, err)
	return reportPayload(out), err
}
