package xmltree

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// Node is an element, a comment or a processing instruction; the latter two have a Name
// without a namespace that is no element's name, e.g. comment(). Every method may be called
// on a nil node, which has nothing, so that a mapping reads as the format's table does.
type Node struct {
	Name     xml.Name
	Line     int // of the start tag
	Children []*Node

	tree      *Tree
	parent    *Node
	attrs     []attribute
	text      string // character data of the element itself
	ordinal   int    // from 1, among the siblings of the same name
	start     int    // of the node in the source
	end       int
	made      bool // by [Node.Gather] or [Node.Say]: it does not stand in the source
	taken     bool // the element itself stands for something in the result
	textTaken bool
}

type attribute struct {
	xml.Attr
	taken bool
}

// is tells whether the node is an element of the name.
func (n *Node) is(space, local string) bool {
	return n.Name.Local == local && n.Name.Space == space
}

// Is tells whether the node is an element of the namespace and one of the names.
func (n *Node) Is(space string, locals ...string) bool {
	if n == nil {
		return false
	}
	for _, local := range locals {
		if n.is(space, local) {
			return true
		}
	}
	return false
}

// Peek returns the first child of one of the names without taking it; nil where there is
// none.
func (n *Node) Peek(space string, locals ...string) *Node {
	if n == nil {
		return nil
	}
	for _, c := range n.Children {
		if c.Is(space, locals...) {
			return c
		}
	}
	return nil
}

// Take returns the first child of one of the names, and takes it.
func (n *Node) Take(space string, locals ...string) *Node {
	return n.Peek(space, locals...).Mark()
}

// PeekAll returns the children of the names without taking them.
func (n *Node) PeekAll(space string, locals ...string) []*Node {
	if n == nil {
		return nil
	}
	var all []*Node
	for _, c := range n.Children {
		if c.Is(space, locals...) {
			all = append(all, c)
		}
	}
	return all
}

// TakeAll returns the children of the names, and takes them.
func (n *Node) TakeAll(space string, locals ...string) []*Node {
	all := n.PeekAll(space, locals...)
	for _, c := range all {
		c.Mark()
	}
	return all
}

// Mark takes the element itself: not its text, attributes and children.
func (n *Node) Mark() *Node {
	if n != nil {
		n.taken = true
	}
	return n
}

// Text returns the element's text without the space around it, and does not take it.
func (n *Node) Text() string {
	if n == nil {
		return ""
	}
	return strings.TrimSpace(n.text)
}

// Use returns the element's text as [Node.Text] does, and takes element and text.
func (n *Node) Use() string {
	if n == nil {
		return ""
	}
	n.taken, n.textTaken = true, true
	return n.Text()
}

// PeekAttr returns an attribute that is in no namespace, without taking it.
func (n *Node) PeekAttr(local string) string { return n.PeekAttrNS("", local) }

// PeekAttrNS returns an attribute of a namespace, without taking it.
func (n *Node) PeekAttrNS(space, local string) string {
	if a := n.attribute(space, local); a != nil {
		return strings.TrimSpace(a.Value)
	}
	return ""
}

// Attr returns an attribute that is in no namespace, and takes it.
func (n *Node) Attr(local string) string { return n.AttrNS("", local) }

// AttrNS returns an attribute of a namespace, and takes it.
func (n *Node) AttrNS(space, local string) string {
	if a := n.attribute(space, local); a != nil {
		a.taken = true
		return strings.TrimSpace(a.Value)
	}
	return ""
}

func (n *Node) attribute(space, local string) *attribute {
	if n == nil {
		return nil
	}
	for i := range n.attrs {
		if a := &n.attrs[i]; a.Name.Local == local && a.Name.Space == space {
			return a
		}
	}
	return nil
}

// Forget gives everything in the element back, so that it is left over after all.
func (n *Node) Forget() {
	if n == nil {
		return
	}
	n.taken, n.textTaken = false, false
	for i := range n.attrs {
		n.attrs[i].taken = false
	}
	for _, c := range n.Children {
		c.Forget()
	}
}

// GiveBack gives the element's own text back, so that it is left over: what a mapping does
// with a value that it could not take as it stands.
func (n *Node) GiveBack() {
	if n != nil {
		n.textTaken = false
	}
}

// Raw returns the element as it was written.
func (n *Node) Raw() string {
	if n == nil {
		return ""
	}
	return string(n.tree.source[n.start:n.end])
}

// Path names the node's place by local names from the root; a number from 2 tells siblings
// of one name apart, e.g. /digitalCalibrationCertificate/administrativeData/items/item[2].
func (n *Node) Path() string {
	if n == nil {
		return ""
	}
	var steps []string
	for at := n; at != nil; at = at.parent {
		step := at.Name.Local
		if at.ordinal > 1 {
			step += "[" + strconv.Itoa(at.ordinal) + "]"
		}
		steps = append(steps, step)
	}
	var path strings.Builder
	for i := len(steps) - 1; i >= 0; i-- {
		path.WriteString("/" + steps[i])
	}
	return path.String()
}

// GiveBackAttr gives an attribute back.
func (n *Node) GiveBackAttr(local string) {
	if a := n.attribute("", local); a != nil {
		a.taken = false
	}
}

// Walk calls visit for the node and every element below it.
func (n *Node) Walk(visit func(*Node)) {
	if n == nil {
		return
	}
	visit(n)
	for _, c := range n.Children {
		c.Walk(visit)
	}
}
