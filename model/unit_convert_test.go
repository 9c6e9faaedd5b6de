package model

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestConvert is the factors of the SI brochure and of NIST SP 811, annex B.8.
func TestConvert(t *testing.T) {
	for _, c := range []struct {
		from, to    string
		value, want float64
	}{
		{"km", "m", 1.5, 1500}, {`\kilo\metre`, "mm", 1, 1e6}, {"kΩ", "Ω", 10, 10000}, {"mΩ", "kΩ", 1, 1e-6},
		{"°C", "K", 20, 293.15}, {"K", "°C", 273.16, 0.01}, {"°F", "°C", 212, 100}, {"°C", "°F", -40, -40}, {"m°C", "K", 10, 273.16},
		{"bar", "kPa", 1, 100}, {"psi", "kPa", 1, 6.894757293168361}, {"mmHg", "Pa", 1, 133.322387415}, {"Torr", "mmHg", 760, 101325 / 133.322387415},
		{"atm", "bar", 1, 1.01325}, {"kgf/cm²", "MPa", 1, 0.0980665}, {"mmH2O", "Pa", 1, 9.80665}, {"lbf", "N", 1, 4.4482216152605},
		{"in", "mm", 1, 25.4}, {"ft", "m", 1, 0.3048}, {"lb", "g", 1, 453.59237}, {"L", "dm³", 1, 1}, {"mL", "cm³", 1, 1}, {"L/min", "m³/h", 1, 0.06},
		{"°", "rad", 180, math.Pi}, {"″", "°", 3600, 1}, {"r/min", "rad/s", 60, 2 * math.Pi}, {"gon", "°", 400, 360}, {"mrad", "″", 1, 206.26480624709636},
		{"Oe", "A/m", 1, 79.57747154594767}, {"Gs", "mT", 1, 0.1}, {"Ci", "GBq", 1, 37}, {"R", "C/kg", 1, 2.58e-4}, {"eV", "J", 1, 1.602176634e-19},
		{"kWh", "MJ", 1, 3.6}, {"N·m", "J", 1, 1}, {"V", "W/A", 1, 1}, {"Ω", "V/A", 1, 1}, {"F", "C/V", 1, 1}, {"H", "Wb/A", 1, 1},
		{"lx", "lm/m²", 1, 1}, {"%", "ppm", 1, 1e4}, {"‰", "%", 10, 1}, {"10⁻⁶", "ppm", 1, 1}, {"μm/m", "ppm", 3, 3}, {"10-6/℃", "1/K", 1, 1e-6},
		{"nV/√Hz", "V/√kHz", 1, 1e-9 * math.Sqrt(1000)}, {"km/h", "m/s", 36, 10}, {`\mebi\byte`, `\kilo\bit`, 1, 8388.608},
		{`\neper`, "dB", 1, 8.685889638065036}, {`\bel`, "dB", 1, 10}, {`\dalton`, "kg", 1, 1.66053906892e-27}, {`\knot`, "km/h", 1, 1.852},
	} {
		from, finding := ParseUnit(c.from)
		to, other := ParseUnit(c.to)
		if finding != nil || other != nil {
			t.Errorf("%s or %s cannot be read", c.from, c.to)
			continue
		}
		converter, err := Convert(from, to)
		if err != nil {
			t.Errorf("%s to %s: %v", c.from, c.to, err)
			continue
		}
		if got := converter.Value(c.value); math.Abs(got-c.want) > 1e-12*max(1e-30, math.Abs(c.want)) && math.Abs(got-c.want) > 1e-12*math.Abs(c.value)*converter.scale {
			t.Errorf("%v %s are %v %s, want %v", c.value, c.from, got, c.to, c.want)
		}
	}
}

// TestConvertDifference: an error of a temperature does not count from the freezing point.
func TestConvertDifference(t *testing.T) {
	c, err := Convert(Unit{Text: "°F"}, Unit{Text: "mK"})
	if err != nil || math.Abs(c.Difference(1.8)-1000) > 1e-12 {
		t.Errorf("1.8 °F are a difference of %v mK, %v", c.Difference(1.8), err)
	}
}

