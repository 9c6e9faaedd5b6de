package bluebook

import (
	"fmt"
	"maps"
	"math"

	"metrograph/model"
	"metrograph/report"
	"metrograph/report/figure"
)

// writer writes what a book gathered.
type writer struct {
	*Book
	d     *report.Document
	names func(model.ID) model.Text // of institutions that may be named
}

// Write makes the report. Names tells what institutions are called that may be named; of others
// nothing is told but sums.
func (b *Book) Write(names func(model.ID) model.Text) (*report.Document, error) {
	w := &writer{Book: b, names: names}
	w.d = &report.Document{Lang: b.o.Lang, Organisation: b.o.Organisation.In(b.o.Lang)}
	w.d.Title = w.say("计量数据共享蓝皮书", "Blue Book of Metrology Data")
	w.d.Subtitle = b.period.In(b.o.Lang) + w.say("　", " · ") + report.NameOfDiscipline(b.o.Lang, b.o.Discipline)
	w.d.Cover = []string{
		w.say("统计期：", "Period: ") + string(b.period.From) + w.say("至", " to ") + string(b.period.To),
		w.say("对比期：", "Compared with: ") + string(b.before.From) + w.say("至", " to ") + string(b.before.To),
		fmt.Sprintf(w.say("依据证书与报告：%s 份", "Certificates and reports: %s"), w.whole(b.now.all)),
	}
	w.d.Chapters = []report.Chapter{w.summary(), w.scale(), w.distribution(), w.conformity(), w.uncertainty(), w.submissions(), w.stability(), w.methods(), w.coverage()}
	w.d.Appendices = w.appendices()
	if err := w.d.Number(); err != nil {
		return nil, err
	}
	w.index()
	return w.d, nil
}

func (w *writer) say(zh, en string) string        { return w.d.Say(zh, en) }
func (w *writer) name(value string) string        { return report.NameOf(w.o.Lang, value) }
func (w *writer) text(zh, en string) report.Block { return report.Paragraph{Text: w.say(zh, en)} }
func (w *writer) head(zh, en string) report.Block { return report.Heading{Text: w.say(zh, en)} }

func (w *writer) region(code string) string {
	if name := model.Region(code).ProvinceName().In(w.o.Lang); name != "" {
		return name
	}
	return w.name(code)
}

// said is a number of certificates, or that it is not told.
func (w *writer) said(c counts, key string, small map[string]bool) string {
	if small[key] {
		return hidden
	}
	return count(c.at(key).n)
}

// told is a number for a figure; +Inf where it is not told.
func told(c counts, key string, small map[string]bool) float64 {
	if small[key] {
		return math.Inf(1)
	}
	return float64(c.at(key).n)
}

// whole is a number of all certificates of a kind, or that it is not told.
func (w *writer) whole(t tally) string {
	if t.small(w.o.K) {
		return hidden
	}
	return count(t.n)
}

// growth is the change of such a number.
func (w *writer) growth(now, before tally) string {
	if now.small(w.o.K) || before.small(w.o.K) {
		return hidden
	}
	return percent(change(now.n, before.n))
}

// passes is the share that passes of all in a period; +Inf where it is not told.
func (w *writer) passes(s *side) float64 {
	if s.judgedAll.small(w.o.K) {
		return math.Inf(1)
	}
	return share(s.passedAll.n, s.judgedAll.n)
}

func (w *writer) source() string {
	return w.say("来源：本节点已发布的证书与报告。", "Source: published certificates and reports of this node.") +
		w.say(" * 不予公布，见“方法”。", " * Not told: see Methods.")
}

func (w *writer) summary() report.Chapter {
	c := report.Chapter{Title: w.say("要点与发现", "Summary and findings")}
	c.Blocks = append(c.Blocks, report.Paragraph{Text: fmt.Sprintf(w.say(
		"统计期内，%s 家机构签发并发布证书与报告 %s 份，涉及计量器具 %s 台件；其中公开类 %s 份。有符合性结论的 %s 份，符合率 %s%%。主要指标及其变化见{indicators}。本书各图表的数据均可下载，文件清单见附录。",
		"In the period, %s institutions issued and published %s certificates and reports on %s instruments; %s of them are public. Of the %s that state conformity, %s %% pass. {indicators} gives the key indicators and how they changed. The numbers of each figure and table can be downloaded; the appendix lists the files."),
		count(len(w.now.issuers)), w.whole(w.now.all), count(len(w.now.instruments)), count(w.now.open.n), w.whole(w.now.judgedAll), rate(w.passes(&w.now)))})
	c.Blocks = append(c.Blocks, w.indicators(), w.head("主要发现", "Notable findings"), report.List{Items: w.findings()})
	return c
}

