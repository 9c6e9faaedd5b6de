package dcc

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"metrograph/collect/mapping"
	"metrograph/collect/parcel"
	"metrograph/collect/xmltree"
	"metrograph/model"
)

const (
	nsDCC      = "https://ptb.de/dcc"
	nsSI       = "https://ptb.de/si"
	nsInstance = "http://www.w3.org/2001/XMLSchema-instance"

	rootName = "digitalCalibrationCertificate"
)

// Sniff tells from a file's first bytes whether it may be a DCC: whether it is XML.
func Sniff(head []byte) bool {
	head = bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))
	if bytes.HasPrefix(head, []byte("\xfe\xff\x00<")) || bytes.HasPrefix(head, []byte("\xff\xfe<\x00")) {
		return true
	}
	return bytes.HasPrefix(bytes.TrimLeft(head, " \t\r\n"), []byte("<"))
}

// Read maps a document to a parcel. Whatever is wrong with the document is a finding of the
// parcel; where there is no certificate in it, the parcel has none. The error is the
// context's.
func Read(ctx context.Context, name string, raw []byte, limits xmltree.Limits) (*parcel.Parcel, error) {
	p := &parcel.Parcel{Format: "DCC"}
	r := &reader{parcel: p, cert: &model.Certificate{}, findings: mapping.Findings{More: ruleMore}}
	tree, err := xmltree.Parse(ctx, raw, limits)
	if err != nil {
		var fault *xmltree.Error
		if !errors.As(err, &fault) {
			return nil, err
		}
		p.Findings = []model.Finding{mapping.Fault(fault)}
		return p, nil
	}
	if r.begin(tree) {
		mapping.Original(p, r.cert, name, raw)
		r.document(tree.Root)
		r.leftovers()
		p.Certificate = r.cert
	}
	p.Findings = r.findings.List
	return p, nil
}

// reader is the state of reading one document.
type reader struct {
	parcel   *parcel.Parcel
	cert     *model.Certificate
	tree     *xmltree.Tree
	version  version
	findings mapping.Findings
	byID     map[string]*xmltree.Node // elements by their id attribute
	standard map[string]bool          // ids of equipment that a result names as a standard
	issuer   *model.Institution
	own      *own // of a document that Metrograph wrote; nil otherwise
	domains  domains
}

// begin checks that the tree is a DCC of a version that can be read.
func (r *reader) begin(tree *xmltree.Tree) bool {
	r.tree = tree
	root := tree.Root
	if !root.Is(nsDCC, rootName) && !root.Is(oldDCC, rootName) {
		r.find(ruleRoot, root, "{"+root.Name.Space+"}"+root.Name.Local)
		return false
	}
	root.Mark()
	if !r.readVersion(root) {
		return false
	}
	if r.version.before(3, 0) || root.Is(oldDCC, rootName) {
		modernize(root)
	}
	r.index(root)
	return true
}

// index notes the elements that have an id, and the equipment that is used as a standard by
// what a metaData element says of it: published certificates mark it there.
func (r *reader) index(root *xmltree.Node) {
	r.byID, r.standard = map[string]*xmltree.Node{}, map[string]bool{}
	root.Walk(func(n *xmltree.Node) {
		if id := n.PeekAttr("id"); id != "" && r.byID[id] == nil {
			r.byID[id] = n
		}
		if refs := n.PeekAttr("refId"); refs != "" && isStandard(strings.Fields(n.PeekAttr("refType"))) {
			for _, id := range strings.Fields(refs) {
				r.standard[id] = true
			}
		}
	})
}

// document maps the root's children. The administrative data comes first, whatever the
// order in the file: results refer to it.
func (r *reader) document(root *xmltree.Node) {
	r.cert.ID = r.parcel.NewID(model.KindCertificate)
	r.cert.DocumentType = model.DocumentCalibrationCertificate
	r.cert.Activity = model.ActivityCalibration
	if r.findOwn(root); r.own != nil {
		r.ownDocument(root)
		return
	}
	if admin := r.required(root, "administrativeData"); admin != nil {
		r.administrative(admin)
	}
	if results := r.required(root, "measurementResults"); results != nil {
		r.measurementResults(results)
	}
	if comment := root.Peek(nsDCC, "comment"); comment.Text() != "" {
		r.remark(model.Plain(mapping.Tidy(comment.Use())))
	}
	for _, n := range els(root, "document") {
		r.file(n)
	}
	r.decideDiscipline()
}

// required takes a child that a certificate cannot do without.
func (r *reader) required(n *xmltree.Node, local string) *xmltree.Node {
	child := el(n, local)
	if child == nil {
		r.find(ruleMissing, n, local)
	}
	return child
}

// at notes where a part of the certificate stands: a field, or an entry of a list.
func (r *reader) at(n *xmltree.Node, format string, args ...any) {
	if n != nil {
		r.parcel.At(fmt.Sprintf(format, args...), n.Line)
	}
}

func (r *reader) remark(t model.Text) { mapping.AddText(&r.cert.Remarks, t) }

// el takes the first child of a name in the DCC namespace.
func el(n *xmltree.Node, locals ...string) *xmltree.Node { return n.Take(nsDCC, locals...) }

// els takes all children of a name in the DCC namespace.
func els(n *xmltree.Node, locals ...string) []*xmltree.Node { return n.TakeAll(nsDCC, locals...) }
