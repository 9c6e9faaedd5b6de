package xmltree

import "strings"

// Source returns the document's text in UTF-8.
func (t *Tree) Source() []byte { return t.source }

// Same tells whether two elements are alike in what is read of them: names, attributes, text
// and the elements below, in order. Comments and instructions are nothing, nor are elements of
// the first that are left out.
func Same(a, b *Node, leave func(*Node) bool) bool {
	if a.Name != b.Name || a.Text() != b.Text() || len(a.attrs) != len(b.attrs) {
		return false
	}
	for i := range a.attrs {
		other := b.attribute(a.attrs[i].Name.Space, a.attrs[i].Name.Local)
		if other == nil || spaced.Replace(a.attrs[i].Value) != spaced.Replace(other.Value) {
			return false
		}
	}
	first, second := elements(a, leave), elements(b, nil)
	if len(first) != len(second) {
		return false
	}
	for i := range first {
		if !Same(first[i], second[i], nil) {
			return false
		}
	}
	return true
}

// elements are the elements right below a node.
func elements(n *Node, leave func(*Node) bool) (list []*Node) {
	for _, c := range n.Children {
		if !strings.HasSuffix(c.Name.Local, ")") && (leave == nil || !leave(c)) {
			list = append(list, c)
		}
	}
	return list
}

// spaced makes of what stands for a space in an attribute a space.
var spaced = strings.NewReplacer("\r\n", " ", "\r", " ", "\n", " ", "\t", " ")
