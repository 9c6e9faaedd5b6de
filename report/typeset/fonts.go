// Package typeset sets reports as PDF: pages of A4 with running heads, a table of contents,
// bookmarks and numbered pages, in fonts of its own that hold Chinese, on any machine. The
// same document is the same bytes.
package typeset

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"fmt"
	"io"
	"sync"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/sfnt"
)

// Subsets of Noto Serif SC Regular and Noto Sans SC Medium, under the SIL Open Font License: the
// 8,105 characters of the list of commonly used standard Chinese characters (通用规范汉字表),
// those of GB/T 2312, and the Latin, Greek and mathematical ones that metrology writes.
//
//go:embed fonts/NotoSerifSC-subset.ttf.gz
var serifPacked []byte

//go:embed fonts/NotoSansSC-subset.ttf.gz
var sansPacked []byte

// face is a font and what it holds.
type face struct {
	ttf  []byte
	font *sfnt.Font
}

type faces struct{ serif, sans *face }

var embedded = sync.OnceValues(func() (f faces, err error) {
	if f.serif, err = unpack(serifPacked); err == nil {
		f.sans, err = unpack(sansPacked)
	}
	return f, err
})

func unpack(packed []byte) (*face, error) {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("embedded font: %w", err)
	}
	ttf, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("embedded font: %w", err)
	}
	font, err := sfnt.Parse(ttf)
	if err != nil {
		return nil, fmt.Errorf("embedded font: %w", err)
	}
	return &face{ttf, font}, nil
}

// FontError says that a font cannot be used, and why.
type FontError struct{ Reason string }

func (e *FontError) Error() string { return e.Reason }

// own is a user's font, for texts and titles alike. The writer of PDF embeds outlines of TrueType,
// of one font.
func own(ttf []byte) (f faces, err error) {
	defer func() {
		if recover() != nil { // a parser that trusts tables has met one that lies
			err = &FontError{"the font is damaged"}
		}
	}()
	font, err := sfnt.Parse(ttf)
	if err != nil {
		return f, &FontError{"this is no font, or a collection of fonts (.ttc); give a TrueType font (.ttf)"}
	}
	if string(ttf[:4]) != "\x00\x01\x00\x00" && string(ttf[:4]) != "true" {
		return f, &FontError{"this font has no TrueType outlines (an .otf has none); give a TrueType font (.ttf)"}
	}
	one := &face{ttf, font}
	trial := fpdf.New("P", "pt", "A4", "")
	trial.AddUTF8FontFromBytes("own", "", ttf)
	if trial.Err() {
		return f, &FontError{"the font cannot be embedded in a PDF: " + trial.Error().Error()}
	}
	return faces{one, one}, nil
}

// has tells whether the font has a glyph for a character of the plane that PDF's encoding of
// the writer reaches.
func (f *face) has(b *sfnt.Buffer, r rune) bool {
	if r > 0xffff {
		return false
	}
	index, err := f.font.GlyphIndex(b, r)
	return err == nil && index != 0
}

// absent stands for a character that no font here has, as printers have done it.
const absent = '〓'
