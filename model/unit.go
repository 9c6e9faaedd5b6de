package model

import (
	"strconv"
	"strings"
)

// Unit is a unit of measurement: as it was written, and in UCUM and symbol where it is
// known. Units are written as D-SI and siunitx write them, e.g. \kilo\metre\tothe{2}.
type Unit struct {
	Text   string `json:"text"`             // as the source writes it
	UCUM   string `json:"ucum,omitempty"`   // Unified Code for Units of Measure; empty where it has none
	Symbol string `json:"symbol,omitempty"` // for people, e.g. km²/s
}

const (
	maxUnitText    = 400 // bytes; the longest that real certificates have is about 70
	maxUnitFactors = 16
	maxUnitPower   = 99
	maxUnitNesting = 3
)

// ParseUnit reads a unit as D-SI writes it (\kilo\metre\tothe{2}\per\second; the SmartCom
// D-SI brochure, after siunitx and the 9th SI brochure) or in symbols, as laboratories and
// UCUM do (km²/s, km2/s, kΩ, °C), and finds its UCUM code and its symbol.
//
// Only what is certain is read. A text that is not keeps its text, has neither code nor
// symbol, and comes with a finding, whose path and line the caller fills in; the finding is
// nil otherwise. Some units are known but have no UCUM code, such as dBm. An empty text is
// no unit.
//
// D-SI allows \per once, and all that follows it is divided by; where siunitx, which
// divides by the next unit only, means something else, the text is read as D-SI.
func ParseUnit(text string) (Unit, *Finding) {
	if strings.TrimSpace(text) == "" {
		return Unit{}, nil
	}
	var p product
	if !p.parse(text) {
		f := ruleUnitSyntax.finding("", "unit", text, "")
		return Unit{Text: text}, &f
	}
	var buf [64]byte
	u := Unit{Text: text, Symbol: string(p.appendSymbol(buf[:0]))}
	u.UCUM = string(p.appendUCUM(buf[:0]))
	return u, nil
}

// check looks at whether the text can be read, and at whether the code means the same. A
// code beside a text that cannot be read is taken at its word.
func (u *Unit) check(k *checker, field string) {
	if *u == (Unit{}) {
		return
	}
	k.in(field)
	defer k.out()
	k.code("text", u.Text)
	k.code("ucum", u.UCUM)
	k.code("symbol", u.Symbol)
	var p product
	switch {
	case u.Text == "":
	case !p.parse(u.Text):
		if u.UCUM == "" {
			k.fail(ruleUnitSyntax, "text", u.Text, "")
		}
	case u.UCUM != "" && !p.hasCode(u.UCUM):
		var buf [64]byte
		k.fail(ruleUnitCode, "ucum", u.UCUM, string(p.appendUCUM(buf[:0])))
	}
}

// product is a product of powers of units, in the order in which they were written.
type product struct {
	factors [maxUnitFactors]factor
	n       int
}

// factor is a power of a unit. Its exponent is kept twofold, because noise densities are
// per square root of hertz.
type factor struct {
	prefix *unitPrefix
	atom   *unitAtom
	twice  int
}

