package xmldsig

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	_ "crypto/sha256" // digests that signatures name
	_ "crypto/sha512"
	"crypto/x509"
	"math/big"

	"github.com/beevik/etree"
	dsig "github.com/russellhaering/goxmldsig"
	"github.com/russellhaering/goxmldsig/etreeutils"
)

// digests are the hashes that a reference may be made by. SHA-1 is none of them: documents can
// be made that share it.
func digests() map[string]crypto.Hash {
	return map[string]crypto.Hash{
		"http://www.w3.org/2001/04/xmlenc#sha256":       crypto.SHA256,
		"http://www.w3.org/2001/04/xmldsig-more#sha384": crypto.SHA384,
		"http://www.w3.org/2001/04/xmlenc#sha512":       crypto.SHA512,
	}
}

// method is how a signature is made: by which kind of key, over which hash.
type method struct {
	name string
	hash crypto.Hash
	kind x509.PublicKeyAlgorithm
	pss  bool
}

// methods are those that a signature may be made by (XML Signature 1.1, RFC 6931, RFC 9231).
func methods() map[string]method {
	const (
		more = "http://www.w3.org/2001/04/xmldsig-more#"
		pss  = "http://www.w3.org/2007/05/xmldsig-more#"
	)
	return map[string]method{
		more + "rsa-sha256":     {"RSA-SHA256", crypto.SHA256, x509.RSA, false},
		more + "rsa-sha384":     {"RSA-SHA384", crypto.SHA384, x509.RSA, false},
		more + "rsa-sha512":     {"RSA-SHA512", crypto.SHA512, x509.RSA, false},
		pss + "sha256-rsa-MGF1": {"RSA-PSS-SHA256", crypto.SHA256, x509.RSA, true},
		pss + "sha384-rsa-MGF1": {"RSA-PSS-SHA384", crypto.SHA384, x509.RSA, true},
		pss + "sha512-rsa-MGF1": {"RSA-PSS-SHA512", crypto.SHA512, x509.RSA, true},
		more + "ecdsa-sha256":   {"ECDSA-SHA256", crypto.SHA256, x509.ECDSA, false},
		more + "ecdsa-sha384":   {"ECDSA-SHA384", crypto.SHA384, x509.ECDSA, false},
		more + "ecdsa-sha512":   {"ECDSA-SHA512", crypto.SHA512, x509.ECDSA, false},
		"http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519": {"Ed25519", 0, x509.Ed25519, false},
	}
}

// leastRSA is the smallest key of RSA that counts, in bits.
const leastRSA = 2048

// verifies tells whether a signature of a text was made by the key of a certificate.
func (m method) verifies(c *x509.Certificate, text, signature []byte) bool {
	if c.PublicKeyAlgorithm != m.kind {
		return false
	}
	digest := text
	if m.hash != 0 {
		h := m.hash.New()
		h.Write(text)
		digest = h.Sum(nil)
	}
	switch key := c.PublicKey.(type) {
	case *rsa.PublicKey:
		if key.N.BitLen() < leastRSA {
			return false
		}
		if m.pss {
			return rsa.VerifyPSS(key, m.hash, digest, signature, &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthAuto}) == nil
		}
		return rsa.VerifyPKCS1v15(key, m.hash, digest, signature) == nil
	case *ecdsa.PublicKey:
		// r and s side by side, each as long as the order of the curve (RFC 4050, 3.3).
		size := (key.Curve.Params().N.BitLen() + 7) / 8
		if len(signature) != 2*size {
			return false
		}
		r, s := new(big.Int).SetBytes(signature[:size]), new(big.Int).SetBytes(signature[size:])
		return ecdsa.Verify(key, digest, r, s)
	case ed25519.PublicKey:
		return ed25519.Verify(key, digest, signature)
	}
	return false
}

// canonicalizer is the one that an element names; canonical XML 1.0 where there is none.
func canonicalizer(e *etree.Element) (dsig.Canonicalizer, bool) {
	prefixes := ""
	if e != nil {
		const exclusive = "http://www.w3.org/2001/10/xml-exc-c14n#"
		if list := only(e, exclusive, "InclusiveNamespaces"); list != nil {
			prefixes = list.SelectAttrValue("PrefixList", "")
		}
	}
	switch id := algorithm(e); dsig.AlgorithmID(id) {
	case "":
		return dsig.MakeC14N10RecCanonicalizer(), e == nil
	case dsig.CanonicalXML10RecAlgorithmId:
		return dsig.MakeC14N10RecCanonicalizer(), true
	case dsig.CanonicalXML11AlgorithmId:
		return dsig.MakeC14N11Canonicalizer(), true
	case dsig.CanonicalXML10ExclusiveAlgorithmId:
		return dsig.MakeC14N10ExclusiveCanonicalizerWithPrefixList(prefixes), true
	default: // those with comments too: what people read in comments is not what is read
		return nil, false
	}
}

func canonicalize(e, named *etree.Element) ([]byte, bool) {
	c, ok := canonicalizer(named)
	if !ok {
		return nil, false
	}
	text, err := c.Canonicalize(e)
	return text, err == nil
}

// canonicalizePart writes a part of the document with the namespaces that hold there.
func canonicalizePart(e, named *etree.Element) ([]byte, bool) {
	around, err := etreeutils.NSBuildParentContext(e)
	if err != nil {
		return nil, false
	}
	part, err := etreeutils.NSDetatch(around, e)
	if err != nil {
		return nil, false
	}
	return canonicalize(part, named)
}
