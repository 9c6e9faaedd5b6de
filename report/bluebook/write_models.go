package bluebook

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"

	"metrograph/analysis/drift"
	"metrograph/model"
	"metrograph/report"
	"metrograph/report/figure"
)

const (
	keyModels       = 12 // that are told of
	fewestPoints    = 3  // calibrations of an instrument whose course is looked at
	fewestOfModel   = 5  // instruments of a model that is told of
	largestOfLimits = 1.0
)

// stable is what the instruments of a model come to.
type stable struct {
	key                   modelKey
	m                     *modelTally
	instruments, followed int
	used, upper, slope    float64 // of the limits: median and upper quartile of the last, and median change a year
	beyond                int     // calibrations that found an error beyond a limit
	observations          int
}

// stableModels are the models with the most certificates in the period that may be told of.
func (w *writer) stableModels() []stable {
	var list []stable
	for key, m := range w.models {
		if m.period.n == 0 || m.period.small(w.o.K) || m.observed.small(w.o.K) || len(m.instruments) < fewestOfModel {
			continue
		}
		list = append(list, stableOf(key, m))
	}
	slices.SortFunc(list, func(a, b stable) int {
		return cmp.Or(cmp.Compare(b.m.period.n, a.m.period.n), cmp.Compare(a.key.maker, b.key.maker), cmp.Compare(a.key.model, b.key.model))
	})
	return list[:min(len(list), keyModels)]
}

func stableOf(key modelKey, m *modelTally) stable {
	s := stable{key: key, m: m, instruments: len(m.instruments)}
	var last, slopes []float64
	for _, id := range slices.Sorted(maps.Keys(m.instruments)) {
		list := slices.SortedFunc(slices.Values(m.instruments[id]), func(a, b observation) int { return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.used, b.used)) })
		last = append(last, list[len(list)-1].used)
		points := make([]drift.Point, len(list))
		for i, o := range list {
			points[i] = drift.Point{T: days(list[0].day, o.day) / 365.25, Y: o.used}
			s.observations++
			if o.used > largestOfLimits {
				s.beyond++
			}
		}
		if len(list) >= fewestPoints {
			if line, err := drift.TheilSen(points); err == nil {
				slopes = append(slopes, line.Slope)
			}
		}
	}
	s.followed, s.used, s.upper, s.slope = len(slopes), median(last), quantile(last, 0.75), median(slopes)
	return s
}

func (w *writer) nameOf(s stable) string {
	name := s.m.name.In(w.o.Lang)
	if name == "" {
		return s.key.maker + " " + s.key.model
	}
	return s.key.model + w.say("　", " ") + name
}

// makerOf is who made a model: the institution where it may be named, else as it is written.
func (w *writer) makerOf(s stable) string {
	if name := w.names(s.m.maker).In(w.o.Lang); name != "" {
		return name
	}
	return s.key.maker
}

