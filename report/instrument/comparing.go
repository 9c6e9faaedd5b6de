package instrument

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"metrograph/analysis"
	"metrograph/model"
	"metrograph/report"
	"metrograph/report/figure"
)

// slopes are the drifts of the instruments that have one, in order.
func (g *population) slopes() (list []float64) {
	for _, m := range g.p.Members {
		if m.Slope != nil {
			list = append(list, *m.Slope)
		}
	}
	slices.Sort(list)
	return list
}

// drifts is how the instruments drift, and how reliable that leaves them.
func (g *population) drifts() report.Chapter {
	c := report.Chapter{Title: g.say("漂移与在用可靠性", "Drift and reliability in service")}
	slopes := g.slopes()
	if len(slopes) == 0 {
		c.Blocks = append(c.Blocks, g.text("没有一台器具有三次以上可用的校准，漂移无法计算。", "No instrument has three results that could be used: there is no drift to be computed."))
	} else {
		chart := figure.Course{Y: g.say("年漂移（", "Drift a year (") + g.unit + g.say("）", ")"), X: g.say("按大小排列的器具", "Instruments, in order of their drift"), Limits: []figure.Limit{{Name: g.say("中位数", "Median"), Y: analysis.Median(slopes)}}}
		numbers := report.Table{Columns: []report.Column{g.col("序", "Rank"), g.col("年漂移", "Drift a year")}}
		for i, v := range slopes {
			chart.Points = append(chart.Points, figure.Mark{Point: figure.Point{X: float64(i + 1), Y: v}})
			numbers.Rows = append(numbers.Rows, []string{strconv.Itoa(i + 1), plain(v)})
		}
		for i := 1; i <= len(slopes); i += max(1, (len(slopes)+7)/8) {
			chart.Ticks = append(chart.Ticks, float64(i))
		}
		chart.Tick = func(v float64) string { return strconv.Itoa(int(v)) }
		c.Blocks = append(c.Blocks, g.textf("%d 台器具有三次以上可用的校准。其年漂移的中位数为 %s %s，最小 %s，最大 %s（{drifts}）。", "%d instruments have three results or more. The median of their drifts is %s %s a year, the least %s, the largest %s ({drifts}).",
			len(slopes), g.rate(analysis.Median(slopes)), g.unit, g.rate(slopes[0]), g.rate(slopes[len(slopes)-1])), g.figure("drifts", g.say("各器具的年漂移", "Drift of each instrument"), chart, numbers))
	}
	c.Blocks = append(c.Blocks, g.head("在用可靠性", "Reliability in service"))
	r := g.p.Reliability
	if r == nil {
		c.Blocks = append(c.Blocks, g.text("没有带误差限的再校准，可靠性无法计算。", "There is no recalibration with limits: reliability cannot be computed."))
		return c
	}
	c.Blocks = append(c.Blocks, g.textf("%d 次再校准中 %d 次在允许范围内（%s；90%% Clopper–Pearson 区间 %s–%s），平均间隔 %s 个月。以 95%% 的可靠性为目标，间隔为 %s 个月，按区间下限为 %s 个月。",
		"Of %d recalibrations %d found the instrument within its limits (%s; 90 %% interval of Clopper and Pearson %s–%s), at %s months on average. For a reliability of 95 %% the interval is %s months, by the lower bound %s months.",
		r.Count, r.InTolerance, fixed(r.Observed, 3), fixed(r.Lower, 3), fixed(r.Upper, 3), months(r.Months), g.unbounded(r.Advised), g.unbounded(r.Safe)))
	return c
}

// precision is the repeatability and the reproducibility.
func (g *population) precision() report.Chapter {
	c := report.Chapter{Title: g.say("重复性与复现性", "Repeatability and reproducibility")}
	if v := g.p.Components; v != nil {
		t := g.pairs("components", g.say("偏差的方差分量", "Components of variance of the deviations"))
		row := func(zh, en, value string) { t.Rows = append(t.Rows, []string{g.say(zh, en), value}) }
		row("同一器具各次校准之间 s_r", "Within instruments, s_r", g.with(g.dev(v.Within)))
		row("器具之间 s_L", "Between instruments, s_L", g.with(g.dev(v.Between)))
		row("合计 s_R", "Together, s_R", g.with(g.dev(v.Total)))
		row("F，p", "F, p", fixed(v.Statistic, 2)+", "+likely(v.Probability))
		row("自由度", "Degrees of freedom", strconv.Itoa(v.DegreesOfFreedom))
		c.Blocks = append(c.Blocks, g.text("将各台器具的历次偏差作单因素方差分析（ISO 5725-2）：组内为同一器具各次校准之间的变动（含漂移和实验室的差异），组间为器具之间的差异。", "The deviations of each instrument are a group of an analysis of variance (ISO 5725-2): within are the calibrations of one instrument, with its drift and what laboratories differ by; between are the instruments."), t)
	}
	g.why(&c, "COMPONENTS", "ROBUST_MEAN")
	if x := g.p.Consistency; x != nil && x.Between != nil {
		c.Blocks = append(c.Blocks, g.textf("实验室之间的标准偏差（Mandel–Paule）为 %s %s。", "The standard deviation between laboratories (Mandel and Paule) is %s %s.", g.dev(*x.Between), g.unit))
	}
	return c
}

