package instrument

import (
	"cmp"
	"fmt"
	"math"
	"strconv"
	"time"

	"metrograph/model"
	"metrograph/report"
	"metrograph/report/figure"
)

// none stands for what is not there.
const none = "—"

// writer writes one report.
type writer struct {
	*Collector
	d       *report.Document
	numbers map[model.ID]string // of the certificates
	digits  int                 // after the point, of deviations
	unit    string              // of deviations
}

func (w *writer) say(zh, en string) string        { return w.d.Say(zh, en) }
func (w *writer) text(zh, en string) report.Block { return report.Paragraph{Text: w.say(zh, en)} }
func (w *writer) head(zh, en string) report.Block { return report.Heading{Text: w.say(zh, en)} }

// sayf is a sentence with values in it.
func (w *writer) sayf(zh, en string, args ...any) string { return fmt.Sprintf(w.say(zh, en), args...) }

// textf is a paragraph with values in it.
func (w *writer) textf(zh, en string, args ...any) report.Block {
	return report.Paragraph{Text: w.sayf(zh, en, args...)}
}

// col is a column of numbers, txt one of texts.
func (w *writer) col(zh, en string) report.Column { return report.Column{Title: w.say(zh, en)} }
func (w *writer) txt(zh, en string, wide float64) report.Column {
	return report.Column{Title: w.say(zh, en), Text: true, Wide: wide}
}

func (w *writer) table(key, caption string, columns ...report.Column) *report.Table {
	return &report.Table{Key: key, Caption: caption, Columns: columns, Source: w.source()}
}

// pairs begins a table of what is and how much.
func (w *writer) pairs(key, caption string) *report.Table {
	return w.table(key, caption, w.txt("项目", "Item", 1.1), w.txt("结果", "Result", 1.6))
}

func (w *writer) source() string {
	return w.sayf("来源：本报告读者可读的 %d 份证书，见“所用数据”。", "Source: the %d certificates that the reader may read, see Data used.", len(w.certificates))
}

// precise chooses the digits of deviations: two of the smallest uncertainty, or of the
// smallest deviation where none is known.
func (w *writer) precise(unit model.Unit, uncertainties, values []float64) {
	w.unit = cmp.Or(unit.Symbol, unit.Text)
	least := math.Inf(1)
	for _, list := range [][]float64{uncertainties, values} {
		for _, v := range list {
			if v = math.Abs(v); v > 0 {
				least = min(least, v)
			}
		}
		if !math.IsInf(least, 1) {
			break
		}
	}
	if math.IsInf(least, 1) {
		least = 1
	}
	w.digits = max(0, 1-int(math.Floor(math.Log10(least))))
}

// dev is a deviation in print.
func (w *writer) dev(v float64) string {
	if w.digits > 7 {
		return scientific(v)
	}
	return fixed(v, w.digits)
}

// rate is a deviation a year, with a digit more.
func (w *writer) rate(v float64) string {
	if w.digits > 6 {
		return scientific(v)
	}
	return fixed(v, w.digits+1)
}

func (w *writer) with(number string) string { return number + " " + w.unit }

func (w *writer) optional(v *float64, print func(float64) string) string {
	if v == nil {
		return none
	}
	return print(*v)
}

func fixed(v float64, digits int) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return none
	}
	text := figure.Thousands(strconv.FormatFloat(v, 'f', digits, 64))
	if v != 0 && text == figure.Thousands("-"+strconv.FormatFloat(0, 'f', digits, 64)) {
		return strconv.FormatFloat(0, 'f', digits, 64) // no −0
	}
	return text
}

// scientific is a small number in print, as 1.2 × 10⁻⁵.
func scientific(v float64) string {
	if v == 0 || math.IsNaN(v) || math.IsInf(v, 0) {
		return fixed(v, 0)
	}
	power := int(math.Floor(math.Log10(math.Abs(v))))
	return fixed(v/math.Pow(10, float64(power)), 2) + " × " + figure.PowerOfTen(power)
}

