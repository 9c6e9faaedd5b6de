package instrument

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"

	"metrograph/analysis"
	"metrograph/analysis/interval"
	"metrograph/analysis/study"
	"metrograph/model"
	"metrograph/report"
	"metrograph/report/figure"
)

// population is the report on the instruments of a model.
type population struct {
	*writer
	p        *model.Population
	readings []study.Dated // at the point that is analysed in detail
	of       map[model.ID][]*model.Certificate
	ids      []model.ID // of the instruments, in the order of their serial numbers
}

// population writes the report on the instruments of a model.
func (w *writer) population() error {
	g := &population{writer: w, of: map[model.ID][]*model.Certificate{}}
	g.divide()
	if len(g.of) > mostInstruments {
		return model.Errorf(model.CodeLimitExceeded, "more than %d instruments for one report: narrow the filter", mostInstruments)
	}
	sample, err := study.Choose(w.certificates, model.PointChoice{}, model.Unit{})
	if err != nil {
		return err
	}
	visible := func(id model.ID) bool { return w.institution(id) != "" }
	g.p, g.readings = study.Members(study.Group{Sample: sample, Visible: visible}, 0), sample.Readings
	var values, us []float64
	for _, r := range g.readings {
		values = append(values, r.Error)
		if r.U > 0 {
			us = append(us, 2*r.U)
		}
	}
	w.precise(g.p.Unit, us, values)
	w.d.Title, w.d.Subtitle = w.say("计量器具型号分析报告", "Instrument Model Report"), w.o.Subject
	w.d.Cover = []string{
		g.named(),
		w.sayf("依据证书：%d 份（%s 至 %s），器具 %d 台", "Certificates: %d (%s to %s), on %d instruments", len(w.certificates), dayOf(w.certificates[0]), dayOf(w.certificates[len(w.certificates)-1]), len(g.ids)),
		w.say("详细分析的测量点：", "Point analysed in detail: ") + g.point(),
	}
	w.d.Chapters = []report.Chapter{g.summary(), g.members(), g.rates(), g.distribution(), g.drifts(), g.precision(), g.laboratories(), g.standing(), g.environment(), w.methods(ofPopulation()), g.data()}
	return nil
}

// divide divides the certificates by instruments.
func (g *population) divide() {
	for _, c := range g.certificates {
		if ids := c.InstrumentIDs(); len(ids) == 1 && len(c.Items) == 1 {
			g.of[ids[0]] = append(g.of[ids[0]], c)
		}
	}
	g.ids = slices.SortedFunc(maps.Keys(g.of), func(a, b model.ID) int { return cmp.Or(cmp.Compare(g.serial(a), g.serial(b)), cmp.Compare(a, b)) })
}

// serial is the serial number of an instrument.
func (g *population) serial(id model.ID) string {
	if i := g.instrument(id); i != nil && i.SerialNumber != "" {
		return i.SerialNumber
	}
	for _, c := range g.of[id] {
		if s := c.Items[0].SerialNumber; s != "" {
			return s
		}
	}
	return string(id)
}

// named is the model and what its instruments are called.
func (g *population) named() string {
	for _, c := range g.certificates {
		for _, item := range c.Items {
			if item.Model == g.o.Subject && !item.Name.IsZero() {
				return g.o.Subject + g.say("　", " · ") + item.Name.In(g.o.Lang)
			}
		}
	}
	return g.o.Subject
}

// makers are who made the instruments, as far as the reader may know.
func (g *population) makers() string {
	seen := map[string]bool{}
	for _, c := range g.certificates {
		for _, item := range c.Items {
			name := item.Manufacturer
			if i := g.instrument(item.InstrumentID); i != nil {
				name = cmp.Or(g.institution(i.ManufacturerID), i.Manufacturer, name)
			}
			if name != "" {
				seen[name] = true
			}
		}
	}
	text := ""
	for i, name := range slices.Sorted(maps.Keys(seen)) {
		if i > 0 {
			text += g.say("、", "; ")
		}
		text += name
	}
	return cmp.Or(text, none)
}

func (g *population) point() string {
	if g.p.Nominal == nil {
		return none
	}
	return pointName(*g.p.Nominal, g.p.NominalUnit)
}

// why says why something could not be computed, for the reasons that the analysis notes.
func (g *population) why(c *report.Chapter, about ...string) {
	if list := g.notes(g.p.Notes, about...); len(list) > 0 {
		c.Blocks = append(c.Blocks, report.List{Items: list})
	}
}

