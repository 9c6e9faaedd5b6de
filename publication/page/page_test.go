package page_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"metrograph/internal/golden"
	"metrograph/internal/sample"
	"metrograph/model"
	"metrograph/publication"
	"metrograph/publication/page"
)

var now = time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC)

func pageOf(lang string, edits ...func(*page.Page)) page.Page {
	p := sample.Publication(func(p *model.Publication) {
		p.Description = model.Text{Zh: "<script>十二块压力表三年的校准结果。", En: "<script>Calibrations of twelve pressure gauges over three years."}
	})
	out := page.Page{Work: publication.Work{Publication: p, URL: "https://node.example.cn/p/" + p.Identifier, Lang: lang}, Path: "/p/" + p.Identifier, Now: now, Manifest: true}
	for _, edit := range edits {
		edit(&out)
	}
	return out
}

// TestPages holds the pages of a publication to their files, in both languages and every state.
func TestPages(t *testing.T) {
	for file, p := range map[string]page.Page{
		"open-zh.html": pageOf("zh"),
		"open-en.html": pageOf("en"),
		"embargo-en.html": pageOf("en", func(p *page.Page) {
			p.Embargoed, p.Work.EmbargoUntil = true, now.Add(30*24*time.Hour)
		}),
		"superseded-zh.html": pageOf("zh", func(p *page.Page) { p.Work.SupersededBy = "https://node.example.cn/p/4G7K-9QWX-2FMC-01AY" }),
		"withdrawn-zh.html": pageOf("zh", func(p *page.Page) {
			p.Work.Status, p.Work.Withdrawal = model.StatusWithdrawn, model.Withdrawal{At: now, Reason: "标准器溯源有误 <b>"}
		}),
		"masked-en.html": pageOf("en", func(p *page.Page) {
			p.Work.Publication = &model.Publication{Head: p.Work.Head, Identifier: p.Work.Identifier}
			p.Manifest = false
		}),
	} {
		var b bytes.Buffer
		if err := page.Write(&b, p); err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		if n := strings.Count(b.String(), "<script"); n != 1 || strings.Contains(b.String(), "ZgotmplZ") {
			t.Errorf("%s: %d scripts", file, n)
		}
		golden.Check(t, "testdata/"+file, b.String())
	}
	var b bytes.Buffer
	if err := page.WriteError(&b, "zh", "the identifier is mistyped <b>"); err != nil {
		t.Fatal(err)
	}
	golden.Check(t, "testdata/fault-zh.html", b.String())
}
