package model

import (
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"
)

// AmountKeys tells which amounts are as much as others: 10 kΩ, 10000 Ω and 0.01 MΩ have one
// key. It remembers the units that it met. The zero value is ready to use.
type AmountKeys struct {
	units map[Unit]unitKey
}

// unitKey is what a unit makes of a number: it is multiplied by a power of ten or, where that
// is not all, by a fraction; the quantity follows.
type unitKey struct {
	power    int
	fraction *big.Rat // nil where the power says it all
	quantity string   // empty for a unit that is not known
}

const (
	maxAmountUnits  = 256 // that are remembered
	maxAmountDigits = 18  // of numbers that have a key
	keptDigits      = 12  // of those that are not multiplied by a power of ten
)

// Key returns the key of an amount: the number in base units and the quantity, in small letters,
// digits and characters beyond ASCII. Temperatures that count from different zeros have
// different keys. ok is false for what is no number, for numbers without a unit, and for units
// that are not known.
func (k *AmountKeys) Key(value Decimal, unit Unit) (key string, ok bool) {
	n, isNumber := value.parse()
	if !isNumber || n.digits() > maxAmountDigits || unit == (Unit{}) {
		return "", false
	}
	u := k.unit(unit)
	if u.quantity == "" {
		return "", false
	}
	digits, exponent := n.whole+n.fraction, n.exponent-len(n.fraction)+u.power
	if u.fraction != nil {
		digits, exponent = n.times(u.fraction)
	}
	return writeAmount(n.negative, digits, exponent) + u.quantity, true
}

// writeAmount writes a number so that numbers which are equal are written alike.
func writeAmount(negative bool, digits string, exponent int) string {
	digits = strings.TrimLeft(digits, "0")
	short := strings.TrimRight(digits, "0")
	exponent += len(digits) - len(short)
	if short == "" {
		return "0e0"
	}
	sign := ""
	if negative {
		sign = "n"
	}
	return sign + short + "e" + exponentText(exponent)
}

// exponentText writes an exponent with n for its minus sign.
func exponentText(e int) string {
	if e < 0 {
		return "n" + strconv.Itoa(-e)
	}
	return strconv.Itoa(e)
}

// times multiplies, and rounds to the digits that are kept.
func (n *number) times(factor *big.Rat) (digits string, exponent int) {
	r, ok := new(big.Rat).SetString("0" + n.whole + n.fraction)
	if !ok {
		return "", 0
	}
	r.Mul(r, factor)
	f, _ := r.Float64()
	text := strconv.FormatFloat(f, 'e', keptDigits-1, 64)
	mantissa, power, _ := strings.Cut(text, "e")
	e, _ := strconv.Atoi(power)
	return strings.Replace(mantissa, ".", "", 1), e - (keptDigits - 1) + n.exponent - len(n.fraction)
}

func (k *AmountKeys) unit(unit Unit) unitKey {
	key, met := k.units[unit]
	if !met {
		if len(k.units) >= maxAmountUnits || k.units == nil {
			k.units = map[Unit]unitKey{}
		}
		key = unitKeyOf(unit)
		k.units[unit] = key
	}
	return key
}

func unitKeyOf(unit Unit) (key unitKey) {
	var s scaled
	one := big.NewRat(1, 1)
	if !s.read(unit) || s.root.Cmp(one) != 0 {
		return key
	}
	if key.power, key.fraction = powerOfTen(s.whole); key.fraction != nil && s.whole.Sign() <= 0 {
		return unitKey{}
	}
	return unitKey{key.power, key.fraction, s.quantity()}
}

// powerOfTen is the power of ten that a fraction is; where it is none, it returns the fraction.
func powerOfTen(r *big.Rat) (power int, other *big.Rat) {
	whole, sign := r.Num().String(), 1
	switch {
	case r.IsInt():
	case r.Num().IsInt64() && r.Num().Int64() == 1:
		whole, sign = r.Denom().String(), -1
	default:
		return 0, r
	}
	if strings.TrimRight(whole, "0") != "1" {
		return 0, r
	}
	return sign * (len(whole) - 1), nil
}

// quantity names the quantity that the unit is of, and where its values count from.
func (s *scaled) quantity() string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(s.dims)) {
		b.WriteString(plainName(name) + exponentText(s.dims[name]))
	}
	if s.pi != 0 {
		b.WriteString("π" + exponentText(s.pi))
	}
	if s.zero.Sign() != 0 {
		b.WriteString("z" + plainName(s.zero.FloatString(4)))
	}
	if b.Len() == 0 {
		return "one"
	}
	return b.String()
}

// plainName keeps small letters, digits and what is beyond ASCII.
func plainName(name string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x80 && !('a' <= r && r <= 'z' || '0' <= r && r <= '9') {
			return -1
		}
		return r
	}, strings.ToLower(name))
}

// IsClass tells whether a word says that a number beside it is that of an accuracy class.
func IsClass(word string) bool {
	return slices.Contains([]string{"级", "等级", "class"}, strings.ToLower(word))
}

// ClassKey returns the key of an accuracy class that is a number: 0.02, 0.02级 and class 0.020
// have one. Other classes, such as 0.2S and M1, have none.
func ClassKey(text string) (key string, ok bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	for _, word := range []string{"准确度等级", "等级", "级", "class"} {
		text = strings.TrimSpace(strings.TrimPrefix(strings.TrimSuffix(text, word), word))
	}
	n, isNumber := Decimal(text).parse()
	if !isNumber || n.digits() > maxAmountDigits || n.sign() < 0 {
		return "", false
	}
	return writeAmount(false, n.whole+n.fraction, n.exponent-len(n.fraction)) + "class", true
}
