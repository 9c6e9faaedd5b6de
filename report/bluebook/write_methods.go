package bluebook

import (
	"fmt"

	"metrograph/model"
	"metrograph/report"
)

func (w *writer) methods() report.Chapter {
	c := report.Chapter{Title: w.say("方法", "Methods")}
	item := func(zh, en string) string { return w.say(zh, en) }
	c.Blocks = append(c.Blocks,
		w.text("本书由数据直接生成，相同的数据与统计期得到相同的内容。统计口径和方法如下。", "This book is made from the data; the same data and period give the same book. These are its conventions and methods."),
		report.List{Items: []string{
			item("对象：本节点已发布且未撤回、签发日期在统计期内的证书与报告，一份证书计一次；撤回的不计，被替换的按发布状态计。", "What is counted: certificates and reports that are published and not withdrawn, with a date of issue in the period, each once."),
			fmt.Sprintf(item("对比期：紧接统计期之前、月数相同的期间（%s 至 %s）。", "The period before has as many months and ends where the period begins (%s to %s)."), w.before.From, w.before.To),
			item("级别和地区取数据来源机构的级别与行政区划（GB/T 2260）；专业按 JJF 1001 的十大专业。", "Level and region are those of the institution that the data come from (GB/T 2260); disciplines are the ten of metrology."),
			item("符合率的区间：Wilson 得分区间（E. B. Wilson, J. Am. Stat. Assoc. 22 (1927) 209–212）；两期之差：合并方差的双比例 z 检验。", "Intervals of shares: Wilson's score interval (E. B. Wilson, J. Am. Stat. Assoc. 22 (1927) 209–212); differences: z-test of two proportions with pooled variance."),
			item("分位数：线性插值（Hyndman 与 Fan 的第 7 类，Am. Stat. 50 (1996) 361–365）。", "Quantiles: linear interpolation (type 7 of Hyndman and Fan, Am. Stat. 50 (1996) 361–365)."),
			item("示值误差、测量不确定度与最大允许误差：JJF 1001—2011、JJF 1059.1—2012；示值误差符合性评定：JJF 1094—2002。", "Errors of indication, uncertainties and maximum permissible errors: JJF 1001-2011 and JJF 1059.1-2012 (VIM, GUM); conformity: JJF 1094-2002."),
			item("不确定度的比较：同型号、同量、标称值同数量级的证书为一组，取两期中位数之比，再取各组之比的中位数与四分位数。", "Comparison of uncertainties: certificates of one model, one quantity and one power of ten of nominal values are a group; the ratio of the medians of both periods, and the median and quartiles of these ratios over the groups."),
			item("占用率的年变化：Theil–Sen 斜率（P. K. Sen, J. Am. Stat. Assoc. 63 (1968) 1379–1389）。", "Change of the share of limits a year: slope of Theil and Sen (P. K. Sen, J. Am. Stat. Assoc. 63 (1968) 1379–1389)."),
			item("数据质量：GB/T 36344—2018 与 GB/T 25000.24—2017 的比率法，规则逐条注明依据条款。", "Quality of data: ratios of GB/T 36344-2018 and ISO/IEC 25024:2015; each rule names its clause."),
			fmt.Sprintf(item("披露控制：一个数若涉及 1 至 %d 份非公开记录，即以“%s”代替；一类中这样的数不足两个或所涉非公开记录合计不足时，另取最小的数一并隐去，使其不能由合计推出（A. Hundepool 等, Statistical Disclosure Control, 2012, 第 4 章）。比率和分位数以其所依据的证书数为准。", "Disclosure control: a number over 1 to %d records that are not public is replaced by %s; where there is only one such number in a distribution, or few such records in those hidden, the next smallest is hidden too, so that it does not follow from the total (A. Hundepool et al., Statistical Disclosure Control, 2012, chapter 4). Shares and quantiles go by the number of certificates that they rest on."), w.o.K-1, hidden),
		}})
	return c
}

