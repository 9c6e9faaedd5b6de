package model

// Instrument is a measuring instrument, a measurement standard or a reference material.
type Instrument struct {
	Head               `bson:",inline"`
	Name               Text           `json:"name"`
	Model              string         `json:"model,omitempty"`
	SerialNumber       string         `json:"serialNumber,omitempty"`
	ManufacturerID     ID             `json:"manufacturerInstitution,omitempty"` // where it is a known institution
	Manufacturer       string         `json:"manufacturer,omitempty"`            // as written
	OwnerID            ID             `json:"ownerInstitution,omitempty"`
	Owner              string         `json:"owner,omitempty"` // as written
	Identifiers        []Identifier   `json:"identifiers,omitempty"`
	CategoryCode       string         `json:"categoryCode,omitempty"` // JJF 1022 code
	Discipline         Discipline     `json:"discipline,omitempty"`
	Role               InstrumentRole `json:"role,omitempty"`
	MeasuringIntervals []Interval     `json:"measuringIntervals,omitempty"`
	AccuracyClass      string         `json:"accuracyClass,omitempty"`
	MPE                []MPE          `json:"maximumPermissibleErrors,omitempty"`
	Resolution         *Quantity      `json:"resolution,omitempty"`
	Description        Text           `json:"description,omitzero"`
}

// MPE is a maximum permissible error: a limit of the error of indication, as a quantity or
// as text where it is a formula.
type MPE struct {
	Text     string   `json:"text,omitempty"` // as written, e.g. ±(0.02 % × reading + 2 digits)
	Interval Interval `json:"interval,omitzero"`
}

func (*Instrument) Kind() Kind     { return KindInstrument }
func (i *Instrument) Facts() Facts { return i.facts(KindInstrument, i.Discipline) }

// NaturalKey is manufacturer, serial number and model, which some instruments do not have.
func (i *Instrument) NaturalKey() string {
	maker := string(i.ManufacturerID)
	if maker == "" {
		maker = i.Manufacturer
	}
	return naturalKey(maker, i.SerialNumber, i.Model)
}

// References lists the records that the instrument points to.
func (i *Instrument) References() []Reference {
	return references{}.
		one("manufacturerInstitution", i.ManufacturerID, KindInstitution).
		one("ownerInstitution", i.OwnerID, KindInstitution)
}

// Validate checks the instrument by itself; see [Rules].
func (i *Instrument) Validate() []Finding {
	var k checker
	i.Head.check(&k, KindInstrument)
	k.require(ruleInstrumentName, "name", !i.Name.blank())
	k.text("name", &i.Name)
	k.code("model", i.Model)
	k.code("serialNumber", i.SerialNumber)
	k.ref("manufacturerInstitution", i.ManufacturerID, KindInstitution)
	k.code("manufacturer", i.Manufacturer)
	k.ref("ownerInstitution", i.OwnerID, KindInstitution)
	k.code("owner", i.Owner)
	checkIdentifiers(&k, i.Identifiers)
	k.categoryCode("categoryCode", i.CategoryCode)
	k.enum("discipline", string(i.Discipline), disciplines)
	k.enum("role", string(i.Role), instrumentRoles)
	i.checkMetrology(&k)
	k.text("description", &i.Description)
	return k.findings
}

// checkMetrology looks at the characteristics of the instrument.
func (i *Instrument) checkMetrology(k *checker) {
	k.limit("measuringIntervals", len(i.MeasuringIntervals), maxEntries)
	for n := range i.MeasuringIntervals {
		k.at("measuringIntervals", n)
		i.MeasuringIntervals[n].check(k)
		k.out()
	}
	k.code("accuracyClass", i.AccuracyClass)
	k.limit("maximumPermissibleErrors", len(i.MPE), maxEntries)
	for n := range i.MPE {
		k.at("maximumPermissibleErrors", n)
		k.prose("text", i.MPE[n].Text)
		k.in("interval")
		i.MPE[n].Interval.check(k)
		k.out()
		k.out()
	}
	i.Resolution.check(k, "resolution")
}
