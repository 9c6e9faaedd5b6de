package model

// Capability is a calibration and measurement capability, CMC: what an institution can
// measure under ordinary conditions, and the smallest expanded uncertainty that it states for
// it (ILAC-P14). Institutions whose uncertainty grows within a range state several ranges.
type Capability struct {
	Discipline   Discipline  `json:"discipline,omitempty"`
	Name         Text        `json:"name,omitzero"` // of the instrument or measurand, as the scope has it
	QuantityKind string      `json:"quantityKind,omitempty"`
	Range        Interval    `json:"range,omitzero"`
	Uncertainty  Uncertainty `json:"uncertainty"`      // the smallest, expanded
	Unit         Unit        `json:"unit,omitzero"`    // of the uncertainty, unless it is relative
	Source       string      `json:"source,omitempty"` // where it is published: an annex and its entry, or the KCDB
	ValidUntil   Date        `json:"validUntil,omitempty"`
}

func (c *Capability) check(k *checker) {
	k.enum("discipline", string(c.Discipline), disciplines)
	k.text("name", &c.Name)
	k.code("quantityKind", c.QuantityKind)
	k.in("range")
	c.Range.check(k)
	k.out()
	k.require(ruleCapabilityRange, "range", c.Range.Lower != nil || c.Range.Upper != nil)
	c.Uncertainty.check(k, "uncertainty")
	k.require(ruleCapabilityUncertainty, "uncertainty.kind", c.Uncertainty.Kind == UncertaintyExpanded)
	c.Unit.check(k, "unit")
	k.require(ruleCapabilityUnit, "unit", c.Uncertainty.Relative || c.Unit != (Unit{}))
	k.prose("source", c.Source)
	k.date("validUntil", c.ValidUntil)
}
