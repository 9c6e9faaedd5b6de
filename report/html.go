package report

import (
	_ "embed"
	"fmt"
	"html"
	"strings"
)

//go:embed print.css
var printCSS string

// HTML is the document as one page that needs nothing else, to be read and to be printed. The
// tables that it links to are in the folder data beside it.
func (d *Document) HTML() string {
	w := &page{d: d}
	w.put(`<!DOCTYPE html><html lang="%s"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>%s</title><style>%s</style></head><body>`,
		map[string]string{"zh": "zh-CN", "en": "en"}[d.Lang], w.esc(d.Title+" "+d.Subtitle), printCSS)
	w.cover()
	w.contents()
	for i := range d.Chapters {
		w.chapter(&d.Chapters[i], "")
	}
	for i := range d.Appendices {
		w.chapter(&d.Appendices[i], d.Say("附录", "Appendix "))
	}
	w.put("</body></html>\n")
	return w.out.String()
}

type page struct {
	d   *Document
	out strings.Builder
}

func (w *page) put(format string, args ...any) { fmt.Fprintf(&w.out, format, args...) }
func (*page) esc(s string) string              { return html.EscapeString(s) }

func (w *page) cover() {
	w.put(`<header class="cover"><p class="organisation">%s</p><h1>%s</h1><p class="subtitle">%s</p><div class="foot">`,
		w.esc(w.d.Organisation), w.esc(w.d.Title), w.esc(w.d.Subtitle))
	for _, line := range w.d.Cover {
		w.put("<p>%s</p>", w.esc(line))
	}
	w.put("</div></header>")
}

func (w *page) contents() {
	w.put(`<nav class="contents"><h2>%s</h2><ol>`, w.d.Say("目录", "Contents"))
	for _, c := range w.d.Chapters {
		w.put(`<li><a href="#c%s"><span>%s</span>%s</a></li>`, c.Label, c.Label, w.esc(c.Title))
	}
	for _, c := range w.d.Appendices {
		w.put(`<li><a href="#c%s"><span>%s</span>%s</a></li>`, c.Label, w.d.Say("附录", "Appendix ")+c.Label, w.esc(c.Title))
	}
	w.put("</ol></nav>")
}

func (w *page) chapter(c *Chapter, prefix string) {
	w.put(`<section id="c%s"><h2><span>%s</span>%s</h2>`, c.Label, prefix+c.Label, w.esc(c.Title))
	for _, b := range c.Blocks {
		switch b := b.(type) {
		case Heading:
			w.put("<h3><span>%s</span>%s</h3>", b.Label, w.esc(b.Text))
		case Paragraph:
			w.put("<p>%s</p>", w.esc(b.Text))
		case List:
			w.put("<ul>")
			for _, item := range b.Items {
				w.put("<li>%s</li>", w.esc(item))
			}
			w.put("</ul>")
		case *Table:
			w.table(b)
		case *Figure:
			w.put(`<figure>%s<figcaption>%s　%s</figcaption>%s</figure>`, b.Drawing.SVG(b.Caption), b.Label, w.esc(b.Caption), w.source(b.Source, b.Numbers.File))
		}
	}
	w.put("</section>")
}

func (w *page) table(t *Table) {
	w.put(`<div class="table"><p class="caption">%s　%s</p><table><thead><tr>`, t.Label, w.esc(t.Caption))
	for _, c := range t.Columns {
		w.put("<th%s>%s</th>", class(c), w.esc(c.Title))
	}
	w.put("</tr></thead><tbody>")
	for _, row := range t.Rows {
		w.put("<tr>")
		for i, v := range row {
			w.put("<td%s>%s</td>", class(t.Columns[i]), w.esc(v))
		}
		w.put("</tr>")
	}
	w.put("</tbody></table>%s</div>", w.source(t.Source, t.File))
}

func class(c Column) string {
	if c.Text {
		return ` class="t"`
	}
	return ""
}

// source is what is below a table or a figure: what it rests on, and where its numbers are.
func (w *page) source(text, file string) string {
	return fmt.Sprintf(`<p class="source">%s <a href="%s/%s">%s</a></p>`, w.esc(text), w.d.Data(), file, w.d.Say("数据下载", "Data"))
}
