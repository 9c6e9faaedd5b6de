package dcc

import (
	"strings"

	"metrograph/collect/mapping"
	"metrograph/collect/xmltree"
	"metrograph/model"
)

// quantity maps a dcc:quantity of a result to columns: its values, then what its metadata
// says row by row, then the influence quantities that belong to it alone.
func (r *reader) quantity(q *xmltree.Node, res *model.MeasurementResult) []column {
	cols := r.columns(q)
	r.assignRoles(cols, "")
	mapping.AddText(&res.Description, r.riches(els(q, "description")))
	var label model.Text
	if len(cols) > 0 {
		label = cols[0].Label
	}
	return append(cols, r.surroundings(q, label, res)...)
}

// surroundings maps what a quantity or a list has beside its values.
func (r *reader) surroundings(n *xmltree.Node, label model.Text, res *model.MeasurementResult) []column {
	res.Methods = append(res.Methods, r.methods(el(n, "usedMethods"))...)
	res.Equipment = append(res.Equipment, r.equipment(el(n, "measuringEquipments"))...)
	var cols []column
	for _, c := range els(el(n, "influenceConditions"), "influenceCondition") {
		cols = append(cols, r.influenceColumns(c, res)...)
	}
	for _, m := range els(el(n, "measurementMetaData"), "metaData") {
		cols = append(cols, r.metaData(m, label)...)
	}
	return cols
}

// metaData maps a dcc:metaData of a quantity: verdicts, limits and nominal values become
// columns, references become columns of ids, and what else it says is a statement of the
// certificate under the quantity's name.
func (r *reader) metaData(n *xmltree.Node, of model.Text) []column {
	terms := strings.Fields(n.PeekAttr("refType"))
	inherited, _ := roleOf(terms)
	cols := r.verdicts(n)
	data := n.Peek(nsDCC, "data")
	for _, q := range data.PeekAll(nsDCC, "quantity") {
		data.Mark()
		values := r.columns(q.Mark())
		if inherited == model.ColumnConformity {
			inherited = "" // limits say themselves what they are
		}
		r.assignRoles(values, inherited)
		cols = append(cols, values...)
	}
	if len(cols) == 0 && onlyRefers(n) {
		return r.referenceColumn(n)
	}
	named := r.nameColumns(n, cols)
	if len(cols) == 0 {
		r.remember(r.statement(n), of)
		return nil
	}
	if saysMore(n, named) {
		r.remember(r.statementWords(n), of)
		return cols
	}
	terms = refTypes(n)
	for i := range cols {
		if !cols[i].side {
			cols[i].RefTypes = append(terms[:len(terms):len(terms)], cols[i].RefTypes...)
		}
	}
	return cols
}

// remember adds a statement about something that has a name.
func (r *reader) remember(s model.Statement, of model.Text) {
	if s.Name.IsZero() {
		s.Name = of
	}
	r.cert.Statements = append(r.cert.Statements, s)
}

// verdicts maps conformity, one for all or one a value, to a column of verdicts.
func (r *reader) verdicts(n *xmltree.Node) []column {
	node := n.Peek(nsDCC, "conformityXMLList")
	if node == nil {
		node = n.Peek(nsDCC, "conformity")
	}
	words := strings.Fields(node.Text())
	if len(words) == 0 {
		return nil
	}
	node.Use()
	c := column{key: "conformity", node: node, Column: model.Column{Role: model.ColumnConformity}}
	for _, word := range words {
		verdict, exact := r.verdict(node, word, false)
		if !exact {
			node.GiveBack()
		}
		c.Texts = append(c.Texts, string(verdict))
	}
	return []column{c}
}

// nameColumns gives the columns that have no name that of the declaration, and tells whether
// any took it.
func (r *reader) nameColumns(n *xmltree.Node, cols []column) (named bool) {
	declaration := n.Peek(nsDCC, "declaration")
	source := declaration.Peek(nsDCC, "name")
	if source == nil {
		source = declaration
	}
	label := peekText(source)
	for i := range cols {
		if cols[i].Label.IsZero() && !label.IsZero() {
			cols[i].Label, named = label, true
		}
	}
	if named {
		declaration.Mark()
		r.text(source.Mark())
	}
	return named
}

// saysMore tells whether metadata has parts that no column says.
func saysMore(n *xmltree.Node, named bool) bool {
	for _, c := range n.Children {
		switch {
		case c.Is("", "comment()"), c.Is(nsDCC, "conformity", "conformityXMLList", "data"):
		case c.Is(nsDCC, "declaration") && named && c.Peek(nsDCC, "name") == nil:
		case c.Is(nsDCC, "declaration") && named && len(c.Children) == 1:
		default:
			return true
		}
	}
	return false
}

// onlyRefers tells whether metadata has nothing but references to other elements.
func onlyRefers(n *xmltree.Node) bool {
	return len(n.Children) == 0 && n.Text() == "" && n.PeekAttr("refId") != ""
}

// referenceColumn maps references to methods, software or equipment, one for all values or
// one a value, to a column of their ids.
func (r *reader) referenceColumn(n *xmltree.Node) []column {
	ids := strings.Fields(n.Attr("refId"))
	c := sideColumn("reference", n, ids)
	c.RefTypes = strings.Fields(n.Attr("refType"))
	if target := r.byID[ids[0]]; target != nil {
		c.Label = referenceLabels[target.Name.Local]
		c.QuantityKind = target.Name.Local
	}
	return []column{c}
}

// referenceLabels say what a column of ids refers to.
var referenceLabels = map[string]model.Text{
	"usedMethod":         {En: "Method used", Zh: "所用方法"},
	"software":           {En: "Software used", Zh: "所用软件"},
	"measuringEquipment": {En: "Equipment used", Zh: "所用设备"},
}