// laboratories compares the laboratories that calibrated the model.
func (g *population) laboratories() report.Chapter {
	c := report.Chapter{Title: g.say("实验室比较", "Comparison of laboratories")}
	if len(g.p.Laboratories) == 0 {
		c.Blocks = append(c.Blocks, g.text("没有读者可读的实验室有可用的结果。", "No laboratory that the reader may read has results that could be used."))
		return c
	}
	t := g.table("laboratories", g.sayf("各实验室在 %s 的结果（%s）", "Results of the laboratories at %s (%s)", g.point(), g.unit), g.txt("代号", "Code", 0.5), g.txt("实验室", "Laboratory", 2.2), g.col("结果数", "Results"), g.col("均值", "Mean"), g.col("u", "u"), g.col("与参考值之差", "Difference"), g.col("U", "U"), g.col("En", "En"))
	chart := figure.Course{Y: g.say("均值（", "Mean (") + g.unit + g.say("）", ")"), X: g.say("实验室代号", "Laboratory")}
	for i, l := range g.p.Laboratories {
		code := fmt.Sprintf("L%d", i+1)
		t.Rows = append(t.Rows, []string{code, g.institution(l.InstitutionID), strconv.Itoa(l.PointCount), g.dev(l.Value), g.dev(l.Uncertainty), g.dev(l.Deviation), g.dev(l.Expanded), g.optional(l.Score, func(v float64) string { return fixed(v, 2) })})
		chart.Points = append(chart.Points, figure.Mark{Point: figure.Point{X: float64(i + 1), Y: l.Value}, Bar: 2 * l.Uncertainty, Signal: l.Excluded})
		chart.Ticks = append(chart.Ticks, float64(i+1))
	}
	chart.Tick = func(v float64) string { return fmt.Sprintf("L%d", int(v)) }
	if x := g.p.Consistency; x != nil {
		chart.Limits = []figure.Limit{{Name: g.say("参考值", "Reference"), Y: x.Reference}}
		c.Blocks = append(c.Blocks, g.textf("最大一致子集的加权均值为 %s ± %s %s（k = 2）；χ² = %s，p = %s，Birge 比 %s：各实验室%s。{laboratoriesFigure} 中空心标记为不在一致子集内的实验室。",
			"The weighted mean of the largest consistent subset is %s ± %s %s (k = 2); χ² = %s, p = %s, Birge ratio %s: the laboratories %s. Hollow marks in {laboratoriesFigure} are laboratories outside of that subset.",
			g.dev(x.Reference), g.dev(2*x.Uncertainty), g.unit, fixed(x.ChiSquared, 2), likely(x.Probability), fixed(x.BirgeRatio, 2), map[bool]string{true: g.say("一致", "agree"), false: g.say("不一致", "do not agree")}[x.Consistent]))
	}
	numbers := *t
	c.Blocks = append(c.Blocks, g.figure("laboratoriesFigure", g.say("各实验室的均值及其不确定度（k = 2）", "Means of the laboratories with their uncertainties (k = 2)"), chart, numbers), t,
		g.text("各实验室取其所校准的每台器具最近一次偏差的均值，u² = s²/n + u²(校准)。假定器具是该型号的随机样本；若各实验室的客户使用器具的方式不同，实验室之差也可能是客户之差。",
			"Each laboratory has the mean of the newest deviation of each of its instruments, with u² = s²/n + u²(cal). The instruments are taken to be a random choice of the model: where customers differ in how they use theirs, a difference of laboratories may be one of customers."))
	g.why(&c, "LABORATORIES")
	return c
}

// outliers are the instruments that stand out.
func (g *population) outliers() (list []model.PopulationMember) {
	for _, m := range g.p.Members {
		if m.Outlier {
			list = append(list, m)
		}
	}
	slices.SortFunc(list, func(a, b model.PopulationMember) int {
		return cmp.Compare(g.serial(a.InstrumentID), g.serial(b.InstrumentID))
	})
	return list
}

