package dcc

import (
	"slices"
	"strings"

	"metrograph/collect/mapping"
	"metrograph/collect/xmltree"
	"metrograph/model"
)

// table is a series in the making.
type table struct {
	name     model.Text
	refTypes []string
	columns  []column
}

// tables maps the quantities and lists in a container, which is a dcc:data or a dcc:list, to
// series of the result. Quantities beside each other are the columns of one series; a list
// is a series of its own, and lists that hold one column each are one series together.
func (r *reader) tables(n *xmltree.Node, t table, res *model.MeasurementResult) {
	for _, q := range els(n, "quantity") {
		t.columns = append(t.columns, r.quantity(q, res)...)
	}
	t.columns = append(t.columns, r.listSides(n, res)...)
	r.addSeries(n, t, res)
	var together *table
	for _, list := range els(n, "list") {
		if isColumnList(list) {
			c := r.listColumn(list)
			if together != nil && len(together.columns) > 0 && len(c) > 0 && together.columns[0].Len() != c[0].Len() {
				r.addSeries(list, *together, res)
				together = nil
			}
			if together == nil {
				together = &table{name: t.name, refTypes: t.refTypes}
			}
			together.columns = append(together.columns, c...)
			continue
		}
		if together != nil {
			r.addSeries(list, *together, res)
			together = nil
		}
		r.list(list, t, res)
	}
	if together != nil {
		r.addSeries(n, *together, res)
	}
}

// list maps a dcc:list to series that are called as it is, after what holds it.
func (r *reader) list(n *xmltree.Node, outer table, res *model.MeasurementResult) {
	before := len(res.Series)
	t := table{name: mapping.JoinText(outer.name, r.text(el(n, "name")), " – "),
		refTypes: append(slices.Clone(outer.refTypes), refTypes(n)...)}
	mapping.AddText(&res.Description, r.riches(els(n, "description")))
	if r.tables(n, t, res); len(res.Series) == before {
		n.Forget()
	}
}

// listSides maps what a list says of its rows: times, influence quantities and metadata.
func (r *reader) listSides(n *xmltree.Node, res *model.MeasurementResult) []column {
	var cols []column
	for _, local := range []string{"dateTime", "dateTimeXMLList"} {
		node := n.Peek(nsDCC, local)
		texts := shape{list: local == "dateTimeXMLList"}.tokens(node)
		if len(texts) > 0 {
			node.Use()
			cols = append(cols, sideColumn("dateTime", node, texts))
		}
	}
	return append(cols, r.surroundings(n, model.Text{}, res)...)
}

// isColumnList tells whether a list is one column, written row by row: quantities without
// a name or a refType, with one plain value each. Vacuum gauge certificates are like that.
func isColumnList(n *xmltree.Node) bool {
	quantities := 0
	for _, c := range n.Children {
		switch {
		case c.Is(nsDCC, "name"), c.Is("", "comment()"):
		case c.Is(nsDCC, "quantity") && isBareValue(c):
			quantities++
		default:
			return false
		}
	}
	return quantities > 0
}

func isBareValue(q *xmltree.Node) bool {
	if q.PeekAttr("refType") != "" || q.PeekAttr("refId") != "" {
		return false
	}
	values := 0
	for _, c := range q.Children {
		switch {
		case c.Is(nsSI, "real", "constant"):
			values++
		case !c.Is("", "comment()"):
			return false
		}
	}
	return values == 1
}

// listColumn maps a list that is one column.
func (r *reader) listColumn(n *xmltree.Node) []column {
	var rows [][]column
	for _, q := range els(n, "quantity") {
		rows = append(rows, rowOr(r.columns(q), q))
	}
	cols := r.stack(rows)
	name, terms := r.text(el(n, "name")), refTypes(n)
	for i := range cols {
		c := &cols[i]
		c.Label = name
		if !c.side {
			c.RefTypes = terms
			if c.QuantityKind == "" {
				c.QuantityKind = kindOf(terms, c.Units)
			}
		}
	}
	r.assignRoles(cols, "")
	return cols
}

// addSeries adds the columns as a series of the result, or as several where they have
// different numbers of rows: columns of one value go with the first of them.
func (r *reader) addSeries(n *xmltree.Node, t table, res *model.MeasurementResult) {
	if len(t.columns) == 0 {
		return
	}
	var lengths []int
	for _, c := range t.columns {
		if rows := c.Len(); rows != 1 && !slices.Contains(lengths, rows) {
			lengths = append(lengths, rows)
		}
	}
	if len(lengths) == 0 {
		lengths = []int{1}
	}
	if len(lengths) > 1 {
		r.find(ruleRows, n, len(lengths))
	}
	for i, rows := range lengths {
		s := model.Series{Name: t.name, RefTypes: t.refTypes}
		for _, c := range t.columns {
			if c.Len() == rows || i == 0 && c.Len() == 1 {
				r.at(c.node, "results[%d].series[%d].columns[%d]", len(r.cert.Results), len(res.Series), len(s.Columns))
				s.Columns = append(s.Columns, c.Column)
			}
		}
		r.domains.learn(s)
		r.at(n, "results[%d].series[%d]", len(r.cert.Results), len(res.Series))
		res.Series = append(res.Series, s)
	}
}

// assignRoles says what the columns are: by their terms, or by what they are part of, or by
// their names. Columns that only say something of the values are OTHER.
func (r *reader) assignRoles(cols []column, inherited model.ColumnRole) {
	for i := range cols {
		c := &cols[i]
		if c.side || c.Role != "" {
			continue
		}
		role, known := roleOf(c.RefTypes)
		switch {
		case known:
		case inherited != "":
			role = inherited
		default:
			role = r.guessRole(c)
		}
		c.Role = role
	}
}

func (r *reader) guessRole(c *column) model.ColumnRole {
	if role, ok := roleByName(c.Label); ok {
		r.find(ruleRoleName, c.node, role, mapping.Flat(c.Label))
		return role
	}
	name := mapping.Flat(c.Label)
	for _, t := range c.RefTypes {
		if !strings.HasPrefix(t, "#") {
			name = t
		}
	}
	r.find(ruleRole, c.node, name)
	return model.ColumnOther
}