func (w *writer) stability() report.Chapter {
	c := report.Chapter{Title: w.say("重点型号的稳定性", "Stability of key instrument models")}
	models := w.stableModels()
	if len(models) == 0 {
		c.Blocks = append(c.Blocks, w.text(fmt.Sprintf("统计期内没有满足条件的型号（至少 %d 台、误差有最大允许误差可比）。", fewestOfModel),
			fmt.Sprintf("No model of the period has %d instruments or more whose errors can be compared with limits.", fewestOfModel)))
		return c
	}
	c.Blocks = append(c.Blocks, w.text(
		fmt.Sprintf("以统计期内证书最多的型号（每型号至少 %d 台、每台按送检状态）为对象，考察近 %d 年各次校准的“误差限占用率”：各点示值误差绝对值与最大允许误差之比的最大值。年变化为各台占用率 Theil–Sen 斜率的中位数（至少 %d 次校准的器具）。结果见{modelsFigure}与{models}。", fewestOfModel, windowYears, fewestPoints),
		fmt.Sprintf("For the models with the most certificates in the period (at least %d instruments each, as they were found) this chapter looks at the share of their limits that they used at the calibrations of the last %d years: the largest ratio of |error| to the maximum permissible error over the points of a certificate. The change a year is the median of the Theil–Sen slopes of the instruments with at least %d calibrations. {modelsFigure} and {models} give the results.", fewestOfModel, windowYears, fewestPoints)))
	t := &report.Table{Key: "models", Caption: w.say("重点型号的误差限占用率", "Share of the limits used by key models"), Source: w.source(), Columns: []report.Column{
		{Title: w.say("型号", "Model"), Text: true}, {Title: w.say("生产企业", "Manufacturer"), Text: true}, {Title: w.say("台数", "Instr.")}, {Title: w.say("校准次数", "Calibr.")},
		{Title: w.say("占用率中位数 %", "Used, median, %")}, {Title: w.say("上四分位 %", "Upper quartile, %")}, {Title: w.say("年变化（百分点）", "Change a year, points")}, {Title: w.say("超限次数", "Beyond limits")}}}
	chart := figure.Rows{Unit: w.say("误差限占用率（%）", "Share of the limits used, %"), Series: []figure.Series{{Name: w.say("中位数", "Median")}, {Name: w.say("上四分位数", "Upper quartile")}}}
	for _, s := range models {
		t.Rows = append(t.Rows, []string{w.nameOf(s), w.makerOf(s), count(s.instruments), count(s.observations), fixed(100*s.used, 0), fixed(100*s.upper, 0), signed(100*s.slope, 1), count(s.beyond)})
		chart.Categories = append(chart.Categories, w.nameOf(s))
		chart.Series[0].Values, chart.Series[1].Values = append(chart.Series[0].Values, 100*s.used), append(chart.Series[1].Values, 100*s.upper)
	}
	c.Blocks = append(c.Blocks, &report.Figure{Key: "modelsFigure", Caption: w.say("重点型号的误差限占用率：中位数与上四分位数", "Share of the limits used by key models: median and upper quartile"), Drawing: chart.Draw(), Numbers: *t, Source: w.source()}, t)
	return c
}

// findings are sentences on what stands out, each with the numbers that it rests on.
func (w *writer) findings() []string {
	var list []string
	add := func(zh, en string, args ...any) { list = append(list, fmt.Sprintf(w.say(zh, en), args...)) }
	if w.prev.all.n > 0 && !w.now.all.small(w.o.K) && !w.prev.all.small(w.o.K) {
		add("签发量较对比期变化 %s（%s 份，对比期 %s 份；{indicators}）。", "The number of certificates changed by %s (%s, after %s; {indicators}).",
			percent(change(w.now.all.n, w.prev.all.n)), count(w.now.all.n), count(w.prev.all.n))
	}
	w.growthFindings(add)
	w.rateFindings(add)
	w.uncertaintyFindings(add)
	w.modelFindings(add)
	if missing := w.missing(); len(missing) > 0 {
		names := ""
		for i, d := range missing {
			if i > 0 {
				names += w.say("、", ", ")
			}
			names += w.name(string(d))
		}
		add("统计期内下列专业没有已发布的数据：%s（{gaps}）。", "There are no published data of these disciplines in the period: %s ({gaps}).", names)
	}
	if len(list) == 0 {
		add("统计期内没有可公布的数据。", "There are no data in the period that may be told.")
	}
	return list
}

type adder func(zh, en string, args ...any)

// growthFindings tell of the disciplines that grew and shrank the most.
func (w *writer) growthFindings(add adder) {
	small, smallBefore := w.now.discipline.suppressed(w.o.K), w.prev.discipline.suppressed(w.o.K)
	best, worst := "", ""
	of := func(d string) float64 { return change(w.now.discipline.at(d).n, w.prev.discipline.at(d).n) }
	for _, d := range w.disciplines() {
		if small[d] || smallBefore[d] || w.prev.discipline.at(d).n < 20 {
			continue
		}
		if best == "" || of(d) > of(best) {
			best = d
		}
		if worst == "" || of(d) < of(worst) {
			worst = d
		}
	}
	if best == "" || best == worst {
		return
	}
	add("各专业签发量的变化介于 %s（%s，%s → %s 份）与 %s（%s，%s → %s 份）之间（{scaleTable}）。",
		"The numbers of the disciplines changed by between %s (%s, from %s to %s) and %s (%s, from %s to %s) ({scaleTable}).",
		percent(of(worst)), w.name(worst), count(w.prev.discipline.at(worst).n), count(w.now.discipline.at(worst).n),
		percent(of(best)), w.name(best), count(w.prev.discipline.at(best).n), count(w.now.discipline.at(best).n))
}

