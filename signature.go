package main

import (
	"context"
	"time"

	"metrograph/collect/xmldsig"
	"metrograph/collect/xmltree"
	"metrograph/model"
	"metrograph/registry"
)

// signatureCheck is how the node treats signatures of documents: by a trust list, or by none.
func signatureCheck(trustList string, refuse bool) (registry.SignatureCheck, error) {
	var trust *xmldsig.Trust
	if trustList != "" {
		var err error
		if trust, err = xmldsig.LoadTrust(trustList); err != nil {
			return registry.SignatureCheck{}, err
		}
	}
	return registry.SignatureCheck{Refuse: refuse, Verify: func(ctx context.Context, document []byte, at time.Time) (*model.Signature, error) {
		return xmldsig.Verify(ctx, document, xmltree.Limits{}, xmldsig.Options{Trust: trust, At: at})
	}}, nil
}
