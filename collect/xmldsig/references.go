package xmldsig

import (
	"bytes"
	"context"
	"crypto/subtle"
	"encoding/base64"
	"slices"
	"strings"

	"github.com/beevik/etree"

	"metrograph/collect/xmltree"
	"metrograph/model"
)

const (
	enveloped      = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
	typeProperties = "http://uri.etsi.org/01903#SignedProperties"
	maxReferences  = 2
)

// references looks at what is signed: the whole document, which the signature is taken out of,
// and beside it at most the properties of the signature itself.
func (v *verification) references(ctx context.Context) (intact bool, err error) {
	list := children(only(v.signature, nsSignature, "SignedInfo"), nsSignature, "Reference")
	if len(list) == 0 || len(list) > maxReferences {
		v.fault(model.FaultCoverage)
		return false, nil
	}
	whole, intact := 0, true
	for _, reference := range list {
		properties := v.propertiesOf(reference)
		switch {
		case properties != nil:
			intact = v.refersTo(reference, properties) && intact
		case v.isWhole(reference):
			whole++
			same, err := v.covers(ctx, reference)
			if err != nil {
				return false, err
			}
			intact = same && intact
		default:
			v.fault(model.FaultCoverage)
			return false, nil
		}
	}
	if whole != 1 {
		v.fault(model.FaultCoverage)
		return false, nil
	}
	return intact, nil
}

// isWhole tells whether a reference is to the document: to nothing in particular, or to the
// root by an identifier that no other element has.
func (v *verification) isWhole(reference *etree.Element) bool {
	uri := reference.SelectAttr("URI")
	if uri == nil {
		return false
	}
	if uri.Value == "" {
		return true
	}
	id, ok := strings.CutPrefix(uri.Value, "#")
	return ok && v.single(id) == v.root
}

// propertiesOf is the properties of this very signature that a reference is to; nil where it
// is to something else.
func (v *verification) propertiesOf(reference *etree.Element) *etree.Element {
	id, ok := strings.CutPrefix(reference.SelectAttrValue("URI", ""), "#")
	if !ok || reference.SelectAttrValue("Type", "") != typeProperties {
		return nil
	}
	for _, object := range children(v.signature, nsSignature, "Object") {
		properties := only(object, nsXAdES, "QualifyingProperties", "SignedProperties")
		if properties != nil && v.single(id) == properties {
			v.signed = properties
			return properties
		}
	}
	return nil
}

// single is the only element with an identifier, by whatever attribute; nil where there is
// none, or there are several.
func (v *verification) single(id string) (found *etree.Element) {
	several := false
	var walk func(e *etree.Element)
	walk = func(e *etree.Element) {
		for _, a := range e.Attr {
			if strings.EqualFold(a.Key, "id") && a.Value == id {
				several = several || found != nil
				found = e
			}
		}
		for _, c := range e.ChildElements() {
			walk(c)
		}
	}
	walk(v.root)
	if several || id == "" {
		return nil
	}
	return found
}

// covers tells whether the document without its signature is what was signed, and is what the
// document is read as.
func (v *verification) covers(ctx context.Context, reference *etree.Element) (bool, error) {
	transforms := children(only(reference, nsSignature, "Transforms"), nsSignature, "Transform")
	if len(transforms) == 0 || len(transforms) > 2 || algorithm(transforms[0]) != enveloped {
		v.fault(model.FaultCoverage)
		return false, nil
	}
	var canonical *etree.Element
	if len(transforms) == 2 {
		canonical = transforms[1]
	}
	rest := v.root.Copy()
	rest.RemoveChildAt(v.signature.Index())
	text, ok := canonicalize(rest, canonical)
	if !ok {
		v.fault(model.FaultAlgorithm)
		return false, nil
	}
	signed := text
	if reference.SelectAttrValue("URI", "") == "" {
		signed = v.withInstructions(text)
	}
	if !v.digested(reference, signed) {
		return false, nil
	}
	again, err := xmltree.Parse(ctx, text, v.limits)
	if err != nil || !xmltree.Same(v.tree.Root, again.Root, func(n *xmltree.Node) bool { return n.Is(nsSignature, "Signature") }) {
		v.fault(model.FaultCoverage)
		return false, ctx.Err()
	}
	return true, nil
}

// withInstructions puts the processing instructions beside the root where the canonical form
// of a document has them.
func (v *verification) withInstructions(root []byte) []byte {
	var b bytes.Buffer
	after := false
	for _, token := range v.document.Child {
		switch t := token.(type) {
		case *etree.Element:
			b.Write(root)
			after = true
		case *etree.ProcInst:
			if t.Target == "xml" {
				continue
			}
			text := "<?" + t.Target
			if t.Inst != "" {
				text += " " + t.Inst
			}
			if text += "?>"; after {
				text = "\n" + text
			} else {
				text += "\n"
			}
			b.WriteString(text)
		}
	}
	return b.Bytes()
}

// refersTo tells whether the properties of the signature are those that were signed.
func (v *verification) refersTo(reference, properties *etree.Element) bool {
	transforms := children(only(reference, nsSignature, "Transforms"), nsSignature, "Transform")
	if len(transforms) > 1 {
		v.fault(model.FaultCoverage)
		return false
	}
	var canonical *etree.Element
	if len(transforms) == 1 {
		canonical = transforms[0]
	}
	text, ok := canonicalizePart(properties, canonical)
	if !ok {
		v.fault(model.FaultAlgorithm)
		return false
	}
	return v.digested(reference, text)
}

// digested tells whether a text has the digest that a reference states.
func (v *verification) digested(reference *etree.Element, text []byte) bool {
	hash, ok := digests()[algorithm(only(reference, nsSignature, "DigestMethod"))]
	if !ok {
		v.fault(model.FaultAlgorithm)
		return false
	}
	stated, ok := base64Of(only(reference, nsSignature, "DigestValue"))
	if !ok {
		v.fault(model.FaultMalformed)
		return false
	}
	h := hash.New()
	h.Write(text)
	if subtle.ConstantTimeCompare(h.Sum(nil), stated) != 1 {
		v.fault(model.FaultAltered)
		return false
	}
	return true
}

// base64Of is the bytes that an element writes in base64.
func base64Of(e *etree.Element) ([]byte, bool) {
	if e == nil {
		return nil, false
	}
	raw, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(e.Text()), ""))
	return raw, err == nil && len(raw) > 0
}

// deep lists the elements of a name at whatever depth below another, the first few.
func deep(e *etree.Element, space, local string, most int) (list []*etree.Element) {
	if e == nil {
		return nil
	}
	for _, c := range e.ChildElements() {
		if c.Tag == local && c.NamespaceURI() == space {
			list = append(list, c)
		}
		list = slices.Concat(list, deep(c, space, local, most))
		if len(list) >= most {
			return list[:most]
		}
	}
	return list
}
