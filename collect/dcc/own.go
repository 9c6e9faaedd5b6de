package dcc

import (
	"strconv"
	"strings"

	"metrograph/collect/mapping"
	"metrograph/collect/xmltree"
	"metrograph/internal/dccterm"
	"metrograph/model"
)

// Documents that Metrograph wrote say what they mean in terms and elements of its own
// (package dccterm), so that nothing is guessed of them: the certificate comes back as it was.
// What somebody added to such a document since is left over where it is not told in its way.

// own is what the supplement of a document of Metrograph says.
type own struct {
	patches  map[string]*xmltree.Node
	unmapped []xmltree.Leftover
	devices  int
	units    map[string]model.Unit // of the quantity in hand, by what stands for them
}

// findOwn looks for the supplement, and takes it.
func (r *reader) findOwn(root *xmltree.Node) {
	comment := root.Peek(nsDCC, "comment")
	supplement := comment.Peek(dccterm.Namespace, dccterm.Supplement)
	if supplement == nil {
		return
	}
	comment.Mark()
	supplement.Mark()
	r.own = &own{patches: map[string]*xmltree.Node{}}
	for _, n := range supplement.PeekAll(dccterm.Namespace, dccterm.Patch) {
		if key := n.PeekAttr("of") + "/" + n.PeekAttr("n"); r.own.patches[key] == nil {
			r.own.patches[key] = n
		}
	}
	for _, n := range supplement.TakeAll(dccterm.Namespace, dccterm.Unmapped) {
		line, _ := strconv.Atoi(n.PeekAttr("line"))
		n.Attr("line")
		r.own.unmapped = append(r.own.unmapped, xmltree.Leftover{Path: n.Attr("path"), Line: line, Text: n.Use()})
	}
}

// patch makes of what the document tells of a record what the record was. A patch that
// cannot be applied, or makes the record wrong, is left over, with a finding.
func patch[R any, P interface {
	*R
	model.Record
}](r *reader, of string, n int, record P) {
	number := strconv.Itoa(n)
	node := r.own.patches[of+"/"+number]
	if node == nil {
		return
	}
	fresh := *record
	err := dccterm.Apply(of, []byte(node.Text()), &fresh)
	if err != nil || model.Grave(P(&fresh).Validate()) && !model.Grave(record.Validate()) {
		r.find(ruleSupplement, node, of+" "+number)
		return
	}
	*record = fresh
	node.Use()
	node.Attr("of")
	node.Attr("n")
}

// patched tells whether there is a patch for a record.
func (r *reader) patched(of string, n int) bool { return r.own.patches[of+"/"+strconv.Itoa(n)] != nil }

// ownDocument maps a document of Metrograph.
func (r *reader) ownDocument(root *xmltree.Node) {
	if root.PeekAttrNS(nsInstance, "schemaLocation") == dccterm.SchemaLocation {
		root.AttrNS(nsInstance, "schemaLocation")
	}
	if admin := r.required(root, "administrativeData"); admin != nil {
		r.ownAdministrative(admin)
	}
	results := r.required(root, "measurementResults")
	r.ownMethods(el(results, "usedMethods"))
	r.ownStandards(el(results, "measuringEquipments"))
	r.ownEnvironments(el(results, "influenceConditions"))
	for _, n := range els(results, "measurementResult") {
		r.ownResult(n)
	}
	r.ownFiles(els(root, "document"))
}

// terms takes the terms of an element: those of the source, which with a number sign refer to
// another element, and those of Metrograph.
func (r *reader) terms(n *xmltree.Node) (source []string, own dccterm.Terms) {
	source, own = dccterm.Split(n.Attr("refType"))
	known := map[string]bool{}
	for _, s := range source {
		known[s] = true
	}
	for _, id := range strings.Fields(n.Attr("refId")) {
		if !known["#"+id] {
			source = append(source, "#"+id)
		}
	}
	return source, own
}

// marks takes the terms of an element of which the model keeps none of the source: they are
// left over.
func (r *reader) marks(n *xmltree.Node) dccterm.Terms {
	source, own := dccterm.Split(n.Attr("refType"))
	leaveOver(n, source)
	return own
}

// leaveOver gives the terms of the source back, where there are any.
func leaveOver(n *xmltree.Node, source []string) {
	if len(source) > 0 {
		giveBackTerms(n)
	}
}

// parts are the terms that tell one part of a text from another.
var parts = []string{dccterm.NotGiven, dccterm.OfRecord, dccterm.Contact, dccterm.Condition, dccterm.Reason, dccterm.DecisionRule}

// partOf tells which part of a text a content belongs to; empty for the text itself.
func partOf(own dccterm.Terms) string {
	for _, key := range parts {
		if own.Has(key) {
			return key
		}
	}
	return ""
}

// said takes a part of a text.
func (r *reader) said(n *xmltree.Node, key string) model.Text {
	r.nothingSaid(n.Mark())
	t, nodes := r.peekSaid(n, key)
	take(nodes)
	return t
}

// peekSaid reads a part of a text, and tells the elements that it stands in.
func (r *reader) peekSaid(n *xmltree.Node, key string) (t model.Text, nodes []*xmltree.Node) {
	for _, c := range n.PeekAll(nsDCC, "content") {
		_, own := dccterm.Split(c.PeekAttr("refType"))
		text := mapping.Tidy(c.Text())
		if partOf(own) != key || text == "" {
			continue
		}
		lang := strings.ToLower(c.PeekAttr("lang"))
		if own.Has(dccterm.Lang) {
			lang = own.Get(dccterm.Lang)
		}
		t.Add(lang, text)
		nodes = append(nodes, c)
	}
	return t, nodes
}

func take(contents []*xmltree.Node) {
	for _, c := range contents {
		c.Use()
		c.Attr("lang")
		if source, _ := dccterm.Split(c.Attr("refType")); len(source) > 0 {
			c.GiveBackAttr("refType")
		}
	}
}

// nothingSaid takes what stands in the place of a text that there is not.
func (r *reader) nothingSaid(n *xmltree.Node) {
	if t, nodes := r.peekSaid(n, dccterm.NotGiven); len(nodes) > 0 && sameText(t, dccterm.NoText()) {
		take(nodes)
	}
}

// repeats takes a text that says again what is said elsewhere. Another text is left over.
func (r *reader) repeats(n *xmltree.Node, text model.Text) {
	r.nothingSaid(n.Mark())
	if t, nodes := r.peekSaid(n, ""); sameText(t, text) {
		take(nodes)
	}
}

func sameText(a, b model.Text) bool {
	same := len(a.Other) == len(b.Other)
	for i := 0; same && i < len(a.Other); i++ {
		same = a.Other[i] == b.Other[i]
	}
	return same && a.Zh == b.Zh && a.En == b.En
}

// word takes a text that stands in the place of one that there may not be.
func word(n *xmltree.Node) string {
	if text := n.Use(); text != dccterm.Dash {
		return text
	}
	return ""
}

// constant takes an element that says what documents of Metrograph always say there.
func constant(n *xmltree.Node, text string) {
	if n.Mark(); n.Text() == text {
		n.Use()
	}
}
