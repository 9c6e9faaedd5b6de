package model

import "sync"

// meaning is what a unit is in terms of base units: a factor, as a fraction of whole numbers or
// decimals, times a power of π, and the dimension. Plane angle is a dimension of its own, as in
// UCUM, and so is what only looks alike: relative humidity, levels, hardness, dose equivalent
// and activity are not to be taken for ratios, dose or frequency.
type meaning struct {
	factor string
	pi     int
	dims   string
	zero   string // in kelvin, of temperatures that count from elsewhere
}

// unitMeanings is by UCUM code, or by symbol where there is none: SI brochure 9 (2019, updated
// 2022), tables 1, 4 and 8; NIST SP 811 (2008), annex B, for other units; CODATA 2022 for those
// that are measured (u, mₑ, Eₕ, a₀).
var unitMeanings = sync.OnceValue(func() map[string]meaning {
	return map[string]meaning{
		"1": {"1", 0, "", ""}, "m": {"1", 0, "m", ""}, "kg": {"1", 0, "kg", ""}, "g": {"0.001", 0, "kg", ""}, "s": {"1", 0, "s", ""},
		"A": {"1", 0, "A", ""}, "K": {"1", 0, "K", ""}, "mol": {"1", 0, "mol", ""}, "cd": {"1", 0, "cd", ""},

		"rad": {"1", 0, "rad", ""}, "sr": {"1", 0, "rad2", ""}, "Hz": {"1", 0, "s-1", ""}, "N": {"1", 0, "kg m s-2", ""},
		"Pa": {"1", 0, "kg m-1 s-2", ""}, "J": {"1", 0, "kg m2 s-2", ""}, "W": {"1", 0, "kg m2 s-3", ""}, "C": {"1", 0, "A s", ""},
		"V": {"1", 0, "kg m2 s-3 A-1", ""}, "F": {"1", 0, "kg-1 m-2 s4 A2", ""}, "Ohm": {"1", 0, "kg m2 s-3 A-2", ""},
		"S": {"1", 0, "kg-1 m-2 s3 A2", ""}, "Wb": {"1", 0, "kg m2 s-2 A-1", ""}, "T": {"1", 0, "kg s-2 A-1", ""},
		"H": {"1", 0, "kg m2 s-2 A-2", ""}, "Cel": {"1", 0, "K", "273.15"}, "lm": {"1", 0, "cd rad2", ""}, "lx": {"1", 0, "cd rad2 m-2", ""},
		"Bq": {"1", 0, "decays s-1", ""}, "Gy": {"1", 0, "m2 s-2", ""}, "Sv": {"1", 0, "equivalent m2 s-2", ""}, "kat": {"1", 0, "mol s-1", ""},

		"min": {"60", 0, "s", ""}, "h": {"3600", 0, "s", ""}, "d": {"86400", 0, "s", ""}, "AU": {"149597870700", 0, "m", ""},
		"deg": {"1/180", 1, "rad", ""}, "'": {"1/10800", 1, "rad", ""}, "''": {"1/648000", 1, "rad", ""}, "har": {"10000", 0, "m2", ""},
		"L": {"0.001", 0, "m3", ""}, "t": {"1000", 0, "kg", ""}, "u": {"1.66053906892e-27", 0, "kg", ""}, "eV": {"1.602176634e-19", 0, "kg m2 s-2", ""},
		"Np": {"8.685889638065036", 0, "dB", ""}, "B": {"10", 0, "dB", ""}, "dB": {"1", 0, "dB", ""},

		"%": {"0.01", 0, "", ""}, "[ppth]": {"0.001", 0, "", ""}, "[ppm]": {"1e-6", 0, "", ""}, "[ppb]": {"1e-9", 0, "", ""},
		"bit": {"1", 0, "bit", ""}, "By": {"8", 0, "bit", ""},

		"bar": {"100000", 0, "kg m-1 s-2", ""}, "mm[Hg]": {"133.322387415", 0, "kg m-1 s-2", ""}, "Ao": {"1e-10", 0, "m", ""},
		"[nmi_i]": {"1852", 0, "m", ""}, "[kn_i]": {"1852/3600", 0, "m s-1", ""}, "b": {"1e-28", 0, "m2", ""},
		"erg": {"1e-7", 0, "kg m2 s-2", ""}, "dyn": {"1e-5", 0, "kg m s-2", ""}, "P": {"0.1", 0, "kg m-1 s-1", ""}, "St": {"0.0001", 0, "m2 s-1", ""},
		"sb": {"10000", 0, "cd m-2", ""}, "ph": {"10000", 0, "cd rad2 m-2", ""}, "Gal": {"0.01", 0, "m s-2", ""}, "Mx": {"1e-8", 0, "kg m2 s-2 A-1", ""},
		"G": {"0.0001", 0, "kg s-2 A-1", ""}, "Oe": {"250", -1, "A m-1", ""}, "[c]": {"299792458", 0, "m s-1", ""},
		"[m_e]": {"9.1093837139e-31", 0, "kg", ""}, "[e]": {"1.602176634e-19", 0, "A s", ""}, "ħ": {"3.31303507e-34", -1, "kg m2 s-1", ""},
		"Eₕ": {"4.3597447222060e-18", 0, "kg m2 s-2", ""}, "a₀": {"5.29177210544e-11", 0, "m", ""},

		"%{RH}": {"0.01", 0, "humidity", ""}, "%{FS}": {"0.01", 0, "fullscale", ""}, "pH": {"1", 0, "pH", ""}, "{rev}": {"2", 1, "rad", ""},
		"var": {"1", 0, "kg m2 s-3", ""}, "gon": {"1/200", 1, "rad", ""}, "[car_m]": {"0.0002", 0, "kg", ""}, "kgf": {"9.80665", 0, "kg m s-2", ""},
		"atm": {"101325", 0, "kg m-1 s-2", ""}, "Torr": {"101325/760", 0, "kg m-1 s-2", ""}, "mm[H2O]": {"9.80665", 0, "kg m-1 s-2", ""},
		"[psi]": {"4.4482216152605/0.00064516", 0, "kg m-1 s-2", ""}, "[in_i]": {"0.0254", 0, "m", ""}, "[ft_i]": {"0.3048", 0, "m", ""},
		"[lb_av]": {"0.45359237", 0, "kg", ""}, "[lbf_av]": {"4.4482216152605", 0, "kg m s-2", ""}, "[degF]": {"5/9", 0, "K", "229835/900"},
		"R": {"0.000258", 0, "A s kg-1", ""}, "Ci": {"37000000000", 0, "decays s-1", ""},
		"dBm": {"1", 0, "dBm", ""}, "dBc": {"1", 0, "dBc", ""}, "dBi": {"1", 0, "dBi", ""}, "dB(A)": {"1", 0, "dB(A)", ""},
		"dB[uV]": {"1", 0, "dBμV", ""}, "HRA": {"1", 0, "HRA", ""}, "HRB": {"1", 0, "HRB", ""}, "HRC": {"1", 0, "HRC", ""},
		"HV": {"1", 0, "HV", ""}, "HBW": {"1", 0, "HBW", ""}, "HLD": {"1", 0, "HLD", ""},
		"10": {"10", 0, "", ""},
	}
})

func (a *unitAtom) meaning() meaning {
	key := a.ucum
	if key == "" {
		key = a.symbol
	}
	return unitMeanings()[key]
}

// powers are the powers of ten of the decimal prefixes, and of 1024 of the binary ones.
var prefixPowers = sync.OnceValue(func() map[string]int {
	return map[string]int{
		"quetta": 30, "ronna": 27, "yotta": 24, "zetta": 21, "exa": 18, "peta": 15, "tera": 12, "giga": 9, "mega": 6, "kilo": 3,
		"hecto": 2, "deca": 1, "deci": -1, "centi": -2, "milli": -3, "micro": -6, "nano": -9, "pico": -12, "femto": -15, "atto": -18,
		"zepto": -21, "yocto": -24, "ronto": -27, "quecto": -30,
		"kibi": 1, "mebi": 2, "gibi": 3, "tebi": 4, "pebi": 5, "exbi": 6, "zebi": 7, "yobi": 8,
	}
})
