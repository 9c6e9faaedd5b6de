package model

// Method is a documented method: a verification regulation, a calibration specification, a
// standard, a recommendation.
type Method struct {
	Head         `bson:",inline"`
	Code         string     `json:"code"` // e.g. JJG 196-2006
	Title        Text       `json:"title,omitzero"`
	NormKind     NormKind   `json:"kind"`
	Discipline   Discipline `json:"discipline,omitempty"`
	InForce      bool       `json:"inForce,omitempty"`
	ValidFrom    Date       `json:"validFrom,omitempty"`
	ValidUntil   Date       `json:"validUntil,omitempty"`
	SupersededBy ID         `json:"supersededBy,omitempty"`
}

func (*Method) Kind() Kind           { return KindMethod }
func (m *Method) Facts() Facts       { return m.facts(KindMethod, m.Discipline) }
func (m *Method) NaturalKey() string { return m.Code }

// References lists the method that supersedes this one.
func (m *Method) References() []Reference {
	return references{}.one("supersededBy", m.SupersededBy, KindMethod)
}

// Validate checks the method by itself; see [Rules].
func (m *Method) Validate() []Finding {
	var k checker
	m.Head.check(&k, KindMethod)
	k.require(ruleMethodCode, "code", m.Code != "")
	k.code("code", m.Code)
	k.text("title", &m.Title)
	k.enumRequired(ruleMethodKind, "kind", string(m.NormKind), normKinds)
	k.enum("discipline", string(m.Discipline), disciplines)
	k.dates(ruleMethodDates, "validFrom", m.ValidFrom, "validUntil", m.ValidUntil)
	k.ref("supersededBy", m.SupersededBy, KindMethod)
	return k.findings
}
