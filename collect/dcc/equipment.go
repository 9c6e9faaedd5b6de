package dcc

import (
	"strings"
	"unicode"

	"metrograph/collect/mapping"
	"metrograph/collect/xmltree"
	"metrograph/model"
)

// equipment maps dcc:measuringEquipments, and returns their names for the result that they
// belong to. A standard used is equipment that is called one by its own refType or by a
// reference to it, that has a certificate, or that nothing is said of; equipment that is
// called something else stays a name, and the rest of it is left over.
func (r *reader) equipment(list *xmltree.Node) []model.Text {
	var names []model.Text
	for _, n := range els(list, "measuringEquipment") {
		name := r.rich(el(n, "name"))
		terms := strings.Fields(n.PeekAttr("refType"))
		named := isStandard(terms) || r.standard[n.PeekAttr("id")]
		switch certificate := n.Peek(nsDCC, "certificate"); {
		case named || certificate != nil:
			r.standardUse(n, name)
		case len(terms) == 0:
			r.find(ruleEquipment, n, mapping.Flat(name))
			r.standardUse(n, name)
		}
		if !name.IsZero() {
			names = append(names, name)
		}
	}
	return names
}

func (r *reader) standardUse(n *xmltree.Node, name model.Text) {
	maker := r.text(el(el(n, "manufacturer"), "name"))
	use := model.StandardUse{Name: name, Manufacturer: mapping.Flat(maker), Model: el(n, "model").Use(), RefTypes: refTypes(n)}
	use.Identifiers, use.SerialNumber = r.identifications(el(n, "identifications"))
	instrument := &model.Instrument{
		Name: name, Manufacturer: use.Manufacturer, Model: use.Model, SerialNumber: use.SerialNumber,
		Identifiers: use.Identifiers, Role: model.InstrumentStandard, ManufacturerID: r.known(maker),
	}
	// Without a natural key an instrument could never be found again: every certificate
	// would bring it anew.
	if instrument.NaturalKey() != "" {
		r.addInstrument(instrument)
		use.InstrumentID = instrument.ID
	}
	use.Identifiers = append(use.Identifiers[:len(use.Identifiers):len(use.Identifiers)], documentID(n)...)
	r.standardCertificate(el(n, "certificate"), &use)
	r.at(n, "standards[%d]", len(r.cert.Standards))
	r.cert.Standards = append(r.cert.Standards, use)
}

// standardCertificate takes the certificate of a standard: its number, where it is found,
// and the hash by which it is recognised.
func (r *reader) standardCertificate(n *xmltree.Node, use *model.StandardUse) {
	use.CertificateNumber = el(n, "referralID", "referenceID").Use()
	if where := n.Peek(nsDCC, "referral", "reference"); saysSomething(anyText(peekText(where))) {
		use.TraceableTo = r.text(where.Mark())
	}
	if value := n.Peek(nsDCC, "value"); saysSomething(value.Text()) {
		use.Identifiers = append(use.Identifiers, model.Identifier{
			Issuer: "certificate", Name: model.Plain(el(n, "procedure").Use()), Value: value.Use()})
	}
}

// saysSomething tells a text from the dashes that stand where the schema wants a text and
// there is none. Dashes are left over.
func saysSomething(text string) bool {
	return strings.ContainsFunc(text, func(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) })
}
