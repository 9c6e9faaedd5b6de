package resolvers

import (
	"context"

	"metrograph/model"
)

// evaluate asks for the evaluation of a certificate together with those of the others that the
// request asks for.
func (o *operation) evaluate(ctx context.Context, id model.ID) (*model.CertificateEvaluation, error) {
	o.mu.Lock()
	if o.evaluations == nil {
		o.evaluations = newLoader(o, o.evaluateAll)
	}
	loader := o.evaluations
	o.mu.Unlock()
	return loader.Load(ctx, id)()
}

func (o *operation) evaluateAll(ctx context.Context, ids []model.ID) ([]*model.CertificateEvaluation, error) {
	found, err := o.registry.Evaluate(ctx, ids)
	o.redact(model.KindCertificate, model.AllFields, found.Redacted)
	return found.Certificates, err
}

// quality asks for the quality of an institution's certificates, in the same way.
func (o *operation) quality(ctx context.Context, id model.ID) (*model.Quality, error) {
	o.mu.Lock()
	if o.qualities == nil {
		o.qualities = newLoader(o, o.registry.InstitutionQuality)
	}
	loader := o.qualities
	o.mu.Unlock()
	return loader.Load(ctx, id)()
}