func (p *product) parse(text string) bool {
	text = strings.TrimSpace(text)
	if len(text) > maxUnitText {
		return false
	}
	if strings.HasPrefix(text, `\`) {
		return p.parseDSI(text) && p.settle()
	}
	return p.parsePlain(strings.TrimPrefix(text, "|")) && p.settle() // D-SI marks what is not D-SI with |
}

func (p *product) add(f factor) bool {
	if p.n == maxUnitFactors || f.twice == 0 || f.twice > 2*maxUnitPower || f.twice < -2*maxUnitPower {
		return false
	}
	p.factors[p.n] = f
	p.n++
	return true
}

// settle drops the ones of a product, which say nothing beside other units.
func (p *product) settle() bool {
	kept := 0
	for _, f := range p.factors[:p.n] {
		if f.atom.symbol != "1" {
			p.factors[kept] = f
			kept++
		}
	}
	if kept == 0 && p.n > 0 {
		p.factors[0].twice, kept = 2, 1
	}
	p.n = kept
	return p.n > 0
}

// hasCode tells whether the product means what a UCUM code means, in whatever order and
// with whatever operators the code is written. A product without a code contradicts none.
func (p *product) hasCode(code string) bool {
	var mine, other [64]byte
	own := p.appendUCUM(mine[:0])
	if len(own) == 0 || string(own) == code {
		return true
	}
	var q product
	return q.parse(code) && string(q.appendUCUM(other[:0])) == string(own)
}

// appendUCUM writes the UCUM code: first what is multiplied, then what is divided by, as in
// kg/m/s2. It writes nothing when UCUM has no code for one of the units.
func (p *product) appendUCUM(b []byte) []byte {
	tens, ok := p.tens()
	if !ok {
		return nil
	}
	if tens != 0 {
		b = strconv.AppendInt(append(b, "10*"...), int64(tens), 10)
	}
	for i := range p.factors[:p.n] {
		if f := &p.factors[i]; f.twice > 0 && f.atom != &tenAtom {
			b = f.appendUCUM(separate(b, "."), f.twice/2, p.n > 1)
		}
	}
	above := len(b) > 0
	for i := range p.factors[:p.n] {
		switch f := &p.factors[i]; {
		case f.twice > 0 || f.atom == &tenAtom:
		case above:
			b = f.appendUCUM(append(b, '/'), -f.twice/2, true)
		default:
			b = f.appendUCUM(separate(b, "."), f.twice/2, true)
		}
	}
	return b
}

// tens adds up the powers of ten that stand for themselves or for a prefix without a code;
// ok is false when the product has no code.
func (p *product) tens() (tens int, ok bool) {
	for i := range p.factors[:p.n] {
		f := &p.factors[i]
		if f.twice%2 != 0 {
			return 0, false
		}
		switch {
		case f.atom == &tenAtom:
			tens += f.twice / 2
		case f.code(p.n > 1 || f.twice != 2) == "":
			return 0, false
		case f.prefix != nil && f.prefix.ucum == "":
			if f.prefix.binary || f.atom.flags&special != 0 {
				return 0, false
			}
			tens += f.prefix.power * f.twice / 2
		}
	}
	return tens, true
}

// code is the UCUM code of the unit without its prefix, alone or in a product.
func (f *factor) code(inProduct bool) string {
	if inProduct && f.atom.flags&special != 0 {
		return f.atom.product
	}
	return f.atom.ucum
}

func (f *factor) appendUCUM(b []byte, exponent int, inProduct bool) []byte {
	if f.prefix != nil {
		b = append(b, f.prefix.ucum...)
	}
	b = append(b, f.code(inProduct || exponent != 1)...)
	if exponent == 1 {
		return b
	}
	return strconv.AppendInt(b, int64(exponent), 10)
}

// appendSymbol writes the product for people. A solidus is used for a single divisor only;
// more are written with negative exponents (SI brochure 9, 5.2).
func (p *product) appendSymbol(b []byte) []byte {
	above, below := 0, 0
	for i := range p.factors[:p.n] {
		if f := &p.factors[i]; f.twice > 0 || f.atom == &tenAtom {
			b = f.appendSymbol(separate(b, "·"), f.twice)
			above++
		} else {
			below++
		}
	}
	for i := range p.factors[:p.n] {
		switch f := &p.factors[i]; {
		case f.twice > 0 || f.atom == &tenAtom:
		case above > 0 && below == 1:
			b = f.appendSymbol(append(b, '/'), -f.twice)
		default:
			b = f.appendSymbol(separate(b, "·"), f.twice)
		}
	}
	return b
}

func (f *factor) appendSymbol(b []byte, twice int) []byte {
	if twice == 1 {
		b = append(b, "√"...)
	}
	if f.prefix != nil {
		b = append(b, f.prefix.symbol...)
	}
	b = append(b, f.atom.symbol...)
	switch {
	case twice == 1 || twice == 2:
		return b
	case twice%2 != 0:
		return strconv.AppendFloat(append(b, '^'), float64(twice)/2, 'f', 1, 64)
	}
	return appendSuperscript(b, twice/2)
}

func appendSuperscript(b []byte, n int) []byte {
	var digits [8]byte
	for _, c := range strconv.AppendInt(digits[:0], int64(n), 10) {
		if c == '-' {
			b = append(b, "⁻"...)
		} else {
			b = append(b, superscripts[c-'0']...)
		}
	}
	return b
}

var superscripts = [10]string{"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"}

// separate appends a separator unless nothing stands before it.
func separate(b []byte, sep string) []byte {
	if len(b) == 0 {
		return b
	}
	return append(b, sep...)
}
