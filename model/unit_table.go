package model

import "sync"

// unitPrefix is a prefix of a unit. Where UCUM has none for it, a decimal one is written as
// a power of ten (10*27), and a binary one leaves the unit without a UCUM code.
type unitPrefix struct {
	name   string // of the D-SI command, e.g. kilo
	symbol string // for people, e.g. k
	ucum   string
	power  int  // of ten
	binary bool // a power of 1024, for bits and bytes only
}

// unitAtom is a unit with a name and a symbol of its own.
type unitAtom struct {
	symbol string   // for people, e.g. Ω
	ucum   string   // empty where UCUM has no code for it
	dsi    []string // names of D-SI commands, e.g. ohm
	plain  []string // further spellings in plain text
	flags  atomFlags
	// product is the UCUM code in products and with exponents of a unit that UCUM calls
	// special (UCUM 21 and 22): a temperature difference of 1 °C is 1 K, and there is none
	// for levels.
	product string
}

type atomFlags uint8

const (
	takesPrefix   atomFlags = 1 << iota // decimal prefixes go before it
	takesBinary                         // binary prefixes too
	noExponent                          // D-SI allows neither prefix nor exponent: one, percent, ppm
	special                             // UCUM code is for the unit alone; see product
	notPlain                            // its symbol means something else too: known by its D-SI name only
	noPlainPrefix                       // with prefixes by its D-SI name only
)

// unitPrefixes is SI brochure 9 (2019, updated 2022), table 7, and IEC 80000-13, clause 4.
var unitPrefixes = [...]unitPrefix{
	{name: "quetta", symbol: "Q", power: 30}, {name: "ronna", symbol: "R", power: 27},
	{name: "yotta", symbol: "Y", ucum: "Y"}, {name: "zetta", symbol: "Z", ucum: "Z"},
	{name: "exa", symbol: "E", ucum: "E"}, {name: "peta", symbol: "P", ucum: "P"},
	{name: "tera", symbol: "T", ucum: "T"}, {name: "giga", symbol: "G", ucum: "G"},
	{name: "mega", symbol: "M", ucum: "M"}, {name: "kilo", symbol: "k", ucum: "k"},
	{name: "hecto", symbol: "h", ucum: "h"}, {name: "deca", symbol: "da", ucum: "da"},
	{name: "deci", symbol: "d", ucum: "d"}, {name: "centi", symbol: "c", ucum: "c"},
	{name: "milli", symbol: "m", ucum: "m"}, {name: "micro", symbol: "μ", ucum: "u"},
	{name: "nano", symbol: "n", ucum: "n"}, {name: "pico", symbol: "p", ucum: "p"},
	{name: "femto", symbol: "f", ucum: "f"}, {name: "atto", symbol: "a", ucum: "a"},
	{name: "zepto", symbol: "z", ucum: "z"}, {name: "yocto", symbol: "y", ucum: "y"},
	{name: "ronto", symbol: "r", power: -27}, {name: "quecto", symbol: "q", power: -30},
	{name: "kibi", symbol: "Ki", ucum: "Ki", binary: true}, {name: "mebi", symbol: "Mi", ucum: "Mi", binary: true},
	{name: "gibi", symbol: "Gi", ucum: "Gi", binary: true}, {name: "tebi", symbol: "Ti", ucum: "Ti", binary: true},
	{name: "pebi", symbol: "Pi", binary: true}, {name: "exbi", symbol: "Ei", binary: true},
	{name: "zebi", symbol: "Zi", binary: true}, {name: "yobi", symbol: "Yi", binary: true},
}