func (g *population) summary() report.Chapter {
	c := report.Chapter{Title: g.say("要点", "Summary")}
	t := g.pairs("summary", g.say("主要结果", "Main results"))
	row := func(zh, en, value string) { t.Rows = append(t.Rows, []string{g.say(zh, en), value}) }
	row("型号", "Model", g.named())
	row("生产企业", "Manufacturer", g.makers())
	row("器具，证书", "Instruments, certificates", strconv.Itoa(len(g.ids))+", "+strconv.Itoa(len(g.certificates)))
	passed, judged := g.judged("")
	row("符合率", "Share that passes", g.share(passed, judged))
	if r := g.p.Robust; r != nil {
		row("偏差的稳健均值与标准偏差", "Robust mean and deviation of the errors", g.with(g.dev(r.Mean)+", "+g.dev(r.Deviation)))
	}
	if slopes := g.slopes(); len(slopes) > 0 {
		row("年漂移的中位数", "Median drift a year", g.with(g.rate(analysis.Median(slopes))))
	}
	if r := g.p.Reliability; r != nil {
		row("在允许范围内的再校准", "Recalibrations found within limits", g.sayf("%d/%d，平均间隔 %s 个月", "%d of %d, at %s months on average", r.InTolerance, r.Count, months(r.Months)))
	}
	if x := g.p.Consistency; x != nil {
		row("实验室之间一致", "Laboratories agree", g.yes(x.Consistent)+", p = "+likely(x.Probability))
	}
	row("离群器具", "Outliers", strconv.Itoa(len(g.outliers())))
	c.Blocks = append(c.Blocks, g.textf("本报告由 %d 份证书的数据直接算得，供生产者与使用者了解一个型号在使用中的表现。{summary} 为测量点 %s 的主要结果，各项的算法与依据见“方法”。",
		"This report is computed from the data of %d certificates: it tells those who make and use a model how it does in service. {summary} has the main results at %s; see Methods for how they are found.", len(g.certificates), g.point()), t)
	return c
}

// members is who the population is.
func (g *population) members() report.Chapter {
	c := report.Chapter{Title: g.say("样本", "Population")}
	t := g.table("members", g.say("各器具的校准次数与最近结果", "Calibrations and newest result of each instrument"), g.txt("出厂编号", "Serial number", 1.4), g.col("证书", "Certificates"), g.txt("首次", "First", 1), g.txt("最近", "Newest", 1),
		g.col("结果数", "Results"), g.col("最近误差", "Newest error"), g.col("年漂移", "Drift a year"))
	t.Caption += g.say("（", " (") + g.unit + g.say("）", ")")
	for _, id := range g.ids {
		list := g.of[id]
		row := []string{g.serial(id), strconv.Itoa(len(list)), string(dayOf(list[0])), string(dayOf(list[len(list)-1])), "0", none, none}
		for _, m := range g.p.Members {
			if m.InstrumentID == id {
				row[4], row[5], row[6] = strconv.Itoa(m.PointCount), g.dev(m.Level), g.optional(m.Slope, g.rate)
			}
		}
		t.Rows = append(t.Rows, row)
	}
	c.Blocks = append(c.Blocks, g.textf("样本为读者可读的证书所涉及的 %d 台器具；含多件器具的证书不计入各台。", "The population is the %d instruments that certificates are about which the reader may read; certificates on several items are not counted for any.", len(g.ids)), t)
	return c
}

// judged counts the certificates with a verdict in a year, and those that pass; of all years
// where it is empty.
func (g *population) judged(year string) (passed, judged int) {
	for _, c := range g.certificates {
		if c.Status == model.StatusWithdrawn || year != "" && (len(dayOf(c)) < 4 || string(dayOf(c))[:4] != year) {
			continue
		}
		switch verdict(c) {
		case model.ConformityPass, model.ConformityConditionalPass:
			passed, judged = passed+1, judged+1
		case model.ConformityFail, model.ConformityConditionalFail:
			judged++
		}
	}
	return passed, judged
}

