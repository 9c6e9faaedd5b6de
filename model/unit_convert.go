package model

import (
	"maps"
	"math"
	"math/big"
	"strconv"
	"strings"
)

// Converter converts numbers from one unit to another.
type Converter struct {
	scale  float64
	offset float64 // of values, in the unit converted to
}

// Value converts a value of a quantity: 20 °C are 293.15 K.
func (c Converter) Value(x float64) float64 { return x*c.scale + c.offset }

// Difference converts a difference of values, as errors, corrections and uncertainties are: an
// error of 0.1 °C is one of 0.1 K.
func (c Converter) Difference(x float64) float64 { return x * c.scale }

// Convert finds how numbers in one unit become numbers in another. Factors are exact fractions
// (and powers of π) that are rounded once. Units of other quantities are refused, and so are
// units that cannot be read, unless both are written alike.
func Convert(from, to Unit) (Converter, error) {
	if from == to || from.Text == to.Text && from.UCUM == to.UCUM {
		return Converter{scale: 1}, nil
	}
	var a, b scaled
	if !a.read(from) || !b.read(to) {
		return Converter{}, Errorf(CodeInvalid, "%s cannot be converted to %s: only units that are known can", nameOf(from), nameOf(to))
	}
	if !maps.Equal(a.dims, b.dims) {
		return Converter{}, Errorf(CodeInvalid, "%s cannot be converted to %s: they are units of different quantities", nameOf(from), nameOf(to))
	}
	c := Converter{scale: a.over(&b), offset: a.above(&b)}
	if !(c.scale > 0) || math.IsInf(c.scale, 0) {
		return Converter{}, Errorf(CodeInvalid, "%s cannot be converted to %s: the factor is out of range", nameOf(from), nameOf(to))
	}
	return c, nil
}

// nameOf names a unit in a message.
func nameOf(u Unit) string {
	for _, name := range []string{u.Symbol, u.Text, u.UCUM} {
		if name != "" {
			return strconv.Quote(echo(name))
		}
	}
	return "no unit"
}

// scaled is a unit in terms of base units.
type scaled struct {
	whole *big.Rat       // product of the even powers
	root  *big.Rat       // product of what stands below a square root
	pi    int            // twofold exponent of π
	dims  map[string]int // twofold exponents, by dimension
	zero  *big.Rat       // where values count from, in base units
}

// read reads the text of a unit, or its code where the text cannot be read.
func (s *scaled) read(u Unit) bool {
	var p product
	if !p.parse(u.Text) {
		p = product{}
		if !p.parse(u.UCUM) {
			return false
		}
	}
	*s = scaled{whole: big.NewRat(1, 1), root: big.NewRat(1, 1), dims: map[string]int{}, zero: new(big.Rat)}
	for i := range p.factors[:p.n] {
		if !s.add(&p.factors[i]) {
			return false
		}
	}
	if f := &p.factors[0]; p.n == 1 && f.twice == 2 && f.atom.meaning().zero != "" {
		s.zero, _ = new(big.Rat).SetString(f.atom.meaning().zero)
	}
	maps.DeleteFunc(s.dims, func(_ string, twice int) bool { return twice == 0 })
	return true
}

func (s *scaled) add(f *factor) bool {
	m := f.atom.meaning()
	value, ok := fraction(m.factor)
	if !ok {
		return false
	}
	if f.prefix != nil {
		value.Mul(value, f.prefix.value())
	}
	into, exponent := s.whole, f.twice/2
	if f.twice%2 != 0 {
		into, exponent = s.root, f.twice
	}
	into.Mul(into, power(value, exponent))
	s.pi += m.pi * f.twice
	for word := range strings.FieldsSeq(m.dims) {
		name := strings.TrimRight(word, "-0123456789")
		exponent := 1
		if name != word {
			exponent, _ = strconv.Atoi(word[len(name):])
		}
		s.dims[name] += exponent * f.twice
	}
	return true
}

// fraction reads a factor of the table.
func fraction(text string) (*big.Rat, bool) {
	above, below, divided := strings.Cut(text, "/")
	r, ok := new(big.Rat).SetString(above)
	if !ok || !divided {
		return r, ok
	}
	d, ok := new(big.Rat).SetString(below)
	return r.Quo(r, d), ok
}

// value is what the prefix multiplies by.
func (p *unitPrefix) value() *big.Rat {
	base := big.NewRat(10, 1)
	if p.binary {
		base = big.NewRat(1024, 1)
	}
	return power(base, prefixPowers()[p.name])
}

func power(r *big.Rat, exponent int) *big.Rat {
	n := big.NewInt(int64(max(exponent, -exponent)))
	out := new(big.Rat).SetFrac(new(big.Int).Exp(r.Num(), n, nil), new(big.Int).Exp(r.Denom(), n, nil))
	if exponent < 0 {
		out.Inv(out)
	}
	return out
}

// over is how many of another unit one of this unit is.
func (s *scaled) over(t *scaled) float64 {
	whole, _ := new(big.Rat).Quo(s.whole, t.whole).Float64()
	root, _ := new(big.Rat).Quo(s.root, t.root).Float64()
	if root != 1 {
		whole *= math.Sqrt(root)
	}
	if s.pi != t.pi {
		whole *= math.Pow(math.Pi, float64(s.pi-t.pi)/2)
	}
	return whole
}

// above is the value, in another unit, of zero in this unit.
func (s *scaled) above(t *scaled) float64 {
	away := new(big.Rat).Sub(s.zero, t.zero)
	offset, _ := away.Quo(away, t.whole).Float64()
	return offset
}
