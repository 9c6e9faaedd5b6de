package instrument

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"metrograph/analysis/study"
	"metrograph/model"
	"metrograph/report"
)

// single is the report on one instrument.
type single struct {
	*writer
	id       model.ID
	of       *model.Instrument // nil where the reader may not read it
	a        *model.Analysis
	readings []study.Dated // in the order of time
	points   []pointSummary
	excluded map[model.ID]string
}

// single writes the report on one instrument: at the point that most of its certificates have in
// detail, at the others in short.
func (w *writer) single() error {
	s := &single{writer: w, id: model.ID(w.o.Subject), excluded: map[model.ID]string{}}
	s.of = w.instrument(s.id)
	sample, err := study.Choose(w.certificates, model.PointChoice{}, model.Unit{})
	if err != nil {
		return err
	}
	s.a, s.readings = study.Series(sample, study.Options{}), sample.Readings
	for _, e := range s.a.Excluded {
		s.excluded[e.CertificateID] = e.Reason
	}
	var values, us []float64
	for _, p := range s.a.Points {
		values = append(values, p.Value)
		if p.Uncertainty != nil {
			us = append(us, 2**p.Uncertainty)
		}
	}
	w.precise(s.a.Unit, us, values)
	s.points = w.summaries()
	w.d.Title = w.say("计量器具分析报告", "Instrument Analysis Report")
	w.d.Subtitle = s.short()
	w.d.Cover = []string{
		s.name(),
		w.sayf("依据证书：%d 份（%s 至 %s）", "Certificates: %d (%s to %s)", len(w.certificates), dayOf(w.certificates[0]), dayOf(w.certificates[len(w.certificates)-1])),
		w.say("详细分析的测量点：", "Point analysed in detail: ") + s.point(),
	}
	w.d.Chapters = []report.Chapter{s.summary(), s.history(), s.course(), s.drift(), s.charts(), s.conformity(), s.interval(), s.traceability(), s.anomalies(), w.methods(ofSeries()), s.data()}
	return nil
}

// name is the name, the model and the serial number of the instrument, as its record or its
// certificates have them.
func (s *single) name() string {
	name, kind, serial := "", "", ""
	if s.of != nil {
		name, kind, serial = s.of.Name.In(s.o.Lang), s.of.Model, s.of.SerialNumber
	} else {
		for _, c := range s.certificates {
			for _, item := range c.Items {
				if item.InstrumentID == s.id {
					name, kind, serial = item.Name.In(s.o.Lang), item.Model, item.SerialNumber
				}
			}
		}
	}
	return strings.Join(slices.DeleteFunc([]string{name, kind, serial}, func(t string) bool { return t == "" }), s.say("　", " · "))
}

// short is the model and the serial number, which have room at the head of each page.
func (s *single) short() string {
	for _, c := range s.certificates {
		for _, item := range c.Items {
			if item.InstrumentID == s.id && item.Model+item.SerialNumber != "" {
				return strings.TrimSpace(item.Model + " " + item.SerialNumber)
			}
		}
	}
	return s.o.Subject
}

// point is the point that is analysed in detail.
func (s *single) point() string {
	if s.a.Nominal == nil {
		return none
	}
	return pointName(*s.a.Nominal, s.a.NominalUnit)
}

// enough tells whether there is anything to analyse, and says it where there is not.
func (s *single) enough(c *report.Chapter) bool {
	if len(s.a.Points) == 0 {
		c.Blocks = append(c.Blocks, s.text("证书中没有可用的示值误差，无法分析；各证书未被采用的原因见“所用数据”。",
			"No certificate has an error of indication that could be used; see Data used for the reasons."))
	}
	return len(s.a.Points) > 0
}

// why adds what the analysis notes on some of its parts: what could not be computed, and what
// is to be heeded.
func (s *single) why(c *report.Chapter, about ...string) {
	if list := s.notes(s.a.Notes, about...); len(list) > 0 {
		c.Blocks = append(c.Blocks, report.List{Items: list})
	}
}

func (w *writer) notes(notes []model.AnalysisNote, about ...string) (list []string) {
	for _, n := range notes {
		if slices.Contains(about, n.About) {
			list = append(list, w.aspect(n.About)+w.say("：", ": ")+n.Message.In(w.o.Lang))
		}
	}
	return list
}

// last is the newest point.
func (s *single) last() *model.AnalysisPoint { return &s.a.Points[len(s.a.Points)-1] }

