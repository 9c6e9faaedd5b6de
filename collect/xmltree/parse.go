package xmltree

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
)

// Tree is a document that was read.
type Tree struct {
	Root    *Node
	Outside []*Node // comments and processing instructions beside the root
	source  []byte  // in UTF-8
}

// checkEvery is how many tokens pass between two looks at the context.
const checkEvery = 4096

// Parse reads a document of any encoding that it declares. The error is an [*Error], or the
// context's.
func Parse(ctx context.Context, raw []byte, limits Limits) (*Tree, error) {
	limits = limits.WithDefaults()
	if int64(len(raw)) > limits.Bytes {
		return nil, &Error{Fault: FaultSize, Detail: fmt.Sprintf("more than %d bytes", limits.Bytes)}
	}
	source, err := DecodeUTF8(raw, limits.Bytes)
	if err != nil {
		return nil, err
	}
	if len(bytes.TrimSpace(source)) == 0 {
		return nil, &Error{Fault: FaultEmpty, Line: 1, Detail: "the document is empty"}
	}
	if err := checkTags(source, limits.Tag); err != nil {
		return nil, err
	}
	b := &builder{tree: &Tree{source: source}, limits: limits}
	if err := b.run(ctx); err != nil {
		return nil, err
	}
	return b.tree, nil
}

// builder makes the tree from the decoder's tokens.
type builder struct {
	tree   *Tree
	limits Limits
	open   []frame
	nodes  int
	// place of the token in hand
	line       int
	start, end int
}

// frame is an element that is not closed yet.
type frame struct {
	node   *Node
	counts map[xml.Name]int // children of each name so far
	text   []byte
}

func (b *builder) run(ctx context.Context) error {
	d := xml.NewDecoder(bytes.NewReader(b.tree.source))
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // already in UTF-8
	for count := 0; ; count++ {
		if count%checkEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		b.line, _ = d.InputPos()
		b.start = int(d.InputOffset())
		token, err := d.Token()
		b.end = int(d.InputOffset())
		if errors.Is(err, io.EOF) {
			return b.finish()
		}
		if err != nil {
			return b.malformed(err)
		}
		if err := b.add(token); err != nil {
			return err
		}
	}
}

func (b *builder) finish() error {
	if b.tree.Root == nil {
		return &Error{Fault: FaultMalformed, Line: b.line, Detail: "there is no element"}
	}
	return nil
}

func (b *builder) malformed(err error) error {
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) {
		return &Error{Fault: FaultMalformed, Line: syntax.Line, Detail: syntax.Msg}
	}
	return &Error{Fault: FaultMalformed, Line: b.line, Detail: err.Error()}
}

func (b *builder) add(token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		return b.push(t)
	case xml.EndElement:
		b.pop()
	case xml.CharData:
		return b.characters(t)
	case xml.Comment:
		return b.leaf("comment()")
	case xml.ProcInst:
		if t.Target == "xml" {
			return nil // the declaration is about the bytes, and they are kept
		}
		return b.leaf("processing-instruction(" + t.Target + ")")
	case xml.Directive:
		return &Error{Fault: FaultDoctype, Line: b.line, Detail: "document type declarations are refused"}
	}
	return nil
}

func (b *builder) push(t xml.StartElement) error {
	if len(b.open) == 0 && b.tree.Root != nil {
		return &Error{Fault: FaultMalformed, Line: b.line, Detail: "a second root element"}
	}
	if len(b.open) >= b.limits.Depth {
		return &Error{Fault: FaultDepth, Line: b.line, Detail: fmt.Sprintf("more than %d elements deep", b.limits.Depth)}
	}
	n, err := b.node(t.Name, 1+len(t.Attr))
	if err != nil {
		return err
	}
	for _, a := range t.Attr {
		if a.Name.Space == "xmlns" || a.Name.Space == "" && a.Name.Local == "xmlns" {
			continue // a declaration of a prefix is not data
		}
		n.attrs = append(n.attrs, attribute{Attr: a})
	}
	if len(b.open) == 0 {
		b.tree.Root = n
	}
	b.open = append(b.open, frame{node: n})
	return nil
}

func (b *builder) pop() {
	top := &b.open[len(b.open)-1]
	top.node.text, top.node.end = string(top.text), b.end
	b.open = b.open[:len(b.open)-1]
}

func (b *builder) characters(data xml.CharData) error {
	blank := len(bytes.TrimSpace(data)) == 0
	if len(b.open) == 0 {
		if !blank {
			return &Error{Fault: FaultMalformed, Line: b.line, Detail: "text outside the root element"}
		}
		return nil
	}
	// Blank space between elements is layout; between two pieces of a text it is text.
	if top := &b.open[len(b.open)-1]; !blank || len(top.text) > 0 {
		top.text = append(top.text, data...)
	}
	return nil
}

// leaf adds a comment or a processing instruction.
func (b *builder) leaf(name string) error {
	n, err := b.node(xml.Name{Local: name}, 1)
	if err != nil {
		return err
	}
	n.end = b.end
	if len(b.open) == 0 {
		b.tree.Outside = append(b.tree.Outside, n)
	}
	return nil
}

// node makes a node at the place in hand, below the element that is open; weight is what it
// counts towards the limit.
func (b *builder) node(name xml.Name, weight int) (*Node, error) {
	if b.nodes += weight; b.nodes > b.limits.Nodes {
		return nil, &Error{Fault: FaultNodes, Line: b.line, Detail: fmt.Sprintf("more than %d elements and attributes", b.limits.Nodes)}
	}
	n := &Node{Name: name, Line: b.line, tree: b.tree, start: b.start, ordinal: 1}
	if len(b.open) > 0 {
		top := &b.open[len(b.open)-1]
		if top.counts == nil {
			top.counts = map[xml.Name]int{}
		}
		// Siblings are told apart by local names, as the path writes them.
		key := xml.Name{Local: name.Local}
		top.counts[key]++
		n.ordinal, n.parent = top.counts[key], top.node
		top.node.Children = append(top.node.Children, n)
	}
	return n, nil
}
