package instrument_test

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"metrograph/internal/golden"
	"metrograph/internal/sample"
	"metrograph/model"
	"metrograph/report"
	"metrograph/report/instrument"
	"metrograph/report/typeset"
)

// made is the report on the instrument, or on the model, that most of the sample's certificates are about.
func made(t *testing.T, ofModel bool, lang string, backwards bool) *report.Document {
	t.Helper()
	related := map[model.ID]model.Record{}
	by := map[string][]*model.Certificate{}
	for r := range sample.Stream(sample.Options{Certificates: 1200}) {
		related[r.Base().ID] = r
		c, ok := r.(*model.Certificate)
		if !ok || len(c.Items) != 1 || c.Items[0].InstrumentID == "" {
			continue
		}
		key := string(c.Items[0].InstrumentID)
		if ofModel {
			key = c.Items[0].Model
		}
		by[key] = append(by[key], c)
	}
	subject := slices.MaxFunc(slices.Sorted(maps.Keys(by)), func(a, b string) int { return cmp.Compare(len(by[a]), len(by[b])) })
	if backwards {
		slices.Reverse(by[subject])
	}
	c := instrument.New(instrument.Options{Subject: subject, OfModel: ofModel, Lang: lang, Organisation: model.Text{Zh: "示例院", En: "Sample institute"}})
	for _, one := range by[subject] {
		if err := c.Add(one, related); err != nil {
			t.Fatal(err)
		}
	}
	d, err := c.Write()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// What reports say is what they said before, their texts and all their numbers, and the same
// certificates give the same bytes in whatever order they come.
func TestReports(t *testing.T) {
	for _, ofModel := range []bool{false, true} {
		for _, lang := range []string{"zh", "en"} {
			d, again := made(t, ofModel, lang, false), made(t, ofModel, lang, true)
			name := map[bool]string{false: "instrument-", true: "model-"}[ofModel] + lang
			golden.Check(t, "testdata/"+name+".txt", said(d))
			if d.HTML() != again.HTML() || !bytes.Equal(set(t, d), set(t, again)) {
				t.Errorf("%s: the same certificates give other bytes", name)
			}
			if text := said(d); strings.Contains(text, "%!") || strings.Contains(text, "NaN") {
				t.Errorf("%s: %q", name, text)
			}
		}
	}
}

// A report without certificates is refused, and says no more than that.
func TestNothingToReport(t *testing.T) {
	if _, err := instrument.New(instrument.Options{Subject: "inst_1"}).Write(); model.CodeOf(err) != model.CodeNotFound {
		t.Errorf("%v", err)
	}
}

// Every source that reports name is in the page on analysis.
func TestMethodsAreThoseOfAnalysis(t *testing.T) {
	page, err := os.ReadFile("../../docs/analysis.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range instrument.Methods() {
		if !strings.Contains(string(page), m.Source) {
			t.Errorf("%s: docs/analysis.md has no %q", m.En, m.Source)
		}
	}
}

func set(t *testing.T, d *report.Document) []byte {
	t.Helper()
	var pdf bytes.Buffer
	absent, err := typeset.PDF(&pdf, d)
	if err != nil {
		t.Fatal(err)
	}
	if len(absent) > 0 {
		t.Errorf("the fonts do not have %q", string(absent))
	}
	return pdf.Bytes()
}

// said is the texts and the numbers of a report.
func said(d *report.Document) string {
	var out strings.Builder
	line := func(parts ...string) { fmt.Fprintln(&out, strings.Join(parts, " | ")) }
	line(d.Title, d.Subtitle)
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
				line(b.Label, b.Caption)
				fmt.Fprintf(&out, "%s", b.Numbers.CSV())
			case *report.Table:
				line(b.Label, b.Caption)
				fmt.Fprintf(&out, "%s", b.CSV())
			}
		}
	}
	return strings.ReplaceAll(out.String(), "\r\n", "\n")
}
