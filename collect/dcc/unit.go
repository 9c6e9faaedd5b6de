package dcc

import (
	"metrograph/collect/xmltree"
	"metrograph/model"
)

// units takes the unit of values: one for all, or one a value.
func (r *reader) units(n *xmltree.Node, s shape, values int) []model.Unit {
	tokens := s.tokens(n)
	if len(tokens) == 0 || !r.fits(n, len(tokens), values) {
		return nil
	}
	n.Use()
	units := make([]model.Unit, len(tokens))
	for i, token := range tokens {
		if i > 0 && token == tokens[i-1] {
			units[i] = units[i-1]
			continue
		}
		units[i] = r.unit(n, token)
	}
	if r.own != nil {
		return units
	}
	return once(units)
}

// unit reads one unit. A unit that is not written as it should is kept as it is.
func (r *reader) unit(n *xmltree.Node, text string) model.Unit {
	if r.own != nil {
		if unit, known := r.own.units[text]; known {
			return unit
		}
	}
	unit, finding := model.ParseUnit(text)
	if finding != nil {
		r.findings.FindOnce("unit\x00"+text, n, *finding)
	}
	return unit
}
