// Package report is documents of numbered chapters, tables and figures: one document is written
// as a page for browsers and as tables to be computed with, and report/typeset sets it as PDF.
package report

import (
	"cmp"
	"fmt"
	"strings"

	"metrograph/model"
	"metrograph/report/figure"
)

// Document is a report in one language.
type Document struct {
	Lang         string // zh or en
	Folder       string // of the tables, beside the page; data where empty
	Title        string
	Subtitle     string
	Organisation string   // who answers for it
	Cover        []string // lines at the foot of the cover
	Chapters     []Chapter
	Appendices   []Chapter
}

// Chapter is a part of a document. It begins on a page of its own unless much of the last one is left.
type Chapter struct {
	Title  string
	Blocks []Block
	Label  string // 1, 2, A, B: set by Number
}

// Block is a part of a chapter: [Heading], [Paragraph], [List], [*Table] or [*Figure].
type Block interface{ block() }

// Heading is the title of a section; Label is set by Number.
type Heading struct{ Text, Label string }

// Paragraph is a text. In it {key} stands for the label of the table or figure of that key.
type Paragraph struct{ Text string }

// List is paragraphs with a mark each.
type List struct{ Items []string }

// Table is a numbered table, which can be downloaded as CSV.
type Table struct {
	Key     string // by which texts refer to it
	Label   string // Table 1-2: set by Number
	Caption string
	Columns []Column
	Rows    [][]string
	Source  string // what it rests on, below it
	File    string // set by Number
}

// Column is a column of a table.
type Column struct {
	Title string
	Text  bool    // it holds texts, which begin at the left; numbers end at the right
	Wide  float64 // share of the width in relation to the others; 0 for 1
}

// Figure is a numbered figure with the numbers that it shows.
type Figure struct {
	Key     string
	Label   string
	Caption string
	Drawing *figure.Drawing
	Source  string
	Numbers Table // as CSV; its file is named like the figure
}

func (Heading) block()   {}
func (Paragraph) block() {}
func (List) block()      {}
func (*Table) block()    {}
func (*Figure) block()   {}

// Data is the folder of the tables.
func (d *Document) Data() string { return cmp.Or(d.Folder, "data") }

// Say is the text of the document's language.
func (d *Document) Say(zh, en string) string {
	if d.Lang == "zh" {
		return zh
	}
	return en
}

// Number gives chapters, sections, tables and figures their labels, files their names, and puts
// the labels where texts refer to them. It fails where a text refers to what is not there.
func (d *Document) Number() error {
	n := numbering{Document: d, labels: map[string]string{}}
	for i := range d.Chapters {
		n.chapter(&d.Chapters[i], fmt.Sprint(i+1))
	}
	for i := range d.Appendices {
		n.chapter(&d.Appendices[i], string(rune('A'+i)))
	}
	for _, list := range [][]Chapter{d.Chapters, d.Appendices} {
		for i := range list {
			n.resolve(list[i].Blocks)
		}
	}
	if len(n.missing) > 0 {
		return fmt.Errorf("the report refers to %s, which it does not have", strings.Join(n.missing, ", "))
	}
	return nil
}

type numbering struct {
	*Document
	labels  map[string]string
	missing []string
}

func (n *numbering) chapter(c *Chapter, label string) {
	c.Label = label
	tables, figures, sections := 0, 0, 0
	for i, b := range c.Blocks {
		switch b := b.(type) {
		case Heading:
			sections++
			b.Label = fmt.Sprintf("%s.%d", label, sections)
			c.Blocks[i] = b
		case *Table:
			tables++
			b.Label, b.File = n.Say("表", "Table ")+fmt.Sprintf("%s-%d", label, tables), fmt.Sprintf("table-%s-%d.csv", label, tables)
			n.labels[b.Key] = b.Label
		case *Figure:
			figures++
			b.Label = n.Say("图", "Figure ") + fmt.Sprintf("%s-%d", label, figures)
			b.Numbers.Label, b.Numbers.Caption = b.Label, b.Caption
			b.Numbers.File = fmt.Sprintf("figure-%s-%d.csv", label, figures)
			n.labels[b.Key] = b.Label
		}
	}
}

// resolve puts labels into texts.
func (n *numbering) resolve(blocks []Block) {
	for i, b := range blocks {
		switch b := b.(type) {
		case Paragraph:
			b.Text = n.text(b.Text)
			blocks[i] = b
		case List:
			for k := range b.Items {
				b.Items[k] = n.text(b.Items[k])
			}
		}
	}
}

func (n *numbering) text(s string) string {
	for from := 0; ; {
		open := strings.IndexByte(s[from:], '{')
		if open < 0 {
			return s
		}
		open += from
		end := strings.IndexByte(s[open:], '}')
		if end < 0 {
			return s
		}
		label, known := n.labels[s[open+1:open+end]]
		if !known {
			n.missing = append(n.missing, s[open:open+end+1])
			from = open + end
			continue
		}
		s, from = s[:open]+label+s[open+end+1:], open+len(label)
	}
}

// Tables lists what can be downloaded: each table, and the numbers of each figure.
func (d *Document) Tables() []*Table {
	var list []*Table
	for _, chapters := range [][]Chapter{d.Chapters, d.Appendices} {
		for _, c := range chapters {
			for _, b := range c.Blocks {
				switch b := b.(type) {
				case *Table:
					list = append(list, b)
				case *Figure:
					list = append(list, &b.Numbers)
				}
			}
		}
	}
	return list
}

// NameOf is a value of an enumeration in a language of reports, or the value itself.
func NameOf(lang, value string) string {
	if t, known := names()[value]; known {
		return t.In(lang)
	}
	return value
}

// NameOfDiscipline is how a discipline is called; of none, how all are.
func NameOfDiscipline(lang string, d model.Discipline) string {
	if d == "" {
		return model.Text{Zh: "全部专业", En: "All disciplines"}.In(lang)
	}
	return NameOf(lang, string(d))
}
