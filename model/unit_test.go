package model

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestParseUnitDSI(t *testing.T) {
	tests := []struct{ text, ucum, symbol string }{
		// as the published DCC examples have them
		{`\one`, "1", "1"},
		{`\kelvin`, "K", "K"},
		{`\percent`, "%", "%"},
		{`\degreecelsius`, "Cel", "°C"},
		{`\degreeCelsius`, "Cel", "°C"},
		{`\hecto\pascal`, "hPa", "hPa"},
		{`\minute`, "min", "min"},
		{`\metre\tothe{3}`, "m3", "m³"},
		{`\centi\metre\tothe{3}`, "cm3", "cm³"},
		{`\metre\second\tothe{-1}`, "m/s", "m/s"},
		{`\kilogram\metre\tothe{-3}`, "kg/m3", "kg/m³"},
		{`\kilogram\metre\tothe{-1}\second\tothe{-2}`, "kg/m/s2", "kg·m⁻¹·s⁻²"},
		{`\kilogram\tothe{1}\metre\tothe{-3}\kilogram\tothe{-1}\metre\tothe{3}`, "kg.m3/m3/kg", "kg·m³·m⁻³·kg⁻¹"},
		// D-SI: everything behind \per is divided by
		{`\kilo\metre\tothe{2}\per\second`, "km2/s", "km²/s"},
		{`\joule\per\kilogram\kelvin`, "J/kg/K", "J·kg⁻¹·K⁻¹"},
		{`\joule\per\kilogram\per\kelvin`, "J/kg/K", "J·kg⁻¹·K⁻¹"},
		{`\per\second`, "s-1", "s⁻¹"},
		{`\one\per\second`, "s-1", "s⁻¹"},
		{`\second\tothe{-1}\metre\tothe{-2}`, "s-1.m-2", "s⁻¹·m⁻²"},
		{`\percent\per\kelvin`, "%/K", "%/K"},
		// siunitx
		{`\meter\squared`, "m2", "m²"},
		{`\metre\cubed\per\hour`, "m3/h", "m³/h"},
		{`\watt\per\square\metre`, "W/m2", "W/m²"},
		{`\cubic\centi\metre`, "cm3", "cm³"},
		{` \kilo \metre `, "km", "km"},
		// prefixes
		{`\deka\newton`, "daN", "daN"},
		{`\micro\ohm`, "uOhm", "μΩ"},
		{`\yotta\metre`, "Ym", "Ym"},
		{`\ronna\metre\tothe{2}`, "10*54.m2", "Rm²"},
		{`\quecto\coulomb\per\second`, "10*-30.C/s", "qC/s"},
		{`\quetta\degreecelsius`, "", "Q°C"},
		{`\mebi\byte`, "MiBy", "MiB"},
		{`\pebi\bit\per\second`, "", "Pibit/s"},
		{`\kilo\bit`, "kbit", "kbit"},
		{`\kilo\gram`, "kg", "kg"},
		{`\deci\bel`, "dB", "dB"},
		// special units of UCUM stand alone
		{`\watt\per\metre\tothe{2}\degreecelsius`, "W/m2/K", "W·m⁻²·°C⁻¹"},
		{`\milli\degreecelsius\per\hour`, "mK/h", "m°C/h"},
		{`\decibel\per\metre`, "", "dB/m"},
		// roots
		{`\nano\volt\per\hertz\tothe{0.5}`, "", "nV/√Hz"},
		{`\metre\tothe{-1.5}`, "", "m^-1.5"},
		{`\metre\tothe{2.0}`, "m2", "m²"},
		// other systems
		{`\mmHg`, "mm[Hg]", "mmHg"},
		{`\barn`, "b", "b"},
		{`\hartree`, "", "Eₕ"},
		{`\dalton`, "u", "Da"},
		{`|kgf`, "kgf", "kgf"},
	}
	for _, tt := range tests {
		u, f := ParseUnit(tt.text)
		if f != nil || u.Text != tt.text || u.UCUM != tt.ucum || u.Symbol != tt.symbol {
			t.Errorf("ParseUnit(%s) = %+v, %v; want %q, %q", tt.text, u, f, tt.ucum, tt.symbol)
		}
	}
}

