package dcx

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"metrograph/collect/mapping"
	"metrograph/collect/parcel"
	"metrograph/collect/xmltree"
	"metrograph/model"
)

const (
	ns       = "https://dfm.dk"
	rootName = "digitalCalibrationExchange"
)

// root finds the root element of a DCX in the first bytes of a file, with any prefix.
var root = regexp.MustCompile(`<([A-Za-z_][\w.-]*:)?` + rootName + `[\s>]`)

// Sniff tells from a file's first bytes whether it is a DCX.
func Sniff(head []byte) bool { return root.Match(head) }

// Read maps a document to a parcel. Whatever is wrong with the document is a finding of the
// parcel; where there is no certificate in it, the parcel has none. The error is the
// context's.
func Read(ctx context.Context, name string, raw []byte, limits xmltree.Limits) (*parcel.Parcel, error) {
	r := &reader{parcel: &parcel.Parcel{Format: "DCX"}, cert: &model.Certificate{}, Findings: mapping.Findings{More: ruleMore}}
	tree, err := xmltree.Parse(ctx, raw, limits)
	var fault *xmltree.Error
	switch {
	case errors.As(err, &fault):
		r.Add(mapping.Fault(fault))
	case err != nil:
		return nil, err
	case r.begin(tree.Root):
		r.cert.ID = r.parcel.NewID(model.KindCertificate)
		mapping.Original(r.parcel, r.cert, name, raw)
		r.document(tree.Root)
		r.leftovers(tree)
		r.parcel.Certificate = r.cert
	}
	r.parcel.Findings = r.List
	return r.parcel, nil
}

// reader is the state of reading one document.
type reader struct {
	parcel *parcel.Parcel
	cert   *model.Certificate
	byID   map[string]*xmltree.Node // elements by their id attribute
	mapping.Findings
}

// begin checks that the document is one that was issued, and looks up its ids.
func (r *reader) begin(n *xmltree.Node) bool {
	if !n.Is(ns, rootName) {
		r.Find(mapping.Error("dcx.root", "This is not a DCX: the root element is %s.", "不是 DCX：根元素为 %s。"), n,
			"{"+n.Name.Space+"}"+n.Name.Local)
		return false
	}
	n.Mark()
	version := n.Attr("schemaVersion")
	if r.parcel.Format = strings.TrimSpace("DCX " + version); !strings.HasPrefix(version, "1.") {
		r.Find(ruleVersion, n, version)
	}
	n.AttrNS("http://www.w3.org/2001/XMLSchema-instance", "schemaLocation")
	r.byID = map[string]*xmltree.Node{}
	n.Walk(func(n *xmltree.Node) {
		if id := n.PeekAttr("id"); id != "" && r.byID[id] == nil {
			r.byID[id] = n
		}
	})
	return r.documentType(n)
}

// documentType takes what the document is. Requests and templates are no certificates.
func (r *reader) documentType(n *xmltree.Node) bool {
	title := el(n, "title")
	content := title.Attr("value")
	switch content {
	case "digitalCalibrationCertificate":
		r.cert.DocumentType, r.cert.Activity = model.DocumentCalibrationCertificate, model.ActivityCalibration
	case "digitalTestReport", "digitalMeasurementReport":
		r.cert.DocumentType, r.cert.Activity = model.DocumentTestReport, model.ActivityTesting
	case "digitalReportOfSampling", "digitalExaminationCertificate", "digitalCertificateOfConformity":
		r.Find(ruleKind, title, content)
		title.GiveBackAttr("value")
		r.cert.DocumentType, r.cert.Activity = model.DocumentTestReport, model.ActivityTesting
	default:
		if title == nil {
			title = n
		}
		r.Find(ruleContent, title, content)
		return false
	}
	r.cert.Title = texts(title, "heading")
	return true
}

// document maps the root's children: what others refer to comes first.
func (r *reader) document(n *xmltree.Node) {
	for _, subtitle := range els(n, "subtitle") {
		mapping.AddText(&r.cert.Remarks, texts(subtitle, "heading"))
	}
	admin := r.required(n, "administrativeData")
	r.parties(admin)
	r.equipment(el(n, "equipmentList"), r.core(el(admin, "coreData"), admin))
	r.statements(el(n, "statementList"))
	r.conformity(el(admin, "conformitySummary"))
	for _, list := range els(n, "measurementResultList") {
		list.Mark()
		for _, table := range list.Children {
			if table.Name.Space == ns {
				r.table(table.Mark())
			}
		}
	}
	if len(r.cert.Results) == 0 {
		r.Find(ruleMissing, n, "measurementResultList")
	}
	r.discipline(n)
	for _, f := range els(el(n, "embeddedFileList"), "embeddedFile") {
		r.file(f)
	}
}

func (r *reader) required(n *xmltree.Node, local string) *xmltree.Node {
	child := el(n, local)
	if child == nil {
		r.Find(ruleMissing, n, local)
	}
	return child
}

// leftovers keeps what nothing took, with a finding each.
func (r *reader) leftovers(tree *xmltree.Tree) {
	all := tree.Leftovers()
	for _, l := range all {
		f := ruleUnmapped.Finding()
		f.Path, f.Line = l.Path, l.Line
		r.Add(f)
	}
	mapping.KeepLeftovers(r.parcel, r.cert, all)
}

// at notes where a part of the certificate stands.
func (r *reader) at(n *xmltree.Node, format string, args ...any) {
	if n != nil {
		r.parcel.At(fmt.Sprintf(format, args...), n.Line)
	}
}

// target is the element that an id means; a finding tells of an id that means none.
func (r *reader) target(n *xmltree.Node, id string) *xmltree.Node {
	found := r.byID[id]
	if found == nil {
		r.Find(ruleReference, n, id)
	}
	return found
}

// el takes the first child of a name.
func el(n *xmltree.Node, locals ...string) *xmltree.Node { return n.Take(ns, locals...) }

// els takes all children of a name.
func els(n *xmltree.Node, locals ...string) []*xmltree.Node { return n.TakeAll(ns, locals...) }

// value takes the value attribute of a field.
func value(n *xmltree.Node, local string) string {
	return strings.TrimSpace(el(n, local).Attr("value"))
}

// texts takes the children of a name as one text in their languages.
func texts(n *xmltree.Node, locals ...string) model.Text {
	var t model.Text
	for _, c := range els(n, locals...) {
		if text := mapping.Tidy(c.Use()); says(text) {
			t.Add(strings.ToLower(c.Attr("lang")), text)
		} else {
			c.Forget()
		}
	}
	return t
}

// peekTexts looks at texts without taking them.
func peekTexts(n *xmltree.Node, local string) model.Text {
	var t model.Text
	for _, c := range n.PeekAll(ns, local) {
		if text := mapping.Tidy(c.Text()); says(text) {
			t.Add(strings.ToLower(c.PeekAttr("lang")), text)
		}
	}
	return t
}

// says tells a text from the dash that stands where there is none.
func says(text string) bool { return text != "" && text != "-" }

// word takes the text of a child, unless it is a dash.
func word(n *xmltree.Node, local string) string {
	if c := n.Peek(ns, local); says(c.Text()) {
		return c.Use()
	}
	return ""
}
