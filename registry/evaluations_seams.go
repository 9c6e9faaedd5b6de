package registry

import (
	"context"

	"metrograph/model"
)

// sheet computes the evaluator's sheet of a record, for whoever asks.
func (r *Registry) sheet(ctx context.Context, subject model.Record) (*model.EvaluationSheet, error) {
	return r.EvaluationSheet(ctx, subject.Base().ID)
}

// publishSubject publishes what the nation has evaluated.
func (r *Registry) publishSubject(ctx context.Context, e *model.Evaluation) (model.ID, error) {
	return "", nil
}
