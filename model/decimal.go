package model

import (
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
func (d Decimal) Valid() bool {
	s := strings.TrimLeft(string(d), "+-")
	if len(d)-len(s) > 1 {
		return false
	}
	mantissa, exponent, hasExponent := strings.Cut(strings.ToLower(s), "e")
	if hasExponent {
		if e, err := strconv.Atoi(exponent); err != nil || e > maxExponent || e < -maxExponent {
			return false
		}
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	return len(whole)+len(fraction) > 0 && digitsOnly(whole) && digitsOnly(fraction)
}

func digitsOnly(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
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
	mantissa, _, _ := strings.Cut(strings.ToLower(string(d)), "e")
	switch {
	case !d.Valid() || !strings.ContainsAny(mantissa, "123456789"):
		return 0
	case mantissa[0] == '-':
		return -1
	}
	return 1
}
