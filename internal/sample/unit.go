package sample

import "metrograph/model"

// unit returns the unit that D-SI writes so, with its code and symbol.
func (g *generator) unit(text string) model.Unit {
	u, known := g.units[text]
	if !known {
		u, _ = model.ParseUnit(text) // a test sees to it that every unit of the tables is read
		g.units[text] = u
	}
	return u
}