// TestConvertRefuses: units of other quantities, and units that nobody knows.
func TestConvertRefuses(t *testing.T) {
	for _, c := range [][2]string{
		{"m", "s"}, {"Ω", "S"}, {"°C", "W"}, {"%", "%RH"}, {"%", "%FS"}, {"dBm", "dB"}, {"dBm", "W"}, {"Gy", "Sv"}, {"Bq", "Hz"}, {"rad", "1"},
		{"HRC", "HRB"}, {"m", ""}, {"", "1"}, {"foo", "m"}, {"foo", "bar2"}, {"℃", "%"}, {"V/√Hz", "V/Hz"},
	} {
		_, err := Convert(Unit{Text: c[0]}, Unit{Text: c[1]})
		if CodeOf(err) != CodeInvalid {
			t.Errorf("%s to %s: %v", c[0], c[1], err)
			continue
		}
		for _, name := range c {
			if name != "" && !strings.Contains(err.Error(), name) {
				t.Errorf("%s to %s: %v does not name %s", c[0], c[1], err, name)
			}
		}
	}
	if c, err := Convert(Unit{Text: "widgets"}, Unit{Text: "widgets"}); err != nil || c.Value(3) != 3 {
		t.Errorf("a unit to itself: %v", err)
	}
	if c, err := Convert(Unit{Text: "个", UCUM: "m"}, Unit{UCUM: "km"}); err != nil || c.Value(3) != 0.003 {
		t.Errorf("by the code where the text cannot be read: %v, %v", c, err)
	}
}

// TestEveryUnitHasMeaning: no unit that is read is without one.
func TestEveryUnitHasMeaning(t *testing.T) {
	for i := range unitAtoms {
		if m := unitAtoms[i].meaning(); m.factor == "" {
			t.Errorf("%s has no meaning", unitAtoms[i].symbol)
		} else if _, ok := fraction(m.factor); !ok {
			t.Errorf("%s: %s is no factor", unitAtoms[i].symbol, m.factor)
		}
	}
	for i := range unitPrefixes {
		if prefixPowers()[unitPrefixes[i].name] == 0 {
			t.Errorf("%s has no power", unitPrefixes[i].name)
		}
	}
}

// TestConvertLaws: there and back is the same number, and a prefix multiplies.
func TestConvertLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := drawDSI(t)
		u, f := ParseUnit(text)
		if f != nil {
			t.Fatalf("%s cannot be read", text)
		}
		var p product
		p.parse(text)
		first := &p.factors[0]
		if !first.atom.takes(&unitPrefixes[9]) || first.prefix != nil || len(first.atom.dsi) == 0 || !strings.HasPrefix(text, `\`+first.atom.dsi[0]) {
			return
		}
		kilo := Unit{Text: `\kilo` + text}
		if _, err := Convert(kilo, u); err != nil && strings.Contains(err.Error(), "out of range") {
			return
		}
		there, err := Convert(kilo, u)
		if err != nil {
			t.Fatal(err)
		}
		back, err := Convert(u, kilo)
		if err != nil {
			t.Fatal(err)
		}
		if v := back.Value(there.Value(7)); math.Abs(v-7) > 1e-9 && there.offset == 0 {
			t.Fatalf("%s: 7 comes back as %v", text, v)
		}
		if want := math.Pow(1000, float64(first.twice)/2); math.Abs(there.Difference(1)/want-1) > 1e-12 {
			t.Fatalf("%s: a kilo is %v, want %v", text, there.Difference(1), want)
		}
	})
}

// TestMinus: differences are exact before they are rounded.
func TestMinus(t *testing.T) {
	for _, c := range []struct {
		a, b Decimal
		want float64
	}{{"1000000000000.4", "1000000000000.3", 0.1}, {"10000000.2", "10000000.3", -0.1}, {"1e-9999", "0", 0}, {"0.10", "0.1", 0}} {
		if got, ok := c.a.Minus(c.b); !ok || got != c.want {
			t.Errorf("%s - %s = %v, %t", c.a, c.b, got, ok)
		}
	}
	for _, c := range [][2]Decimal{{"", "1"}, {"1", "x"}, {"1e9999", "0"}} {
		if _, ok := c[0].Minus(c[1]); ok {
			t.Errorf("%s - %s is a number", c[0], c[1])
		}
	}
}
