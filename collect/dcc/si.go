package dcc

import (
	"strconv"
	"strings"

	"metrograph/collect/xmltree"
	"metrograph/model"
)

// column is a column in the making.
type column struct {
	model.Column
	key  string        // what the column is of its quantity: value, valueImag, label, dateTime, …
	side bool          // it says something of the values, as time and label do, and is no value
	node *xmltree.Node // where the values stand
	unc  *xmltree.Node // where their uncertainty stands
	kind *xmltree.Node // where the kind of quantity stands, if it is stated
}

// shape is one of the two forms that D-SI has for everything: one value, or a list of values
// in one text.
type shape struct{ list bool }

// names returns the names that an element has in the shape, the misspelt ones of published
// schemas included.
func (s shape) names(local string) []string {
	if s.list {
		return []string{local + "XMLList", local + "XmlList"}
	}
	if local == "measurementUncertaintyUnivariate" {
		return []string{local, "measurementUncertaintyUnivaraite"}
	}
	return []string{local}
}

func (s shape) peek(n *xmltree.Node, local string) *xmltree.Node {
	return n.Peek(nsSI, s.names(local)...)
}

// tokens splits an element's text into its entries.
func (s shape) tokens(n *xmltree.Node) []string {
	if s.list {
		return strings.Fields(n.Text())
	}
	if text := n.Text(); text != "" {
		return []string{text}
	}
	return nil
}

// siNames are the elements that hold values.
var siNames = []string{"real", "constant", "realListXMLList", "complex", "complexListXMLList",
	"list", "realList", "complexList", "hybrid"}

// si maps an element of D-SI to columns: the values first, then what is said of them.
func (r *reader) si(n *xmltree.Node) []column {
	switch n.Mark(); n.Name.Local {
	case "real", "constant":
		return r.values(n, shape{}, "value")
	case "realListXMLList":
		return r.values(n, shape{list: true}, "value")
	case "complex":
		return r.complexValues(n, shape{})
	case "complexListXMLList":
		return r.complexValues(n, shape{list: true})
	case "list", "realList", "complexList":
		return r.siList(n)
	case "hybrid":
		// The same value in several units: the first is the column, the others follow it.
		var cols []column
		for i, c := range n.PeekAll(nsSI, siNames...) {
			cols = append(cols, again(r.si(c), i)...)
		}
		return cols
	}
	return nil
}

// again tells the columns of a further representation from those of the first.
func again(cols []column, i int) []column {
	for j := range cols {
		if i > 0 {
			cols[j].key += "#" + strconv.Itoa(i)
		}
	}
	return cols
}

// complexValues maps a complex quantity to one column a part.
func (r *reader) complexValues(n *xmltree.Node, s shape) []column {
	parts := []string{"valueReal", "valueImag"}
	if s.peek(n, "valueMagnitude") != nil {
		parts = []string{"valueMagnitude", "valuePhase"}
	}
	return r.values(n, s, parts...)
}

// values maps an element with one or more kinds of values side by side, their unit, their
// uncertainty, and what is said of them.
func (r *reader) values(n *xmltree.Node, s shape, parts ...string) []column {
	var cols []column
	for _, part := range parts {
		node := s.peek(n, part)
		if node == nil {
			continue
		}
		c := column{key: part, node: node.Mark()}
		c.Values = r.decimals(node, s)
		if c.Units = r.units(s.peek(n, "unit"), s, len(c.Values)); part == "valuePhase" {
			c.Units = r.units(s.peek(n, "unitPhase"), s, len(c.Values))
		}
		if len(parts) > 1 {
			c.QuantityKind = part
		}
		cols = append(cols, c)
	}
	if len(cols) == 0 {
		r.find(ruleEmpty, n, n.Name.Local)
		n.Forget()
		return nil
	}
	first := &cols[0]
	if kind := n.Peek(nsSI, s.names("quantityTypeQUDT")...); kind.Text() != "" && len(parts) == 1 {
		first.QuantityKind, first.kind = kind.Use(), kind
	}
	first.Uncertainty, first.unc = r.uncertainty(n, s, len(first.Values))
	return append(cols, r.sides(n, s, len(first.Values))...)
}

// sides maps labels and times of values to columns of texts.
func (r *reader) sides(n *xmltree.Node, s shape, rows int) []column {
	var cols []column
	for _, local := range []string{"label", "dateTime"} {
		node := s.peek(n, local)
		tokens := s.tokens(node)
		if len(tokens) == 0 || !r.fits(node, len(tokens), rows) {
			continue
		}
		node.Use()
		cols = append(cols, sideColumn(local, node, tokens))
	}
	return cols
}

func sideColumn(kind string, node *xmltree.Node, texts []string) column {
	return column{key: kind, side: true, node: node, Column: model.Column{
		Role: model.ColumnOther, QuantityKind: kind, Texts: texts}}
}

// decimals takes the numbers of an element. What is no number is a missing value, and the
// element's text is left over; NaN is how D-SI writes a missing value.
func (r *reader) decimals(n *xmltree.Node, s shape) []model.Decimal {
	tokens := s.tokens(n)
	if len(tokens) == 0 {
		r.find(ruleEmpty, n, n.Name.Local)
		return []model.Decimal{""}
	}
	n.Use()
	values := make([]model.Decimal, len(tokens))
	for i, token := range tokens {
		d, ok := model.ParseDecimal(token)
		if ok {
			values[i] = d
			continue
		}
		if token != "NaN" {
			r.find(ruleNumber, n, token)
		} else if r.own != nil {
			continue
		}
		n.GiveBack()
	}
	return values
}

// fits tells whether a list has one entry for all values, or one a value. A list that does
// not fit is left over with a finding: half of it would be put beside the wrong values.
func (r *reader) fits(n *xmltree.Node, entries, values int) bool {
	if entries == 1 || entries == values {
		return true
	}
	r.find(ruleLength, n, n.Name.Local, entries, values)
	return false
}
