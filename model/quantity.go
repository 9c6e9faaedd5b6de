package model

// Quantity is a quantity value with its uncertainty.
type Quantity struct {
	Kind        string       `json:"quantityKind,omitempty"` // e.g. temperature, relativeHumidity
	Label       Text         `json:"label,omitzero"`
	Value       Decimal      `json:"value,omitempty"`
	Text        string       `json:"text,omitempty"` // a value that is not a number
	Unit        Unit         `json:"unit,omitzero"`
	Uncertainty *Uncertainty `json:"uncertainty,omitempty"`
}

// Uncertainty is the measurement uncertainty of one value (JCGM 100 and 106). Which of the
// fields are set depends on the kind: STANDARD and EXPANDED have a Value, EXPANDED also a
// coverage factor, COVERAGE_INTERVAL has Lower and Upper. The coverage factor is never
// assumed: what a certificate does not state stays empty.
type Uncertainty struct {
	Kind           UncertaintyKind `json:"kind"`
	Value          Decimal         `json:"value,omitempty"`
	CoverageFactor Decimal         `json:"coverageFactor,omitempty"`
	Probability    Decimal         `json:"probability,omitempty"`
	Lower          Decimal         `json:"lower,omitempty"`
	Upper          Decimal         `json:"upper,omitempty"`
	Distribution   string          `json:"distribution,omitempty"`
	Relative       bool            `json:"relative,omitempty"` // Value is relative to the quantity's value
}

// Interval is a measuring interval or a set of limits of one quantity; an open end is nil.
type Interval struct {
	Kind  string    `json:"quantityKind,omitempty"`
	Label Text      `json:"label,omitzero"`
	Lower *Quantity `json:"lower,omitempty"`
	Upper *Quantity `json:"upper,omitempty"`
}

func (q *Quantity) check(k *checker, field string) {
	if q == nil {
		return
	}
	k.in(field)
	k.code("quantityKind", q.Kind)
	k.text("label", &q.Label)
	k.decimal("value", q.Value)
	k.prose("text", q.Text)
	if q.Value != "" && q.Text != "" {
		k.fail(ruleQuantityValue, "text", "", "")
	}
	q.Unit.check(k, "unit")
	q.Uncertainty.check(k, "uncertainty")
	k.out()
}

func checkQuantities(k *checker, field string, list []Quantity) {
	k.limit(field, len(list), maxEntries)
	for i := range list {
		k.at(field, i)
		list[i].check(k, "")
		k.out()
	}
}

// checkOrder looks at the order of two quantities of one unit, where both are numbers.
func checkOrder(k *checker, field string, lower, upper *Quantity) {
	if lower == nil || upper == nil || lower.Unit != upper.Unit {
		return
	}
	if c, ok := lower.Value.Cmp(upper.Value); ok && c > 0 {
		k.fail(ruleQuantityOrder, field, string(lower.Value), echo(string(upper.Value)))
	}
}

func (i *Interval) check(k *checker) {
	k.code("quantityKind", i.Kind)
	k.text("label", &i.Label)
	i.Lower.check(k, "lower")
	i.Upper.check(k, "upper")
	checkOrder(k, "lower", i.Lower, i.Upper)
}

func (u *Uncertainty) check(k *checker, field string) {
	if u == nil {
		return
	}
	k.in(field)
	k.enumRequired(ruleUncertaintyKind, "kind", string(u.Kind), uncertaintyKinds)
	k.code("distribution", u.Distribution)
	k.number(uncertaintyNumber, "value", u.Value)
	k.number(coverageFactorNumber, "coverageFactor", u.CoverageFactor)
	k.number(probabilityNumber, "probability", u.Probability)
	k.number(anyNumber, "lower", u.Lower)
	k.number(anyNumber, "upper", u.Upper)
	if c, ok := u.Lower.Cmp(u.Upper); ok && c > 0 {
		k.fail(ruleCoverageInterval, "lower", string(u.Lower), echo(string(u.Upper)))
	}
	u.complete(k)
	k.out()
}

// complete looks at whether the uncertainty has what its kind needs.
func (u *Uncertainty) complete(k *checker) {
	switch u.Kind {
	case UncertaintyInterval:
		k.require(ruleUncertaintyValue, "lower", u.Lower != "")
		k.require(ruleUncertaintyValue, "upper", u.Upper != "")
	case UncertaintyExpanded:
		k.require(ruleUncertaintyValue, "value", u.Value != "")
		k.require(ruleCoverageFactorMissing, "coverageFactor", u.CoverageFactor != "")
	case UncertaintyStandard:
		k.require(ruleUncertaintyValue, "value", u.Value != "")
	}
}

// numberKind is what a number stands for, and so which numbers are right.
type numberKind uint8

const (
	anyNumber numberKind = iota
	uncertaintyNumber
	coverageFactorNumber
	probabilityNumber
)

// number checks a number that may be missing. Absolute and relative uncertainties alike are
// above zero.
func (k *checker) number(is numberKind, field string, d Decimal) {
	if !k.decimal(field, d) || is == anyNumber {
		return
	}
	switch positive := d.Sign() > 0; {
	case is == probabilityNumber:
		k.probability(field, d)
	case is == uncertaintyNumber && !positive:
		k.fail(ruleUncertaintyPositive, field, string(d), "")
	case is == coverageFactorNumber && !positive:
		k.fail(ruleCoverageFactor, field, string(d), "")
	}
}

// probability tells who writes 95 to write 0.95.
func (k *checker) probability(field string, d Decimal) {
	above, _ := d.Cmp("1")
	if d.Sign() > 0 && above <= 0 {
		return
	}
	instead := "0.95"
	if percent, _ := d.Cmp("100"); above > 0 && percent <= 0 {
		instead = d.hundredth()
	}
	k.fail(ruleProbability, field, string(d), instead)
}
