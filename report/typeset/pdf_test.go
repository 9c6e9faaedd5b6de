package typeset_test

import (
	"bytes"
	"errors"
	"testing"

	"golang.org/x/image/font/gofont/goregular"

	"metrograph/report"
	"metrograph/report/typeset"
)

// A user's font sets the PDF, and characters that it does not have are told of.
func TestFontOfTheUser(t *testing.T) {
	var pdf bytes.Buffer
	absent, err := typeset.PDFIn(&pdf, small(t), goregular.TTF)
	if err != nil || !bytes.HasPrefix(pdf.Bytes(), []byte("%PDF")) {
		t.Fatal(err)
	}
	if string(absent) == "" {
		t.Error("the font has no Chinese, and nothing says so")
	}
}

// A file that is no font, and each beginning of one, is refused and does no harm.
func TestBadFonts(t *testing.T) {
	for _, n := range []int{0, 3, 4, 12, 100, 1000, len(goregular.TTF) / 2} {
		var pdf bytes.Buffer
		_, err := typeset.PDFIn(&pdf, small(t), goregular.TTF[:n])
		if bad := (*typeset.FontError)(nil); !errors.As(err, &bad) || pdf.Len() > 0 {
			t.Errorf("%d bytes: %v", n, err)
		}
	}
}

func small(t *testing.T) *report.Document {
	d := &report.Document{Lang: "zh", Title: "Title 书", Chapters: []report.Chapter{{Title: "One", Blocks: []report.Block{report.Paragraph{Text: "Text 文"}}}}}
	if err := d.Number(); err != nil {
		t.Fatal(err)
	}
	return d
}
