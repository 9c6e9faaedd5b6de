package xmldsig

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/beevik/etree"
	"golang.org/x/crypto/ocsp"
)

// day is when the tests take place.
var day = time.Date(2025, 6, 1, 8, 0, 0, 0, time.UTC)

const year = 365 * 24 * time.Hour

// identity is a certificate with its key.
type identity struct {
	*x509.Certificate
	key    crypto.Signer
	issuer *identity
}

// issue makes an identity; its issuer is itself where there is none.
func issue(t testing.TB, name string, key crypto.Signer, issuer *identity, edits ...func(*x509.Certificate)) *identity {
	t.Helper()
	serial, err := rand.Int(rand.Reader, big.NewInt(1<<62))
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{SerialNumber: serial, Subject: pkix.Name{CommonName: name}, NotBefore: day.Add(-year), NotAfter: day.Add(year),
		KeyUsage: x509.KeyUsageDigitalSignature, BasicConstraintsValid: true}
	if issuer == nil || strings.HasPrefix(name, "CA") {
		c.IsCA, c.KeyUsage = true, x509.KeyUsageCertSign|x509.KeyUsageCRLSign
	}
	for _, edit := range edits {
		edit(c)
	}
	made := &identity{key: key, issuer: issuer}
	if issuer == nil {
		made.issuer = made
		made.Certificate = c
	}
	der, err := x509.CreateCertificate(rand.Reader, c, made.issuer.Certificate, key.Public(), made.issuer.key)
	if err == nil {
		made.Certificate, err = x509.ParseCertificate(der)
	}
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func newECDSA(t testing.TB, curve elliptic.Curve) crypto.Signer {
	t.Helper()
	key, err := ecdsa.GenerateKey(curve, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func newRSA(t testing.TB) crypto.Signer {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func newEd25519(t testing.TB) crypto.Signer {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// trusting is a trust list of identities, written to a folder and read from there.
func trusting(t testing.TB, list ...*identity) *Trust {
	t.Helper()
	folder := t.TempDir()
	for i, id := range list {
		block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: id.Raw})
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("%d.pem", i)), block, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	trust, err := LoadTrust(folder)
	if err != nil {
		t.Fatal(err)
	}
	return trust
}

// revoking is a revocation list of an issuer.
func (i *identity) revoking(t testing.TB, list ...*identity) string {
	t.Helper()
	crl := &x509.RevocationList{Number: big.NewInt(1), ThisUpdate: day.Add(-time.Hour), NextUpdate: day.Add(time.Hour)}
	for _, c := range list {
		crl.RevokedCertificateEntries = append(crl.RevokedCertificateEntries,
			x509.RevocationListEntry{SerialNumber: c.SerialNumber, RevocationTime: day.Add(-2 * time.Hour)})
	}
	der, err := x509.CreateRevocationList(rand.Reader, crl, i.Certificate, i.key)
	if err != nil {
		t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(der)
}

// answering is an OCSP response of an issuer about one of its certificates.
func (i *identity) answering(t testing.TB, about *identity, status int) string {
	t.Helper()
	der, err := ocsp.CreateResponse(i.Certificate, i.Certificate, ocsp.Response{Status: status, SerialNumber: about.SerialNumber,
		ThisUpdate: day.Add(-time.Hour), NextUpdate: day.Add(time.Hour), RevokedAt: day.Add(-2 * time.Hour)}, i.key)
	if err != nil {
		t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(der)
}

const (
	inclusive   = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
	inclusive11 = "http://www.w3.org/2006/12/xml-c14n11"
	exclusive   = "http://www.w3.org/2001/10/xml-exc-c14n#"
	sha256URI   = "http://www.w3.org/2001/04/xmlenc#sha256"
	ecdsa256    = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"
)

// signing is how a test document is signed; what is empty has a usual value.
type signing struct {
	by        *identity
	with      []*identity // certificates that come along
	method    string
	canonical string
	digest    string
	uri       string
	named     *identity // whom the properties say to have signed
	plain     bool      // XML-DSig without XAdES
	crl       string
	ocsp      string
	reference string // one more
	transform string // one more, in the place of the canonicalization of the document
}

// document is what is signed. Its root has prefixes that nothing below it uses, an attribute
// over two lines and one that is written with quotes of the other kind.
const document = `<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet href="a.xsl"?>
<d:doc xmlns:d="urn:d" xmlns:unused="urn:unused" xmlns="urn:default" id="root" loc="urn:d
	d.xsd" other='a "quoted" text'>
  <d:value xmlns:e="urn:e" e:kind="x">10.0<!-- a comment --></d:value><empty/>
  <text>a &lt; b &amp; c &#13; <![CDATA[<raw>]]></text>
</d:doc>
`

// sign puts an enveloped signature into the document.
func sign(t testing.TB, s signing) string {
	t.Helper()
	orDefault := func(text *string, usual string) {
		if *text == "" {
			*text = usual
		}
	}
	orDefault(&s.method, ecdsa256)
	orDefault(&s.canonical, exclusive)
	orDefault(&s.digest, sha256URI)
	orDefault(&s.transform, s.canonical)
	if s.named == nil {
		s.named = s.by
	}
	text := strings.Replace(document, "</d:doc>", s.template(t)+"</d:doc>", 1)
	v := &verification{document: etree.NewDocument()}
	if err := v.document.ReadFromBytes(normalise([]byte(text))); err != nil {
		t.Fatal(err)
	}
	v.root = v.document.Root()
	v.signature = only(v.root, nsSignature, "Signature")
	if !s.plain {
		properties := only(v.signature, nsSignature, "Object").FindElement("./QualifyingProperties/SignedProperties")
		part, ok := canonicalizePart(properties, algorithmElement(s.canonical))
		if !ok {
			t.Fatal("the properties cannot be canonicalized")
		}
		text = s.fill(t, v, text, "PROPERTIES", hashOf(s.digest, part))
	}
	rest := v.root.Copy()
	rest.RemoveChildAt(v.signature.Index())
	whole, ok := canonicalize(rest, algorithmElement(s.canonical))
	if !ok {
		t.Fatal("the document cannot be canonicalized")
	}
	if s.uri == "" {
		whole = v.withInstructions(whole)
	}
	text = s.fill(t, v, text, "DOCUMENT", hashOf(s.digest, whole))
	info, ok := canonicalizePart(only(v.signature, nsSignature, "SignedInfo"), algorithmElement(s.canonical))
	if !ok {
		t.Fatal("the signed info cannot be canonicalized")
	}
	return s.fill(t, v, text, "VALUE", s.by.sign(t, s.method, info))
}

// fill puts a value in its place in the text, and reads it again.
func (s *signing) fill(t testing.TB, v *verification, text, place string, value []byte) string {
	t.Helper()
	text = strings.Replace(text, "@"+place+"@", base64.StdEncoding.EncodeToString(value), 1)
	v.document = etree.NewDocument()
	if err := v.document.ReadFromBytes(normalise([]byte(text))); err != nil {
		t.Fatal(err)
	}
	v.root = v.document.Root()
	v.signature = only(v.root, nsSignature, "Signature")
	return text
}

func algorithmElement(id string) *etree.Element {
	e := etree.NewElement("Transform")
	e.CreateAttr("Algorithm", id)
	return e
}

// hashOf is the digest by an algorithm; nonsense by one that does not count.
func hashOf(id string, text []byte) []byte {
	hash, ok := digests()[id]
	if !ok {
		return []byte("nonsense")
	}
	h := hash.New()
	h.Write(text)
	return h.Sum(nil)
}

func (i *identity) sign(t testing.TB, id string, text []byte) []byte {
	t.Helper()
	m, known := methods()[id]
	if !known {
		return []byte("nonsense")
	}
	digest, opts := text, crypto.SignerOpts(m.hash)
	if m.hash != 0 {
		h := m.hash.New()
		h.Write(text)
		digest = h.Sum(nil)
	}
	if key, ok := i.key.(*ecdsa.PrivateKey); ok {
		r, s, err := ecdsa.Sign(rand.Reader, key, digest)
		if err != nil {
			t.Fatal(err)
		}
		size := (key.Curve.Params().N.BitLen() + 7) / 8
		return append(r.FillBytes(make([]byte, size)), s.FillBytes(make([]byte, size))...)
	}
	if m.pss {
		opts = &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash, Hash: m.hash}
	}
	value, err := i.key.Sign(rand.Reader, digest, opts)
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// template is the signature with places for its values.
func (s *signing) template(t testing.TB) string {
	t.Helper()
	der := func(c *identity) string { return base64.StdEncoding.EncodeToString(c.Raw) }
	properties, object := "", ""
	if !s.plain {
		digest := base64.StdEncoding.EncodeToString(hashOf(sha256URI, s.named.Raw))
		properties = `<ds:Reference Type="` + typeProperties + `" URI="#props"><ds:Transforms><ds:Transform Algorithm="` + s.canonical +
			`"/></ds:Transforms><ds:DigestMethod Algorithm="` + s.digest + `"/><ds:DigestValue>@PROPERTIES@</ds:DigestValue></ds:Reference>`
		object = `<ds:Object><xades:QualifyingProperties xmlns:xades="` + nsXAdES + `" Target="#sig"><xades:SignedProperties Id="props">` +
			`<xades:SignedSignatureProperties><xades:SigningTime>2025-05-01T10:00:00+02:00</xades:SigningTime><xades:SigningCertificateV2><xades:Cert>` +
			`<xades:CertDigest><ds:DigestMethod Algorithm="` + sha256URI + `"/><ds:DigestValue>` + digest + `</ds:DigestValue></xades:CertDigest></xades:Cert>` +
			`</xades:SigningCertificateV2></xades:SignedSignatureProperties></xades:SignedProperties><xades:UnsignedProperties>` + s.ocsp +
			`</xades:UnsignedProperties></xades:QualifyingProperties></ds:Object>`
	}
	certificates := "<ds:X509Certificate>" + der(s.by) + "</ds:X509Certificate>"
	for _, c := range s.with {
		certificates += "<ds:X509Certificate>" + der(c) + "</ds:X509Certificate>"
	}
	return `<ds:Signature xmlns:ds="` + nsSignature + `" Id="sig"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="` + s.canonical +
		`"/><ds:SignatureMethod Algorithm="` + s.method + `"/><ds:Reference URI="` + s.uri + `"><ds:Transforms><ds:Transform Algorithm="` + enveloped +
		`"/><ds:Transform Algorithm="` + s.transform + `"/></ds:Transforms><ds:DigestMethod Algorithm="` + s.digest +
		`"/><ds:DigestValue>@DOCUMENT@</ds:DigestValue></ds:Reference>` + properties + s.reference +
		`</ds:SignedInfo><ds:SignatureValue>@VALUE@</ds:SignatureValue><ds:KeyInfo><ds:X509Data>` + certificates + s.crl +
		`</ds:X509Data></ds:KeyInfo>` + object + `</ds:Signature>`
}
