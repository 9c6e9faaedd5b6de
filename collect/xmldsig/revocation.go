package xmldsig

import (
	"bytes"
	"crypto/x509"

	"golang.org/x/crypto/ocsp"

	"metrograph/model"
)

// revocation looks at the certificates of a chain by the lists and answers that the signature
// brings along, and the lists beside the trust list. Nothing is asked of the network. One
// that was revoked at any time is revoked: without a time stamp by a third party nobody knows
// when the signature was made. Good is a signer of whom something current says so.
func (v *verification) revocation(chain []*x509.Certificate) model.Revocation {
	lists, answers := v.lists(), v.answers()
	result := model.RevocationUnknown
	for i := 0; i+1 < len(chain); i++ {
		switch state := v.stateOf(chain[i], chain[i+1], lists, answers); {
		case state == model.RevocationRevoked:
			return state
		case i == 0:
			result = state
		}
	}
	return result
}

func (v *verification) stateOf(c, issuer *x509.Certificate, lists []*x509.RevocationList, answers [][]byte) model.Revocation {
	state := model.RevocationUnknown
	for _, list := range lists {
		if !bytes.Equal(list.RawIssuer, issuer.RawSubject) || list.CheckSignatureFrom(issuer) != nil {
			continue
		}
		for _, entry := range list.RevokedCertificateEntries {
			if entry.SerialNumber.Cmp(c.SerialNumber) == 0 {
				return model.RevocationRevoked
			}
		}
		if !v.At.Before(list.ThisUpdate) && v.At.Before(list.NextUpdate) {
			state = model.RevocationGood
		}
	}
	for _, raw := range answers {
		answer, err := ocsp.ParseResponseForCert(raw, c, issuer)
		if err != nil {
			continue
		}
		switch current := !v.At.Before(answer.ThisUpdate) && (answer.NextUpdate.IsZero() || v.At.Before(answer.NextUpdate)); {
		case answer.Status == ocsp.Revoked:
			return model.RevocationRevoked
		case answer.Status == ocsp.Good && current:
			state = model.RevocationGood
		}
	}
	return state
}

func (v *verification) lists() []*x509.RevocationList {
	var list []*x509.RevocationList
	if v.Trust != nil {
		list = append(list, v.Trust.revoked...)
	}
	from := deep(only(v.signature, nsSignature, "KeyInfo"), nsSignature, "X509CRL", maxCertificates)
	for _, e := range append(from, deep(v.signature, nsXAdES, "EncapsulatedCRLValue", maxCertificates)...) {
		if raw, ok := base64Of(e); ok {
			if crl, err := x509.ParseRevocationList(raw); err == nil {
				list = append(list, crl)
			}
		}
	}
	return list
}

func (v *verification) answers() (list [][]byte) {
	for _, e := range deep(v.signature, nsXAdES, "EncapsulatedOCSPValue", maxCertificates) {
		if raw, ok := base64Of(e); ok {
			list = append(list, raw)
		}
	}
	return list
}