func (w *writer) coverage() report.Chapter {
	c := report.Chapter{Title: w.say("数据覆盖与缺口", "Data coverage and gaps")}
	t := &report.Table{Key: "coverage", Caption: w.say("证书要素的覆盖率（%）", "Certificates that have each element, %"), Source: w.source(), Columns: []report.Column{
		{Title: w.say("要素", "Element"), Text: true}, {Title: w.period.short()}, {Title: w.before.short()}}}
	part := func(n int, s *side) string {
		if s.all.small(w.o.K) {
			return hidden
		}
		return fixed(share(n, s.all.n), 1)
	}
	row := func(zh, en string, now, before int) {
		t.Rows = append(t.Rows, []string{w.say(zh, en), part(now, &w.now), part(before, &w.prev)})
	}
	row("测量结果数据", "Results as data", w.now.withResults, w.prev.withResults)
	row("可用的测量不确定度", "Uncertainties that can be used", w.now.withUncertainty, w.prev.withUncertainty)
	row("所用计量标准", "Standards used", w.now.withStandards, w.prev.withStandards)
	row("环境条件", "Environmental conditions", w.now.withEnvironment, w.prev.withEnvironment)
	row("方法或依据", "Methods", w.now.withMethod, w.prev.withMethod)
	row("来源类别", "Source category", w.now.withSourceCategory, w.prev.withSourceCategory)
	row("符合性结论", "Statement of conformity", w.now.judgedAll.n, w.prev.judgedAll.n)
	g := &report.Table{Key: "gaps", Caption: w.say("各专业的数据覆盖", "Data by discipline"), Source: w.source(), Columns: []report.Column{
		{Title: w.say("专业", "Discipline"), Text: true}, {Title: w.say("证书（份）", "Certificates")}, {Title: w.say("有结论 %", "With a verdict, %")}, {Title: w.say("有不确定度 %", "With uncertainties, %")}}}
	small := w.now.discipline.suppressed(w.o.K)
	for _, d := range model.Discipline("").Values() {
		if w.o.Discipline != "" && w.o.Discipline != d {
			continue
		}
		key := string(d)
		n := w.now.discipline.at(key).n
		judged, measured := fixed(share(w.now.judged.at(key).n, n), 1), fixed(share(len(w.now.uncertainty[key]), n), 1)
		if small[key] || w.now.judged.suppressed(w.o.K)[key] {
			judged = hidden
		}
		if small[key] || w.now.measured.suppressed(w.o.K)[key] {
			measured = hidden
		}
		g.Rows = append(g.Rows, []string{w.name(key), w.said(w.now.discipline, key, small), judged, measured})
	}
	c.Blocks = append(c.Blocks, w.text(
		"{coverage}给出各要素在证书中的覆盖率，{gaps}给出各专业的数据量与可分析程度。覆盖率低的要素限制相应章节结论的适用范围；未发布、未汇交的数据不在本书之内。",
		"{coverage} shows how many certificates have each element, {gaps} how much there is of each discipline and how far it can be analysed. Where few certificates have an element, the conclusions that rest on it hold for these only; data that are not published or not submitted are not in this book."), t, g)
	return c
}

// appendices are the course by quarter, and what can be downloaded.
func (w *writer) appendices() []report.Chapter {
	all, judged := w.byQuarter(func(q *quarter) tally { return q.all }), w.byQuarter(func(q *quarter) tally { return q.judged })
	small, smallJudged := w.apart(all), w.hiddenQuarters()
	t := &report.Table{Key: "allQuarters", Caption: w.say("各季度的证书与符合性", "Certificates and conformity by quarter"), Source: w.source(), Columns: []report.Column{
		{Title: w.say("季度", "Quarter"), Text: true}, {Title: w.say("证书（份）", "Certificates")}, {Title: w.say("有结论（份）", "With a verdict")}, {Title: w.say("符合率 %", "Passes, %")}}}
	for q := quarterOf(w.window.From); q <= quarterOf(w.period.To); q++ {
		name, passes := quarterName(q), none
		if one := w.quarters[q]; one != nil && one.judged.n > 0 {
			if passes = fixed(share(one.passed.n, one.judged.n), 1); smallJudged[name] {
				passes = hidden
			}
		}
		t.Rows = append(t.Rows, []string{name, w.said(all, name, small), w.said(judged, name, smallJudged), passes})
	}
	files := &report.Table{Key: "files", Caption: w.say("图表及其数据文件", "Figures, tables and their files"), Columns: []report.Column{
		{Title: w.say("编号", "Number"), Text: true}, {Title: w.say("名称", "Caption"), Text: true}, {Title: w.say("文件", "File"), Text: true}}}
	return []report.Chapter{{Title: w.say("各季度数表", "Numbers by quarter"), Blocks: []report.Block{t}},
		{Title: w.say("数据文件", "Data files"), Blocks: []report.Block{w.text(
			"各图、各表的数据均以 CSV 文件（UTF-8）存于随附的数据文件夹，文件名见{files}。",
			"The numbers of each figure and table are CSV files (UTF-8) in the folder of data beside the book; {files} names them."), files}}}
}

// index lists the files of all that is numbered, in the last table.
func (w *writer) index() {
	tables := w.d.Tables()
	t := tables[len(tables)-1]
	for _, one := range tables {
		t.Rows = append(t.Rows, []string{one.Label, one.Caption, one.File})
	}
}