// likely is a probability in print.
func likely(p float64) string {
	switch {
	case p < 0.001:
		return "< 0.001"
	case p > 0.999:
		return "> 0.999"
	}
	return fixed(p, 3)
}

// longest is the longest interval that is told in figures, in months.
const longest = 600

func months(v float64) string {
	if v > longest {
		return "> 600"
	}
	return fixed(v, 1)
}

// plain is a number for a computer.
func plain(v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return ""
	}
	return strconv.FormatFloat(v, 'g', 12, 64)
}

func (w *writer) yes(b bool) string {
	if b {
		return w.say("是", "yes")
	}
	return w.say("否", "no")
}

// year is a date as a number of years.
func year(d model.Date) float64 {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return 0
	}
	return float64(t.Year()) + float64(t.YearDay()-1)/365.25
}

// yearTicks are the places of a few years between two dates, and what is written there.
func yearTicks(low, high float64) (ticks []float64, text func(float64) string) {
	step := max(1, math.Ceil((high-low)/7))
	for y := math.Ceil(low); y <= high; y += step {
		ticks = append(ticks, y)
	}
	if len(ticks) < 2 {
		if ticks = []float64{low}; high > low {
			ticks = append(ticks, high)
		}
		return ticks, func(v float64) string {
			whole := math.Floor(v)
			return fmt.Sprintf("%.0f-%02d", whole, min(12, 1+int((v-whole)*12)))
		}
	}
	return ticks, func(v float64) string { return strconv.Itoa(int(v)) }
}

// named is a value of an enumeration in print.
func (w *writer) named(value string) string {
	if value == "" {
		return none
	}
	if t, known := words()[value]; known {
		return t.In(w.o.Lang)
	}
	return report.NameOf(w.o.Lang, value)
}

// words are what values of enumerations are called in these reports.
func words() map[string]model.Text {
	list := map[string]model.Text{}
	for _, n := range [][3]string{
		{"PASS", "合格", "pass"}, {"FAIL", "不合格", "fail"}, {"CONDITIONAL_PASS", "有条件合格", "conditional pass"}, {"CONDITIONAL_FAIL", "有条件不合格", "conditional fail"},
		{"INCONCLUSIVE", "待定", "inconclusive"}, {"NO_STATEMENT", "不作判定", "no statement"},
		{"QUALIFIED", "合格", "qualified"}, {"UNQUALIFIED", "不合格", "unqualified"}, {"INDETERMINATE", "待定", "undecided"},
		{"NONE", "未调整", "not adjusted"}, {"AS_FOUND", "调整前", "as found"}, {"AS_LEFT", "调整后", "as left"},
		{"VERIFICATION_CERTIFICATE", "检定证书", "verification certificate"}, {"REJECTION_NOTICE", "检定结果通知书", "rejection notice"},
		{"CALIBRATION_CERTIFICATE", "校准证书", "calibration certificate"}, {"TEST_REPORT", "检测报告", "test report"}, {"TYPE_EVALUATION_REPORT", "型式评价报告", "type evaluation report"},
		{model.ExcludedMasked, "结果对读者不可见", "results masked"}, {model.ExcludedWithdrawn, "已撤回", "withdrawn"}, {model.ExcludedReplaced, "已被替换", "replaced"},
		{model.ExcludedItems, "含多件器具", "several items"}, {model.ExcludedDate, "无日期", "no date"}, {model.ExcludedPoint, "无该测量点", "no such point"},
		{"STAIRCASE", "阶梯法", "Staircase"}, {"CONTROL_CHART", "控制图法", "Control chart"}, {"RELIABILITY", "可靠性法", "Reliability"}, {"DRIFT_TO_LIMIT", "漂移到限法", "Drift to limit"},
	} {
		list[n[0]] = model.Text{Zh: n[1], En: n[2]}
	}
	return list
}