func (s *single) summary() report.Chapter {
	c := report.Chapter{Title: s.say("要点", "Summary")}
	if !s.enough(&c) {
		return c
	}
	t := s.pairs("summary", s.say("主要结果：", "Main results: ")+s.point())
	row := func(zh, en, value string) { t.Rows = append(t.Rows, []string{s.say(zh, en), value}) }
	last := s.last()
	row("校准结果（点数）", "Results", s.sayf("%d 个，%s 至 %s", "%d, from %s to %s", len(s.a.Points), s.a.Points[0].Date, last.Date))
	row("最近一次的示值误差", "Newest error of indication", s.result(last))
	if f := s.a.Forecast; f != nil {
		row("允许误差限", "Limit of the error", "±"+s.with(s.dev(f.Limit)))
	}
	if n := len(s.a.Conformity); n > 0 && s.a.Conformity[n-1].Probability != nil {
		row("最近一次的合格概率", "Newest conformance probability", likely(*s.a.Conformity[n-1].Probability))
	}
	row("年漂移", "Drift a year", s.slope())
	row("|偏差| + U 到达极限", "|deviation| + U reaches the limit", s.reach())
	row("稳定性考核（JJF 1033）", "Check of stability (JJF 1033)", s.stable())
	row("控制图信号", "Signals of the control charts", s.signals())
	row("建议的校准间隔", "Recalibration interval advised", s.advised())
	c.Blocks = append(c.Blocks,
		s.textf("本报告由 %d 份证书的数据直接算得，供器具的使用者与生产者参考；它不是证书，校准间隔仅为建议（ISO/IEC 17025:2017，7.8.4.3）。{summary} 为测量点 %s 的主要结果，各项的算法与依据见“方法”。",
			"This report is computed from the data of %d certificates, for those who use the instrument and those who made it. It is no certificate, and intervals are advice (ISO/IEC 17025:2017, 7.8.4.3). {summary} has the main results at %s; see Methods for how they are found.", len(s.certificates), s.point()), t)
	if len(s.points) > 1 {
		c.Blocks = append(c.Blocks, s.head("各测量点", "All points"), s.pointTable())
	}
	return c
}

// result is a value with its expanded uncertainty.
func (s *single) result(p *model.AnalysisPoint) string {
	text := s.dev(p.Value)
	if p.Uncertainty != nil {
		text += " ± " + s.dev(2**p.Uncertainty)
	}
	return s.with(text) + s.optional(p.Uncertainty, func(float64) string { return s.say("（k = 2）", " (k = 2)") })
}

func (s *single) slope() string {
	d := s.a.Drift
	if d == nil {
		return s.missing("DRIFT")
	}
	mark := s.say("，不显著", ", not significant")
	if d.Significance < 0.05 {
		mark = s.say("，显著", ", significant")
	}
	return "(" + s.rate(d.Slope) + " ± " + s.rate(2*d.SlopeUncertainty) + ") " + s.unit + s.say("/年（k = 2）", "/a (k = 2)") + mark
}

func (s *single) reach() string {
	f := s.a.Forecast
	switch {
	case f == nil:
		return s.missing("FORECAST", "DRIFT")
	case f.Years != nil && *f.Years <= 0:
		return s.say("已经超过", "it is beyond already")
	case f.Reached && f.Date != "":
		return string(f.Date)
	case f.Reached:
		return s.say("极远", "far away")
	}
	return s.say("预测期内不会", "not within the time that is looked ahead")
}

func (s *single) stable() string {
	if s.a.Stability == nil {
		return s.missing("STABILITY", "CONTROL_CHART", "FORECAST")
	}
	return s.sayf("%s（极差 %s，限 %s %s）", "%s (range %s, limit %s %s)", s.steady(), s.dev(s.a.Stability.Range), s.dev(s.a.Stability.Limit), s.unit)
}

func (s *single) signals() string {
	if s.a.Individuals == nil {
		return s.missing("CONTROL_CHART")
	}
	n := len(s.a.Individuals.Signals)
	if s.a.EWMA != nil {
		n += len(s.a.EWMA.Signals)
	}
	if s.a.CUSUM != nil {
		n += len(s.a.CUSUM.Signals)
	}
	if n == 0 {
		return s.say("无", "none")
	}
	return s.sayf("%d 个", "%d", n)
}

// advised is the shortest and the longest of the intervals.
func (s *single) advised() string {
	low, high := math.Inf(1), 0.0
	for _, i := range s.a.Intervals {
		if i.Months != nil {
			low, high = min(low, *i.Months), max(high, *i.Months)
		}
	}
	switch {
	case len(s.a.Intervals) == 0:
		return s.missing("INTERVALS")
	case math.IsInf(low, 1):
		return none
	}
	return s.sayf("%s 至 %s 个月（%d 种方法）", "%s to %s months (%d methods)", months(low), months(high), len(s.a.Intervals))
}

// missing says why something is not there.
func (s *single) missing(about ...string) string {
	for _, a := range about {
		for _, n := range s.a.Notes {
			if n.About == a {
				return n.Message.In(s.o.Lang)
			}
		}
	}
	return none
}