func (w *writer) indicators() *report.Table {
	t := &report.Table{Key: "indicators", Caption: w.say("主要指标", "Key indicators"), Source: w.source(), Columns: []report.Column{
		{Title: w.say("指标", "Indicator"), Text: true}, {Title: w.period.short()}, {Title: w.before.short()}, {Title: w.say("变化", "Change")}}}
	row := func(zh, en string, now, before tally) {
		t.Rows = append(t.Rows, []string{w.say(zh, en), w.whole(now), w.whole(before), w.growth(now, before)})
	}
	row("证书与报告（份）", "Certificates and reports", w.now.all, w.prev.all)
	row("其中公开类（份）", "of which public", w.now.open, w.prev.open)
	row("签发机构（家）", "Issuing institutions", tally{n: len(w.now.issuers)}, tally{n: len(w.prev.issuers)})
	row("计量器具（台件）", "Instruments", tally{n: len(w.now.instruments)}, tally{n: len(w.prev.instruments)})
	row("有符合性结论（份）", "With a statement of conformity", w.now.judgedAll, w.prev.judgedAll)
	now, before := w.passes(&w.now), w.passes(&w.prev)
	difference := hidden
	if !math.IsInf(now, 1) && !math.IsInf(before, 1) {
		difference = points(now-before, w.say(" 个百分点", " points"))
	}
	t.Rows = append(t.Rows, []string{w.say("符合率（%）", "Share that passes, %"), rate(now), rate(before), difference})
	return t
}

// points is a difference of shares; a dash where there is none.
func points(v float64, unit string) string {
	if math.IsNaN(v) {
		return none
	}
	return signed(v, 1) + unit
}

func percent(v float64) string {
	if math.IsNaN(v) {
		return none
	}
	return signed(v, 1) + " %"
}

func (w *writer) scale() report.Chapter {
	c := report.Chapter{Title: w.say("规模与增长", "Scale and growth")}
	first, last := quarterOf(w.window.From), quarterOf(w.period.To)
	var years []string
	var values []float64
	table := report.Table{Columns: []report.Column{{Title: w.say("季度", "Quarter"), Text: true}, {Title: w.say("证书（份）", "Certificates")}}}
	all := w.byQuarter(func(q *quarter) tally { return q.all })
	small := w.apart(all)
	for q := first; q <= last; q++ {
		values, years = append(values, told(all, quarterName(q), small)), append(years, quarterName(q))
		table.Rows = append(table.Rows, []string{quarterName(q), w.said(all, quarterName(q), small)})
	}
	c.Blocks = append(c.Blocks,
		w.text(fmt.Sprintf("统计期内签发证书与报告 %s 份，对比期 %s 份，变化 %s。近年各季度的签发量见{course}，数值见{allQuarters}。", w.whole(w.now.all), w.whole(w.prev.all), w.growth(w.now.all, w.prev.all)),
			fmt.Sprintf("%s certificates and reports were issued in the period, %s in the one before: a change of %s. {course} shows the course by quarter; {allQuarters} has the numbers.", w.whole(w.now.all), w.whole(w.prev.all), w.growth(w.now.all, w.prev.all))),
		w.course("course", w.say("各季度签发的证书与报告", "Certificates and reports issued, by quarter"), w.say("份", "Certificates"), years, [][]float64{values}, []string{w.say("合计", "Total")}, table))
	if w.o.Discipline != "" {
		return c
	}
	c.Blocks = append(c.Blocks, w.largest("scale", w.now.discipline, w.name))
	c.Blocks = append(c.Blocks, w.compared("scale", "各专业签发的证书与报告", "Certificates and reports by discipline", "专业", "Discipline", w.now.discipline, w.prev.discipline, w.name)...)
	return c
}

// byQuarter are tallies by the name of their quarter.
func (w *writer) byQuarter(of func(*quarter) tally) counts {
	out := counts{}
	for q, one := range w.quarters {
		t := of(one)
		out[quarterName(q)] = &t
	}
	return out
}

