package dcc

import (
	"strings"

	"metrograph/collect/mapping"
	"metrograph/collect/xmltree"
	"metrograph/model"
)

// persons maps the responsible persons. The main signer authorizes; of the others the role,
// the refType, the id or the description may say what they did, and who nothing is said of
// is taken as having performed the calibration, with a finding.
func (r *reader) persons(list *xmltree.Node) {
	for _, n := range els(list, "respPerson") {
		contact := el(n, "person")
		name := r.text(el(contact, "name"))
		if name.IsZero() {
			continue
		}
		p := &model.Person{Name: name, Email: el(contact, "eMail").Use(), Phone: el(contact, "phone").Use(),
			InstitutionID: r.cert.IssuerID}
		p.ID = r.parcel.NewID(model.KindPerson)
		r.parcel.Persons = append(r.parcel.Persons, p)
		a := model.Assignment{PersonID: p.ID, Name: mapping.Flat(name)}
		a.Role, a.Main = r.personRole(n, a.Name)
		r.at(n, "personnel[%d]", len(r.cert.Personnel))
		r.cert.Personnel = append(r.cert.Personnel, a)
	}
}

func (r *reader) personRole(n *xmltree.Node, name string) (role model.PersonnelRole, main bool) {
	signer := n.Peek(nsDCC, "mainSigner")
	switch signer.Text() {
	case "true", "1":
		signer.Use()
		return model.PersonnelAuthorized, true
	case "false", "0":
		signer.Use()
	}
	hints := strings.Join([]string{n.Peek(nsDCC, "role").Text(), n.PeekAttr("refType"), n.PeekAttr("id"),
		descriptionText(n)}, "\n")
	for _, known := range personWords {
		if containsAny(hints, known.words...) {
			return known.role, false
		}
	}
	r.find(rulePersonRole, n, name)
	return model.PersonnelPerformed, false
}

// descriptionText looks at the description without taking it: it says more than the role.
func descriptionText(n *xmltree.Node) string {
	var all strings.Builder
	n.Peek(nsDCC, "description").Walk(func(c *xmltree.Node) { all.WriteString(c.Text() + "\n") })
	return all.String()
}

// personWords are looked for in this order: a deputy head who authorizes may be called an
// engineer too.
var personWords = []struct {
	role  model.PersonnelRole
	words []string
}{
	{model.PersonnelAuthorized, []string{"authori", "approv", "release", "head of", "chief", "leiter", "freigabe", "批准", "授权", "签发", "主任"}},
	{model.PersonnelChecked, []string{"check", "review", "verif", "prüf", "核验", "审核", "复核"}},
	{model.PersonnelPerformed, []string{"technician", "technik", "engineer", "operator", "perform", "calibrat", "metrologist", "bearbeiter", "校准员", "检定员", "检测员", "操作"}},
}