// aspect is a part of an analysis in print.
func (w *writer) aspect(about string) string {
	for _, n := range [][3]string{
		{"DESCRIPTION", "均值与标准偏差", "Mean and deviation"}, {"ROBUST_DRIFT", "稳健斜率", "Robust slope"}, {"TREND", "趋势检验", "Trend"}, {"DRIFT", "漂移直线", "Drift"},
		{"BIRGE_RATIO", "Birge 比", "Birge ratio"}, {"UNCERTAINTY", "不确定度", "Uncertainty"}, {"FORECAST", "预测", "Forecast"}, {"CONTROL_CHART", "控制图", "Control chart"},
		{"EWMA", "EWMA 控制图", "Moving averages"}, {"CUSUM", "累积和控制图", "Cumulative sums"}, {"STABILITY", "稳定性考核", "Stability"}, {"CHANGES", "水平变化", "Changes of level"},
		{"SEASON", "季节影响", "Season"}, {"TEMPERATURE", "温度影响", "Temperature"}, {"REPEATABILITY", "重复性", "Repeatability"}, {"CONFORMITY", "符合性", "Conformity"}, {"INTERVALS", "校准间隔", "Interval"},
		{"OUTLIERS", "离群（偏差）", "Outliers of deviation"}, {"DRIFT_OUTLIERS", "离群（漂移）", "Outliers of drift"}, {"ROBUST_MEAN", "稳健均值", "Robust mean"}, {"CLUSTERS", "聚类", "Clusters"},
		{"COMPONENTS", "方差分量", "Components of variance"}, {"LABORATORIES", "实验室比较", "Laboratories"},
	} {
		if n[0] == about {
			return w.say(n[1], n[2])
		}
	}
	return about
}

// history is what the instrument is, and its certificates.
func (s *single) history() report.Chapter {
	c := report.Chapter{Title: s.say("器具与校准历史", "The instrument and its history")}
	c.Blocks = append(c.Blocks, s.head("器具", "The instrument"), s.identity(), s.head("证书", "Certificates"), s.certificateTable())
	return c
}

func (s *single) identity() *report.Table {
	t := s.pairs("identity", s.say("器具的标识与特性", "Identity and characteristics"))
	t.Source = s.say("来源：器具档案。", "Source: record of the instrument.")
	row := func(zh, en, value string) {
		if value != "" {
			t.Rows = append(t.Rows, []string{s.say(zh, en), value})
		}
	}
	if s.of == nil {
		row("器具", "Instrument", s.name())
		row("标识符", "Identifier", s.o.Subject)
		return t
	}
	row("名称", "Name", s.of.Name.In(s.o.Lang))
	row("型号", "Model", s.of.Model)
	row("出厂编号", "Serial number", s.of.SerialNumber)
	row("生产企业", "Manufacturer", cmp.Or(s.institution(s.of.ManufacturerID), s.of.Manufacturer))
	row("使用单位", "Owner", cmp.Or(s.institution(s.of.OwnerID), s.of.Owner))
	if s.of.Discipline != "" {
		row("专业", "Discipline", s.named(string(s.of.Discipline)))
	}
	row("准确度等级", "Accuracy class", s.of.AccuracyClass)
	for _, m := range s.of.MPE {
		row("最大允许误差", "Maximum permissible error", m.Text)
	}
	row("标识符", "Identifier", string(s.of.ID))
	return t
}

func (s *single) certificateTable() *report.Table {
	t := s.table("certificates", s.say("证书及其采用情况", "Certificates, and whether they were used"), s.txt("证书编号", "Number", 1.5), s.txt("测量日期", "Measured", 0.95), s.txt("签发机构", "Issuer", 1.5),
		s.txt("文件类型", "Document", 1.1), s.txt("结论", "Verdict", 0.7), s.txt("状态", "Adjusted", 1), s.txt("采用", "Used", 0.9))
	for _, c := range s.certificates {
		used := s.yes(true)
		if reason := s.excluded[c.ID]; reason != "" {
			used = s.named(reason)
		}
		t.Rows = append(t.Rows, []string{s.numbers[c.ID], string(dayOf(c)), cmp.Or(s.institution(c.IssuerID), none), s.named(string(c.DocumentType)), s.named(string(verdict(c))), s.adjusted(c), used})
	}
	return t
}

// verdict is the worst of what a certificate states.
func verdict(c *model.Certificate) model.Conformity {
	if c.DocumentType == model.DocumentRejectionNotice {
		return model.ConformityFail
	}
	order := []model.Conformity{"", model.ConformityNone, model.ConformityPass, model.ConformityConditionalPass, model.ConformityInconclusive, model.ConformityConditionalFail, model.ConformityFail}
	worst := 0
	for _, st := range c.Statements {
		worst = max(worst, slices.Index(order, st.Conformity))
	}
	return order[worst]
}

// adjusted is as what the results of a certificate were found.
func (s *single) adjusted(c *model.Certificate) string {
	var list []string
	for _, r := range c.Results {
		if text := s.named(string(cmp.Or(r.Adjustment, model.AdjustmentNone))); !slices.Contains(list, text) {
			list = append(list, text)
		}
	}
	if len(list) == 0 {
		return none
	}
	return strings.Join(list, s.say("、", ", "))
}