// apart are the quarters of whose numbers nothing is told. Those of the period and of the one before
// have a sum each that is told.
func (w *writer) apart(all counts) map[string]bool {
	parts := map[int]counts{}
	for q := range w.quarters {
		part := 0
		switch {
		case q >= quarterOf(w.period.From):
			part = 2
		case q >= quarterOf(w.before.From):
			part = 1
		}
		if parts[part] == nil {
			parts[part] = counts{}
		}
		parts[part][quarterName(q)] = all[quarterName(q)]
	}
	out := map[string]bool{}
	for _, part := range parts {
		maps.Copy(out, part.suppressed(w.o.K))
	}
	return out
}

// hiddenQuarters are those of whose conformity nothing is told: a part would tell of the whole.
func (w *writer) hiddenQuarters() map[string]bool {
	out := w.apart(w.byQuarter(func(q *quarter) tally { return q.judged }))
	maps.Copy(out, w.apart(w.byQuarter(func(q *quarter) tally { return q.all })))
	return out
}

// course is a figure of numbers by quarter.
func (w *writer) course(key, caption, unit string, quarters []string, lines [][]float64, names []string, numbers report.Table) *report.Figure {
	chart := figure.Course{Y: unit, X: w.say("季度", "Quarter"), Limits: nil}
	for i := 0; i < len(quarters); i += max(1, (len(quarters)+5)/6) {
		chart.Ticks = append(chart.Ticks, float64(i))
	}
	chart.Tick = func(v float64) string { return quarters[int(v)] }
	for n, values := range lines {
		trace := figure.Trace{Name: names[n], Marked: true}
		for i, v := range values {
			if math.IsInf(v, 1) {
				v = math.NaN() // the line has a gap
			}
			trace.Points = append(trace.Points, figure.Point{X: float64(i), Y: v})
		}
		chart.Lines = append(chart.Lines, trace)
	}
	numbers.Caption = caption
	return &report.Figure{Key: key, Caption: caption, Drawing: chart.Draw(), Numbers: numbers, Source: w.source()}
}

// compared is a table and a figure of two periods by category.
func (w *writer) compared(key, zh, en, dimensionZh, dimensionEn string, now, before counts, name func(string) string) []report.Block {
	small, smallBefore := now.suppressed(w.o.K), before.suppressed(w.o.K)
	t := &report.Table{Key: key + "Table", Caption: w.say(zh, en), Source: w.source(), Columns: []report.Column{
		{Title: w.say(dimensionZh, dimensionEn), Text: true}, {Title: w.period.short()}, {Title: w.say("占比 %", "Share, %")}, {Title: w.before.short()}, {Title: w.say("变化", "Change")}}}
	chart := figure.Rows{Unit: w.say("证书（份）", "Certificates"), Series: []figure.Series{{Name: w.period.short()}, {Name: w.before.short()}}}
	list := keys(now, before)
	for _, k := range list {
		growth, part := percent(change(now.at(k).n, before.at(k).n)), fixed(share(now.at(k).n, w.now.all.n), 1)
		if small[k] || w.now.all.small(w.o.K) {
			part = hidden
		}
		if small[k] || smallBefore[k] {
			growth = hidden
		}
		t.Rows = append(t.Rows, []string{name(k), w.said(now, k, small), part, w.said(before, k, smallBefore), growth})
		chart.Categories = append(chart.Categories, name(k))
		chart.Series[0].Values = append(chart.Series[0].Values, told(now, k, small))
		chart.Series[1].Values = append(chart.Series[1].Values, told(before, k, smallBefore))
	}
	if len(list) == 0 {
		return []report.Block{w.text("统计期和对比期均无数据。", "There is no data in either period.")}
	}
	f := &report.Figure{Key: key, Caption: w.say(zh, en), Numbers: *t, Source: w.source(), Drawing: chart.Draw()}
	return []report.Block{f, t}
}

