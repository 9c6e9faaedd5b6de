package model

// Agreement is a promise of one institution to share some of its data with another.
type Agreement struct {
	Head        `bson:",inline"`
	GrantorID   ID           `json:"grantor"`
	GranteeID   ID           `json:"grantee"`
	Kinds       []Kind       `json:"kinds"`                 // kinds of record shared
	Disciplines []Discipline `json:"disciplines,omitempty"` // empty for all
	Fields      []string     `json:"fields,omitempty"`      // fields shared; empty for those a partner usually sees
	From        Date         `json:"from,omitempty"`
	Until       Date         `json:"until,omitempty"` // the last day
	Note        Text         `json:"note,omitzero"`
}

func (*Agreement) Kind() Kind         { return KindAgreement }
func (a *Agreement) Facts() Facts     { return a.facts(KindAgreement, "") }
func (*Agreement) NaturalKey() string { return "" }

// InForce tells whether the agreement holds on a day.
func (a *Agreement) InForce(day Date) bool {
	return a.Status == StatusPublished && (a.From == "" || a.From <= day) && (a.Until == "" || day <= a.Until)
}

// References lists the two institutions.
func (a *Agreement) References() []Reference {
	return references{}.
		one("grantor", a.GrantorID, KindInstitution).
		one("grantee", a.GranteeID, KindInstitution)
}