func TestParseUnitPlain(t *testing.T) {
	tests := []struct{ text, ucum, symbol string }{
		{"kg", "kg", "kg"}, {"m/s", "m/s", "m/s"}, {"°C", "Cel", "°C"}, {"℃", "Cel", "°C"}, {"Cel", "Cel", "°C"},
		{"Ω", "Ohm", "Ω"}, {"\u2126", "Ohm", "Ω"}, {"kΩ", "kOhm", "kΩ"}, {"Mohm", "MOhm", "MΩ"},
		{"μm", "um", "μm"}, {"µm", "um", "μm"}, {"um", "um", "μm"}, {"u", "u", "u"},
		{"%RH", "%{RH}", "%RH"}, {"% RH", "%{RH}", "%RH"}, {"％", "%", "%"}, {"‰", "[ppth]", "‰"}, {"ppm", "[ppm]", "ppm"},
		{"km2/s", "km2/s", "km²/s"}, {"km²/s", "km2/s", "km²/s"}, {"km^2/s", "km2/s", "km²/s"}, {"km**2 / s", "km2/s", "km²/s"},
		{"m s-1", "m/s", "m/s"}, {"m·s⁻¹", "m/s", "m/s"}, {"m.s-1", "m/s", "m/s"}, {"m*s^(-1)", "m/s", "m/s"}, {"m s−1", "m/s", "m/s"},
		{"J/(kg·K)", "J/kg/K", "J·kg⁻¹·K⁻¹"}, {"J/kg/K", "J/kg/K", "J·kg⁻¹·K⁻¹"}, {"mV/(m/s²)", "mV.s2/m", "mV·s²/m"},
		{"N·m", "N.m", "N·m"}, {"N m", "N.m", "N·m"}, {"Nm", "N.m", "N·m"}, {"kWh", "kW.h", "kW·h"}, {"VA", "V.A", "V·A"},
		{"r/min", "{rev}/min", "r/min"}, {"rpm", "{rev}/min", "r/min"}, {"1/s", "s-1", "s⁻¹"}, {"/min", "min-1", "min⁻¹"},
		{"10⁻⁶", "10*-6", "10⁻⁶"}, {"×10^-6", "10*-6", "10⁻⁶"}, {"10-6/℃", "10*-6/K", "10⁻⁶/°C"}, {"10*-6/K", "10*-6/K", "10⁻⁶/K"},
		{"nV/√Hz", "", "nV/√Hz"}, {"dBm", "", "dBm"}, {"dB(A)", "", "dB(A)"}, {"dBμV", "dB[uV]", "dBμV"}, {"HRC", "", "HRC"},
		{"pH", "", "pH"}, {"㎡", "m2", "m²"}, {"㎜", "mm", "mm"}, {"″", "''", "″"}, {"°/s", "deg/s", "°/s"},
		{"mm[Hg]", "mm[Hg]", "mmHg"}, {"mmH2O", "mm[H2O]", "mmH₂O"}, {"kgf/cm²", "kgf/cm2", "kgf/cm²"},
		{"1", "1", "1"}, {"1/1", "1", "1"}, {"μL/L", "uL/L", "μL/L"}, {"mL/min", "mL/min", "mL/min"}, {"PBq", "PBq", "PBq"},
	}
	for _, tt := range tests {
		u, f := ParseUnit(tt.text)
		if f != nil || u.Text != tt.text || u.UCUM != tt.ucum || u.Symbol != tt.symbol {
			t.Errorf("ParseUnit(%s) = %+v, %v; want %q, %q", tt.text, u, f, tt.ucum, tt.symbol)
		}
	}
}

