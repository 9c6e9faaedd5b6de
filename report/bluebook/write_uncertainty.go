package bluebook

import (
	"fmt"
	"math"

	"metrograph/report"
	"metrograph/report/figure"
)

func (w *writer) uncertainty() report.Chapter {
	c := report.Chapter{Title: w.say("不确定度水平", "Uncertainty levels")}
	c.Blocks = append(c.Blocks, w.text(
		"对每份证书，取其各示值误差的扩展不确定度（k = 2）与标称值之比，以中位数代表该证书；再按专业给出各证书的中位数与四分位数。未给出包含因子的不确定度不予采用，标称值为零或单位不可换算的点不计。",
		"For each certificate the expanded uncertainties (k = 2) of its errors are divided by the nominal values, and their median stands for the certificate; the median and the quartiles of the certificates are given by discipline. An uncertainty without a coverage factor is not used, nor is a point whose nominal value is zero or in a unit that cannot be converted."))
	chart := figure.Spans{Unit: w.say("相对扩展不确定度，k = 2", "Relative expanded uncertainty, k = 2"), Series: []figure.SpanSeries{{Name: w.period.short()}, {Name: w.before.short()}}}
	t := &report.Table{Key: "uncertaintyTable", Caption: w.say("各专业的相对扩展不确定度", "Relative expanded uncertainty by discipline"), Source: w.source(), Columns: []report.Column{
		{Title: w.say("专业", "Discipline"), Text: true}, {Title: w.say("证书（份）", "Certificates")}, {Title: w.say("下四分位数", "Lower quartile")}, {Title: w.say("中位数", "Median")},
		{Title: w.say("上四分位数", "Upper quartile")}, {Title: w.say("上期中位数", "Median before")}}}
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
		t.Rows = append(t.Rows, []string{w.name(d), n, scientific(now.Lower), scientific(now.Median), scientific(now.Upper), scientific(before.Median)})
	}
	if len(t.Rows) == 0 {
		c.Blocks = append(c.Blocks, w.text("统计期内无可用的不确定度。", "There are no uncertainties that could be used."))
		return c
	}
	c.Blocks = append(c.Blocks, w.text("各专业的分布见{uncertainty}，数值见{uncertaintyTable}；粗线为中位数。", "{uncertainty} shows the distributions, with a thick line at the median; {uncertaintyTable} has the numbers."),
		&report.Figure{Key: "uncertainty", Caption: w.say("相对扩展不确定度的四分位区间与中位数", "Quartiles and medians of relative expanded uncertainties"), Drawing: chart.Draw(), Numbers: *t, Source: w.source()}, t)
	c.Blocks = append(c.Blocks, w.likes()...)
	return c
}

// likes is the change of uncertainties where like is compared with like.
func (w *writer) likes() []report.Block {
	t := &report.Table{Key: "likes", Caption: w.say("同型号、同量、同量程的不确定度变化", "Change of uncertainty of the same models, quantities and ranges"), Columns: []report.Column{
		{Title: w.say("专业", "Discipline"), Text: true}, {Title: w.say("可比组数", "Groups")}, {Title: w.period.short() + w.say("（份次）", ", values")}, {Title: w.before.short() + w.say("（份次）", ", values")},
		{Title: w.say("变化中位数", "Median change")}, {Title: w.say("下四分位数", "Lower quartile")}, {Title: w.say("上四分位数", "Upper quartile")}}}
	t.Source = w.source() + fmt.Sprintf(w.say(" — 可比组少于 %d 个或不予公布，不作比较。", " — Fewer than %d groups, or not told: no comparison."), fewestGroups)
	known := 0
	for _, d := range w.disciplines() {
		if len(w.now.uncertainty[d]) == 0 && len(w.prev.uncertainty[d]) == 0 {
			continue
		}
		l, row := w.likeForLike(d), []string{w.name(d), none, none, none, none, none, none}
		if l.known(w.o.K) && w.mayCompare(d) {
			known++
			row = []string{w.name(d), count(l.groups), count(l.now.n), count(l.before.n), percent(l.change), percent(l.lower), percent(l.upper)}
		}
		t.Rows = append(t.Rows, row)
	}
	if known == 0 {
		return []report.Block{w.head("与对比期的比较", "Compared with the period before"), w.text(
			fmt.Sprintf("两期中同一型号、同一量、同一数量级的数据不足（各专业均少于 %d 组），不作比较：证书构成不同的中位数之差不等于水平之变化。", fewestGroups),
			fmt.Sprintf("There are too few data of the same models, quantities and ranges in both periods (fewer than %d groups in each discipline) for a comparison: medians over different instruments do not tell a change.", fewestGroups))}
	}
	return []report.Block{w.head("与对比期的比较", "Compared with the period before"), w.text(
		fmt.Sprintf("各专业证书的构成（型号、量和量程）逐期不同，其中位数之差不等于水平之变化。为此只比较同类：同一型号、同一量、标称值在同一数量级内，且两期各有至少 %d 份证书的为一组；以两期中位数之比为该组的变化，取各组之比的中位数和四分位数（{likes}）。负值表示不确定度减小。", fewestAlike),
		fmt.Sprintf("What a discipline's certificates are of differs from period to period, and with it the medians above. Like is therefore compared with like: certificates of one model, one quantity and nominal values within one power of ten are a group where there are %d at least in each period. Its change is the ratio of its medians; {likes} gives the median and the quartiles of these ratios. A negative change means that uncertainties became smaller.", fewestAlike)), t}
}

// mayCompare tells whether the uncertainties of a discipline are told in both periods.
func (w *writer) mayCompare(d string) bool {
	return w.spanOf(&w.now, d).Median > 0 && w.spanOf(&w.prev, d).Median > 0
}

func (w *writer) spanOf(s *side, d string) figure.Span {
	values := s.uncertainty[d]
	if len(values) == 0 || s.discipline.suppressed(w.o.K)[d] || s.measured.suppressed(w.o.K)[d] || len(values) < w.o.K && s.measured.at(d).closed > 0 {
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
