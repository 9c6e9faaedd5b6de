package table

import (
	"strconv"

	"metrograph/model"
)

// results is the table of result points: a row a point, a column with its unit for each role
// that a value can have. Where a point has two values of a role, the second is in the last
// column. The uncertainty is that of one value, which is named; those of others stand beside
// their values in the last column.
func results() table {
	t := table{name: "results", zh: "测量结果", rows: points}
	add := func(name, zh string) { t.columns = append(t.columns, column{name: name, zh: zh}) }
	add("certificate", "证书标识")
	add("number", "证书编号")
	add("result", "结果序号")
	add("result.name", "结果名称")
	add("adjustment", "调整状态")
	add("series", "数据表序号")
	add("series.name", "数据表名称")
	add("index", "点序号")
	for _, r := range roles() {
		add(string(r.role), r.zh)
		add(string(r.role)+".unit", r.zh+"单位")
	}
	for _, u := range [][2]string{{"of", "所属量值"}, {"kind", "不确定度类型"}, {"value", "不确定度"}, {"coverageFactor", "包含因子"},
		{"probability", "包含概率"}, {"lower", "区间下限"}, {"upper", "区间上限"}, {"relative", "相对"}} {
		add("uncertainty."+u[0], u[1])
	}
	add("more", "其他量值")
	return t
}

// role is a role of a value, in the order of the columns; the uncertainty of a point is that
// of the value whose role has the least rank.
type role struct {
	role model.ColumnRole
	zh   string
	rank int
}

func roles() []role {
	return []role{
		{model.ColumnNominal, "标称值", 7}, {model.ColumnReferenceValue, "参考值", 5}, {model.ColumnIndication, "示值", 4},
		{model.ColumnMeasuredValue, "测得值", 3}, {model.ColumnError, "示值误差", 1}, {model.ColumnCorrection, "修正值", 2},
		{model.ColumnLimitLower, "下限", 8}, {model.ColumnLimitUpper, "上限", 9}, {model.ColumnConformity, "符合性", 10},
		{model.ColumnInfluence, "影响量", 6}, {model.ColumnOther, "其他", 11},
	}
}

// firstRole and lastFixed are where the columns of roles begin, and where those behind them.
const (
	firstRole    = 8
	uncertainty0 = firstRole + 2*11
	more         = uncertainty0 + 8
)

// points makes the rows of a certificate.
func points(r model.Record, emit func([]cell) error) error {
	c := r.(*model.Certificate)
	kinds := roles()
	row := make([]cell, more+1)
	for n := range c.Results {
		result := &c.Results[n]
		for s := range result.Series {
			series := &result.Series[s]
			for index := range series.Rows() {
				clear(row)
				row[0].text, row[1].text = string(c.ID), c.Number
				row[2], row[5], row[7] = count(n+1), count(s+1), count(index+1)
				row[3].text, row[4].text, row[6].text = best(result.Name), string(result.Adjustment), best(series.Name)
				fillPoint(row, series, index, kinds)
				if err := emit(row); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func count(n int) cell { return cell{text: strconv.Itoa(n), number: true} }

// fillPoint fills the columns of a point's values.
func fillPoint(row []cell, series *model.Series, index int, kinds []role) {
	stated := -1 // the column whose uncertainty the row states
	rank := len(kinds) + 1
	for i := range series.Columns {
		c := &series.Columns[i]
		place := place(kinds, c.Role)
		if c.Uncertainty != nil && kinds[place].rank < rank && row[firstRole+2*place] == (cell{}) {
			stated, rank = i, kinds[place].rank
		}
	}
	for i := range series.Columns {
		c := &series.Columns[i]
		q := c.At(index)
		at := firstRole + 2*place(kinds, c.Role)
		if row[at] != (cell{}) || q.Value == "" && q.Text == "" {
			addMore(row, c, &q)
			continue
		}
		row[at] = cell{text: string(q.Value) + q.Text, number: q.Value != ""}
		row[at+1].text = unit(q.Unit)
		switch {
		case i == stated:
			fillUncertainty(row[uncertainty0:more], c.Role, q.Uncertainty)
		case q.Uncertainty != nil:
			addMore(row, c, &model.Quantity{Uncertainty: q.Uncertainty, Label: q.Label, Unit: q.Unit})
		}
	}
}

// place is the place of a role; that of the others for one that is not known.
func place(kinds []role, r model.ColumnRole) int {
	for i := range kinds {
		if kinds[i].role == r {
			return i
		}
	}
	return len(kinds) - 1
}

func fillUncertainty(row []cell, of model.ColumnRole, u *model.Uncertainty) {
	if u == nil {
		return
	}
	row[0].text, row[1].text = string(of), string(u.Kind)
	for i, d := range []model.Decimal{u.Value, u.CoverageFactor, u.Probability, u.Lower, u.Upper} {
		row[2+i] = cell{text: string(d), number: d != ""}
	}
	row[7].text = strconv.FormatBool(u.Relative)
}

// addMore writes what has no column of its own as a text.
func addMore(row []cell, c *model.Column, q *model.Quantity) {
	text := words(best(c.Label), amount(q))
	if u := q.Uncertainty; u != nil {
		text = words(text, "±", string(u.Value), "k="+string(u.CoverageFactor), string(u.Kind))
	}
	if q.Value == "" && q.Text == "" && q.Uncertainty == nil {
		return
	}
	if text = words(string(c.Role)+":", text); row[more].text != "" {
		text = row[more].text + "; " + text
	}
	row[more].text = text
}
