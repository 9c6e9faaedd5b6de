package dcx

import (
	"slices"

	"metrograph/collect/mapping"
	"metrograph/collect/xmltree"
	"metrograph/model"
)

// equipment maps dcx:equipmentList: what was calibrated, in the order of the ids, and the
// standards that were used.
func (r *reader) equipment(list *xmltree.Node, items []string) {
	nodes := els(list, "equipment")
	rank := func(n *xmltree.Node) int {
		if i := slices.Index(items, n.PeekAttr("id")); i >= 0 {
			return i
		}
		return len(items)
	}
	slices.SortStableFunc(nodes, func(a, b *xmltree.Node) int { return rank(a) - rank(b) })
	for _, n := range nodes {
		if n.PeekAttr("category") == "deviceForMeasurement" || rank(n) < len(items) {
			r.item(n)
		} else {
			r.standard(n)
		}
	}
	for _, id := range items {
		r.target(list, id)
	}
	if len(r.cert.Items) == 0 {
		r.Find(ruleMissing, list, "equipmentList/equipment")
	}
}

// instrument takes what is said of a piece of equipment.
func (r *reader) instrument(n *xmltree.Node) *model.Instrument {
	i := &model.Instrument{Name: texts(n, "heading"), Manufacturer: word(n, "manufacturer"), SerialNumber: word(n, "serialNumber")}
	if i.Model = word(n, "modelName"); i.Model == "" {
		i.Model = word(n, "modelNumber")
	}
	i.ManufacturerID = mapping.Known(r.parcel, model.Plain(i.Manufacturer))
	i.AccuracyClass = word(n, "productClass")
	for _, number := range []struct{ element, issuer, en string }{
		{"modelNumber", "manufacturer", "model number"}, {"lotNumber", "manufacturer", "lot number"},
		{"clientId", "customer", ""}, {"serviceProviderId", "laboratory", ""},
	} {
		if v := word(n, number.element); v != "" {
			i.Identifiers = append(i.Identifiers, model.Identifier{Issuer: number.issuer, Name: model.Text{En: number.en}, Value: v})
		}
	}
	return i
}

func (r *reader) item(n *xmltree.Node) {
	n.Attr("category")
	i := r.instrument(n)
	it := model.Item{Name: i.Name, Manufacturer: i.Manufacturer, Model: i.Model, SerialNumber: i.SerialNumber,
		Identifiers: append(slices.Clone(i.Identifiers), documentID(n)...)}
	i.ID = r.parcel.NewID(model.KindInstrument)
	r.parcel.Instruments = append(r.parcel.Instruments, i)
	it.InstrumentID = i.ID
	r.at(n, "items[%d]", len(r.cert.Items))
	r.cert.Items = append(r.cert.Items, it)
}

// standard takes equipment by which was measured. Without a natural key an instrument could
// never be found again, and is only named.
func (r *reader) standard(n *xmltree.Node) {
	i := r.instrument(n)
	use := model.StandardUse{Name: i.Name, Manufacturer: i.Manufacturer, Model: i.Model, SerialNumber: i.SerialNumber,
		Identifiers: append(slices.Clone(i.Identifiers), documentID(n)...), CertificateNumber: word(n, "prevCertId"),
		TraceableTo: model.Plain(word(n, "prevCertProviderName")), ValidUntil: r.date(n.Peek(ns, "calibDueDate"))}
	if category := n.Attr("category"); category != "" {
		use.RefTypes = []string{category}
	}
	if i.Role = model.InstrumentStandard; i.NaturalKey() != "" {
		i.ID = r.parcel.NewID(model.KindInstrument)
		r.parcel.Instruments = append(r.parcel.Instruments, i)
		use.InstrumentID = i.ID
	}
	r.at(n, "standards[%d]", len(r.cert.Standards))
	r.cert.Standards = append(r.cert.Standards, use)
}

// documentID keeps the id by which other parts of the document refer to a thing.
func documentID(n *xmltree.Node) []model.Identifier {
	if id := n.Attr("id"); id != "" {
		return []model.Identifier{{Issuer: "document", Value: id}}
	}
	return nil
}
