package bluebook

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"

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
		fmt.Sprintf(w.say("依据证书与报告：%s 份", "Certificates and reports: %s"), count(b.now.all.n)),
	}
	w.d.Chapters = []report.Chapter{w.summary(), w.scale(), w.distribution(), w.conformity(), w.uncertainty(), w.submissions(), w.stability(), w.methods(), w.coverage()}
	w.d.Appendices = w.appendices()
	if err := w.d.Number(); err != nil {
		return nil, err
	}
	w.index()
	return w.d, w.d.Number()
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

func (w *writer) source() string {
	return w.say("来源：本节点已发布的证书与报告。", "Source: published certificates and reports of this node.") +
		w.say(" * 不予公布，见“方法”。", " * Not told: see Methods.")
}

func (w *writer) summary() report.Chapter {
	c := report.Chapter{Title: w.say("要点与发现", "Summary and findings")}
	yes := share(w.now.passedAll.n, w.now.judgedAll.n)
	c.Blocks = append(c.Blocks, report.Paragraph{Text: fmt.Sprintf(w.say(
		"统计期内，%s 家机构签发并发布证书与报告 %s 份，涉及计量器具 %s 台件；其中公开类 %s 份。有符合性结论的 %s 份，符合率 %s%%。本书各数均可下载，附录给出数表。",
		"In the period, %s institutions issued and published %s certificates and reports on %s instruments; %s of them are public. %s state conformity, of which %s %% pass. All numbers can be downloaded; the tables are in the appendix."),
		count(len(w.now.issuers)), count(w.now.all.n), count(len(w.now.instruments)), count(w.now.open.n), count(w.now.judgedAll.n), fixed(yes, 1))})
	c.Blocks = append(c.Blocks, w.indicators(), w.head("主要发现", "Notable findings"), report.List{Items: w.findings()})
	return c
}