// unitAtoms is SI brochure 9, tables 2, 4 and 8, the further units that D-SI 2 names (the
// non-SI units of SI brochure 8), and symbols that laboratories write as units.
var unitAtoms = [...]unitAtom{
	{symbol: "1", ucum: "1", dsi: []string{"one"}, flags: noExponent},
	{symbol: "m", ucum: "m", dsi: []string{"metre", "meter"}, flags: takesPrefix},
	{symbol: "kg", ucum: "kg", dsi: []string{"kilogram"}},
	{symbol: "g", ucum: "g", dsi: []string{"gram"}, flags: takesPrefix},
	{symbol: "s", ucum: "s", dsi: []string{"second"}, flags: takesPrefix},
	{symbol: "A", ucum: "A", dsi: []string{"ampere"}, flags: takesPrefix},
	{symbol: "K", ucum: "K", dsi: []string{"kelvin"}, flags: takesPrefix},
	{symbol: "mol", ucum: "mol", dsi: []string{"mole"}, flags: takesPrefix},
	{symbol: "cd", ucum: "cd", dsi: []string{"candela"}, flags: takesPrefix},

	{symbol: "rad", ucum: "rad", dsi: []string{"radian"}, flags: takesPrefix},
	{symbol: "sr", ucum: "sr", dsi: []string{"steradian"}, flags: takesPrefix},
	{symbol: "Hz", ucum: "Hz", dsi: []string{"hertz"}, flags: takesPrefix},
	{symbol: "N", ucum: "N", dsi: []string{"newton"}, flags: takesPrefix},
	{symbol: "Pa", ucum: "Pa", dsi: []string{"pascal"}, flags: takesPrefix},
	{symbol: "J", ucum: "J", dsi: []string{"joule"}, flags: takesPrefix},
	{symbol: "W", ucum: "W", dsi: []string{"watt"}, flags: takesPrefix},
	{symbol: "C", ucum: "C", dsi: []string{"coulomb"}, flags: takesPrefix},
	{symbol: "V", ucum: "V", dsi: []string{"volt"}, flags: takesPrefix},
	{symbol: "F", ucum: "F", dsi: []string{"farad"}, flags: takesPrefix},
	{symbol: "Ω", ucum: "Ohm", dsi: []string{"ohm"}, plain: []string{"ohm"}, flags: takesPrefix},
	{symbol: "S", ucum: "S", dsi: []string{"siemens"}, flags: takesPrefix},
	{symbol: "Wb", ucum: "Wb", dsi: []string{"weber"}, flags: takesPrefix},
	{symbol: "T", ucum: "T", dsi: []string{"tesla"}, flags: takesPrefix},
	{symbol: "H", ucum: "H", dsi: []string{"henry"}, flags: takesPrefix},
	{symbol: "°C", ucum: "Cel", dsi: []string{"degreecelsius", "degreeCelsius", "celsius"},
		plain: []string{"degC"}, flags: takesPrefix | special, product: "K"},
	{symbol: "lm", ucum: "lm", dsi: []string{"lumen"}, flags: takesPrefix},
	{symbol: "lx", ucum: "lx", dsi: []string{"lux"}, flags: takesPrefix},
	{symbol: "Bq", ucum: "Bq", dsi: []string{"becquerel"}, flags: takesPrefix},
	{symbol: "Gy", ucum: "Gy", dsi: []string{"gray"}, flags: takesPrefix},
	{symbol: "Sv", ucum: "Sv", dsi: []string{"sievert"}, flags: takesPrefix},
	{symbol: "kat", ucum: "kat", dsi: []string{"katal"}, flags: takesPrefix},

	{symbol: "min", ucum: "min", dsi: []string{"minute"}},
	{symbol: "h", ucum: "h", dsi: []string{"hour"}},
	{symbol: "d", ucum: "d", dsi: []string{"day"}},
	{symbol: "au", ucum: "AU", dsi: []string{"astronomicalunit"}},
	{symbol: "°", ucum: "deg", dsi: []string{"degree"}},
	{symbol: "′", ucum: "'", dsi: []string{"arcminute"}},
	{symbol: "″", ucum: "''", dsi: []string{"arcsecond"}},
	{symbol: "ha", ucum: "har", dsi: []string{"hectare"}},
	{symbol: "L", ucum: "L", dsi: []string{"litre", "liter"}, plain: []string{"l"}, flags: takesPrefix},
	{symbol: "t", ucum: "t", dsi: []string{"tonne"}, flags: takesPrefix | noPlainPrefix},
	{symbol: "u", ucum: "u", dsi: []string{"atomicmassunit"}},
	{symbol: "Da", ucum: "u", dsi: []string{"dalton"}, flags: takesPrefix},
	{symbol: "eV", ucum: "eV", dsi: []string{"electronvolt"}, flags: takesPrefix},
	{symbol: "Np", ucum: "Np", dsi: []string{"neper"}, flags: special},
	{symbol: "B", ucum: "B", dsi: []string{"bel"}, flags: takesPrefix | special | notPlain},
	{symbol: "dB", ucum: "dB", dsi: []string{"decibel"}, flags: special},

	{symbol: "%", ucum: "%", dsi: []string{"percent"}, flags: noExponent},
	{symbol: "ppm", ucum: "[ppm]", dsi: []string{"ppm"}, flags: noExponent},
	{symbol: "bit", ucum: "bit", dsi: []string{"bit"}, flags: takesPrefix | takesBinary},
	{symbol: "B", ucum: "By", dsi: []string{"byte"}, flags: takesPrefix | takesBinary | notPlain},

	{symbol: "bar", ucum: "bar", dsi: []string{"bar"}, flags: takesPrefix},
	{symbol: "mmHg", ucum: "mm[Hg]", dsi: []string{"mmHg"}},
	{symbol: "Å", ucum: "Ao", dsi: []string{"angstrom"}},
	{symbol: "n mile", ucum: "[nmi_i]", dsi: []string{"nauticalmile"}},
	{symbol: "kn", ucum: "[kn_i]", dsi: []string{"knot"}, flags: notPlain},
	{symbol: "b", ucum: "b", dsi: []string{"barn"}, flags: notPlain},
	{symbol: "erg", ucum: "erg", dsi: []string{"erg"}},
	{symbol: "dyn", ucum: "dyn", dsi: []string{"dyne"}},
	{symbol: "P", ucum: "P", dsi: []string{"poise"}, flags: takesPrefix},
	{symbol: "St", ucum: "St", dsi: []string{"stokes"}, flags: takesPrefix},
	{symbol: "sb", ucum: "sb", dsi: []string{"stilb"}},
	{symbol: "ph", ucum: "ph", dsi: []string{"phot"}, flags: notPlain},
	{symbol: "Gal", ucum: "Gal", dsi: []string{"gal"}, flags: takesPrefix},
	{symbol: "Mx", ucum: "Mx", dsi: []string{"maxwell"}},
	{symbol: "Gs", ucum: "G", dsi: []string{"gauss"}, flags: takesPrefix},
	{symbol: "Oe", ucum: "Oe", dsi: []string{"oersted"}, flags: takesPrefix},
	{symbol: "c", ucum: "[c]", dsi: []string{"clight"}, flags: notPlain},
	{symbol: "mₑ", ucum: "[m_e]", dsi: []string{"electronmass"}},
	{symbol: "e", ucum: "[e]", dsi: []string{"elementarycharge"}, flags: notPlain},
	{symbol: "ħ", dsi: []string{"planckbar"}},
	{symbol: "Eₕ", dsi: []string{"hartree"}},
	{symbol: "a₀", dsi: []string{"bohr"}},

	{symbol: "%RH", ucum: "%{RH}", plain: []string{"% RH", "%rh", "% rh", "%R.H.", "%r.h.", "RH%"}, flags: noExponent},
	{symbol: "%FS", ucum: "%{FS}", plain: []string{"% FS", "%F.S.", "%F·S"}, flags: noExponent},
	{symbol: "‰", ucum: "[ppth]", flags: noExponent},
	{symbol: "ppb", ucum: "[ppb]", flags: noExponent},
	{symbol: "pH", flags: noExponent}, // [pH] or a picohenry: only the symbol is certain
	{symbol: "r", ucum: "{rev}"},      // a revolution, as in r/min (GB 3100)
	{symbol: "var", flags: takesPrefix},
	{symbol: "gon", ucum: "gon", flags: takesPrefix},
	{symbol: "ct", ucum: "[car_m]"},
	{symbol: "kgf", ucum: "kgf"},
	{symbol: "atm", ucum: "atm"},
	{symbol: "Torr", ucum: "Torr", flags: takesPrefix},
	{symbol: "mmH₂O", ucum: "mm[H2O]", plain: []string{"mmH2O"}},
	{symbol: "psi", ucum: "[psi]"},
	{symbol: "in", ucum: "[in_i]"},
	{symbol: "ft", ucum: "[ft_i]"},
	{symbol: "lb", ucum: "[lb_av]"},
	{symbol: "lbf", ucum: "[lbf_av]"},
	{symbol: "°F", ucum: "[degF]", plain: []string{"degF"}, flags: special, product: "[degR]"},
	{symbol: "R", ucum: "R", flags: takesPrefix},
	{symbol: "Ci", ucum: "Ci", flags: takesPrefix},
	{symbol: "dBm", flags: special},
	{symbol: "dBc", flags: special},
	{symbol: "dBi", flags: special},
	{symbol: "dB(A)", plain: []string{"dBA"}, flags: special},
	{symbol: "dBμV", ucum: "dB[uV]", plain: []string{"dBuV"}, flags: special},
	{symbol: "HRA", flags: special}, {symbol: "HRB", flags: special}, {symbol: "HRC", flags: special},
	{symbol: "HV", flags: special}, {symbol: "HBW", flags: special}, {symbol: "HLD", flags: special},
}

