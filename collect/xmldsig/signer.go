package xmldsig

import (
	"crypto/subtle"
	"crypto/x509"
	"strings"
	"time"

	"github.com/beevik/etree"

	"metrograph/model"
)

// maxCertificates is how many certificates, revocation lists or answers of a signature are
// looked at.
const maxCertificates = 10

// signer finds the certificate whose key made the signature, and the others that came along.
func (v *verification) signer() (signer *x509.Certificate, others []*x509.Certificate) {
	info := only(v.signature, nsSignature, "SignedInfo")
	how, known := methods()[algorithm(only(info, nsSignature, "SignatureMethod"))]
	value, there := base64Of(only(v.signature, nsSignature, "SignatureValue"))
	named := only(info, nsSignature, "CanonicalizationMethod")
	if !there || named == nil {
		v.fault(model.FaultMalformed)
		return nil, nil
	}
	text, ok := canonicalizePart(info, named)
	if !known || !ok {
		v.fault(model.FaultAlgorithm)
		return nil, nil
	}
	v.found.Algorithm = how.name
	embedded := v.embedded()
	for _, c := range embedded {
		if signer == nil && how.verifies(c, text, value) {
			signer = c
		} else {
			others = append(others, c)
		}
	}
	switch {
	case len(embedded) == 0:
		v.fault(model.FaultNoSigner)
	case signer == nil:
		v.fault(model.FaultWrongValue)
	}
	return signer, others
}

// embedded are the certificates that the signature brings along.
func (v *verification) embedded() (list []*x509.Certificate) {
	from := deep(only(v.signature, nsSignature, "KeyInfo"), nsSignature, "X509Certificate", maxCertificates)
	from = append(from, deep(v.signature, nsXAdES, "EncapsulatedX509Certificate", maxCertificates)...)
	for _, e := range from {
		if raw, ok := base64Of(e); ok {
			if c, err := x509.ParseCertificate(raw); err == nil {
				list = append(list, c)
			}
		}
	}
	return list
}

// properties reads what the signer signed of the signature itself: when, and by which
// certificate. What is not signed does not count.
func (v *verification) properties(signer *x509.Certificate) {
	about := only(v.signed, nsXAdES, "SignedSignatureProperties")
	if about == nil {
		return
	}
	if at := only(about, nsXAdES, "SigningTime"); at != nil {
		if signed, err := time.Parse(time.RFC3339, strings.TrimSpace(at.Text())); err == nil {
			v.found.SignedAt = signed.UTC().Truncate(time.Millisecond)
		}
	}
	for _, name := range [...]string{"SigningCertificateV2", "SigningCertificate"} {
		named := children(about, nsXAdES, name)
		if len(named) == 0 {
			continue
		}
		stated := children(named[0], nsXAdES, "Cert")
		if len(stated) == 0 || !v.isOf(signer, only(stated[0], nsXAdES, "CertDigest")) {
			v.fault(model.FaultSubstituted)
		}
	}
}

// isOf tells whether a digest is that of a certificate.
func (v *verification) isOf(c *x509.Certificate, digest *etree.Element) bool {
	hash, ok := digests()[algorithm(only(digest, nsSignature, "DigestMethod"))]
	stated, there := base64Of(only(digest, nsSignature, "DigestValue"))
	if !ok || !there {
		return false
	}
	h := hash.New()
	h.Write(c.Raw)
	return subtle.ConstantTimeCompare(h.Sum(nil), stated) == 1
}

// trust looks for a chain to the trust list, of certificates that hold at the time and that
// nothing revokes.
func (v *verification) trust(signer *x509.Certificate, others []*x509.Certificate) {
	if v.At.Before(signer.NotBefore) || v.At.After(signer.NotAfter) {
		v.fault(model.FaultExpired)
	}
	const signing = x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment
	if signer.KeyUsage != 0 && signer.KeyUsage&signing == 0 {
		v.fault(model.FaultUsage)
	}
	chain := v.chain(signer, others)
	v.found.Revocation = v.revocation(chain)
	if v.found.Revocation == model.RevocationRevoked {
		v.fault(model.FaultRevoked)
	}
}

// chain is the signer's certificate and those that it is signed by, as far as they are known.
func (v *verification) chain(signer *x509.Certificate, others []*x509.Certificate) []*x509.Certificate {
	if v.Trust == nil {
		v.fault(model.FaultNoTrust)
		return append([]*x509.Certificate{signer}, issuersOf(signer, others)...)
	}
	between := x509.NewCertPool()
	for _, c := range others {
		between.AddCert(c)
	}
	at := v.At // an expired signer is a fault of its own, beside that of its chain
	if at.After(signer.NotAfter) {
		at = signer.NotAfter
	} else if at.Before(signer.NotBefore) {
		at = signer.NotBefore
	}
	chains, err := signer.Verify(x509.VerifyOptions{Roots: v.Trust.roots, Intermediates: between, CurrentTime: at,
		KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}})
	if err != nil {
		v.fault(model.FaultUntrusted)
		return append([]*x509.Certificate{signer}, issuersOf(signer, append(others, v.Trust.certificates...))...)
	}
	return chains[0]
}

// issuersOf follows the signatures of certificates upwards, as far as they are known.
func issuersOf(c *x509.Certificate, known []*x509.Certificate) (list []*x509.Certificate) {
	for range maxCertificates {
		next := issuerOf(c, known)
		if next == nil || next.Equal(c) {
			return list
		}
		list, c = append(list, next), next
	}
	return list
}

func issuerOf(c *x509.Certificate, known []*x509.Certificate) *x509.Certificate {
	for _, k := range known {
		if c.CheckSignatureFrom(k) == nil {
			return k
		}
	}
	return nil
}
