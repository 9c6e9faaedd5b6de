package instrument

import (
	"strconv"

	"metrograph/model"
	"metrograph/report"
	"metrograph/report/figure"
)

// charts is the stability and the control charts.
func (s *single) charts() report.Chapter {
	c := report.Chapter{Title: s.say("稳定性与控制图", "Stability and control charts")}
	if !s.enough(&c) {
		return c
	}
	if a := s.a.Stability; a != nil {
		c.Blocks = append(c.Blocks, s.textf("按 JJF 1033 附录 C.2（新建标准）：极差 %s %s，相邻最大变化 %s %s，限 %s %s：%s。",
			"By JJF 1033, annex C.2 (a new standard): the range is %s %s, the largest change between neighbours %s %s, the limit %s %s: %s.",
			s.dev(a.Range), s.unit, s.dev(a.LargestChange), s.unit, s.dev(a.Limit), s.unit, s.steady()))
	}
	s.why(&c, "STABILITY")
	if x := s.a.Individuals; x != nil {
		c.Blocks = append(c.Blocks,
			s.text("控制图以归算到现行调整状态的偏差作图；空心标记为出现信号的点。少于十个点时，控制限仅供参考。持续的漂移在控制图中表现为信号。",
				"The charts are of deviations as if the instrument had always been adjusted as it is now; hollow marks are points with a signal. Limits from fewer than ten points are rough. A lasting drift is a signal."),
			s.controlFigure("individuals", s.say("单值控制图", "Chart of individual values"), x))
		if s.a.EWMA != nil {
			c.Blocks = append(c.Blocks, s.controlFigure("ewma", s.say("EWMA 控制图（λ = 0.3）", "Chart of moving averages (λ = 0.3)"), s.a.EWMA))
		}
		if s.a.CUSUM != nil {
			c.Blocks = append(c.Blocks, s.sumsFigure())
		}
		c.Blocks = append(c.Blocks, s.signalBlock())
	}
	s.why(&c, "CONTROL_CHART", "EWMA", "CUSUM")
	return c
}

func (s *single) controlFigure(key, caption string, x *model.ControlChart) *report.Figure {
	chart := figure.Course{Y: s.say("偏差（", "Deviation (") + s.unit + s.say("）", ")"), X: s.say("校准序号", "Number of the calibration")}
	chart.Ticks, chart.Tick = s.countTicks(len(x.Plotted))
	numbers := report.Table{Columns: []report.Column{s.col("序号", "Number"), s.txt("日期", "Date", 1), s.col("值", "Value"), s.col("控制下限", "Lower limit"), s.col("控制上限", "Upper limit"), s.txt("信号", "Signal", 1)}}
	lines := [3]figure.Trace{{Points: nil}, {Name: s.say("控制上限", "Upper limit")}, {}}
	marked := map[int]string{}
	for _, signal := range x.Signals {
		for n := signal.First; n <= signal.Last; n++ {
			marked[n] = signal.Rule
		}
	}
	lower := figure.Trace{Name: s.say("控制下限", "Lower limit")}
	for n, v := range x.Plotted {
		at := float64(n + 1)
		lines[0].Points = append(lines[0].Points, figure.Point{X: at, Y: v})
		chart.Points = append(chart.Points, figure.Mark{Point: figure.Point{X: at, Y: v}, Signal: marked[n] != ""})
		low, high := bound(x.Lower, n), bound(x.Upper, n)
		lines[1].Points, lower.Points = append(lines[1].Points, figure.Point{X: at, Y: high}), append(lower.Points, figure.Point{X: at, Y: low})
		numbers.Rows = append(numbers.Rows, []string{strconv.Itoa(n + 1), s.dateOf(n), plain(v), plain(low), plain(high), marked[n]})
	}
	chart.Lines = []figure.Trace{lines[0], lines[1], {}, {}, {}, lower} // the sixth has the dashes of the second
	chart.Limits = []figure.Limit{{Name: s.say("中心线", "Centre"), Y: x.Centre}}
	return s.figure(key, caption, chart, numbers)
}

// bound is a control limit, of which a chart may have one for all points.
func bound(limits []float64, n int) float64 {
	return limits[min(n, len(limits)-1)]
}

func (s *single) dateOf(n int) string {
	if n < len(s.a.Points) {
		return string(s.a.Points[n].Date)
	}
	return ""
}

