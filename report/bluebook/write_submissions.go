package bluebook

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"

	"metrograph/model"
	"metrograph/report"
)

func (w *writer) submissions() report.Chapter {
	c := report.Chapter{Title: w.say("数据质量与汇交时效", "Quality and timeliness of submissions")}
	c.Blocks = append(c.Blocks, w.text(
		"{centres}给出各机构统计期内的证书数、数据质量得分与两项时效。质量得分按数据质量规则计算（GB/T 36344、GB/T 25000.24 的比率法：符合的规则数除以适用的规则数，0–100 分），取统计期内各证书。出证周期为最后测量日至签发日，汇交时延为签发日至本节点收录日，均取中位数（天）。名称不公开的机构合并为一行。",
		"{centres} gives, by institution, the number of certificates, the score of quality with its four parts, and two durations. Scores of quality are those of the rules of data quality (ratios as in GB/T 36344 and ISO/IEC 25024: rules that are met, divided by rules that apply, from 0 to 100), over the certificates of the period. The time of issue is from the last measurement to the issue, the delay from the issue to the record in this node, both as medians in days. Institutions that may not be named are one row."))
	c.Blocks = append(c.Blocks, w.centreTable())
	return c
}

func (w *writer) centreTable() *report.Table {
	t := &report.Table{Key: "centres", Caption: w.say("各机构的数据质量与汇交时效", "Quality and timeliness by institution"), Source: w.source(), Columns: []report.Column{
		{Title: w.say("机构", "Institution"), Text: true}, {Title: w.say("证书（份）", "Number")}}}
	for _, title := range [][2]string{{"总分", "Score"}, {"完整", "Complete"}, {"一致", "Consistent"}, {"时效", "Timely"}, {"溯源", "Traceable"}, {"出证周期（天）", "Issue, days"}, {"汇交时延（天）", "Delay, days"}} {
		t.Columns = append(t.Columns, report.Column{Title: w.say(title[0], title[1])})
	}
	ids := slices.SortedFunc(maps.Keys(w.centres), func(a, b model.ID) int {
		return cmp.Or(cmp.Compare(w.centres[b].certificates.n, w.centres[a].certificates.n), cmp.Compare(a, b))
	})
	var others centre
	unnamed := 0
	for _, id := range ids {
		one, name := w.centres[id], w.names(id)
		if name.IsZero() || one.certificates.small(w.o.K) {
			unnamed++
			others.join(one)
			continue
		}
		t.Rows = append(t.Rows, w.centreRow(name.In(w.o.Lang), one))
	}
	if unnamed > 0 && !others.certificates.small(w.o.K) {
		t.Rows = append(t.Rows, w.centreRow(fmt.Sprintf(w.say("其他机构（%d 家）", "%d other institutions"), unnamed), &others))
	}
	return t
}

func (c *centre) join(o *centre) {
	c.certificates.n += o.certificates.n
	c.certificates.closed += o.certificates.closed
	c.quality.Add(&o.quality)
	c.turnaround, c.delay = append(c.turnaround, o.turnaround...), append(c.delay, o.delay...)
}

func (w *writer) centreRow(name string, c *centre) []string {
	row := []string{name, count(c.certificates.n)}
	score := func(v float64, known bool) {
		if !known {
			v = math.NaN()
		}
		row = append(row, fixed(v, 1))
	}
	score(c.quality.Score())
	for _, d := range model.QualityDimension("").Values() {
		score(c.quality.Of(d))
	}
	return append(row, fixed(median(c.turnaround), 0), fixed(median(c.delay), 0))
}