func (w *writer) distribution() report.Chapter {
	c := report.Chapter{Title: w.say("数据分布", "Distribution")}
	c.Blocks = append(c.Blocks, w.text("本章按数据级别、地区、业务类型与来源类别给出签发量的分布，占比以统计期内全部证书与报告为分母。", "This chapter shows how the certificates are distributed by level, region, activity and source category. Shares are of all certificates and reports of the period."))
	for _, part := range []struct {
		key, zh, en, nameZh, nameEn string
		now, before                 counts
		name                        func(string) string
	}{
		{"level", "按数据级别的分布", "Certificates by level", "级别", "Level", w.now.level, w.prev.level, w.name},
		{"region", "按地区的分布", "Certificates by region", "地区", "Region", w.now.region, w.prev.region, w.region},
		{"activity", "按业务类型的分布", "Certificates by activity", "业务类型", "Activity", w.now.activity, w.prev.activity, w.name},
		{"origin", "按来源类别的分布", "Certificates by source category", "来源类别", "Source category", w.now.source, w.prev.source, w.name},
	} {
		c.Blocks = append(c.Blocks, w.head(part.zh, part.en), w.largest(part.key, part.now, part.name))
		c.Blocks = append(c.Blocks, w.compared(part.key, part.zh, part.en, part.nameZh, part.nameEn, part.now, part.before, part.name)...)
	}
	return c
}

// largest says in a sentence what is most.
func (w *writer) largest(key string, now counts, name func(string) string) report.Block {
	list := keys(now, nil)
	if len(list) == 0 {
		return w.text("统计期内无数据。", "There is no data in the period.")
	}
	if now.suppressed(w.o.K)[list[0]] || w.now.all.small(w.o.K) {
		return w.text("分布见{"+key+"}，数值见{"+key+"Table}。", "{"+key+"} shows the distribution; {"+key+"Table} has the numbers.")
	}
	top := now.at(list[0])
	if len(list) == 1 {
		return w.text(fmt.Sprintf("全部为%s，%s 份（{%s}、{%sTable}）。", name(list[0]), count(top.n), key, key),
			fmt.Sprintf("All are in one category, %s: %s ({%s}, {%sTable}).", name(list[0]), count(top.n), key, key))
	}
	return w.text(
		fmt.Sprintf("分布于 %d 类，数量最多的是%s，%s 份，占 %s%%（{%s}、{%sTable}）。", len(list), name(list[0]), count(top.n), fixed(share(top.n, w.now.all.n), 1), key, key),
		fmt.Sprintf("There are %d categories; the largest is %s with %s, or %s %% ({%s}, {%sTable}).", len(list), name(list[0]), count(top.n), fixed(share(top.n, w.now.all.n), 1), key, key))
}

func (w *writer) conformity() report.Chapter {
	c := report.Chapter{Title: w.say("符合性", "Conformity")}
	c.Blocks = append(c.Blocks, w.text(
		"符合率为结论合格（含有条件合格）的证书占有符合性结论的证书的比例；检定结果通知书计为不合格，同一证书有多项结论时取最差者。区间为 95% Wilson 区间；两期之差以双侧双比例检验判断，p < 0.05 时称“显著”。数值与检验结果见{ratesTable}。",
		"The share that passes is that of certificates with a verdict of pass (or conditional pass) among those that state conformity; a rejection notice counts as a failure, and of several verdicts the worst counts. Intervals are Wilson's of 95 %. The difference of the periods is tested two-sided for two proportions; below p = 0.05 it is called significant. {ratesTable} has the numbers and the tests."))
	c.Blocks = append(c.Blocks, append(w.rates(), w.rateTable(), w.head("趋势", "Trend"), w.text("近年各季度的符合率见{rateCourse}，数值见{allQuarters}；不予公布的季度处断开。",
		"{rateCourse} shows the course by quarter, with a gap where a quarter is not told; {allQuarters} has the numbers."), w.rateCourse())...)
	return c
}

// judgedRate is the share that passes in a discipline; ok is false where it is not told.
func (w *writer) judgedRate(s *side, d string) (passed, judged int, ok bool) {
	j, p := s.judged.at(d), s.passed.at(d)
	if j.n == 0 || s.judged.suppressed(w.o.K)[d] || s.discipline.suppressed(w.o.K)[d] { // a part would tell of the whole
		return 0, 0, false
	}
	return p.n, j.n, true
}

func (w *writer) disciplines() []string { return keys(w.now.discipline, w.prev.discipline) }