func (s *single) sumsFigure() *report.Figure {
	x := s.a.CUSUM
	chart := figure.Course{Y: s.say("累积和（", "Sum (") + s.unit + s.say("）", ")"), X: s.say("校准序号", "Number of the calibration"), Limits: []figure.Limit{{Name: "H", Y: x.Decision}, {Name: "−H", Y: -x.Decision}}}
	chart.Ticks, chart.Tick = s.countTicks(len(x.High))
	numbers := report.Table{Columns: []report.Column{s.col("序号", "Number"), s.txt("日期", "Date", 1), s.col("S+", "S+"), s.col("S−", "S−"), s.col("H", "H")}}
	high, low := figure.Trace{Name: "S+", Marked: true}, figure.Trace{Name: "−S−", Marked: true}
	for n := range x.High {
		at := float64(n + 1)
		high.Points, low.Points = append(high.Points, figure.Point{X: at, Y: x.High[n]}), append(low.Points, figure.Point{X: at, Y: -x.Low[n]})
		numbers.Rows = append(numbers.Rows, []string{strconv.Itoa(n + 1), s.dateOf(n), plain(x.High[n]), plain(x.Low[n]), plain(x.Decision)})
	}
	chart.Lines = []figure.Trace{high, low}
	return s.figure("cusum", s.say("累积和控制图", "Chart of cumulative sums"), chart, numbers)
}

func (s *single) countTicks(n int) (ticks []float64, text func(float64) string) {
	for i := 1; i <= n; i += max(1, (n+7)/8) {
		ticks = append(ticks, float64(i))
	}
	return ticks, func(v float64) string { return strconv.Itoa(int(v)) }
}

// signalBlock lists the signals of the charts.
func (s *single) signalBlock() report.Block {
	t := s.table("signals", s.say("控制图的信号", "Signals of the control charts"), s.txt("控制图", "Chart", 1), s.txt("准则", "Rule", 1.5), s.txt("自", "From", 0.8), s.txt("至", "To", 0.8))
	add := func(name string, list []model.ChartSignal) {
		for _, one := range list {
			t.Rows = append(t.Rows, []string{name, s.rule(one.Rule), s.dateOf(one.First), s.dateOf(one.Last)})
		}
	}
	add(s.say("单值", "Individual values"), s.a.Individuals.Signals)
	if s.a.EWMA != nil {
		add("EWMA", s.a.EWMA.Signals)
	}
	if s.a.CUSUM != nil {
		add("CUSUM", s.a.CUSUM.Signals)
	}
	if len(t.Rows) == 0 {
		return s.text("各控制图均无信号。", "None of the charts has a signal.")
	}
	return t
}

// rule is a test of control charts in print.
func (s *single) rule(name string) string {
	for _, n := range [][3]string{
		{"BEYOND_3_SIGMA", "超出控制限", "beyond the limits"}, {"NINE_ON_ONE_SIDE", "连续九点在同一侧", "nine on one side"}, {"SIX_RISING_OR_FALLING", "连续六点递增或递减", "six rising or falling"},
		{"FOURTEEN_ALTERNATING", "连续十四点交替", "fourteen alternating"}, {"TWO_OF_THREE_BEYOND_2_SIGMA", "三点中两点超出 2σ", "two of three beyond 2σ"}, {"FOUR_OF_FIVE_BEYOND_1_SIGMA", "五点中四点超出 1σ", "four of five beyond 1σ"},
		{"FIFTEEN_WITHIN_1_SIGMA", "连续十五点在 1σ 内", "fifteen within 1σ"}, {"EIGHT_BEYOND_1_SIGMA", "连续八点在 1σ 外", "eight beyond 1σ"},
		{"EWMA_BEYOND_LIMIT", "超出控制限", "beyond the limits"}, {"CUSUM_HIGH", "S+ 超出 H", "S+ beyond H"}, {"CUSUM_LOW", "S− 超出 H", "S− beyond H"},
	} {
		if n[0] == name {
			return s.say(n[1], n[2])
		}
	}
	return name
}

// steady is the outcome of the check of stability.
func (s *single) steady() string {
	if s.a.Stability.Stable {
		return s.say("稳定", "stable")
	}
	return s.say("不稳定", "not stable")
}
