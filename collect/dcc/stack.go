package dcc

import (
	"metrograph/collect/xmltree"
	"metrograph/model"
)

// siList maps a list of D-SI: of reals, which are the rows of one column, or of lists, which
// are columns.
func (r *reader) siList(n *xmltree.Node) []column {
	var rows [][]column
	for _, c := range n.PeekAll(nsSI, "real", "complex") {
		rows = append(rows, rowOr(r.si(c), c))
	}
	cols := r.stack(rows)
	r.listDefaults(n, cols)
	for i, c := range n.PeekAll(nsSI, "list", "realList", "realListXMLList", "complexList", "complexListXMLList") {
		cols = append(cols, again(r.si(c), i+len(rows))...)
	}
	for _, local := range []string{"label", "dateTime"} { // of the list as a whole
		if node := n.Peek(nsSI, local); node.Text() != "" && len(cols) > 0 {
			cols = append(cols, sideColumn(local, node, []string{node.Use()}))
		}
	}
	return cols
}

// listDefaults gives the values the unit and the uncertainty that the list states for all of
// them, where they have none of their own.
func (r *reader) listDefaults(n *xmltree.Node, cols []column) {
	if len(cols) == 0 {
		return
	}
	first := &cols[0]
	if node := n.Peek(nsSI, "listUnit"); node.Text() != "" {
		unit, used := r.units(node, shape{}, 1), first.Units == nil
		if used {
			first.Units = unit
		}
		for i := range first.Units {
			if first.Units[i] == (model.Unit{}) {
				first.Units[i], used = unit[0], true
			}
		}
		if !used {
			node.GiveBack()
		}
	}
	if kind := n.Peek(nsSI, "listQuantityTypeQUDT"); kind.Text() != "" && first.QuantityKind == "" {
		first.QuantityKind, first.kind = kind.Use(), kind
	}
	holder := n.Peek(nsSI, "listUnivariateUnc", "listMeasurementUncertaintyUnivariate")
	if holder != nil && first.Uncertainty == nil {
		if first.Uncertainty, first.unc = r.uncertainty(holder, shape{}, 1); first.unc != nil {
			holder.Mark()
		}
	}
}

// rowOr is a row, or one with a missing value where there is nothing in it: the rows after
// it stay beside those of other columns.
func rowOr(cols []column, n *xmltree.Node) []column {
	if len(cols) > 0 {
		return cols
	}
	return []column{{key: "value", node: n, Column: model.Column{Values: []model.Decimal{""}}}}
}

// stack puts rows of one value a column on top of each other.
func (r *reader) stack(rows [][]column) []column {
	if len(rows) == 1 {
		return rows[0]
	}
	var cols []column
	at := map[string]int{}
	for i, row := range rows {
		for _, c := range row {
			j, known := at[c.key]
			if !known {
				j = len(cols)
				at[c.key] = j
				cols = append(cols, column{key: c.key, side: c.side, node: c.node, unc: c.unc, kind: c.kind,
					Column: model.Column{Role: c.Role, QuantityKind: c.QuantityKind}})
			}
			r.put(&cols[j], c, i, len(rows))
		}
	}
	for i := range cols {
		collapse(&cols[i].Column)
	}
	return cols
}

// put sets a row of a column to the one value of another.
func (r *reader) put(to *column, from column, row, rows int) {
	if from.QuantityKind != to.QuantityKind {
		from.kind.GiveBack()
	}
	set(&to.Values, from.Values, row, rows)
	set(&to.Texts, from.Texts, row, rows)
	set(&to.Units, from.Units, row, rows)
	u := from.Uncertainty
	if u == nil {
		return
	}
	if to.Uncertainty == nil {
		to.Uncertainty = &model.ColumnUncertainty{Kind: u.Kind, Distribution: u.Distribution}
	}
	all := to.Uncertainty
	if all.Kind != u.Kind || all.Distribution != u.Distribution {
		r.find(ruleMixed, from.unc)
		from.unc.Forget()
		return
	}
	set(&all.Values, u.Values, row, rows)
	set(&all.CoverageFactor, u.CoverageFactor, row, rows)
	set(&all.Probability, u.Probability, row, rows)
	set(&all.Lower, u.Lower, row, rows)
	set(&all.Upper, u.Upper, row, rows)
}

// set puts the first entry of a list into its row; rows that have none stay empty.
func set[T any](to *[]T, from []T, row, rows int) {
	if len(from) == 0 {
		return
	}
	if *to == nil {
		*to = make([]T, rows)
	}
	(*to)[row] = from[0]
}

// collapse makes one entry of those that are the same in every row, for what is commonly
// stated once: units, coverage factors and probabilities.
func collapse(c *model.Column) {
	c.Units = once(c.Units)
	if u := c.Uncertainty; u != nil {
		u.CoverageFactor = once(u.CoverageFactor)
		u.Probability = once(u.Probability)
	}
}

func once[T comparable](list []T) []T {
	for _, v := range list {
		if v != list[0] {
			return list
		}
	}
	return list[:min(len(list), 1)]
}