func (w *writer) rates() []report.Block {
	chart := figure.Rows{Unit: w.say("符合率（%）", "Share that passes, %"), Digits: 1, Most: 100, Series: []figure.Series{{Name: w.period.short()}, {Name: w.before.short()}}}
	numbers := report.Table{Columns: []report.Column{{Title: w.say("专业", "Discipline"), Text: true}, {Title: w.period.short()}, {Title: w.before.short()}}}
	for _, d := range w.disciplines() {
		row := []string{w.name(d)}
		chart.Categories = append(chart.Categories, w.name(d))
		for i, s := range []*side{&w.now, &w.prev} {
			v := math.NaN()
			if p, j, ok := w.judgedRate(s, d); ok {
				v = share(p, j)
			} else if s.judged.at(d).n > 0 {
				v = math.Inf(1)
			}
			chart.Series[i].Values = append(chart.Series[i].Values, v)
			row = append(row, rate(v))
		}
		numbers.Rows = append(numbers.Rows, row)
	}
	if len(chart.Categories) == 0 {
		return []report.Block{w.text("统计期内无符合性结论。", "Nothing in the period states conformity.")}
	}
	return []report.Block{w.text("各专业的符合率见{rates}。", "{rates} shows the shares by discipline."),
		&report.Figure{Key: "rates", Caption: w.say("各专业的符合率", "Share that passes, by discipline"), Drawing: chart.Draw(), Numbers: numbers, Source: w.source()}}
}

func (w *writer) rateTable() *report.Table {
	t := &report.Table{Key: "ratesTable", Caption: w.say("各专业的符合率及其变化", "Share that passes by discipline, and its change"), Source: w.source(), Columns: []report.Column{
		{Title: w.say("专业", "Discipline"), Text: true}, {Title: w.say("有结论（份）", "With a verdict")}, {Title: w.say("符合率 %", "Passes, %")}, {Title: w.say("95% 区间", "95 % interval")},
		{Title: w.say("上期 %", "Before, %")}, {Title: w.say("变化（百分点）", "Change, points")}, {Title: "p"}}}
	for _, d := range w.disciplines() {
		row := []string{w.name(d), hidden, hidden, hidden, hidden, hidden, hidden}
		p, j, ok := w.judgedRate(&w.now, d)
		if ok {
			low, high := wilson(p, j)
			row[1], row[2], row[3] = count(j), fixed(share(p, j), 1), fixed(100*low, 1)+"–"+fixed(100*high, 1)
		} else if w.now.judged.at(d).n == 0 {
			row[1], row[2], row[3] = "0", none, none
		}
		pp, pj, was := w.judgedRate(&w.prev, d)
		if was {
			row[4] = fixed(share(pp, pj), 1)
		} else if w.prev.judged.at(d).n == 0 {
			row[4] = none
		}
		if ok && was {
			row[5], row[6] = signed(share(p, j)-share(pp, pj), 1), fixed(twoProportions(p, j, pp, pj), 3)
		} else {
			row[5], row[6] = none, none
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (w *writer) rateCourse() *report.Figure {
	var quarters []string
	var values []float64
	numbers := report.Table{Columns: []report.Column{{Title: w.say("季度", "Quarter"), Text: true}, {Title: w.say("有结论（份）", "With a verdict")}, {Title: w.say("符合率 %", "Passes, %")}}}
	hiddenQuarters := w.hiddenQuarters()
	for q := quarterOf(w.window.From); q <= quarterOf(w.period.To); q++ {
		v, n := math.NaN(), "0"
		if one := w.quarters[q]; one != nil && one.judged.n > 0 {
			if v, n = math.Inf(1), hidden; !hiddenQuarters[quarterName(q)] {
				v, n = share(one.passed.n, one.judged.n), count(one.judged.n)
			}
		}
		quarters, values = append(quarters, quarterName(q)), append(values, v)
		numbers.Rows = append(numbers.Rows, []string{quarterName(q), n, rate(v)})
	}
	return w.course("rateCourse", w.say("各季度的符合率", "Share that passes, by quarter"), w.say("符合率（%）", "Share that passes, %"), quarters, [][]float64{values}, []string{w.say("合计", "Total")}, numbers)
}

// rate is a share in print; a star where it is not told.
func rate(v float64) string {
	if math.IsInf(v, 1) {
		return hidden
	}
	return fixed(v, 1)
}
