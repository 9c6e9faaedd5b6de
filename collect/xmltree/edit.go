package xmltree

import "encoding/xml"

// Gather puts children of the node, in their order, into a new one of the name, which stands where the first of
// them stood: for documents of an older structure that one mapping reads as the newer one. What
// was gathered keeps its lines and is left over as it was written; the new node never is.
func (n *Node) Gather(space, local string, children ...*Node) *Node {
	if n == nil || len(children) == 0 {
		return nil
	}
	first := children[0]
	holder := &Node{Name: xml.Name{Space: space, Local: local}, Line: first.Line, tree: n.tree, parent: n,
		ordinal: 1, start: first.start, end: first.start, made: true}
	at := 0
	for n.Children[at] != first {
		at++
	}
	n.Children = append(append(append(make([]*Node, 0, len(n.Children)), n.Children[:at]...), holder), without(n.Children[at:], children)...)
	for _, c := range children {
		c.parent = holder
	}
	holder.Children = children
	return holder
}

// Move puts children of the node, in their order, behind those of another.
func (n *Node) Move(to *Node, children ...*Node) {
	if n == nil || to == nil {
		return
	}
	n.Children = without(n.Children, children)
	for _, c := range children {
		c.parent = to
	}
	to.Children = append(to.Children, children...)
}

// without is a list without some of its nodes, which are in the same order.
func without(list, some []*Node) []*Node {
	kept := make([]*Node, 0, len(list)-len(some))
	for _, c := range list {
		if len(some) > 0 && c == some[0] {
			some = some[1:]
			continue
		}
		kept = append(kept, c)
	}
	return kept
}

// Say gives the node a child with a text that follows from the document but does not stand there.
func (n *Node) Say(space, local, text string) {
	n.Children = append(n.Children, &Node{Name: xml.Name{Space: space, Local: local}, Line: n.Line, tree: n.tree, parent: n,
		ordinal: 1, start: n.start, end: n.start, made: true, text: text})
}

// SetText changes the text of the element.
func (n *Node) SetText(text string) { n.text = text }

// Inherit gives the node an attribute of one around it, where it has none of its own.
func (n *Node) Inherit(local, value string) {
	if n.attribute("", local) == nil {
		n.attrs = append(n.attrs, attribute{Attr: xml.Attr{Name: xml.Name{Local: local}, Value: value}})
	}
}
