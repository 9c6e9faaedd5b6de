package typeset

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"

	"metrograph/report"
)

// PDF sets a document whose parts are numbered. It returns the characters that no font has,
// for which 〓 stands.
func PDF(w io.Writer, d *report.Document) (absent []rune, err error) {
	f, err := embedded()
	if err != nil {
		return nil, err
	}
	return set(w, d, f)
}

// PDFIn is [PDF] in a TrueType font of the user's. A font that cannot be used is a [FontError].
func PDFIn(w io.Writer, d *report.Document, ttf []byte) (absent []rune, err error) {
	f, err := own(ttf)
	if err != nil {
		return nil, err
	}
	return set(w, d, f)
}

func set(w io.Writer, d *report.Document, f faces) (absent []rune, err error) {
	first := newSetter(d, f, nil) // to learn on which pages the chapters begin
	first.document()
	s := newSetter(d, f, first.pages)
	s.document()
	var out bytes.Buffer
	if err := s.Output(&out); err != nil {
		return nil, fmt.Errorf("PDF: %w", err)
	}
	_, err = out.WriteTo(w)
	return slices.Sorted(maps.Keys(s.absent)), err
}

func (s *setter) document() {
	for _, list := range [][]report.Chapter{s.d.Chapters, s.d.Appendices} {
		for _, c := range list {
			s.links[c.Label] = s.AddLink()
		}
	}
	s.cover()
	s.contents()
	s.plain = false
	for i := range s.d.Chapters {
		s.chapter(&s.d.Chapters[i], "")
	}
	for i := range s.d.Appendices {
		s.chapter(&s.d.Appendices[i], s.d.Say("附录", "Appendix "))
	}
}

func (s *setter) cover() {
	s.plain = true
	s.page()
	s.SetFillColor(brandR, brandG, brandB)
	s.Rect(0, 0, pageWide, 26, "F")
	s.Rect(left, 330, 46, 4, "F")
	s.brand()
	s.put("sans", 15, left, 110, s.d.Organisation, 0)
	size := 36.0
	s.font("sans", size)
	for size > 18 && s.width(s.say("sans", s.d.Title))*size/36 > wide {
		size--
	}
	s.put("sans", size, left, 300, s.d.Title, 0)
	s.ink()
	s.put("sans", 17, left, 366, s.d.Subtitle, 0)
	s.SetDrawColor(120, 120, 120)
	s.SetLineWidth(0.7)
	y := 755 - 18*float64(len(s.d.Cover))
	s.Line(left, y-22, left+wide, y-22)
	for i, line := range s.d.Cover {
		s.put("serif", 10.5, left, y+18*float64(i), line, 0)
	}
}

func (s *setter) contents() {
	s.page()
	s.brand()
	s.put("sans", 20, left, s.y+18, s.d.Say("目　录", "Contents"), 0)
	s.y += 54
	s.ink()
	for _, c := range s.d.Chapters {
		s.entry(c.Label, c.Label, c.Title)
	}
	s.y += 8
	for _, c := range s.d.Appendices {
		s.entry(c.Label, s.d.Say("附录", "Appendix ")+c.Label, c.Title)
	}
}

// entry is a line of the contents, with dots to the number of its page.
func (s *setter) entry(key, label, title string) {
	s.put("sans", 11, left, s.y, label, 0)
	number := strconv.Itoa(s.pages[key])
	x := left + max(34, s.width(label)+12)
	s.put("sans", 11, x, s.y, title, 0)
	from := x + s.width(s.say("sans", title)) + 8
	s.put("serif", 11, left+wide, s.y, number, 2)
	to := left + wide - s.width(number) - 8
	for at := to; at > from; at -= 5 {
		s.write(at, s.y, ".")
	}
	s.Link(left, s.y-12, wide, 18, s.links[key])
	s.y += 24
}

func (s *setter) chapter(c *report.Chapter, prefix string) {
	s.begin(prefix + c.Label + "　" + c.Title)
	s.pages[c.Label] = s.PageNo()
	s.SetLink(s.links[c.Label], s.y, s.PageNo())
	s.Bookmark(s.say("sans", prefix+c.Label+"　"+c.Title), 0, s.y)
	s.brand()
	s.put("sans", 19, left, s.y+16, prefix+c.Label+"　"+c.Title, 0)
	s.SetDrawColor(brandR, brandG, brandB)
	s.SetLineWidth(1.4)
	s.Line(left, s.y+27, left+wide, s.y+27)
	s.y += 46
	s.ink()
	for i, b := range c.Blocks {
		s.block(b, c.Blocks[i+1:])
	}
}

// begin begins a chapter: below the last one where half of the page is left, else on a page of its
// own. The head of a page names the chapter that it begins with.
func (s *setter) begin(title string) {
	s.head = title
	if s.started && s.y < top+(bottom-top)*0.62 {
		s.y += 22
		return
	}
	s.started = true
	s.page()
}

func (s *setter) block(b report.Block, after []report.Block) {
	switch b := b.(type) {
	case report.Heading:
		s.heading(b, after)
	case report.Paragraph:
		indent := 0.0
		if s.d.Lang == "zh" {
			indent = 2 * body
		}
		s.paragraph(b.Text, indent, 0)
	case report.List:
		for _, item := range b.Items {
			s.room(2 * leading)
			s.put("serif", body, left+4, s.y+body, "•", 0)
			s.paragraph(item, 0, 16)
		}
	case *report.Table:
		s.table(b)
	case *report.Figure:
		s.room(b.Drawing.Height*wide/b.Drawing.Width + 2*leading + 8)
		s.y += 4
		s.draw(b.Drawing)
		s.y += 2
		s.caption(b.Label + "　" + b.Caption)
		s.y -= 4
		s.source(b.Source)
	}
}

// heading stays with what follows it.
func (s *setter) heading(h report.Heading, after []report.Block) {
	need := 40 + 3*leading
	for _, b := range after[:min(len(after), 2)] {
		if f, ok := b.(*report.Figure); ok {
			need += f.Drawing.Height
		}
	}
	s.room(need)
	s.y += 8
	s.brand()
	s.put("sans", 13, left, s.y+13, h.Label+"　"+h.Text, 0)
	s.Bookmark(s.say("sans", h.Label+" "+h.Text), 1, s.y)
	s.y += 26
	s.ink()
}
