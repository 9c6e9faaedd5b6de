package model

import (
	"cmp"
	"math/big"
	"strconv"
	"strings"
)

// Decimal is a decimal number kept as it was written: 0.10 is not 0.1, and any number of
// digits is held. The text is an optional sign, digits with an optional decimal point, and
// an optional exponent (e or E). The empty Decimal is a missing value.
type Decimal string

// maxExponent bounds the exponent of a decimal, so that no value costs memory out of
// proportion to its text.
const maxExponent = 9999

// ParseDecimal checks the text of a decimal; ok is false when it is not one.
func ParseDecimal(text string) (d Decimal, ok bool) {
	d = Decimal(text)
	return d, d.Valid()
}

// Valid tells whether the text is a decimal number.
func (d Decimal) Valid() bool { _, ok := d.parse(); return ok }

// number is a decimal in parts: digits before and behind the point, without the zeros that
// lead, times a power of ten.
type number struct {
	negative        bool
	whole, fraction string
	exponent        int
}

// parse reads the text once, without copying it.
func (d Decimal) parse() (n number, ok bool) {
	s := string(d)
	if s != "" && (s[0] == '-' || s[0] == '+') {
		n.negative = s[0] == '-'
		s = s[1:]
	}
	n.whole, s = leadingDigits(s)
	if strings.HasPrefix(s, ".") {
		n.fraction, s = leadingDigits(s[1:])
	}
	if n.whole == "" && n.fraction == "" {
		return n, false
	}
	if s != "" {
		e, err := strconv.Atoi(s[1:])
		if s[0]|0x20 != 'e' || err != nil || e > maxExponent || e < -maxExponent {
			return n, false
		}
		n.exponent = e
	}
	n.trim()
	return n, true
}

func leadingDigits(s string) (digits, rest string) {
	end := 0
	for end < len(s) && isDigit(s[end]) {
		end++
	}
	return s[:end], s[end:]
}

// trim drops the zeros that lead; a number of zeros only has no digits then.
func (n *number) trim() {
	n.whole = strings.TrimLeft(n.whole, "0")
	if n.whole == "" {
		fraction := strings.TrimLeft(n.fraction, "0")
		n.exponent -= len(n.fraction) - len(fraction)
		n.fraction = fraction
	}
}

// digits is how many digits the number has.
func (n *number) digits() int { return len(n.whole) + len(n.fraction) }

// digit is a digit of the number, from the first; zeros follow the last.
func (n *number) digit(i int) byte {
	switch {
	case i < len(n.whole):
		return n.whole[i]
	case i < n.digits():
		return n.fraction[i-len(n.whole)]
	}
	return '0'
}

func (n *number) sign() int {
	switch {
	case n.digits() == 0:
		return 0
	case n.negative:
		return -1
	}
	return 1
}

// compareSize compares two numbers without their signs, of which both or none is zero.
func (n *number) compareSize(m *number) int {
	if c := cmp.Compare(len(n.whole)+n.exponent, len(m.whole)+m.exponent); c != 0 {
		return c
	}
	for i := range max(n.digits(), m.digits()) {
		if c := cmp.Compare(n.digit(i), m.digit(i)); c != 0 {
			return c
		}
	}
	return 0
}

func digitsOnly(s string) bool {
	for i := range len(s) {
		if !isDigit(s[i]) {
			return false
		}
	}
	return true
}

// Rat returns the exact value; ok is false when the text is not a decimal.
func (d Decimal) Rat() (r *big.Rat, ok bool) {
	if !d.Valid() {
		return nil, false
	}
	return new(big.Rat).SetString(string(d))
}

// Float64 returns the nearest floating-point number; ok is false when the text is not a
// decimal or the number is out of range.
func (d Decimal) Float64() (f float64, ok bool) {
	if !d.Valid() {
		return 0, false
	}
	f, err := strconv.ParseFloat(string(d), 64)
	return f, err == nil
}

// Sign returns -1, 0 or +1; 0 also for a text that is not a decimal.
func (d Decimal) Sign() int {
	n, ok := d.parse()
	if !ok {
		return 0
	}
	return n.sign()
}

// Cmp returns -1, 0 or +1 as the value of d is below, equal to or above that of e, whatever
// their digits: 0.10 equals 0.1. It is ok only when both are decimals. It compares digits,
// so that its cost is that of reading the texts even where their values are huge.
func (d Decimal) Cmp(e Decimal) (order int, ok bool) {
	m, okay := d.parse()
	n, ok := e.parse()
	switch {
	case !ok || !okay:
		return 0, false
	case m.sign() != n.sign():
		return cmp.Compare(m.sign(), n.sign()), true
	case m.sign() == 0:
		return 0, true
	}
	return m.sign() * m.compareSize(&n), true
}

// hundredth writes a hundredth of the value, for who means per cent.
func (d Decimal) hundredth() string {
	r, ok := d.Rat()
	if !ok {
		return ""
	}
	s := r.Quo(r, big.NewRat(100, 1)).FloatString(6)
	return strings.TrimRight(strings.TrimRight(s, "0"), ".")
}
