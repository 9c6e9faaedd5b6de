package study

import (
	"fmt"
	"math"

	"metrograph/analysis/interval"
	"metrograph/model"
)

// Methods of advice on intervals.
const (
	adviceStaircase   = "STAIRCASE"
	adviceChart       = "CONTROL_CHART"
	adviceReliability = "RELIABILITY"
	adviceDrift       = "DRIFT_TO_LIMIT"
)

const (
	monthsAYear     = 12
	defaultTarget   = 0.95
	adviceConfident = 0.9 // two-sided confidence of the bounds of reliability
)

// intervals advises on the recalibration interval by four methods.
func (w *work) intervals() {
	if w.limit == 0 || len(w.points) == 0 {
		w.note("INTERVALS", model.Text{En: "Without a limit there is no interval.", Zh: "没有极限，无法给出间隔建议。"})
		return
	}
	months := w.options.Months
	if months == 0 {
		months = w.lastInterval()
	}
	w.staircase(months)
	w.byChart()
	w.byDrift()
	w.byReliability()
}

// found is the calibrations in the order of time, each as the instrument was found: what was
// left after an adjustment is no evidence of the interval before it.
func (w *work) found() (list []*Dated) {
	for n, i := range w.order {
		r := &w.Readings[i]
		if n == 0 || r.Adjustment != model.AdjustmentAsLeft {
			list = append(list, r)
		}
	}
	return list
}

// lastInterval is the time between the last two calibrations, in months; 0 where there is none.
func (w *work) lastInterval() float64 {
	list := w.found()
	for i := len(list) - 2; i >= 0; i-- {
		if years := list[len(list)-1].Years - list[i].Years; years > 0 {
			return years * monthsAYear
		}
	}
	return 0
}

func (w *work) staircase(months float64) {
	list := w.found()
	last := list[len(list)-1]
	within := math.Abs(last.Error) <= w.limit
	next, err := interval.Staircase(months, within, interval.StaircaseOptions{})
	if w.noted("INTERVALS", err) {
		return
	}
	w.advise(adviceStaircase, next, model.Text{
		En: fmt.Sprintf("found within the limit at the last calibration: %t; interval before: %.1f months", within, months),
		Zh: fmt.Sprintf("最近一次校准时是否在允许范围内：%s；此前间隔：%.1f 个月", yesNo(within), months)})
}

func yesNo(b bool) string {
	if b {
		return "是"
	}
	return "否"
}

// byChart is the time in which the robust drift uses up what the dispersion of the chart leaves
// of the limit: I = (L - |last level| - 2σ)/|slope|.
func (w *work) byChart() {
	if w.out.Individuals == nil || w.out.RobustDrift == nil {
		return
	}
	slope, level := math.Abs(w.out.RobustDrift.Slope), math.Abs(w.levels[len(w.levels)-1])
	left := max(0, w.limit-level-2*w.out.Individuals.Sigma)
	w.advise(adviceChart, left/slope*monthsAYear, model.Text{
		En: fmt.Sprintf("drift %.3g a year and dispersion %.3g of the control chart, %d signals", w.out.RobustDrift.Slope, w.out.Individuals.Sigma, len(w.out.Individuals.Signals)),
		Zh: fmt.Sprintf("控制图的年漂移 %.3g、标准偏差 %.3g，信号 %d 个", w.out.RobustDrift.Slope, w.out.Individuals.Sigma, len(w.out.Individuals.Signals))})
}

func (w *work) byDrift() {
	if f := w.out.Forecast; f != nil {
		months := math.Inf(1)
		if f.Years != nil {
			months = *f.Years * monthsAYear
		}
		w.advise(adviceDrift, months, model.Text{
			En: "time until |deviation| + U (k = 2) of the fitted line reaches the limit",
			Zh: "拟合直线的 |偏差| + U（k = 2）到达极限的时间"})
	}
}

func (w *work) byReliability() {
	within, n, months := inTolerance(w.found(), w.limit)
	r := reliability(within, n, months, w.options.Target)
	if r == nil {
		return
	}
	advised := math.Inf(1)
	if r.Safe != nil {
		advised = *r.Safe
	}
	w.advise(adviceReliability, advised, model.Text{
		En: fmt.Sprintf("%d of %d calibrations found within the limit, at intervals of %.1f months; by the lower Clopper-Pearson bound %.3f", within, n, months, r.Lower),
		Zh: fmt.Sprintf("%d/%d 次校准在允许范围内，平均间隔 %.1f 个月；按 Clopper-Pearson 下限 %.3f", within, n, months, r.Lower)})
}

func (w *work) advise(method string, months float64, basis model.Text) {
	w.out.Intervals = append(w.out.Intervals, model.IntervalAdvice{Method: method, Months: given(months), Basis: basis})
}

// inTolerance counts the calibrations after the first that found an instrument within its
// limit, and their mean interval in months.
func inTolerance(list []*Dated, limit float64) (within, n int, months float64) {
	for i := 1; i < len(list); i++ {
		if list[i].Years == list[i-1].Years {
			continue
		}
		n++
		months += (list[i].Years - list[i-1].Years) * monthsAYear
		size := limit
		if own := list[i].Limit(); own > 0 {
			size = own
		}
		if math.Abs(list[i].Error) <= size {
			within++
		}
	}
	if n > 0 {
		months /= float64(n)
	}
	return within, n, months
}

// reliability is the interval that a target asks for; nil where nothing was recalibrated.
func reliability(within, n int, months, target float64) *model.ObservedReliability {
	if target == 0 {
		target = defaultTarget
	}
	r, err := interval.ByReliability(months, within, n, target, adviceConfident)
	if err != nil {
		return nil
	}
	out := &model.ObservedReliability{InTolerance: within, Count: n, Observed: r.Observed, Lower: r.Lower, Upper: r.Upper, Months: months}
	if r.Interval > 0 {
		out.Advised = given(r.Interval)
	}
	if r.Safe > 0 {
		out.Safe = given(r.Safe)
	}
	return out
}