// unitProducts are products that are written as if they were one unit.
var unitProducts = map[string]string{
	"VA": "V·A", "kVA": "kV·A", "MVA": "MV·A", "Nm": "N·m", "kNm": "kN·m", "mNm": "mN·m",
	"Wh": "W·h", "kWh": "kW·h", "MWh": "MW·h", "Ah": "A·h", "mAh": "mA·h", "rpm": "r/min",
}

// unitUncertain are spellings that read as a unit with a prefix, but are not sure to mean
// it: power factor, metric horsepower, technical atmosphere.
var unitUncertain = []string{"PF", "PS", "at"}

// tenAtom is a power of ten as a factor of its own, as in 10⁻⁶/K.
var tenAtom = unitAtom{symbol: "10"}

// unitNames is every name and spelling of a unit.
type unitNames struct {
	prefixes map[string]*unitPrefix // by the name of the D-SI command
	dsi      map[string]*unitAtom   // by the name of the D-SI command
	plain    map[string]spelling    // by the spelling in plain text, prefix included
}

type spelling struct {
	prefix *unitPrefix
	atom   *unitAtom
}

var unitIndex = sync.OnceValue(func() *unitNames {
	n := &unitNames{
		prefixes: map[string]*unitPrefix{}, dsi: map[string]*unitAtom{}, plain: map[string]spelling{},
	}
	for i := range unitPrefixes {
		n.prefixes[unitPrefixes[i].name] = &unitPrefixes[i]
	}
	n.prefixes["deka"] = n.prefixes["deca"]
	for i := range unitAtoms {
		n.addAtom(&unitAtoms[i])
	}
	n.addPrefixed()
	return n
})

