package sample

import (
	"math/big"
	"strconv"
	"strings"

	"metrograph/model"
)

// A point is one nominal value at which an instrument is measured. Its numbers are integers
// in units of the last digit of its uncertainty: 10 to the power of minus places.
type point struct {
	nominal model.Decimal
	places  int   // decimal places of every value at the point; below zero for tens, hundreds, …
	base    int64 // the nominal value
	mpe     int64 // maximum permissible error
	u       int64 // expanded uncertainty: two significant digits, 10 to 99
}

// points lays out the points of a device. The uncertainty is the permissible error divided
// by tenths/10, rounded to two significant digits (JJF 1059.1-2012, 5.3.8).
func points(at, mpe string, tenths int64) []point {
	values, limits := strings.Fields(at), strings.Fields(mpe)
	list := make([]point, len(values))
	for i, n := range values {
		limit := limits[min(i, len(limits)-1)]
		list[i] = layOut(n, limitAt(limit, number(n)), tenths)
	}
	return list
}

func layOut(nominal string, limit *big.Rat, tenths int64) point {
	u := new(big.Rat).Mul(limit, big.NewRat(10, tenths))
	places := 0
	for ; round(scaled(u, places)) > 99; places-- {
	}
	for ; round(scaled(u, places)) < 10; places++ {
	}
	return point{
		nominal: model.Decimal(nominal), places: places, u: round(scaled(u, places)),
		base: floor(scaled(number(nominal), places)), mpe: floor(scaled(limit, places)),
	}
}

// limitAt evaluates a maximum permissible error, such as 0.15+0.2%, at a value.
func limitAt(formula string, value *big.Rat) *big.Rat {
	sum := new(big.Rat)
	for part := range strings.SplitSeq(formula, "+") {
		if percent, relative := strings.CutSuffix(part, "%"); relative {
			share := new(big.Rat).Mul(number(percent), new(big.Rat).Abs(value))
			sum.Add(sum, share.Quo(share, big.NewRat(100, 1)))
		} else {
			sum.Add(sum, number(part))
		}
	}
	return sum
}

// number reads a number of the tables of this package; a misprint there fails every test.
func number(text string) *big.Rat {
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		panic("sample: not a number in the tables: " + text)
	}
	return r
}

// scaled returns r times ten to the power of places.
func scaled(r *big.Rat, places int) *big.Rat {
	ten := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(places, -places))), nil)
	factor := new(big.Rat).SetInt(ten)
	if places < 0 {
		factor.Inv(factor)
	}
	return factor.Mul(factor, r)
}

func floor(r *big.Rat) int64 { return new(big.Int).Div(r.Num(), r.Denom()).Int64() }

func round(r *big.Rat) int64 { return floor(new(big.Rat).Add(r, big.NewRat(1, 2))) }

// appendNumber writes v in units of the last of so many decimal places.
func appendNumber(b []byte, v int64, places int) []byte {
	if v < 0 {
		b, v = append(b, '-'), -v
	}
	if places <= 0 {
		b = strconv.AppendInt(b, v, 10)
		for ; places < 0 && v != 0; places++ {
			b = append(b, '0')
		}
		return b
	}
	var digits [24]byte
	d := strconv.AppendInt(digits[:0], v, 10)
	if len(d) <= places {
		b = append(b, '0', '.')
		for range places - len(d) {
			b = append(b, '0')
		}
		return append(b, d...)
	}
	b = append(b, d[:len(d)-places]...)
	b = append(b, '.')
	return append(b, d[len(d)-places:]...)
}

// decimal writes v as a decimal of so many places.
func decimal(v int64, places int) model.Decimal {
	return model.Decimal(appendNumber(nil, v, places))
}

// decimals writes one value a point.
func decimals(list []point, value func(point) int64) []model.Decimal {
	out := make([]model.Decimal, len(list))
	for i, p := range list {
		out[i] = decimal(value(p), p.places)
	}
	return out
}

// nominals lists the nominal values as they are written in the tables.
func nominals(list []point) []model.Decimal {
	out := make([]model.Decimal, len(list))
	for i, p := range list {
		out[i] = p.nominal
	}
	return out
}

// A sheet collects the numbers of one certificate in one string, of which each value is a
// part: millions of certificates of some fifty values each would otherwise be as many tiny
// strings.
type sheet struct {
	text []byte
	ends []int
}

func (s *sheet) reset() { s.text, s.ends = s.text[:0], s.ends[:0] }

func (s *sheet) number(v int64, places int) {
	s.text = appendNumber(s.text, v, places)
	s.ends = append(s.ends, len(s.text))
}

// values returns the numbers in the order they came in.
func (s *sheet) values() []model.Decimal {
	text := model.Decimal(s.text)
	list := make([]model.Decimal, len(s.ends))
	start := 0
	for i, end := range s.ends {
		list[i], start = text[start:end], end
	}
	return list
}