// rateFindings tell of significant changes of conformity, and of the lowest rate.
func (w *writer) rateFindings(add adder) {
	lowest, lowestRate, changed := "", math.Inf(1), 0
	for _, d := range w.disciplines() {
		p, j, ok := w.judgedRate(&w.now, d)
		if !ok || j < 20 {
			continue
		}
		if r := share(p, j); r < lowestRate {
			lowest, lowestRate = d, r
		}
		if pp, pj, was := w.judgedRate(&w.prev, d); was && twoProportions(p, j, pp, pj) < 0.05 {
			changed++
			add("%s专业的符合率由 %s%% 变为 %s%%（%s/%s → %s/%s 份，p = %s），变化显著（{ratesTable}）。",
				"In %s the share that passes went from %s %% to %s %% (%s of %s, then %s of %s; p = %s), a significant change ({ratesTable}).",
				w.name(d), fixed(share(pp, pj), 1), fixed(share(p, j), 1), count(pp), count(pj), count(p), count(j), fixed(twoProportions(p, j, pp, pj), 3))
		}
	}
	switch {
	case lowest == "":
		return
	case lowestRate == 100:
		add("有结论的证书不少于 20 份的各专业，符合率均为 100%%（{ratesTable}）。", "In every discipline with 20 verdicts or more all of them are passes ({ratesTable}).")
	default:
		p, j, _ := w.judgedRate(&w.now, lowest)
		low, high := wilson(p, j)
		add("符合率最低的专业是%s：%s%%（%s/%s 份，95%% 区间 %s–%s%%）（{ratesTable}）。", "The lowest share that passes is that of %s: %s %% (%s of %s; 95 %% interval %s–%s %%) ({ratesTable}).",
			w.name(lowest), fixed(lowestRate, 1), count(p), count(j), fixed(100*low, 1), fixed(100*high, 1))
	}
	if changed == 0 {
		add("各专业的符合率与对比期相比均无显著变化（p ≥ 0.05；{ratesTable}）。", "No discipline's share that passes changed significantly (p ≥ 0.05; {ratesTable}).")
	}
}

// uncertaintyFindings tell of the largest change of uncertainties where like is compared with like.
func (w *writer) uncertaintyFindings(add adder) {
	which, most := "", likeForLike{}
	for _, d := range w.disciplines() {
		if l := w.likeForLike(d); l.known(w.o.K) && w.mayCompare(d) && (which == "" || math.Abs(l.change) > math.Abs(most.change)) {
			which, most = d, l
		}
	}
	if which == "" {
		return
	}
	if math.Abs(most.change) < 0.05 {
		add("按同型号、同量、同量程比较，各专业不确定度变化的中位数均为零（{likes}）。", "Where like is compared with like, uncertainties did not change in the median in any discipline ({likes}).")
		return
	}
	add("按同型号、同量、同量程比较，不确定度变化最大的专业是%s：变化的中位数为 %s（%s 组，四分位区间 %s 至 %s；{likes}）。",
		"Where like is compared with like, uncertainties changed the most in %s: by %s in the median of %s groups (quartiles %s and %s; {likes}).",
		w.name(which), percent(most.change), count(most.groups), percent(most.lower), percent(most.upper))
}

// modelFindings tell of the key model that uses its limits the most.
func (w *writer) modelFindings(add adder) {
	models := w.stableModels()
	if len(models) == 0 {
		return
	}
	s := slices.MaxFunc(models, func(a, b stable) int { return cmp.Compare(a.used, b.used) })
	add("重点型号中误差限占用率中位数最高的是%s（%s）：%s%%，%s 台、%s 次校准中有 %s 次超限（{models}）。",
		"Of the key models, %s (%s) uses its limits the most: %s %% in the median, over %s instruments; %s calibrations, of which %s found an error beyond a limit ({models}).",
		w.nameOf(s), w.makerOf(s), fixed(100*s.used, 0), count(s.instruments), count(s.observations), count(s.beyond))
}

// missing are the disciplines without data in the period.
func (w *writer) missing() []model.Discipline {
	var list []model.Discipline
	for _, d := range model.Discipline("").Values() {
		if (w.o.Discipline == "" || w.o.Discipline == d) && w.now.discipline.at(string(d)).n == 0 {
			list = append(list, d)
		}
	}
	return list
}
