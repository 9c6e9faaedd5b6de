package xmldsig

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"github.com/beevik/etree"

	"metrograph/collect/xmltree"
	"metrograph/model"
)

const (
	nsSignature = "http://www.w3.org/2000/09/xmldsig#"
	nsXAdES     = "http://uri.etsi.org/01903/v1.3.2#"
)

// Options are settings of a verification; the zero value trusts nobody.
type Options struct {
	Trust *Trust    // nil for no trust list
	At    time.Time // when certificates have to be valid; the zero time is now
}

// Verify looks at the signature of an XML document. The error is the context's: whatever is
// wrong with the signature is in the result.
func Verify(ctx context.Context, raw []byte, limits xmltree.Limits, o Options) (*model.Signature, error) {
	if o.At.IsZero() {
		o.At = time.Now()
	}
	v := &verification{Options: o, found: &model.Signature{State: model.SignatureNone, CheckedAt: o.At.UTC().Truncate(time.Millisecond)}}
	tree, err := xmltree.Parse(ctx, raw, limits)
	if err != nil {
		return v.found, ctx.Err() // it is no document, which its reader says
	}
	if len(tree.Root.PeekAll(nsSignature, "Signature")) == 0 {
		return v.found, nil
	}
	v.tree, v.limits = tree, limits
	if err := v.verify(ctx); err != nil {
		return nil, err
	}
	v.found.State = model.SignatureFailed
	if len(v.found.Faults) == 0 {
		v.found.State = model.SignatureVerified
	}
	order := model.SignatureFault("").Values()
	slices.SortFunc(v.found.Faults, func(a, b model.SignatureFault) int { return slices.Index(order, a) - slices.Index(order, b) })
	v.found.Faults = slices.Compact(v.found.Faults)
	return v.found, nil
}

// verification is a signature under examination.
type verification struct {
	Options
	limits    xmltree.Limits
	found     *model.Signature
	tree      *xmltree.Tree
	document  *etree.Document
	root      *etree.Element
	signature *etree.Element
	signed    *etree.Element // the SignedProperties that are signed too; nil for none
}

func (v *verification) fault(f model.SignatureFault) { v.found.Faults = append(v.found.Faults, f) }

func (v *verification) verify(ctx context.Context) error {
	if !v.read() {
		return nil
	}
	intact, err := v.references(ctx)
	if err != nil {
		return err
	}
	signer, others := v.signer()
	v.found.Intact = intact && signer != nil
	if signer == nil {
		return nil
	}
	digest := sha256.Sum256(signer.Raw)
	v.found.Signer, v.found.Issuer = signer.Subject.String(), signer.Issuer.String()
	v.found.Fingerprint = hex.EncodeToString(digest[:])
	v.properties(signer)
	v.trust(signer, others)
	return nil
}

// read takes the document apart as the canonicalizers need it, and finds the signature.
func (v *verification) read() bool {
	v.document = etree.NewDocument()
	v.document.ReadSettings.PreserveDuplicateAttrs = true
	if err := v.document.ReadFromBytes(normalise(v.tree.Source())); err != nil || v.document.Root() == nil {
		v.fault(model.FaultMalformed)
		return false
	}
	v.root = v.document.Root()
	found := children(v.root, nsSignature, "Signature")
	switch len(found) {
	case 1:
		v.signature = found[0]
		return true
	case 0:
		v.fault(model.FaultMalformed)
	default:
		v.fault(model.FaultSeveral)
	}
	return false
}

// children are the elements of a name right below another.
func children(e *etree.Element, space, local string) (list []*etree.Element) {
	if e == nil {
		return nil
	}
	for _, c := range e.ChildElements() {
		if c.Tag == local && c.NamespaceURI() == space {
			list = append(list, c)
		}
	}
	return list
}

// only is the single element at a path of names of one namespace; nil where there is none or
// there are several.
func only(e *etree.Element, space string, path ...string) *etree.Element {
	for _, local := range path {
		found := children(e, space, local)
		if len(found) != 1 {
			return nil
		}
		e = found[0]
	}
	return e
}

func algorithm(e *etree.Element) string {
	if e == nil {
		return ""
	}
	return e.SelectAttrValue("Algorithm", "")
}

// normalise makes of line breaks and tabs in the values of attributes the spaces that they
// stand for (XML 1.0, 3.3.3): the decoder of the standard library leaves them.
func normalise(source []byte) []byte {
	if !bytes.ContainsAny(source, "\r\n\t") {
		return source
	}
	out := make([]byte, 0, len(source))
	var quote byte
	inside := false
	for i := 0; i < len(source); i++ {
		c := source[i]
		switch {
		case !inside && c == '<':
			end := opaque(source[i:])
			out = append(out, source[i:i+end]...)
			i += end - 1
			inside = end == 1
			continue
		case inside && quote == 0 && c == '>':
			inside = false
		case inside && quote == 0 && (c == '"' || c == '\''):
			quote = c
		case inside && c == quote:
			quote = 0
		case inside && quote != 0 && c == '\r' && i+1 < len(source) && source[i+1] == '\n':
			continue
		case inside && quote != 0 && strings.IndexByte("\r\n\t", c) >= 0:
			c = ' '
		}
		out = append(out, c)
	}
	return out
}

// opaque is how many bytes at the beginning are a comment, a section of characters or an
// instruction, in which quotes mean nothing; 1 for a tag.
func opaque(s []byte) int {
	for _, pair := range [...][2]string{{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}} {
		if bytes.HasPrefix(s, []byte(pair[0])) {
			if end := bytes.Index(s[len(pair[0]):], []byte(pair[1])); end >= 0 {
				return len(pair[0]) + end + len(pair[1])
			}
			return len(s)
		}
	}
	return 1
}
