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

// NaturalKey is the institution and the employee number, or the name where there is none.
func (p *Person) NaturalKey() string {
	if p.EmployeeNumber != "" {
		return naturalKey(string(p.InstitutionID), p.EmployeeNumber)
	}
	return naturalKey(string(p.InstitutionID), p.Name.In("zh"))
}

// References lists the person's institution.
func (p *Person) References() []Reference {
	return references{}.one("institution", p.InstitutionID, KindInstitution)
}

// Validate checks the person by itself; see [Rules].
func (p *Person) Validate() []Finding {
	var k checker
	p.Head.check(&k, KindPerson)
	k.require(rulePersonName, "name", !p.Name.blank())
	k.text("name", &p.Name)
	k.code("employeeNumber", p.EmployeeNumber)
	k.ref("institution", p.InstitutionID, KindInstitution)
	k.limit("qualifications", len(p.Qualifications), maxEntries)
	for i := range p.Qualifications {
		k.at("qualifications", i)
		p.Qualifications[i].check(&k)
		k.out()
	}
	k.email("email", p.Email)
	k.code("phone", p.Phone)
	return k.findings
}

func (q *Qualification) check(k *checker) {
	k.require(ruleQualificationNumber, "number", q.Number != "")
	k.code("number", q.Number)
	k.text("scope", &q.Scope)
	k.enum("discipline", string(q.Discipline), disciplines)
	k.code("issuer", q.Issuer)
	k.date("validUntil", q.ValidUntil)
}
