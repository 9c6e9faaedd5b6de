package xmltree

// Leftover is a part of the document that no mapping took.
type Leftover struct {
	Path string // e.g. /a/b[2], /a/b/@id, /a/b/text(), /a/comment()
	Line int
	Text string // the element as it was written, or the attribute's or the text's value
}

// Leftovers lists what was not taken, in the order of the document. An element none of
// which was taken is one leftover; otherwise its parts are told one by one.
func (t *Tree) Leftovers() []Leftover {
	var out []Leftover
	for _, n := range t.Outside {
		out, _ = n.leftovers(out)
	}
	out, _ = t.Root.leftovers(out)
	return out
}

// leftovers appends what is left of the node and tells whether any of it was taken.
func (n *Node) leftovers(out []Leftover) (list []Leftover, touched bool) {
	mark := len(out)
	touched = n.taken || n.textTaken
	for _, a := range n.attrs {
		if a.taken {
			touched = true
			continue
		}
		out = append(out, Leftover{Line: n.Line, Path: a.Name.Local, Text: a.Value})
	}
	attributes := len(out)
	if text := n.Text(); text != "" && !n.textTaken {
		out = append(out, Leftover{Line: n.Line, Path: "", Text: text})
	}
	own := len(out)
	for _, c := range n.Children {
		var below bool
		out, below = c.leftovers(out)
		touched = touched || below
	}
	if n.made { // only what was gathered in it can be left over
		return append(out[:mark], out[own:]...), touched
	}
	if !touched {
		return append(out[:mark], Leftover{Path: n.Path(), Line: n.Line, Text: n.Raw()}), false
	}
	// The paths are written only now: most nodes have nothing left over.
	for i := mark; i < own; i++ {
		if i < attributes {
			out[i].Path = n.Path() + "/@" + out[i].Path
		} else {
			out[i].Path = n.Path() + "/text()"
		}
	}
	return out, true
}
