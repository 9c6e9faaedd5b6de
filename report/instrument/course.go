package instrument

import (
	"cmp"
	"math"
	"strconv"

	"metrograph/model"
	"metrograph/report"
	"metrograph/report/figure"
)

// course is the results over time.
func (s *single) course() report.Chapter {
	c := report.Chapter{Title: s.say("结果随时间的变化", "Results over time")}
	if !s.enough(&c) {
		return c
	}
	c.Blocks = append(c.Blocks, s.textf("{course} 为测量点 %s 各次校准的示值误差，误差棒为扩展不确定度 U（k = 2），虚线为允许误差限；空心标记为超出允许误差限的结果。",
		"{course} shows the errors of indication at %s, with bars of their expanded uncertainty U (k = 2); dashed lines are the limits of the error, hollow marks results beyond them.", s.point()),
		s.figure("course", s.sayf("%s 的示值误差", "Errors of indication at %s", s.point()), s.resultsChart(nil), s.resultNumbers()), s.resultTable())
	s.why(&c, "UNCERTAINTY", "DESCRIPTION")
	c.Blocks = append(c.Blocks, s.head("重复性", "Repeatability"))
	if r := s.a.Repeatability; r != nil {
		c.Blocks = append(c.Blocks, s.textf("由 %d 组重复读数合并得到的标准偏差为 %s %s（自由度 %d）。", "The standard deviation pooled from %d groups of repeated readings is %s %s, with %d degrees of freedom.",
			r.Groups, s.dev(r.Deviation), s.unit, r.DegreesOfFreedom))
	}
	s.why(&c, "REPEATABILITY")
	return c
}

func (w *writer) figure(key, caption string, chart figure.Course, numbers report.Table) *report.Figure {
	return &report.Figure{Key: key, Caption: caption, Drawing: chart.Draw(), Source: w.source(), Numbers: numbers}
}

// limit is the limit of the error that the newest results have; 0 for none.
func (s *single) limit() float64 {
	for i := len(s.readings) - 1; i >= 0; i-- {
		if l := s.readings[i].Limit(); l > 0 {
			return l
		}
	}
	return 0
}

// resultsChart is the points with bars and limits, and lines over them.
func (s *single) resultsChart(lines []figure.Trace) figure.Course {
	chart := figure.Course{Y: s.say("示值误差（", "Error (") + s.unit + s.say("）", ")"), X: s.say("年", "Year"), Lines: lines}
	limit := s.limit()
	for _, p := range s.a.Points {
		m := figure.Mark{Point: figure.Point{X: year(p.Date), Y: p.Value}, Signal: limit > 0 && math.Abs(p.Value) > limit}
		if p.Uncertainty != nil {
			m.Bar = 2 * *p.Uncertainty
		}
		chart.Points = append(chart.Points, m)
	}
	if limit > 0 {
		chart.Limits = []figure.Limit{{Name: "+MPE", Y: limit}, {Name: "−MPE", Y: -limit}}
	}
	low, high := chart.Points[0].X, chart.Points[len(chart.Points)-1].X
	for _, t := range lines {
		for _, p := range t.Points {
			high = max(high, p.X)
		}
	}
	chart.Ticks, chart.Tick = yearTicks(low, high)
	return chart
}