func (w *writer) indicators() *report.Table {
	t := &report.Table{Key: "indicators", Caption: w.say("主要指标", "Key indicators"), Source: w.source(), Columns: []report.Column{
		{Title: w.say("指标", "Indicator"), Text: true}, {Title: w.period.short()}, {Title: w.before.short()}, {Title: w.say("变化", "Change")}}}
	row := func(zh, en string, now, before int) {
		t.Rows = append(t.Rows, []string{w.say(zh, en), count(now), count(before), percent(change(now, before))})
	}
	row("证书与报告（份）", "Certificates and reports", w.now.all.n, w.prev.all.n)
	row("其中公开类（份）", "of which public", w.now.open.n, w.prev.open.n)
	row("签发机构（家）", "Issuing institutions", len(w.now.issuers), len(w.prev.issuers))
	row("计量器具（台件）", "Instruments", len(w.now.instruments), len(w.prev.instruments))
	row("有符合性结论（份）", "With a statement of conformity", w.now.judgedAll.n, w.prev.judgedAll.n)
	now, before := share(w.now.passedAll.n, w.now.judgedAll.n), share(w.prev.passedAll.n, w.prev.judgedAll.n)
	t.Rows = append(t.Rows, []string{w.say("符合率（%）", "Share that passes, %"), fixed(now, 1), fixed(before, 1), signed(now-before, 1) + w.say(" 个百分点", " points")})
	return t
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
	small := all.suppressed(w.o.K)
	for q := first; q <= last; q++ {
		values, years = append(values, told(all, quarterName(q), small)), append(years, quarterName(q))
		table.Rows = append(table.Rows, []string{quarterName(q), w.said(all, quarterName(q), small)})
	}
	c.Blocks = append(c.Blocks,
		w.text(fmt.Sprintf("统计期内签发证书与报告 %s 份，对比期 %s 份，变化 %s。{course} 给出近年各季度的签发量。", count(w.now.all.n), count(w.prev.all.n), percent(change(w.now.all.n, w.prev.all.n))),
			fmt.Sprintf("%s certificates and reports were issued in the period, %s in the one before: a change of %s. {course} shows the numbers of each quarter.", count(w.now.all.n), count(w.prev.all.n), percent(change(w.now.all.n, w.prev.all.n)))),
		w.course("course", w.say("各季度签发的证书与报告", "Certificates and reports issued, by quarter"), w.say("份", "Certificates"), years, [][]float64{values}, []string{w.say("合计", "Total")}, table))
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

// hiddenQuarters are those of whose conformity nothing is told: a part would tell of the whole.
func (w *writer) hiddenQuarters() map[string]bool {
	out := w.byQuarter(func(q *quarter) tally { return q.judged }).suppressed(w.o.K)
	maps.Copy(out, w.byQuarter(func(q *quarter) tally { return q.all }).suppressed(w.o.K))
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
			if !math.IsNaN(v) && !math.IsInf(v, 1) {
				trace.Points = append(trace.Points, figure.Point{X: float64(i), Y: v})
			}
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
		if small[k] {
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
	c.Blocks = append(c.Blocks, w.text("本章按数据级别、地区、业务类型与来源类别给出签发量的分布。", "This chapter shows how the certificates are distributed by level, region, activity and source category."))
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
	top := now.at(list[0])
	if now.suppressed(w.o.K)[list[0]] {
		return w.text("见 {"+key+"} 与 {"+key+"Table}。", "See {"+key+"} and {"+key+"Table}.")
	}
	return w.text(
		fmt.Sprintf("共有 %d 类，最多的是%s，%s 份，占 %s%%（{%s}、{%sTable}）。", len(list), name(list[0]), count(top.n), fixed(share(top.n, w.now.all.n), 1), key, key),
		fmt.Sprintf("There are %d categories; most certificates are of %s: %s, or %s %% ({%s}, {%sTable}).", len(list), name(list[0]), count(top.n), fixed(share(top.n, w.now.all.n), 1), key, key))
}

func (w *writer) conformity() report.Chapter {
	c := report.Chapter{Title: w.say("符合性", "Conformity")}
	c.Blocks = append(c.Blocks, w.text(
		"符合率为结论合格（含有条件合格）的证书占有符合性结论的证书的比例；检定结果通知书计为不合格，同一证书有多项结论时取最差者。区间为 95% Wilson 区间；两期之差以双侧双比例检验判断，p < 0.05 时记“显著”。",
		"The share that passes is that of certificates with a verdict of pass (or conditional pass) among those that state conformity; a rejection notice counts as a failure, and of several verdicts the worst counts. Intervals are Wilson's of 95 %. The difference of the periods is tested two-sided for two proportions; below p = 0.05 it is called significant."))
	c.Blocks = append(c.Blocks, w.rates(), w.rateTable(), w.head("趋势", "Trend"), w.rateCourse())
	return c
}

// judgedRate is the share that passes in a discipline; ok is false where it is not told.
func (w *writer) judgedRate(s *side, d string) (passed, judged int, ok bool) {
	j, p := s.judged.at(d), s.passed.at(d)
	if j.n == 0 || j.small(w.o.K) || s.discipline.suppressed(w.o.K)[d] { // a part would tell of the whole
		return 0, 0, false
	}
	return p.n, j.n, true
}

func (w *writer) disciplines() []string { return keys(w.now.discipline, w.prev.discipline) }

func (w *writer) rates() report.Block {
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
		return w.text("统计期内无符合性结论。", "Nothing in the period states conformity.")
	}
	return &report.Figure{Key: "rates", Caption: w.say("各专业的符合率", "Share that passes, by discipline"), Drawing: chart.Draw(), Numbers: numbers, Source: w.source()}
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

func (w *writer) uncertainty() report.Chapter {
	c := report.Chapter{Title: w.say("不确定度水平", "Uncertainty levels")}
	c.Blocks = append(c.Blocks, w.text(
		"对每份证书，取其各示值误差的扩展不确定度（k = 2）与标称值之比，以中位数代表该证书；再按专业给出各证书的中位数与四分位数。未给出包含因子的不确定度不予采用，标称值为零或单位不可换算的点不计。",
		"For each certificate the expanded uncertainties (k = 2) of its errors are divided by the nominal values, and their median stands for the certificate; the median and the quartiles of the certificates are given by discipline. An uncertainty without a coverage factor is not used, nor is a point whose nominal value is zero or in a unit that cannot be converted."))
	chart := figure.Spans{Unit: w.say("相对扩展不确定度，k = 2", "Relative expanded uncertainty, k = 2"), Series: []figure.SpanSeries{{Name: w.period.short()}, {Name: w.before.short()}}}
	t := &report.Table{Key: "uncertaintyTable", Caption: w.say("各专业的相对扩展不确定度", "Relative expanded uncertainty by discipline"), Source: w.source(), Columns: []report.Column{
		{Title: w.say("专业", "Discipline"), Text: true}, {Title: w.say("证书（份）", "Certificates")}, {Title: w.say("下四分位数", "Lower quartile")}, {Title: w.say("中位数", "Median")},
		{Title: w.say("上四分位数", "Upper quartile")}, {Title: w.say("上期中位数", "Median before")}, {Title: w.say("变化", "Change")}}}
	for _, d := range w.disciplines() {
		now, before := w.spanOf(&w.now, d), w.spanOf(&w.prev, d)
		if now.Median == 0 && before.Median == 0 {
			continue
		}
		chart.Categories = append(chart.Categories, w.name(d))
		chart.Series[0].Spans, chart.Series[1].Spans = append(chart.Series[0].Spans, now), append(chart.Series[1].Spans, before)
		n := count(len(w.now.uncertainty[d]))
		if now.Median == 0 {
			n = hidden
		}
		t.Rows = append(t.Rows, []string{w.name(d), n, scientific(now.Lower), scientific(now.Median), scientific(now.Upper), scientific(before.Median),
			percent(100 * (now.Median/before.Median - 1) * validate(now.Median, before.Median))})
	}
	if len(t.Rows) == 0 {
		c.Blocks = append(c.Blocks, w.text("统计期内无可用的不确定度。", "There are no uncertainties that could be used."))
		return c
	}
	c.Blocks = append(c.Blocks, &report.Figure{Key: "uncertainty", Caption: w.say("相对扩展不确定度的四分位区间与中位数", "Quartiles and medians of relative expanded uncertainties"), Drawing: chart.Draw(), Numbers: *t, Source: w.source()}, t)
	return c
}

// validate is 1 where both numbers are known, and NaN elsewhere.
func validate(a, b float64) float64 {
	if a == 0 || b == 0 {
		return math.NaN()
	}
	return 1
}

func (w *writer) spanOf(s *side, d string) figure.Span {
	values := s.uncertainty[d]
	if len(values) == 0 || s.discipline.suppressed(w.o.K)[d] || s.measured.at(d).small(w.o.K) || len(values) < w.o.K && s.measured.at(d).closed > 0 {
		return figure.Span{}
	}
	return figure.Span{Lower: quantile(values, 0.25), Median: median(values), Upper: quantile(values, 0.75)}
}

// scientific is a small number in print, as 1.2 × 10⁻⁵.
func scientific(v float64) string {
	if v == 0 || math.IsNaN(v) {
		return none
	}
	power := int(math.Floor(math.Log10(math.Abs(v))))
	return fixed(v/math.Pow(10, float64(power)), 2) + " × " + figure.PowerOfTen(power)
}

func (w *writer) submissions() report.Chapter {
	c := report.Chapter{Title: w.say("数据质量与汇交时效", "Quality and timeliness of submissions")}
	c.Blocks = append(c.Blocks, w.text(
		"质量得分按数据质量规则计算（GB/T 36344、GB/T 25000.24 的比率法：符合的规则数除以适用的规则数，0–100 分），取统计期内各证书。出证周期为最后测量日至签发日，汇交时延为签发日至本节点收录日，均取中位数（天）。按规定不能公布名称的机构合并为一行。",
		"The table gives the number of certificates, the score and its parts (completeness, consistency, timeliness, traceability), and two durations. Scores of quality are those of the rules of data quality (ratios as in GB/T 36344 and ISO/IEC 25024: rules that are met, divided by rules that apply, from 0 to 100), over the certificates of the period. The time of issue is from the last measurement to the issue, the delay from the issue to the record in this node, both as medians in days. Institutions that may not be named are one row."))
	c.Blocks = append(c.Blocks, w.centreTable())
	return c
}

func (w *writer) centreTable() *report.Table {
	t := &report.Table{Key: "centres", Caption: w.say("各机构的数据质量与汇交时效", "Quality and timeliness by institution"), Source: w.source(), Columns: []report.Column{
		{Title: w.say("机构", "Institution"), Text: true}, {Title: w.say("证书（份）", "Number")}}}
	for _, title := range [][2]string{{"总分", "Score"}, {"完整", "Com."}, {"一致", "Con."}, {"时效", "Tim."}, {"溯源", "Tra."}, {"出证周期（天）", "Issue, d"}, {"汇交时延（天）", "Delay, d"}} {
		t.Columns = append(t.Columns, report.Column{Title: w.say(title[0], title[1])})
	}
	ids := slices.SortedFunc(maps.Keys(w.centres), func(a, b model.ID) int {
		return cmp.Or(cmp.Compare(w.centres[b].certificates.n, w.centres[a].certificates.n), cmp.Compare(a, b))
	})
	var others centre
	unnamed := 0
	for _, id := range ids {
		one, name := w.centres[id], w.names(id)
		if name.IsZero() || one.certificates.small(w.o.K) {
			unnamed++
			others.join(one)
			continue
		}
		t.Rows = append(t.Rows, w.centreRow(name.In(w.o.Lang), one))
	}
	if unnamed > 0 && !others.certificates.small(w.o.K) {
		t.Rows = append(t.Rows, w.centreRow(fmt.Sprintf(w.say("其他机构（%d 家）", "%d other institutions"), unnamed), &others))
	}
	return t
}

func (c *centre) join(o *centre) {
	c.certificates.n += o.certificates.n
	c.certificates.closed += o.certificates.closed
	c.quality.Add(&o.quality)
	c.turnaround, c.delay = append(c.turnaround, o.turnaround...), append(c.delay, o.delay...)
}

func (w *writer) centreRow(name string, c *centre) []string {
	row := []string{name, count(c.certificates.n)}
	score := func(v float64, known bool) {
		if !known {
			v = math.NaN()
		}
		row = append(row, fixed(v, 1))
	}
	score(c.quality.Score())
	for _, d := range model.QualityDimension("").Values() {
		score(c.quality.Of(d))
	}
	return append(row, fixed(median(c.turnaround), 0), fixed(median(c.delay), 0))
}
