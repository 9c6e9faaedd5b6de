package model

// Units lists the units that are known by a name of their own, without prefixes: what D-SI calls
// them in Text, their UCUM code where there is one, and their symbol.
func Units() []Unit {
	var list []Unit
	for _, a := range unitAtoms {
		if len(a.dsi) > 0 {
			list = append(list, Unit{Text: `\` + a.dsi[0], UCUM: a.ucum, Symbol: a.symbol})
		}
	}
	return list
}
