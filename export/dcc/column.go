package dcc

import (
	"strings"

	"metrograph/internal/dccterm"
	"metrograph/model"
)

// columnOf is the column of one quantity.
func columnOf(q model.Quantity) model.Column {
	c := model.Column{Label: q.Label, QuantityKind: q.Kind}
	if q.Unit != (model.Unit{}) {
		c.Units = []model.Unit{q.Unit}
	}
	if u := q.Uncertainty; u != nil {
		c.Uncertainty = &model.ColumnUncertainty{Kind: u.Kind, Values: one(u.Value), CoverageFactor: one(u.CoverageFactor),
			Probability: one(u.Probability), Lower: one(u.Lower), Upper: one(u.Upper), Distribution: u.Distribution, Relative: u.Relative}
	}
	switch {
	case q.Text != "":
		c.Texts = []string{q.Text}
	case q.Value != "" || len(c.Units) > 0 || c.Uncertainty != nil:
		c.Values = []model.Decimal{q.Value}
	}
	return c
}

func one(d model.Decimal) []model.Decimal {
	if d == "" {
		return nil
	}
	return []model.Decimal{d}
}

// quantity writes one quantity value.
func (d *document) quantity(element string, q model.Quantity, source, own []string) {
	c := columnOf(q)
	d.column(element, &c, source, own)
}

// emptyQuantity writes a quantity that the standard demands where there is none.
func (d *document) emptyQuantity(element string, own []string) {
	d.column(element, &model.Column{}, nil, own)
}

// column writes a column: its values, or its texts, with what is said of them. The terms of
// Metrograph end with those for other readers.
func (d *document) column(element string, c *model.Column, source, own []string) {
	d.described(element, c, model.Text{}, source, own)
}

// described writes a column with a description.
func (d *document) described(element string, c *model.Column, description model.Text, source, own []string) {
	if len(c.Values) > 0 && len(c.Texts) > 0 {
		d.fail(model.Errorf(model.CodeInvalid, "a column has both numbers and texts; make two columns of it"))
	}
	shape := shapeOf(c)
	var about []string
	if c.QuantityKind != "" {
		about = append(about, dccterm.Make(dccterm.Kind, c.QuantityKind))
	}
	tokens, packed := d.units(c)
	about = append(append(about, packed...), statedTerms(c)...)
	refType, refID := d.terms(source, append(about, own...)...)
	d.start(element, refID, refType)
	d.texts("dcc:name", is(c.Label))
	d.texts("dcc:description", is(description))
	switch {
	case len(c.Values) > 0:
		d.values(shape, c, tokens)
	case len(c.Texts) > 0:
		d.columnTexts(c.Texts)
	default:
		d.demanded("dcc:noQuantity")
	}
	if element == "dcc:quantity" {
		d.relative(shape, c)
		d.irregular(irregular(c))
	}
	d.end()
}

// shape is one of the two forms that D-SI has for everything: one value, or a list of values
// in one text.
type shape struct{ list bool }

func shapeOf(c *model.Column) shape { return shape{list: c.Len() != 1} }

func (s shape) name(local string) string {
	if s.list {
		return "si:" + local + "XMLList"
	}
	return "si:" + local
}

func (s shape) element() string {
	if s.list {
		return "si:realListXMLList"
	}
	return "si:real"
}

func (d *document) values(s shape, c *model.Column, units []string) {
	d.start(s.element())
	d.decimals(s.name("value"), c.Values)
	d.words(s.name("unit"), len(units), func(i int) string { return units[i] })
	d.uncertainty(s, c.Uncertainty)
	d.end()
}

// decimals writes numbers as they are; NaN is how D-SI writes one that is missing.
func (d *document) decimals(element string, list []model.Decimal) {
	d.words(element, max(1, len(list)), func(i int) string {
		if i < len(list) && list[i] != "" {
			return string(list[i])
		}
		return "NaN"
	})
}

// columnTexts writes texts: as a list where each is one word, else each as a content.
func (d *document) columnTexts(texts []string) {
	for _, text := range texts {
		if text == "" || strings.ContainsFunc(text, blank) {
			d.start("dcc:noQuantity")
			for _, text := range texts {
				d.leaf("dcc:content", text)
			}
			d.end()
			return
		}
	}
	d.words("dcc:charsXMLList", len(texts), func(i int) string { return texts[i] })
}

func blank(c rune) bool { return strings.ContainsRune(" \t\r\n\u0085\u00a0", c) || c < ' ' }
