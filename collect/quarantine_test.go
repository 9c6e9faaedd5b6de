package collect

import (
	"context"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"metrograph/collect/dcc"
	"metrograph/collect/xmltree"
	"metrograph/model"
)

// TestQuarantine: every rejected document is kept as it was with what is wrong with it; of a
// classified one, and of a dry run, nothing is.
func TestQuarantine(t *testing.T) {
	good := document1(t, thermometer)
	broken := strings.Replace(good, "<dcc:uniqueIdentifier>", "<dcc:unique>", 1)
	sources := []Source{Bytes("a.xml", []byte(good)), Bytes("/x/b.xml", []byte(broken)), Bytes("zz.xml", []byte(strings.Replace(broken, "Bath method", "机密", 1))),
		Bytes("zz_机密.xml", []byte(broken)), {Name: "gone.xml", Open: func() (io.ReadCloser, error) { return nil, errors.New("gone") }}, Bytes("c.txt", []byte("no format"))}
	n := newNode(t)
	r := run1(t, n, Options{}, sources...)
	if r.Rejected != 5 || len(n.rejected) != 3 {
		t.Fatalf("%d rejected, %d kept", r.Rejected, len(n.rejected))
	}
	for i, want := range []rejected{{model.Rejection{Place: 2, Name: "b.xml"}, broken}, {model.Rejection{Place: 5, Name: "gone.xml"}, ""}, {model.Rejection{Place: 6, Name: "c.txt"}, "no format"}} {
		got := n.rejected[i]
		if got.Place != want.Place || got.Name != want.Name || got.content != want.content || len(got.Findings) == 0 || (got.Hash == "") != (want.content == "") {
			t.Errorf("%+v", got)
		}
	}
	n = newNode(t)
	if run1(t, n, Options{Check: true}, sources...); len(n.rejected) > 0 {
		t.Errorf("a dry run keeps %+v", n.rejected)
	}
	n.jobless = true
	if run1(t, n, Options{}, sources...); len(n.rejected) > 0 {
		t.Errorf("without a job there are %+v", n.rejected)
	}
}

// TestAnnotation: a document with its findings is still one of its format, in every encoding,
// and means the same.
func TestAnnotation(t *testing.T) {
	good := document1(t, thermometer)
	f := model.Rejection{Format: "DCC 3.1.1", Code: model.CodeInvalid, Findings: []model.Finding{{Rule: "r", Severity: model.SeverityError, Line: 7,
		Path: "a--b---", Message: model.Text{En: "bad -->\x01 \uFFFE", Zh: "不对--"}}}}
	latin := "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>\xe4</a>"
	for _, document := range []string{good, "<a/>", "<?xml version='1.0' encoding='utf-8'?>\n<a/>"} {
		annotation := Annotation(f, []byte(document)[:min(len(document), 512)])
		if !strings.Contains(annotation, "7: ERROR r") || !strings.Contains(annotation, "不对- ") {
			t.Errorf("%q", annotation)
		}
		if err := xml.Unmarshal([]byte(document+annotation), new(struct{ XMLName xml.Name })); err != nil {
			t.Errorf("%v in %q", err, annotation)
		}
	}
	if annotation := Annotation(f, []byte(latin)); annotation == "" || strings.ContainsFunc(annotation, func(c rune) bool { return c > '~' }) {
		t.Errorf("%q", annotation)
	}
	for _, head := range []string{"\xff\xfe<\x00", "\xfe\xff\x00<", "<\x00a\x00"} {
		if annotation := Annotation(f, []byte(head)); annotation != "" {
			t.Errorf("%q", annotation)
		}
	}
	p, err := dcc.Read(context.Background(), "a.xml", []byte(good+Annotation(f, []byte(good)[:512])), xmltree.Limits{})
	if err != nil || model.Grave(p.Findings) || p.Certificate == nil {
		t.Errorf("with its findings the document is not read: %v %v", err, p.Findings)
	}
}
