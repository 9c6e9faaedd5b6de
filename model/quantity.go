package model

// Unit is a unit of measurement: as it was written, and in UCUM and symbol where it is
// known. Units are written as D-SI and siunitx write them, e.g. \kilo\metre\tothe{2}.
type Unit struct {
	Text   string `json:"text"`             // as the source writes it
	UCUM   string `json:"ucum,omitempty"`   // Unified Code for Units of Measure; empty where it has none
	Symbol string `json:"symbol,omitempty"` // for people, e.g. km²/s
}

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