func TestParseUnitRefusesWhatIsNotCertain(t *testing.T) {
	for _, text := range []string{
		`\%`, `\kgf`, `\`, `\kilo`, `\kilo\kilo\metre`, `\kilo\kilogram`, `\metre\per`, `\per\per\second`, `\tothe{2}`,
		`\metre\tothe{}`, `\metre\tothe{2`, `\metre\tothe2`, `\metre\tothe{x}`, `\metre\tothe{0}`, `\metre\tothe{100}`,
		`\metre\tothe{0.33}`, `\metre\tothe{2}\tothe{2}`, `\kilo\tothe{2}\metre`, `\kilo\per\metre`, `\milli\percent`,
		`\one\tothe{2}`, `\kibi\metre`, `\milli\minute`, `\metre x`, `\metre\per\second\kelvin\per\ampere`,
		`\square\square\metre`, `\kilo\square\metre`, `\square\percent`, `\metre\squared\squared`, `\square`,
		"J/kg·K", "m/s.K", "B", "b", "kn", "PS", "kt", "100", "106", "102/K", "1e-6", "5 kg", "kg kg kg x", "m/", "(m", "m)", "()",
		"((((m))))", "m2m", "m^", "m^x", "m^(2", "%2", "√m2", "m{x}", "[x", "|", "|/", "m⁻", "foo", "/", "—", "MB", "m-",
		strings.Repeat("m·", 20) + "m", strings.Repeat(`\metre`, 17), strings.Repeat("m", 500), "\xff", "m\x00",
	} {
		u, f := ParseUnit(text)
		if f == nil || u != (Unit{Text: text}) {
			t.Errorf("ParseUnit(%q) = %+v, want only the text and a finding", text, u)
			continue
		}
		if f.Rule != "unit.syntax" || f.Severity != SeverityWarning || f.Message.Zh == "" {
			t.Errorf("ParseUnit(%q): finding %+v", text, f)
		}
	}
	if u, f := ParseUnit("  "); u != (Unit{}) || f != nil {
		t.Errorf("a blank text is %+v, %v; want no unit and no finding", u, f)
	}
}

// TestUnitNamesAreUnambiguous looks at the table: no two units share a name or, where they
// are read, a spelling.
func TestUnitNamesAreUnambiguous(t *testing.T) {
	dsi, plain := map[string]string{}, map[string]string{}
	for i := range unitAtoms {
		a := &unitAtoms[i]
		for _, name := range a.dsi {
			if other, taken := dsi[name]; taken {
				t.Errorf("D-SI name %s is that of %s and of %s", name, other, a.symbol)
			}
			if _, prefix := unitIndex().prefixes[name]; prefix {
				t.Errorf("D-SI name %s is that of a prefix", name)
			}
			dsi[name] = a.symbol
		}
		for _, s := range a.spellings() {
			if other, taken := plain[s]; taken && s != "u" {
				t.Errorf("%s means %s and %s", s, other, a.symbol)
			}
			plain[s] = a.symbol
		}
	}
	for _, s := range unitUncertain {
		if _, read := unitIndex().plain[s]; read {
			t.Errorf("%s is read although it is uncertain", s)
		}
	}
	for text := range unitProducts {
		if _, read := unitIndex().plain[text]; read {
			t.Errorf("%s is a unit and a product", text)
		}
	}
}

// drawDSI writes a unit in D-SI.
func drawDSI(t *rapid.T) string {
	var b strings.Builder
	per := rapid.IntRange(1, 6).Draw(t, "per")
	for i := range rapid.IntRange(1, 5).Draw(t, "factors") {
		if i == per {
			b.WriteString(`\per`)
		}
		a := &unitAtoms[rapid.IntRange(0, len(unitAtoms)-1).Draw(t, "unit")]
		if len(a.dsi) == 0 {
			a = &unitAtoms[1]
		}
		p := &unitPrefixes[rapid.IntRange(0, len(unitPrefixes)-1).Draw(t, "prefix")]
		// A few prefixed units are spelled as another unit is: Gs, ft, ct, au and pH.
		if a.takes(p) && !spelledAsOther(a, p.symbol+a.symbol) && !spelledAsOther(a, p.ucum+a.ucum) {
			b.WriteString(`\` + p.name)
		}
		b.WriteString(`\` + a.dsi[0])
		if a.flags&noExponent == 0 {
			b.WriteString(rapid.SampledFrom([]string{"", "", `\tothe{2}`, `\tothe{-1}`, `\tothe{-12}`, `\tothe{0.5}`}).Draw(t, "exponent"))
		}
	}
	return b.String()
}

func spelledAsOther(a *unitAtom, s string) bool {
	meaning, read := unitIndex().plain[s]
	return read && meaning.atom != a
}

// TestUnitCodeRoundTrip: a code or a symbol that can be read means what it was made of.
func TestUnitCodeRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := drawDSI(t)
		u, f := ParseUnit(text)
		if f != nil {
			t.Fatalf("%s cannot be read", text)
		}
		if again, f := ParseUnit(u.UCUM); f == nil && again.UCUM != u.UCUM {
			t.Fatalf("%s has the code %s, which reads as %s", text, u.UCUM, again.UCUM)
		}
		if again, f := ParseUnit(u.Symbol); f == nil && again.Symbol != u.Symbol {
			t.Fatalf("%s has the symbol %s, which reads as %s", text, u.Symbol, again.Symbol)
		}
	})
}

// TestUnitCodesCanBeRead: the code and the symbol of every unit that is read in plain text
// can themselves be read.
func TestUnitCodesCanBeRead(t *testing.T) {
	for i := range unitAtoms {
		a := &unitAtoms[i]
		if a.flags&notPlain != 0 {
			continue
		}
		for _, text := range []string{a.ucum, a.symbol} {
			if u, f := ParseUnit(text); f != nil || text != "" && u.UCUM != a.ucum {
				t.Errorf("%q of %s reads as %+v, %v", text, a.symbol, u, f)
			}
		}
	}
}

func TestUnitCheck(t *testing.T) {
	tests := []struct {
		unit Unit
		want string
	}{
		{Unit{}, ""},
		{Unit{Text: `\metre`}, ""},
		{Unit{Text: `\metre\per\second`, UCUM: "m.s-1"}, ""},
		{Unit{Text: "个", UCUM: "{item}"}, ""},
		{Unit{Text: `\decibel\per\metre`, UCUM: "dB/m"}, ""},
		{Unit{UCUM: "m"}, ""},
		{Unit{Text: `\%`}, "unit.syntax@unit.text"},
		{Unit{Text: `\metre`, UCUM: "km"}, "unit.ucum@unit.ucum"},
		{Unit{Text: `\metre`, UCUM: "nonsense"}, "unit.ucum@unit.ucum"},
	}
	for _, tt := range tests {
		var k checker
		tt.unit.check(&k, "unit")
		if got := paths(k.findings); got != tt.want {
			t.Errorf("%+v: %q, want %q", tt.unit, got, tt.want)
		}
	}
}

func FuzzParseUnit(f *testing.F) {
	for _, text := range []string{`\kilo\metre\tothe{2}\per\second`, "J/(kg·K)", "10⁻⁶/℃", "%RH", `\%`, "mm[H2O]", "√Hz", "m^(-1.5)"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		u, finding := ParseUnit(text)
		if finding != nil {
			if u != (Unit{Text: text}) || utf8.RuneCountInString(finding.Message.En) > 300 {
				t.Fatalf("%q: %+v, %+v", text, u, finding)
			}
			return
		}
		if len(u.UCUM)+len(u.Symbol) > 10*maxUnitText || !utf8.ValidString(u.Symbol) || strings.Trim(u.UCUM, asciiPrint) != "" {
			t.Fatalf("%q: %+v", text, u)
		}
	})
}

const asciiPrint = "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~"

func BenchmarkParseUnit(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		ParseUnit(`\kilogram\metre\tothe{-1}\second\tothe{-2}`)
	}
}

// TestUnitDSI writes units in D-SI: what is read of that is the same unit.
func TestUnitDSI(t *testing.T) {
	for text, want := range map[string]string{
		`\kilo\metre`: `\kilo\metre`, "kPa": `\kilo\pascal`, "℃": `\degreecelsius`, "%": `\percent`,
		"µm/m": `\micro\metre\metre\tothe{-1}`, "m/s²": `\metre\second\tothe{-2}`, "nV/√Hz": `\nano\volt\hertz\tothe{-0.5}`,
	} {
		u, finding := ParseUnit(text)
		if finding != nil {
			t.Errorf("%s: %s", text, finding.Message.En)
			continue
		}
		got, ok := u.DSI()
		if !ok || got != want {
			t.Errorf("%s is %s, %t; want %s", text, got, ok, want)
		}
		if back, _ := ParseUnit(got); back.Symbol != u.Symbol {
			t.Errorf("%s came back as %s", u.Symbol, back.Symbol)
		}
	}
	for _, text := range []string{"", "dBm", "no unit", `\kgf`, "rpm"} {
		if got, ok := (Unit{Text: text}).DSI(); ok {
			t.Errorf("%q is %s", text, got)
		}
	}
}
