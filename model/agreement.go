package model

import (
	"slices"
	"strings"
)

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

// Validate checks the agreement by itself; see [Rules].
func (a *Agreement) Validate() []Finding {
	var k checker
	a.Head.check(&k, KindAgreement)
	k.require(ruleGrantor, "grantor", a.GrantorID != "")
	k.ref("grantor", a.GrantorID, KindInstitution)
	k.require(ruleGrantee, "grantee", a.GranteeID != "")
	k.ref("grantee", a.GranteeID, KindInstitution)
	if a.GrantorID != "" && a.GrantorID == a.GranteeID {
		k.fail(ruleAgreementParties, "grantee", "", "")
	}
	if a.Origin != "" && a.Origin != a.GrantorID {
		k.fail(ruleAgreementOrigin, "grantor", "", "")
	}
	a.checkKinds(&k)
	k.limit("disciplines", len(a.Disciplines), maxEntries)
	for i, d := range a.Disciplines {
		k.at("disciplines", i)
		k.enum("", string(d), disciplines)
		k.out()
	}
	a.checkFields(&k)
	k.dates(ruleAgreementDates, "from", a.From, "until", a.Until)
	k.text("note", &a.Note)
	return k.findings
}

func (a *Agreement) checkKinds(k *checker) {
	if len(a.Kinds) == 0 {
		k.fail(ruleAgreementKinds, "kinds", "", kindNames())
	}
	k.limit("kinds", len(a.Kinds), maxEntries)
	for i, kind := range a.Kinds {
		k.at("kinds", i)
		switch {
		case !slices.Contains(Kinds(), kind):
			k.fail(ruleEnum, "", string(kind), kindNames())
		case !kind.Shareable():
			k.fail(ruleAgreementCredential, "", "", "")
		}
		k.out()
	}
}

// checkFields looks at whether each field is one of a kind that is shared.
func (a *Agreement) checkFields(k *checker) {
	k.limit("fields", len(a.Fields), maxEntries)
	for i, field := range a.Fields {
		shared := func(kind Kind) bool { _, ok := Fields(kind, field); return ok }
		if !slices.ContainsFunc(a.Kinds, shared) {
			k.at("fields", i)
			k.fail(ruleAgreementFields, "", field, "")
			k.out()
		}
	}
}

func kindNames() string {
	var names []string
	for _, kind := range Kinds() {
		if kind.Shareable() {
			names = append(names, string(kind))
		}
	}
	return strings.Join(names, ", ")
}