// standing is the instruments that stand out, and those that behave alike.
func (g *population) standing() report.Chapter {
	c := report.Chapter{Title: g.say("离群器具与聚类", "Outliers and clusters")}
	if list := g.outliers(); len(list) > 0 {
		score := func(v float64) string { return fixed(v, 1) }
		t := g.table("outliers", g.say("离群器具", "Outliers"), g.txt("出厂编号", "Serial number", 1.4), g.col("最近误差", "Newest error"), g.col("稳健 z", "Robust z"), g.col("年漂移", "Drift a year"), g.col("漂移的稳健 z", "Robust z of drift"), g.col("p", "p"))
		for _, m := range list {
			t.Rows = append(t.Rows, []string{g.serial(m.InstrumentID), g.dev(m.Level), g.optional(m.Score, score), g.optional(m.Slope, g.rate), g.optional(m.SlopeScore, score), g.optional(m.Probability, likely)})
		}
		c.Blocks = append(c.Blocks, g.text("{outliers} 为最近误差或年漂移的稳健 z 分数绝对值大于 3.5 的器具；p 为在这么多台中偶然出现的概率。", "{outliers} has the instruments with a robust z-score of their newest error or of their drift beyond 3.5; p is the probability of such a one among so many by chance."), t)
	} else {
		c.Blocks = append(c.Blocks, g.text("未发现离群器具。", "No instrument stands out."))
	}
	g.why(&c, "OUTLIERS", "DRIFT_OUTLIERS")
	c.Blocks = append(c.Blocks, g.head("聚类", "Clusters"))
	if len(g.p.Clusters) > 0 {
		t := g.table("clusters", g.say("表现相似的器具", "Instruments that behave alike"), g.txt("类", "Cluster", 1), g.col("台数", "Instruments"), g.col("误差", "Error"), g.col("年漂移", "Drift a year"))
		for i, k := range g.p.Clusters {
			t.Rows = append(t.Rows, []string{strconv.Itoa(i + 1), strconv.Itoa(k.Size), g.dev(k.Level), g.rate(k.Slope)})
		}
		c.Blocks = append(c.Blocks, g.textf("按最近误差与年漂移聚为 %d 类，平均轮廓系数 %s。", "By newest error and drift there are %d clusters; the mean silhouette is %s.", len(g.p.Clusters), g.optional(g.p.Silhouette, func(v float64) string { return fixed(v, 2) })), t)
	}
	g.why(&c, "CLUSTERS")
	return c
}

// environment is what season and temperature do to the whole population.
func (g *population) environment() report.Chapter {
	c := report.Chapter{Title: g.say("环境的影响", "Influence of the environment")}
	c.Blocks = append(c.Blocks, g.text("以各台扣除自身漂移后的残差合并检验。", "What the drift of each instrument leaves is tested together."))
	c.Blocks = append(c.Blocks, g.influences(g.p.Season, g.p.Temperature, g.p.Notes)...)
	return c
}

// data is what the report rests on, and its limits.
func (g *population) data() report.Chapter {
	c := report.Chapter{Title: g.say("所用数据与局限", "Data used and limitations")}
	c.Blocks = append(c.Blocks, g.head("所用数据", "Data used"), g.textf("共读取 %d 份证书，其中 %d 份的 %d 个结果用于 %s 的分析，%d 份未采用。各证书见 {used}。", "%d certificates were read; %[3]d results of %[2]d of them are analysed at %[4]s; %[5]d were not used. {used} lists them.",
		len(g.certificates), len(g.p.CertificateIDs), g.p.PointCount, g.point(), len(g.p.Excluded)))
	reasons := map[model.ID]string{}
	for _, e := range g.p.Excluded {
		reasons[e.CertificateID] = e.Reason
	}
	points := map[model.ID]int{}
	for _, r := range g.readings {
		points[r.Certificate.ID]++
	}
	t := g.table("used", g.say("证书及其采用情况", "Certificates, and whether they were used"), g.txt("证书编号", "Number", 1.6), g.txt("测量日期", "Measured", 1), g.txt("签发机构", "Issuer", 2), g.col("结果数", "Results"), g.txt("采用", "Used", 1))
	for _, one := range g.certificates {
		used := g.yes(true)
		if reason := reasons[one.ID]; reason != "" {
			used = g.writer.named(reason)
		}
		t.Rows = append(t.Rows, []string{g.numbers[one.ID], string(dayOf(one)), cmp.Or(g.institution(one.IssuerID), none), strconv.Itoa(points[one.ID]), used})
	}
	c.Blocks = append(c.Blocks, t, g.head("局限", "Limitations"), report.List{Items: append(g.limitations(),
		g.say("同一型号不同器具的送检与否并非随机，样本未必代表全部在用器具。", "Which instruments of a model are calibrated, and published, is no random choice: the population need not stand for all that are in use."))})
	return c
}

// unbounded is an interval, of which nothing that was observed need be a bound.
func (g *population) unbounded(v *float64) string {
	if v == nil {
		return "∞"
	}
	return months(*v)
}
