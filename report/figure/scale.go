package figure

import (
	"math"
	"strconv"
	"strings"
)

// scale puts values on an axis.
type scale struct {
	low, high float64 // values at the ends
	from, to  float64 // places of the ends
	log       bool
	ticks     []float64
	digits    int
}

// linear is a scale with round ticks that has room for the values.
func linear(low, high, from, to float64, ticks int) scale {
	if low == high {
		low, high = low-max(math.Abs(low)*0.1, 0.5), high+max(math.Abs(high)*0.1, 0.5)
	}
	step := roundStep((high - low) / float64(ticks))
	s := scale{low: math.Floor(low/step+1e-9) * step, high: math.Ceil(high/step-1e-9) * step, from: from, to: to}
	s.digits = max(0, -int(math.Floor(math.Log10(step)+1e-9)))
	for n := range int(math.Round((s.high-s.low)/step)) + 1 {
		s.ticks = append(s.ticks, s.low+float64(n)*step)
	}
	return s
}

// roundStep is the next larger of 1, 2, 5 times a power of ten.
func roundStep(step float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(step)))
	for _, times := range []float64{1, 2, 5} {
		if step <= times*power*(1+1e-9) {
			return times * power
		}
	}
	return 10 * power
}

// logarithmic is a scale over whole powers of ten.
func logarithmic(low, high, from, to float64) scale {
	s := scale{low: math.Floor(math.Log10(low) + 1e-9), high: math.Ceil(math.Log10(high) - 1e-9), from: from, to: to, log: true}
	if s.low == s.high {
		s.high++
	}
	for power := s.low; power <= s.high; power++ {
		s.ticks = append(s.ticks, math.Pow(10, power))
	}
	return s
}

func (s scale) at(v float64) float64 {
	if s.log {
		v = math.Log10(v)
	}
	return s.from + (v-s.low)/(s.high-s.low)*(s.to-s.from)
}

// text is a tick's label.
func (s scale) text(v float64) string {
	if s.log {
		return PowerOfTen(int(math.Round(math.Log10(v))))
	}
	if math.Abs(v) < 1e-12*max(math.Abs(s.low), math.Abs(s.high)) {
		v = 0
	}
	if s.digits > 5 || math.Abs(s.high) >= 1e7 {
		return strconv.FormatFloat(v, 'g', 4, 64)
	}
	return Thousands(strconv.FormatFloat(v, 'f', s.digits, 64))
}

// PowerOfTen is 10 to a power, in print.
func PowerOfTen(n int) string {
	raised := strings.NewReplacer("-", "⁻", "0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴", "5", "⁵", "6", "⁶", "7", "⁷", "8", "⁸", "9", "⁹")
	return "10" + raised.Replace(strconv.Itoa(n))
}

// Thousands groups the digits of a number by thin spaces, as GB/T 15835 and ISO 80000-1 do.
func Thousands(number string) string {
	whole, fraction, pointed := strings.Cut(number, ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "−", whole[1:]
	}
	if len(whole) > 4 {
		var parts []string
		for len(whole) > 3 {
			parts = append([]string{whole[len(whole)-3:]}, parts...)
			whole = whole[:len(whole)-3]
		}
		whole = strings.Join(append([]string{whole}, parts...), "\u2009")
	}
	if pointed {
		whole += "." + fraction
	}
	return sign + whole
}