// share is a share with its bounds.
func (g *population) share(part, whole int) string {
	low, high, err := interval.ClopperPearson(part, whole, 0.9)
	if whole == 0 || err != nil {
		return none
	}
	return g.sayf("%s %%（%d/%d，90%% 区间 %s–%s %%）", "%s %% (%d of %d; 90 %% interval %s–%s %%)", fixed(100*float64(part)/float64(whole), 1), part, whole, fixed(100*low, 1), fixed(100*high, 1))
}

// rates is the conformity over time.
func (g *population) rates() report.Chapter {
	c := report.Chapter{Title: g.say("符合率的变化", "Conformity over time")}
	years := map[string]bool{}
	for _, one := range g.certificates {
		if day := string(dayOf(one)); len(day) >= 4 {
			years[day[:4]] = true
		}
	}
	t := g.table("rates", g.say("各年的符合率", "Share that passes, by year"), g.txt("年", "Year", 1), g.col("有结论（份）", "With a verdict"), g.col("合格（份）", "Pass"), g.col("符合率 %", "Passes, %"), g.col("90% 下限", "90 %: from"), g.col("90% 上限", "to"))
	chart := figure.Bars{Unit: g.say("符合率（%）", "Share that passes, %"), Most: 100, Digits: 1, Series: []figure.Series{{Name: g.say("符合率", "Passes")}}}
	for _, y := range slices.Sorted(maps.Keys(years)) {
		passed, judged := g.judged(y)
		row, value := []string{y, strconv.Itoa(judged), strconv.Itoa(passed), none, none, none}, math.NaN()
		if low, high, err := interval.ClopperPearson(passed, judged, 0.9); judged > 0 && err == nil {
			value = 100 * float64(passed) / float64(judged)
			row[3], row[4], row[5] = fixed(value, 1), fixed(100*low, 1), fixed(100*high, 1)
		}
		t.Rows = append(t.Rows, row)
		chart.Categories, chart.Series[0].Values = append(chart.Categories, y), append(chart.Series[0].Values, value)
	}
	c.Blocks = append(c.Blocks, g.text("结论取证书各项结论中最差者，检定结果通知书计为不合格；没有结论的证书不计。", "The worst of a certificate's statements counts, and a notice of rejection fails; certificates without a statement are not counted."),
		&report.Figure{Key: "ratesFigure", Caption: t.Caption, Drawing: chart.Draw(), Numbers: *t, Source: t.Source}, t)
	return c
}

// distribution is the deviations in relation to their limits.
func (g *population) distribution() report.Chapter {
	c := report.Chapter{Title: g.say("偏差相对于误差限的分布", "Deviations and limits")}
	var used []float64
	bins := make([]float64, 10)
	for _, r := range g.readings {
		if l := r.Limit(); l > 0 && r.Adjustment != model.AdjustmentAsLeft {
			v := 100 * r.Error / l
			used = append(used, v)
			bins[max(0, min(9, int(math.Floor(v/25))+5))]++
		}
	}
	if len(used) == 0 {
		c.Blocks = append(c.Blocks, g.text("证书未给出可用的允许误差限。", "The certificates state no limits of the error that could be used."))
		return c
	}
	t := g.table("bins", g.sayf("%s 的示值误差与误差限之比", "Errors at %s over their limits", g.point()), g.txt("占限（%）", "Of the limit, %", 1), g.col("结果数", "Results"))
	chart := figure.Bars{Unit: g.say("结果数", "Results"), Series: []figure.Series{{Name: g.say("结果数", "Results"), Values: bins}}}
	for i, n := range bins {
		name := fmt.Sprintf("%d…%d", (i-5)*25, (i-4)*25)
		if i == 0 {
			name = "< −100"
		} else if i == 9 {
			name = "≥ 100"
		}
		chart.Categories = append(chart.Categories, name)
		t.Rows = append(t.Rows, []string{name, strconv.Itoa(int(n))})
	}
	slices.Sort(used)
	c.Blocks = append(c.Blocks, g.textf("{bins} 为各次校准（调整前）的示值误差与其误差限之比（%%）。中位数 %s %%，最小 %s %%，最大 %s %%，共 %d 个结果。", "{bins} shows the errors as they were found, in percent of their limits. The median is %s %%, the least %s %%, the largest %s %%, of %d results.",
		fixed(analysis.Median(used), 1), fixed(used[0], 1), fixed(used[len(used)-1], 1), len(used)),
		&report.Figure{Key: "bins", Caption: t.Caption, Drawing: chart.Draw(), Numbers: *t, Source: t.Source})
	return c
}
