package model

import "time"

// Environment is the environmental conditions at a place and a time.
type Environment struct {
	Head        `bson:",inline"`
	Name        Text        `json:"name,omitzero"`
	Place       Place       `json:"place,omitzero"`
	From        time.Time   `json:"from,omitzero"`
	To          time.Time   `json:"to,omitzero"`
	Influences  []Influence `json:"influences"`
	Discipline  Discipline  `json:"discipline,omitempty"`
	Description Text        `json:"description,omitzero"`
}

// Influence is one influence quantity: a value, or the interval that it stayed in.
type Influence struct {
	QuantityKind string    `json:"quantityKind"` // e.g. temperature, relativeHumidity, pressure
	Label        Text      `json:"label,omitzero"`
	Value        *Quantity `json:"value,omitempty"`
	Minimum      *Quantity `json:"minimum,omitempty"`
	Maximum      *Quantity `json:"maximum,omitempty"`
	DeviceID     ID        `json:"device,omitempty"` // the instrument that recorded it
	RecordedAt   time.Time `json:"recordedAt,omitzero"`
	Description  Text      `json:"description,omitzero"`
	RefTypes     []string  `json:"refTypes,omitempty"`
}

func (*Environment) Kind() Kind         { return KindEnvironment }
func (e *Environment) Facts() Facts     { return e.facts(KindEnvironment, e.Discipline) }
func (*Environment) NaturalKey() string { return "" }

// References lists the recording devices.
func (e *Environment) References() []Reference {
	refs := references{}
	for i, f := range e.Influences {
		refs = refs.entry("influences", i, "device", f.DeviceID, KindInstrument)
	}
	return refs
}

// Validate checks the environment by itself; see [Rules].
func (e *Environment) Validate() []Finding {
	var k checker
	e.Head.check(&k, KindEnvironment)
	k.text("name", &e.Name)
	e.Place.check(&k, "place")
	if !e.From.IsZero() && !e.To.IsZero() && e.To.Before(e.From) {
		k.fail(ruleEnvironmentTimes, "to", "", "")
	}
	k.require(ruleInfluences, "influences", len(e.Influences) > 0)
	k.limit("influences", len(e.Influences), maxEntries)
	for i := range e.Influences {
		k.at("influences", i)
		e.Influences[i].check(&k)
		k.out()
	}
	k.enum("discipline", string(e.Discipline), disciplines)
	k.text("description", &e.Description)
	return k.findings
}

func (f *Influence) check(k *checker) {
	k.require(ruleInfluenceKind, "quantityKind", f.QuantityKind != "")
	k.code("quantityKind", f.QuantityKind)
	k.text("label", &f.Label)
	f.Value.check(k, "value")
	f.Minimum.check(k, "minimum")
	f.Maximum.check(k, "maximum")
	checkOrder(k, "minimum", f.Minimum, f.Maximum)
	k.ref("device", f.DeviceID, KindInstrument)
	k.text("description", &f.Description)
	k.codes("refTypes", f.RefTypes)
}
