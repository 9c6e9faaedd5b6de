package bluebook_test

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"testing"

	"metrograph/internal/golden"
	"metrograph/internal/sample"
	"metrograph/model"
	"metrograph/report"
	"metrograph/report/bluebook"
	"metrograph/report/typeset"
	"metrograph/workflow/rules"
)

// made is the book of the sample data of 2025.
func made(t *testing.T, lang string, backwards bool) *report.Document {
	t.Helper()
	p, err := bluebook.ParsePeriod("2024..2025")
	if err != nil {
		t.Fatal(err)
	}
	b := bluebook.New(p, bluebook.Options{Lang: lang, Organisation: model.Text{Zh: "示例院", En: "Sample institute"}})
	names := map[model.ID]model.Text{}
	var list []*model.Certificate
	for r := range sample.Stream(sample.Options{Certificates: 1200}) {
		switch r := r.(type) {
		case *model.Institution:
			if bluebook.Named(r) {
				names[r.ID] = r.Name
			}
		case *model.Certificate:
			list = append(list, r)
		}
	}
	if backwards {
		slices.Reverse(list)
	}
	for _, c := range list {
		evaluation := rules.Evaluate(c, nil)
		b.Add(c, &evaluation.Quality)
	}
	d, err := b.Write(func(id model.ID) model.Text { return names[id] })
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// The same data give the same book, byte for byte, in whatever order they come.
func TestSameDataSameBook(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		a, b := made(t, lang, false), made(t, lang, true)
		if a.HTML() != b.HTML() {
			t.Errorf("%s: the pages differ", lang)
		}
		var first, second bytes.Buffer
		absent, err := typeset.PDF(&first, a)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := typeset.PDF(&second, b); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first.Bytes(), second.Bytes()) {
			t.Errorf("%s: the PDFs differ", lang)
		}
		if len(absent) > 0 {
			t.Errorf("%s: the fonts do not have %q", lang, string(absent))
		}
	}
}

// What the book says is what it said before: its texts and all its numbers.
func TestBook(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		golden.Check(t, "testdata/book-"+lang+".txt", said(made(t, lang, false)))
	}
}

// said is the texts and the tables of a report.
func said(d *report.Document) string {
	var out strings.Builder
	line := func(parts ...string) { out.WriteString(strings.Join(parts, " | ") + "\n") }
	line(d.Organisation, d.Title, d.Subtitle)
	line(d.Cover...)
	for _, c := range slices.Concat(d.Chapters, d.Appendices) {
		line("#", c.Label, c.Title)
		for _, b := range c.Blocks {
			switch b := b.(type) {
			case report.Heading:
				line("##", b.Label, b.Text)
			case report.Paragraph:
				line(b.Text)
			case report.List:
				line(b.Items...)
			case *report.Figure:
				line(b.Label, b.Caption, b.Numbers.File)
			case *report.Table:
				line(b.Label, b.Caption, b.File)
				for _, row := range b.Rows {
					line(row...)
				}
			}
		}
	}
	return out.String()
}

// An English book has no Chinese in it, but for what has no other name.
func TestEnglishBookIsInEnglish(t *testing.T) {
	for i, text := range strings.Split(said(made(t, "en", false)), "\n") {
		if at := strings.IndexFunc(text, func(r rune) bool { return r >= 0x4e00 && r < 0xa000 }); at >= 0 {
			t.Errorf("line %d: %s", i+1, text)
		}
	}
}

func TestParsePeriod(t *testing.T) {
	for text, want := range map[string][2]model.Date{
		"2025": {"2025-01-01", "2025-12-31"}, "2025Q1": {"2025-01-01", "2025-03-31"}, "2024-02": {"2024-02-01", "2024-02-29"},
		"2024-07..2025-06": {"2024-07-01", "2025-06-30"}, "2021..2025": {"2021-01-01", "2025-12-31"},
	} {
		p, err := bluebook.ParsePeriod(text)
		if err != nil || p.From != want[0] || p.To != want[1] {
			t.Errorf("%s: %v, %v", text, p, err)
		}
		before := p.Previous()
		if before.Months() != p.Months() || before.To >= p.From {
			t.Errorf("before %s: %v", text, before)
		}
	}
	for _, text := range []string{"", "25", "2025Q5", "2025-13", "2025-06..2025-05", "2025..2025-06", "2025Q1..2025", "1000", "2000..2025"} {
		if p, err := bluebook.ParsePeriod(text); model.CodeOf(err) != model.CodeInvalid {
			t.Errorf("%q: %v, %v", text, p, err)
		}
	}
}

func FuzzParsePeriod(f *testing.F) {
	for _, text := range []string{"2025", "2025Q1", "2024-07..2025-06", "9999..9999"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := bluebook.ParsePeriod(text)
		if err != nil {
			return
		}
		if p.From > p.To || p.Months() < 1 || !p.From.Valid() || !p.To.Valid() || p.In("zh") == "" || p.In("en") == "" {
			t.Errorf("%q is %v", text, p)
		}
	})
}

// A book of nothing can be written, and says so.
func TestBookOfNothing(t *testing.T) {
	p, _ := bluebook.ParsePeriod("2025Q1")
	d, err := bluebook.New(p, bluebook.Options{Discipline: model.DisciplineRadio}).Write(func(model.ID) model.Text { return model.Text{} })
	if err != nil {
		t.Fatal(err)
	}
	var pdf bytes.Buffer
	if _, err := typeset.PDF(&pdf, d); err != nil || !bytes.HasPrefix(pdf.Bytes(), []byte("%PDF")) {
		t.Error(err)
	}
	if !strings.Contains(d.HTML(), "无线电") || strings.Contains(d.HTML(), "NaN") {
		t.Error("the empty book does not say what it is of")
	}
	files := map[string]bool{}
	for _, table := range d.Tables() {
		files[table.File] = true
	}
	if len(files) != len(d.Tables()) {
		t.Errorf("files share names: %v", slices.Sorted(maps.Keys(files)))
	}
}
