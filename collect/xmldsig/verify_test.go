package xmldsig

import (
	"crypto/elliptic"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ocsp"
	"golang.org/x/text/encoding/unicode"

	"metrograph/collect/xmltree"
	"metrograph/model"
)

func verified(t testing.TB, text string, o Options) *model.Signature {
	t.Helper()
	if o.At.IsZero() {
		o.At = day
	}
	found, err := Verify(t.Context(), []byte(text), xmltree.Limits{}, o)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// world is an authority, one below it, and somebody who signs.
type world struct {
	root, between, signer *identity
	trust                 *Trust
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{root: issue(t, "root", newECDSA(t, elliptic.P256()), nil)}
	w.between = issue(t, "CA between", newECDSA(t, elliptic.P256()), w.root)
	w.signer = issue(t, "signer", newECDSA(t, elliptic.P256()), w.between)
	w.trust = trusting(t, w.root)
	return w
}

func (w *world) by() signing { return signing{by: w.signer, with: []*identity{w.between}} }

// TestEveryMethod signs with every method that counts, in every canonical form, by an empty
// reference and by the identifier of the root.
func TestEveryMethod(t *testing.T) {
	root := issue(t, "root", newECDSA(t, elliptic.P256()), nil)
	trust := trusting(t, root)
	signers := map[x509.PublicKeyAlgorithm]*identity{
		x509.RSA: issue(t, "rsa", newRSA(t), root), x509.Ed25519: issue(t, "ed25519", newEd25519(t), root),
		x509.ECDSA: issue(t, "ecdsa", newECDSA(t, elliptic.P384()), root),
	}
	for id, method := range methods() {
		for _, canonical := range []string{inclusive, inclusive11, exclusive} {
			for _, uri := range []string{"", "#root"} {
				for _, plain := range []bool{false, true} {
					s := signing{by: signers[method.kind], method: id, canonical: canonical, uri: uri, plain: plain}
					got := verified(t, sign(t, s), Options{Trust: trust})
					if got.State != model.SignatureVerified || !got.Intact || got.Algorithm != method.name || got.SignedAt.IsZero() != plain {
						t.Errorf("%s, %s, %q, plain %t: %+v", method.name, canonical, uri, plain, got)
					}
				}
			}
		}
	}
}

func TestWhatIsKnownOfTheSigner(t *testing.T) {
	w := newWorld(t)
	got := verified(t, sign(t, w.by()), Options{Trust: w.trust})
	if got.Signer != "CN=signer" || got.Issuer != "CN=CA between" || len(got.Fingerprint) != 64 || got.Revocation != model.RevocationUnknown ||
		!got.SignedAt.Equal(time.Date(2025, 5, 1, 8, 0, 0, 0, time.UTC)) || !got.CheckedAt.Equal(day) {
		t.Errorf("%+v", got)
	}
}

// TestFaults is what is wrong with signatures, and what is said of it.
func TestFaults(t *testing.T) {
	w := newWorld(t)
	other := issue(t, "other", newECDSA(t, elliptic.P256()), nil)
	stranger := issue(t, "stranger", newECDSA(t, elliptic.P256()), other)
	late := issue(t, "late", newECDSA(t, elliptic.P256()), w.root, func(c *x509.Certificate) { c.NotAfter = day.Add(-time.Hour) })
	early := issue(t, "early", newECDSA(t, elliptic.P256()), w.root, func(c *x509.Certificate) { c.NotBefore = day.Add(time.Hour) })
	cipher := issue(t, "cipher", newECDSA(t, elliptic.P256()), w.root, func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageKeyAgreement })
	crl := func(i *identity, list ...*identity) string {
		return "<ds:X509CRL>" + i.revoking(t, list...) + "</ds:X509CRL>"
	}
	answer := func(i, about *identity, status int) string {
		return "<xades:UnsignedSignatureProperties><xades:RevocationValues><xades:OCSPValues><xades:EncapsulatedOCSPValue>" +
			i.answering(t, about, status) + "</xades:EncapsulatedOCSPValue></xades:OCSPValues></xades:RevocationValues></xades:UnsignedSignatureProperties>"
	}
	good := sign(t, w.by())
	replaced := func(old, new string) string {
		if !strings.Contains(good, old) {
			t.Fatalf("%q is not in the document", old)
		}
		return strings.Replace(good, old, new, 1)
	}
	with := func(edit func(*signing)) string {
		s := w.by()
		edit(&s)
		return sign(t, s)
	}
	signature := good[strings.Index(good, "<ds:Signature "):strings.Index(good, "</d:doc>")]
	byID := with(func(s *signing) { s.uri = "#root" })
	inner := byID[strings.Index(byID, "<d:doc"):]
	idSignature := byID[strings.Index(byID, "<ds:Signature "):strings.Index(byID, "</d:doc>")]
	wrapped := func(around string) string {
		return strings.NewReplacer("INNER", strings.Replace(inner, idSignature, "", 1), "SIGNATURE", idSignature).Replace(around)
	}
	const evil = `<d:doc xmlns:d="urn:d" id="evil"><d:value>99</d:value>`
	for _, c := range []struct {
		name   string
		text   string
		trust  *Trust
		want   []model.SignatureFault
		intact bool
	}{
		{"a digit is changed", replaced(">10.0<", ">10.1<"), w.trust, []model.SignatureFault{model.FaultAltered}, false},
		{"an element is added", replaced("<empty/>", "<empty/><more/>"), w.trust, []model.SignatureFault{model.FaultAltered}, false},
		{"an element is moved to another namespace", replaced(`xmlns="urn:default"`, `xmlns="urn:else"`), w.trust, []model.SignatureFault{model.FaultAltered}, false},
		{"another digest", replaced("<ds:DigestValue>", "<ds:DigestValue>AAAA"), w.trust, []model.SignatureFault{model.FaultAltered, model.FaultWrongValue}, false},
		{"another value", replaced("<ds:SignatureValue>", "<ds:SignatureValue>AAAA"), w.trust, []model.SignatureFault{model.FaultWrongValue}, false},
		{"another time", replaced("2025-05-01T10", "2025-05-01T11"), w.trust, []model.SignatureFault{model.FaultAltered}, false},
		{"no value", strings.ReplaceAll(good, "ds:SignatureValue>", "ds:Nothing>"), w.trust, []model.SignatureFault{model.FaultMalformed}, false},
		{"two signatures", replaced("</d:doc>", signature+"</d:doc>"), w.trust, []model.SignatureFault{model.FaultSeveral}, false},
		{"wrapped below another root", wrapped(evil + "<hidden>INNER</hidden>SIGNATURE</d:doc>"), w.trust, []model.SignatureFault{model.FaultCoverage}, false},
		{"wrapped in the signature", wrapped(evil + strings.Replace(idSignature, "<ds:Object>", "<ds:Object>INNER</ds:Object><ds:Object>", 1) + "</d:doc>"),
			w.trust, []model.SignatureFault{model.FaultCoverage}, false},
		{"wrapped, with the root's identifier twice", wrapped(strings.Replace(evil, `"evil"`, `"root"`, 1) + "<hidden>INNER</hidden>SIGNATURE</d:doc>"), w.trust,
			[]model.SignatureFault{model.FaultCoverage}, false},
		{"over one element", strings.Replace(replaced("<empty/>", `<empty id="e"/>`), `<ds:Reference URI=""`, `<ds:Reference URI="#e"`, 1), w.trust,
			[]model.SignatureFault{model.FaultWrongValue, model.FaultCoverage}, false},
		{"one more reference", with(func(s *signing) { s.plain, s.reference = true, `<ds:Reference URI="http://127.0.0.1/x"/>` }), w.trust,
			[]model.SignatureFault{model.FaultCoverage}, false},
		{"a transformation that selects", with(func(s *signing) { s.transform = "http://www.w3.org/TR/1999/REC-xpath-19991116" }), w.trust,
			[]model.SignatureFault{model.FaultAlgorithm}, false},
		{"comments count", with(func(s *signing) { s.transform = exclusive + "WithComments" }), w.trust, []model.SignatureFault{model.FaultAlgorithm}, false},
		{"SHA-1", with(func(s *signing) { s.digest = "http://www.w3.org/2000/09/xmldsig#sha1" }), w.trust, []model.SignatureFault{model.FaultAlgorithm}, false},
		{"a shared secret", with(func(s *signing) { s.method = "http://www.w3.org/2000/09/xmldsig#hmac-sha1" }), w.trust, []model.SignatureFault{model.FaultAlgorithm}, false},
		{"no certificate", strings.NewReplacer("ds:X509Certificate>", "ds:Nothing>").Replace(good), w.trust, []model.SignatureFault{model.FaultNoSigner}, false},
		{"somebody else's name", with(func(s *signing) { s.named = stranger }), w.trust, []model.SignatureFault{model.FaultSubstituted}, true},
		{"no trust list", good, nil, []model.SignatureFault{model.FaultNoTrust}, true},
		{"an unknown root", sign(t, signing{by: stranger, with: []*identity{other}}), w.trust, []model.SignatureFault{model.FaultUntrusted}, true},
		{"the link is missing", sign(t, signing{by: w.signer}), w.trust, []model.SignatureFault{model.FaultUntrusted}, true},
		{"expired", sign(t, signing{by: late}), w.trust, []model.SignatureFault{model.FaultExpired}, true},
		{"not valid yet", sign(t, signing{by: early}), w.trust, []model.SignatureFault{model.FaultExpired}, true},
		{"expired and unknown", sign(t, signing{by: late}), trusting(t, other), []model.SignatureFault{model.FaultExpired, model.FaultUntrusted}, true},
		{"not for signing", sign(t, signing{by: cipher}), w.trust, []model.SignatureFault{model.FaultUsage}, true},
		{"revoked by a list", with(func(s *signing) { s.crl = crl(w.between, w.signer) }), w.trust, []model.SignatureFault{model.FaultRevoked}, true},
		{"the authority is revoked", with(func(s *signing) { s.crl = crl(w.root, w.between) }), w.trust, []model.SignatureFault{model.FaultRevoked}, true},
		{"revoked by an answer", with(func(s *signing) { s.ocsp = answer(w.between, w.signer, ocsp.Revoked) }), w.trust, []model.SignatureFault{model.FaultRevoked}, true},
		{"revoked, without a trust list", with(func(s *signing) { s.crl = crl(w.between, w.signer) }), nil,
			[]model.SignatureFault{model.FaultRevoked, model.FaultNoTrust}, true},
	} {
		got := verified(t, c.text, Options{Trust: c.trust})
		if got.State != model.SignatureFailed || !slices.Equal(got.Faults, c.want) || got.Intact != c.intact {
			t.Errorf("%s: %s %v, intact %t; want %v, %t", c.name, got.State, got.Faults, got.Intact, c.want, c.intact)
		}
	}
	for name, text := range map[string]string{
		"a list that has others":       with(func(s *signing) { s.crl = crl(w.between, stranger) }),
		"an answer":                    with(func(s *signing) { s.ocsp = answer(w.between, w.signer, ocsp.Good) }),
		"a list of somebody else's":    with(func(s *signing) { s.crl = crl(other, w.signer) + crl(w.between) }),
		"an answer of somebody else's": with(func(s *signing) { s.ocsp, s.crl = answer(other, w.signer, ocsp.Revoked), crl(w.between) }),
	} {
		if got := verified(t, text, Options{Trust: w.trust}); got.State != model.SignatureVerified || got.Revocation != model.RevocationGood {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// TestWhatIsNotChanged: the form of a document may change as long as its canonical form is the
// same, and comments may come and go.
func TestWhatIsNotChanged(t *testing.T) {
	w := newWorld(t)
	good := sign(t, w.by())
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(strings.Replace(good, "UTF-8", "UTF-16", 1))
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"other quotes":        strings.Replace(good, `e:kind="x"`, `e:kind='x'`, 1),
		"an end tag":          strings.Replace(good, "<empty/>", "<empty></empty>", 1),
		"lines of Windows":    strings.ReplaceAll(good, "\n", "\r\n"),
		"another comment":     strings.Replace(good, "a comment", "another one", 1),
		"a comment in a text": strings.Replace(good, "10.0", "1<!-- x -->0.0", 1),
		"another encoding":    utf16,
		"attributes in turn":  strings.Replace(good, `xmlns:e="urn:e" e:kind="x"`, `e:kind="x" xmlns:e="urn:e"`, 1),
	} {
		if got := verified(t, text, Options{Trust: w.trust}); got.State != model.SignatureVerified {
			t.Errorf("%s: %s %v", name, got.State, got.Faults)
		}
	}
}

func TestUnsigned(t *testing.T) {
	w := newWorld(t)
	good := sign(t, w.by())
	nested := strings.Replace(strings.Replace(good, "<ds:Signature ", "<below><ds:Signature ", 1), "</ds:Signature>", "</ds:Signature></below>", 1)
	for name, text := range map[string]string{"no signature": document, "one below another element": nested, "no document": "<", "nothing": ""} {
		if got := verified(t, text, Options{Trust: w.trust}); got.State != model.SignatureNone || got.Faults != nil || got.Intact {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestTrustLists(t *testing.T) {
	w := newWorld(t)
	folder := t.TempDir()
	write := func(name string, raw []byte) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, raw, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	block := func(kind string, raw []byte) []byte { return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: raw}) }
	crl, err := base64.StdEncoding.DecodeString(w.between.revoking(t, w.signer))
	if err != nil {
		t.Fatal(err)
	}
	good := sign(t, w.by())
	for _, c := range []struct {
		name string
		raw  []byte
		want model.SignatureState
	}{
		{"der.cer", w.root.Raw, model.SignatureVerified},
		{"pinned.pem", block("CERTIFICATE", w.signer.Raw), model.SignatureVerified},
		{"two.pem", append(block("CERTIFICATE", w.between.Raw), block("CERTIFICATE", w.root.Raw)...), model.SignatureVerified},
		{"revoked.pem", append(block("CERTIFICATE", w.root.Raw), block("X509 CRL", crl)...), model.SignatureFailed},
	} {
		trust, err := LoadTrust(write(c.name, c.raw))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := verified(t, good, Options{Trust: trust}); got.State != c.want {
			t.Errorf("%s: %s %v", c.name, got.State, got.Faults)
		}
	}
	for name, raw := range map[string][]byte{"key.pem": block("PRIVATE KEY", []byte("x")), "empty.pem": nil, "text.pem": []byte("hello"), "only.crl": crl} {
		if _, err := LoadTrust(write(name, raw)); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, path := range []string{filepath.Join(folder, "nothing"), t.TempDir()} {
		if _, err := LoadTrust(path); err == nil {
			t.Errorf("%s is a trust list", path)
		}
	}
}

// TestPublishedSignatures are those of the published DCC, where they are there: made by other
// programs, ECDSA P-256 over exclusive and inclusive canonical XML.
func TestPublishedSignatures(t *testing.T) {
	const folder = "../../../shared/dcc/signed/dcc_gp_temperature_typical_v12_"
	for name, intact := range map[string]bool{"signed.xml": true, "signed_manipulated.xml": false} {
		raw, err := os.ReadFile(folder + name)
		if err != nil {
			t.Skip("the published certificates are not here")
		}
		got := verified(t, string(raw), Options{})
		if got.State != model.SignatureFailed || got.Intact != intact || slices.Contains(got.Faults, model.FaultAltered) == intact {
			t.Errorf("%s: %+v", name, got)
		}
		if signed := time.Date(2022, 10, 21, 7, 47, 21, 0, time.UTC); intact && (!got.SignedAt.Equal(signed) || !strings.Contains(got.Issuer, "Calibration Community")) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// FuzzVerify changes a signed document: whatever still counts as intact is read as what was
// signed.
func FuzzVerify(f *testing.F) {
	w := newWorld(f)
	good := sign(f, w.by())
	original, err := xmltree.Parse(f.Context(), []byte(good), xmltree.Limits{})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(100, 1, "x")
	f.Add(strings.Index(good, "10.0"), 4, "11.0")
	f.Add(strings.Index(good, "<empty/>"), 0, "<!--")
	f.Add(strings.Index(good, "</d:doc>"), 0, good[strings.Index(good, "<ds:Signature "):strings.Index(good, "</d:doc>")])
	leave := func(n *xmltree.Node) bool { return n.Is(nsSignature, "Signature") }
	f.Fuzz(func(t *testing.T, at, length int, with string) {
		at = min(max(at, 0), len(good))
		end := min(at+max(length, 0), len(good))
		if end < at {
			end = at
		}
		text := good[:at] + with + good[end:]
		if got := verified(t, text, Options{Trust: w.trust}); !got.Intact {
			return
		}
		tree, err := xmltree.Parse(t.Context(), []byte(text), xmltree.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		bare, err := xmltree.Parse(t.Context(), []byte(strings.Replace(good, good[strings.Index(good, "<ds:Signature "):strings.Index(good, "</d:doc>")], "", 1)), xmltree.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		if !xmltree.Same(tree.Root, bare.Root, leave) || !xmltree.Same(original.Root, bare.Root, leave) {
			t.Errorf("it is intact and read otherwise:\n%s", text)
		}
	})
}
