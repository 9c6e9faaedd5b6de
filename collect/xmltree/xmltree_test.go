package xmltree

import (
	"context"
	"errors"
	"strings"
	"testing"
)

const ns = "urn:x"

func parse(t *testing.T, document string) *Tree {
	t.Helper()
	tree, err := Parse(context.Background(), []byte(document), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func lines(left []Leftover) string {
	var all []string
	for _, l := range left {
		all = append(all, l.Path+" "+l.Text)
	}
	return strings.Join(all, "\n")
}

// TestLeftovers takes more and more of a document.
func TestLeftovers(t *testing.T) {
	const document = `<?xml version="1.0"?><?style x?><a xmlns="urn:x" k="v"><b id="1">one</b><b>two<!-- no --></b> mixed <c><d/></c></a>`
	steps := []struct {
		take func(root *Node)
		want string
	}{
		{func(*Node) {}, "/processing-instruction(style) <?style x?>\n" +
			`/a <a xmlns="urn:x" k="v"><b id="1">one</b><b>two<!-- no --></b> mixed <c><d/></c></a>`},
		{func(root *Node) { root.Mark() }, "/processing-instruction(style) <?style x?>\n/a/@k v\n/a/text() mixed\n" +
			`/a/b <b id="1">one</b>` + "\n/a/b[2] <b>two<!-- no --></b>\n/a/c <c><d/></c>"},
		{func(root *Node) { root.Attr("k"); root.Use(); root.Take(ns, "b").Use() },
			"/processing-instruction(style) <?style x?>\n/a/b/@id 1\n/a/b[2] <b>two<!-- no --></b>\n/a/c <c><d/></c>"},
		{func(root *Node) { root.Take(ns, "b").Attr("id"); root.TakeAll(ns, "b")[1].Use() },
			"/processing-instruction(style) <?style x?>\n/a/b[2]/comment() <!-- no -->\n/a/c <c><d/></c>"},
		{func(root *Node) { root.Take(ns, "c").Take(ns, "d") },
			"/processing-instruction(style) <?style x?>\n/a/b[2]/comment() <!-- no -->"},
		{func(root *Node) {
			root.Take(ns, "c").Forget()
			root.Take(ns, "b").GiveBack()
			root.Peek(ns, "b").GiveBackAttr("id")
		},
			"/processing-instruction(style) <?style x?>\n/a/b/@id 1\n/a/b/text() one\n/a/b[2]/comment() <!-- no -->\n/a/c <c><d/></c>"},
	}
	tree := parse(t, document)
	for i, step := range steps {
		step.take(tree.Root)
		if got := lines(tree.Leftovers()); got != step.want {
			t.Errorf("step %d: got\n%s\nwant\n%s", i, got, step.want)
		}
	}
}

func TestPlaces(t *testing.T) {
	tree := parse(t, "<a xmlns='urn:x'>\n <b\n  k='1'/>\n <b>t</b>\n</a>")
	second := tree.Root.PeekAll(ns, "b")[1]
	if second.Line != 4 || second.Path() != "/a/b[2]" || second.Raw() != "<b>t</b>" {
		t.Errorf("line %d, path %s, raw %s", second.Line, second.Path(), second.Raw())
	}
	if first := tree.Root.Peek(ns, "b"); first.Line != 2 {
		t.Errorf("line %d", first.Line)
	}
}

// TestNil says that what is not there can be asked for anything.
func TestNil(t *testing.T) {
	var n *Node
	n.Mark()
	n.Forget()
	n.GiveBack()
	n.GiveBackAttr("a")
	n.Walk(func(*Node) { t.Error("visited") })
	if n.Take(ns, "a") != nil || n.TakeAll(ns, "a") != nil || n.Use()+n.Text()+n.Attr("a")+n.Raw()+n.Path() != "" || n.Is(ns, "a") {
		t.Error("nothing has something")
	}
}

func TestFaults(t *testing.T) {
	tight := Limits{Bytes: 1000, Depth: 3, Nodes: 8, Tag: 40}
	for _, test := range []struct {
		name, document string
		fault          Fault
		line           int
	}{
		{"empty", " \n", FaultEmpty, 1},
		{"no element", "<!-- a -->", FaultMalformed, 1},
		{"text before", "x<a/>", FaultMalformed, 1},
		{"text after", "<a/>\nx", FaultMalformed, 1},
		{"two roots", "<a/>\n<b/>", FaultMalformed, 2},
		{"not closed", "<a>\n<b>", FaultMalformed, 2},
		{"crossed", "<a>\n<b></a></b>", FaultMalformed, 2},
		{"an entity", "<a>&x;</a>", FaultMalformed, 1},
		{"a doctype", "\n<!DOCTYPE a><a/>", FaultDoctype, 2},
		{"too deep", "<a><a><a>\n<a/></a></a></a>", FaultDepth, 2},
		{"too many", "<a>" + strings.Repeat("\n<b/>", 9) + "</a>", FaultNodes, 9},
		{"too many attributes", `<a b="" c="" d="" e="" f="" g=""><i/><i/></a>`, FaultNodes, 1},
		{"too long a tag", "<a>\n<b c='" + strings.Repeat(">", 50) + "'/></a>", FaultTag, 2},
		{"too large", "<a>" + strings.Repeat(" ", 1000) + "</a>", FaultSize, 0},
		{"an unknown encoding", `<?xml version="1.0" encoding="x"?><a/>`, FaultEncoding, 1},
		{"a wrong encoding", "<?xml version='1.0' encoding='gb18030'?>\n<a>\xff</a>", FaultEncoding, 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := Parse(context.Background(), []byte(test.document), tight)
			var fault *Error
			if !errors.As(err, &fault) || fault.Fault != test.fault || fault.Line != test.line {
				t.Errorf("%v", err)
			}
		})
	}
	for _, right := range []string{
		"<a><!-- " + strings.Repeat("<", 100) + " --><![CDATA[" + strings.Repeat("<", 100) + "]]></a>",
		`<?xml version="1.0" encoding="UTF-16"?><a/>`,
	} {
		if _, err := Parse(context.Background(), []byte(right), tight); err != nil {
			t.Errorf("%s: %v", right, err)
		}
	}
}

func TestText(t *testing.T) {
	tree := parse(t, "<a xmlns='urn:x'> one<![CDATA[ <two> ]]>three <b/> four </a>")
	if got := tree.Root.Text(); got != "one <two> three  four" {
		t.Errorf("%q", got)
	}
}

// FuzzParse says that no input makes the parser fail, and that what nobody took is left
// over as it was written.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"<a/>", "<a b='c'>d<e/>f<!--g--></a>", "<?x?><a><![CDATA[b]]></a>", "<!DOCTYPE a><a/>", "<a>&#65;</a>"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		tree, err := Parse(context.Background(), raw, Limits{Bytes: 1 << 16})
		var fault *Error
		if err != nil {
			if !errors.As(err, &fault) {
				t.Fatal(err)
			}
			return
		}
		left := tree.Leftovers()
		if last := left[len(left)-1]; last.Text != tree.Root.Raw() {
			t.Fatalf("%q is not all of it", last.Text)
		}
		tree.Root.Walk(func(n *Node) {
			n.Use()
			for _, a := range n.attrs {
				n.AttrNS(a.Name.Space, a.Name.Local)
			}
		})
	})
}
