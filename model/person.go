package model

// Person is somebody who performs, checks or authorizes measurements. All of it is
// personal data.
type Person struct {
	Head           `bson:",inline"`
	Name           Text            `json:"name"`
	EmployeeNumber string          `json:"employeeNumber,omitempty"`
	InstitutionID  ID              `json:"institution,omitempty"`
	Qualifications []Qualification `json:"qualifications,omitempty"`
	Email          string          `json:"email,omitempty"`
	Phone          string          `json:"phone,omitempty"`
}

// Qualification is a licence to do a certain work, as that of a registered metrologist.
type Qualification struct {
	Number     string     `json:"number"`
	Scope      Text       `json:"scope,omitzero"`
	Discipline Discipline `json:"discipline,omitempty"`
	Issuer     string     `json:"issuer,omitempty"`
	ValidUntil Date       `json:"validUntil,omitempty"`
}

func (*Person) Kind() Kind     { return KindPerson }
func (p *Person) Facts() Facts { return p.facts(KindPerson, "") }

// NaturalKey is the institution and the employee number.
func (p *Person) NaturalKey() string {
	return naturalKey(string(p.InstitutionID), p.EmployeeNumber)
}

// References lists the person's institution.
func (p *Person) References() []Reference {
	return references{}.one("institution", p.InstitutionID, KindInstitution)
}