func (n *unitNames) addAtom(a *unitAtom) {
	for _, name := range a.dsi {
		n.dsi[name] = a
	}
	for _, s := range a.spellings() {
		if _, taken := n.plain[s]; !taken { // u is the atomic mass unit before it is the code of dalton
			n.plain[s] = spelling{atom: a}
		}
	}
}

// addPrefixed adds the spellings with a prefix. One that two units claim is left out: what
// is not certain is not read.
func (n *unitNames) addPrefixed() {
	combined, claims := map[string]spelling{}, map[string]int{}
	for i := range unitAtoms {
		a := &unitAtoms[i]
		if a.flags&takesPrefix == 0 || a.flags&noPlainPrefix != 0 {
			continue
		}
		for j := range unitPrefixes {
			p := &unitPrefixes[j]
			for _, s := range a.prefixed(p) {
				combined[s] = spelling{prefix: p, atom: a}
				claims[s]++
			}
		}
	}
	for _, s := range unitUncertain {
		claims[s]++
	}
	for s, meaning := range combined {
		if _, taken := n.plain[s]; !taken && claims[s] == 1 {
			n.plain[s] = meaning
		}
	}
}

// spellings lists how the unit is written in plain text, without repetition.
func (a *unitAtom) spellings() []string {
	list := a.plain
	for _, s := range []string{a.symbol, a.ucum} {
		if s != "" && a.flags&notPlain == 0 && (len(list) == 0 || list[len(list)-1] != s) {
			list = append(list[:len(list):len(list)], s)
		}
	}
	if a.ucum == "By" {
		list = append(list, a.ucum) // certain, unlike the symbol of the byte
	}
	return list
}

// prefixed lists how the unit is written in plain text with a prefix.
func (a *unitAtom) prefixed(p *unitPrefix) []string {
	if p.binary && a.flags&takesBinary == 0 {
		return nil
	}
	var list []string
	for _, s := range a.spellings() {
		list = append(list, p.symbol+s)
		if p.ucum != "" && p.ucum != p.symbol {
			list = append(list, p.ucum+s)
		}
	}
	return list
}
