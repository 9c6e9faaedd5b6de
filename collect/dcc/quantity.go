package dcc

import (
	"strings"
	"time"

	"metrograph/collect/mapping"
	"metrograph/collect/xmltree"
	"metrograph/model"
)

// columns maps what a dcc:quantity states to columns with its name: its values in each of
// their representations, and what is said of them.
func (r *reader) columns(q *xmltree.Node) []column {
	var cols []column
	for _, c := range q.Children {
		switch {
		case c.Is(nsSI, siNames...):
			cols = append(cols, again(r.si(c), len(cols))...)
		case c.Is(nsDCC, "noQuantity"):
			if text := mapping.Flat(r.rich(c.Mark())); text != "" {
				cols = append(cols, textColumn(c, text))
			}
		case c.Is(nsDCC, "charsXMLList"):
			if words := strings.Fields(c.Text()); len(words) > 0 {
				c.Use()
				cols = append(cols, textColumn(c, words...))
			}
		}
	}
	if len(cols) == 0 {
		r.find(ruleEmpty, q, q.Name.Local)
		q.Forget()
		return nil
	}
	cols = r.relative(q, cols)
	name, terms := r.quantityName(q), refTypes(q)
	for i := range cols {
		c := &cols[i]
		c.Label = name
		if c.side {
			continue
		}
		c.RefTypes = terms
		if c.QuantityKind == "" {
			c.QuantityKind = kindOf(terms, c.Units)
		}
	}
	return cols
}

func textColumn(n *xmltree.Node, texts ...string) column {
	return column{key: "text", node: n, Column: model.Column{Texts: texts}}
}

// quantityName takes the name; a quantity without one is called as what it refers to.
func (r *reader) quantityName(q *xmltree.Node) model.Text {
	if name := r.text(el(q, "name")); !name.IsZero() {
		return name
	}
	for _, id := range strings.Fields(q.PeekAttr("refId")) {
		if other := r.byID[id]; other != nil {
			return peekText(other.Peek(nsDCC, "name"))
		}
	}
	return model.Text{}
}

// peekText reads a dcc:textType that belongs to something else, without taking it.
func peekText(n *xmltree.Node) model.Text {
	var t model.Text
	for _, c := range n.PeekAll(nsDCC, "content") {
		if text := mapping.Tidy(c.Text()); text != "" {
			t.Add(strings.ToLower(c.PeekAttr("lang")), text)
		}
	}
	return t
}

// reading is a quantity outside a table, with its terms and the time of its value. Its kind is
// what its terms say, as they are written: a limit of a range is told by nothing else.
type reading struct {
	model.Quantity
	terms          []string
	stated         string // kind of quantity, if the document states it
	at             time.Time
	end            int // of an interval, where a label of the value says which: see [endOf]
	representation int // 0 for the first, then those in other units
}

// quantities maps a dcc:quantity outside a table to as many quantities as it has values.
// What is said of the values beyond that is left over, but for a time where it is asked for
// and can be told.
func (r *reader) quantities(q *xmltree.Node, timed bool) []reading {
	var all []reading
	var times, ends *column
	cols := r.columns(q)
	if len(cols) == 0 {
		return nil
	}
	for i := range cols {
		c := &cols[i]
		switch {
		case !c.side:
		case timed && c.key == "dateTime" && times == nil && exactTimes(c.Texts):
			times = c
		case timed && c.key == "label" && ends == nil && areEnds(c.Texts):
			ends = c
		default:
			c.node.Forget()
		}
	}
	representation, terms := -1, refTypes(q)
	for _, c := range cols {
		if c.side {
			continue
		}
		representation++
		for row := range c.Len() {
			one := reading{Quantity: c.At(row), terms: terms, stated: c.kind.Text(), representation: representation}
			if len(terms) > 0 {
				one.Kind = strings.Join(terms, " ")
				c.kind.GiveBack()
			}
			if ends != nil {
				one.end = endNames[strings.ToLower(ends.At(row).Text)]
			}
			if times != nil {
				one.at, _ = time.Parse(time.RFC3339Nano, times.At(row).Text)
			}
			all = append(all, one)
		}
	}
	return all
}

// exactTimes tells whether the texts are times with a zone that come out as they went in.
func exactTimes(texts []string) bool {
	for _, text := range texts {
		at, err := time.Parse(time.RFC3339Nano, text)
		if err != nil || at.Format(time.RFC3339Nano) != text {
			return false
		}
	}
	return true
}
