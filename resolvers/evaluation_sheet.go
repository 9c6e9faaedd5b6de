package resolvers

import (
	"context"

	"metrograph/graph"
	"metrograph/model"
)

// Subject is the resolver for the subject field.
func (r *evaluationSheetResolver) Subject(ctx context.Context, obj *model.EvaluationSheet) (model.Record, error) {
	return anyOne(ctx, obj.SubjectID)
}

// EvaluationSheet is the resolver for the evaluationSheet field.
func (r *queryResolver) EvaluationSheet(ctx context.Context, subject model.ID) (*model.EvaluationSheet, error) {
	sheet, err := r.registry.EvaluationSheet(ctx, subject)
	if model.CodeOf(err) == model.CodeNotFound {
		return nil, nil
	}
	return sheet, err
}

// Records is the resolver for the records field.
func (r *sheetLineResolver) Records(ctx context.Context, obj *model.SheetLine) ([]model.Record, error) {
	return mixed(ctx, obj.Records)
}

// Certificate is the resolver for the certificate field.
func (r *sheetMemberResolver) Certificate(ctx context.Context, obj *model.SheetMember) (*model.Certificate, error) {
	return one[*model.Certificate](ctx, obj.CertificateID)
}

// EvaluationSheet returns graph.EvaluationSheetResolver implementation.
func (r *Resolver) EvaluationSheet() graph.EvaluationSheetResolver {
	return &evaluationSheetResolver{r}
}

// SheetLine returns graph.SheetLineResolver implementation.
func (r *Resolver) SheetLine() graph.SheetLineResolver { return &sheetLineResolver{r} }

// SheetMember returns graph.SheetMemberResolver implementation.
func (r *Resolver) SheetMember() graph.SheetMemberResolver { return &sheetMemberResolver{r} }

type (
	evaluationSheetResolver struct{ *Resolver }
	sheetLineResolver       struct{ *Resolver }
	sheetMemberResolver     struct{ *Resolver }
)