func (s *single) resultNumbers() report.Table {
	t := report.Table{Columns: []report.Column{s.txt("日期", "Date", 1), s.txt("证书", "Certificate", 1), s.col("误差", "Error"), s.col("标准不确定度", "Standard uncertainty"),
		s.col("下限", "Lower limit"), s.col("上限", "Upper limit"), s.txt("单位", "Unit", 1)}}
	for i, p := range s.a.Points {
		row := []string{string(p.Date), s.numbers[p.CertificateID], plain(p.Value), s.optional(p.Uncertainty, plain), "", "", s.unit}
		if i < len(s.readings) && len(s.readings) == len(s.a.Points) {
			row[4], row[5] = s.optional(s.readings[i].Lower, plain), s.optional(s.readings[i].Upper, plain)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (s *single) resultTable() *report.Table {
	t := s.table("results", s.sayf("%s 的结果（%s）", "Results at %s (%s)", s.point(), s.unit), s.txt("日期", "Date", 0.9), s.txt("证书编号", "Certificate", 1.5), s.txt("状态", "Adjusted", 0.9),
		s.col("误差", "Error"), s.col("U（k = 2）", "U (k = 2)"), s.col("拟合值", "Fitted"), s.col("段", "Segment"))
	for _, p := range s.a.Points {
		t.Rows = append(t.Rows, []string{string(p.Date), s.numbers[p.CertificateID], s.named(string(cmp.Or(p.Adjustment, model.AdjustmentNone))), s.dev(p.Value),
			s.optional(p.Uncertainty, func(u float64) string { return s.dev(2 * u) }), s.optional(p.Fitted, s.dev), strconv.Itoa(p.Segment + 1)})
	}
	return t
}

// drift is the drift and its prediction.
func (s *single) drift() report.Chapter {
	c := report.Chapter{Title: s.say("漂移与预测", "Drift and prediction")}
	if !s.enough(&c) {
		return c
	}
	if d := s.a.Drift; d != nil {
		band, line := s.prediction()
		chart := s.resultsChart(s.fitted(line))
		chart.Band = band
		numbers := report.Table{Columns: []report.Column{s.col("年", "Year"), s.col("直线", "Line"), s.col("下限（k = 2）", "Lower, k = 2"), s.col("上限（k = 2）", "Upper, k = 2")}}
		for i, b := range band {
			numbers.Rows = append(numbers.Rows, []string{fixed(b.X, 3), plain(line[i].Y), plain(b.Lower), plain(b.Upper)})
		}
		c.Blocks = append(c.Blocks,
			s.textf("拟合直线的年漂移为 %s。{prediction} 为该直线及其 k = 2 的不确定度带，并外推至下一次校准前后。|偏差| + U 到达极限的时间：%s。",
				"The fitted line drifts by %s. {prediction} shows it with its uncertainty band (k = 2), continued beyond the next calibration. |deviation| + U reaches the limit: %s.", s.slope(), s.reach()),
			s.figure("prediction", s.say("漂移直线、不确定度带与外推", "Drift line, uncertainty band and prediction"), chart, numbers), s.driftTable())
	}
	s.why(&c, "DRIFT", "BIRGE_RATIO", "FORECAST", "ROBUST_DRIFT", "TREND")
	return c
}

// fitted is the line through the points, by segments, and its prediction.
func (s *single) fitted(prediction []figure.Point) []figure.Trace {
	list := []figure.Trace{{Name: s.say("漂移直线", "Drift line"), Points: prediction}}
	earlier := map[int][]figure.Point{}
	for _, p := range s.a.Points {
		if p.Fitted != nil {
			earlier[p.Segment] = append(earlier[p.Segment], figure.Point{X: year(p.Date), Y: *p.Fitted})
		}
	}
	for segment := range s.last().Segment {
		if len(earlier[segment]) > 1 {
			list = append(list, figure.Trace{Points: earlier[segment]})
		}
	}
	return list
}

// prediction is the line of the last segment with its band, from that segment's beginning to a
// good interval after the last point.
func (s *single) prediction() (band []figure.BandPoint, line []figure.Point) {
	d, last := s.a.Drift, s.last()
	from := last.Years
	for _, p := range s.a.Points {
		if p.Segment == last.Segment {
			from = min(from, p.Years)
		}
	}
	to := last.Years + max(0.5, min(3, 1.25*last.Years/float64(max(1, len(s.a.Points)-1))))
	const steps = 24
	for n := range steps + 1 {
		t := from + (to-from)*float64(n)/steps
		y := d.Level + d.Slope*t
		u := math.Sqrt(max(0, d.LevelUncertainty*d.LevelUncertainty+t*t*d.SlopeUncertainty*d.SlopeUncertainty+2*t*d.Covariance))
		x := year(s.a.Points[0].Date) + t
		band, line = append(band, figure.BandPoint{X: x, Lower: y - 2*u, Upper: y + 2*u}), append(line, figure.Point{X: x, Y: y})
	}
	return band, line
}

func (s *single) driftTable() *report.Table {
	t := s.pairs("drift", s.say("漂移的参数与检验", "Parameters and tests of the drift"))
	row := func(zh, en, value string) { t.Rows = append(t.Rows, []string{s.say(zh, en), value}) }
	d := s.a.Drift
	row("斜率 b", "Slope b", s.rate(d.Slope)+" "+s.unit+s.say("/年", "/a"))
	row("u(b)", "u(b)", s.rate(d.SlopeUncertainty)+" "+s.unit+s.say("/年", "/a"))
	row("首点日的水平 a，u(a)", "Level a at the first day, u(a)", s.dev(d.Level)+", "+s.dev(d.LevelUncertainty)+" "+s.unit)
	row("cov(a, b)", "cov(a, b)", scientific(d.Covariance))
	row("χ²，自由度", "χ², degrees of freedom", fixed(d.ChiSquared, 2)+", "+strconv.Itoa(d.DegreesOfFreedom))
	row("P(χ²)，Birge 比", "P(χ²), Birge ratio", likely(d.Probability)+", "+fixed(d.BirgeRatio, 2))
	row("斜率为零的概率 p", "p of no drift", likely(d.Significance))
	row("权；段数", "Weights; segments", map[bool]string{true: "1/u²", false: "1"}[d.Weighted]+"; "+strconv.Itoa(d.Segments))
	if r := s.a.RobustDrift; r != nil {
		row("Theil–Sen 斜率（95 % 区间）", "Slope of Theil and Sen (95 %)", s.rate(r.Slope)+" ("+s.rate(r.Lower)+" … "+s.rate(r.Upper)+") "+s.unit+s.say("/年", "/a"))
	}
	if r := s.a.Trend; r != nil {
		row("Mann–Kendall S，p", "Mann–Kendall S, p", strconv.Itoa(r.Score)+", "+likely(r.Probability))
	}
	return t
}
