package table

import (
	"math/big"
	"regexp"
	"strings"

	"metrograph/model"
)

const number = `[+-]?(?:[0-9]+(?:,[0-9]{3})*(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?`

// forms of a quantity, after powers of ten are exponents:
//
//	10.002 mm ± 0.005 mm (k=2)    10.002 ± 0.005 (k=2)    (10.002 ± 0.005) mm, k=2
//	10.0021(12) mm                10.0 mm
var (
	quantityForm = regexp.MustCompile(`^(` + number + `)(?:\(([0-9]+)\))?\s*([^0-9±(),;\s][^±(),;]*?)?\s*(?:(?:±|\+/-)\s*(` + number + `)\s*([^0-9±(),;\s][^±(),;]*?)?)?\s*[(,;]?\s*(?:k\s*=\s*(` + number + `))?\s*\)?$`)
	bracketForm  = regexp.MustCompile(`^\(\s*(` + number + `)\s*(?:±|\+/-)\s*(` + number + `)\s*\)\s*([^0-9±(),;\s][^±(),;]*?)?\s*[(,;]?\s*(?:k\s*=\s*(` + number + `))?\s*\)?$`)
)

// quantity reads a number with its unit and its uncertainty. The digits in brackets are a
// standard uncertainty in units of the last digits (JCGM 100, 7.2.2); what follows ± is an
// expanded one, of which the factor is never assumed.
func quantity(s string) (*model.Quantity, bool) {
	s = powers(plain(s))
	var value, last, unit, u, unitOfU, k string
	if m := bracketForm.FindStringSubmatch(s); m != nil {
		value, u, unit, k = m[1], m[2], m[3], m[4]
	} else if m := quantityForm.FindStringSubmatch(s); m != nil {
		value, last, unit, u, unitOfU, k = m[1], m[2], m[3], m[4], m[5], m[6]
	} else {
		return nil, false
	}
	q := &model.Quantity{}
	var ok bool
	if q.Value, ok = decimal(value); !ok {
		return nil, false
	}
	if unit == "" {
		unit = unitOfU
	}
	percent := unitOfU == "%" && unit != "%"
	if unitOfU != "" && unitOfU != unit && !percent {
		return nil, false // in another unit than its value
	}
	if q.Unit, ok = unitOf(unit); !ok {
		return nil, false
	}
	factor, _ := decimal(k)
	switch {
	case last != "" && u != "", k != "" && u == "" && last == "":
		return nil, false
	case last != "":
		q.Uncertainty = &model.Uncertainty{Kind: model.UncertaintyStandard, Value: lastDigits(value, last), CoverageFactor: factor}
	case u != "":
		half, fine := decimal(u)
		if !fine {
			return nil, false
		}
		q.Uncertainty = &model.Uncertainty{Kind: model.UncertaintyExpanded, Value: half, CoverageFactor: factor}
		if percent {
			q.Uncertainty.Relative = true
			q.Uncertainty.Value = hundredth(half)
		}
	}
	return q, true
}

// unitOf reads a unit; the signs that laboratories write for one are those of the model.
func unitOf(s string) (model.Unit, bool) {
	s = strings.TrimSpace(s)
	switch s {
	case "":
		return model.Unit{}, true
	case "℃":
		s = "°C"
	case "%RH", "%rh", "RH%":
		s = "%"
	}
	u, problem := model.ParseUnit(s)
	return u, problem == nil
}

// lastDigits is the number that digits in brackets stand for: 12 behind 10.0021 is 0.0012.
func lastDigits(value, digits string) model.Decimal {
	mantissa, exponent, scaled := strings.Cut(strings.ToLower(value), "e")
	_, fraction, _ := strings.Cut(mantissa, ".")
	if places := len(fraction); places > 0 {
		for len(digits) <= places {
			digits = "0" + digits
		}
		digits = digits[:len(digits)-places] + "." + digits[len(digits)-places:]
	}
	if scaled {
		digits += "e" + exponent
	}
	return model.Decimal(digits)
}

// hundredth is a hundredth of a number, by its digits.
func hundredth(d model.Decimal) model.Decimal {
	r, ok := d.Rat()
	if !ok {
		return d
	}
	_, fraction, _ := strings.Cut(string(d), ".")
	return model.Decimal(r.Quo(r, big.NewRat(100, 1)).FloatString(len(fraction) + 2))
}
