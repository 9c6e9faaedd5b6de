package registry

import (
	"context"
	"time"

	"metrograph/model"
)

// SignatureCheck is how a node treats the signatures of documents. The zero value looks at
// none.
type SignatureCheck struct {
	Verify func(ctx context.Context, document []byte, at time.Time) (*model.Signature, error)
	Refuse bool // documents whose signature is not verified
}

// Signature looks at the signature of a document that is collected, whatever way it came;
// refuse tells whether the node takes none like it. It is nil where the node looks at none.
func (r *Registry) Signature(ctx context.Context, document []byte) (s *model.Signature, refuse bool, err error) {
	if r.signed.Verify == nil {
		return nil, false, nil
	}
	s, err = r.signed.Verify(ctx, document, r.now())
	return s, r.signed.Refuse && s != nil && s.State == model.SignatureFailed, err
}
