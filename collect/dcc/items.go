package dcc

import (
	"slices"
	"strings"

	"metrograph/collect/mapping"
	"metrograph/collect/xmltree"
	"metrograph/model"
)

// items maps the calibrated items. What is said of all of them together is the title and the
// remarks of the certificate.
func (r *reader) items(list *xmltree.Node) {
	r.cert.Title = r.rich(el(list, "name"))
	r.remark(r.rich(el(list, "description")))
	// Owner and maker of all items are those of each that has no other.
	common := commons{owner: list.Peek(nsDCC, "owner"), maker: list.Peek(nsDCC, "manufacturer")}
	nodes := els(list, "item")
	for _, n := range nodes {
		r.item(n, common)
	}
	if len(nodes) == 1 { // identifications of the set are those of its only item
		item, instrument := &r.cert.Items[0], r.parcel.Instruments[0]
		ids, _ := r.identifications(el(list, "identifications"))
		item.Identifiers = append(item.Identifiers, ids...)
		instrument.Identifiers = append(instrument.Identifiers, ids...)
	}
}

// commons are the contacts that the items have in common.
type commons struct{ owner, maker *xmltree.Node }

// item maps one item to a line of the certificate and to an instrument.
func (r *reader) item(n *xmltree.Node, common commons) {
	it := model.Item{Name: r.rich(el(n, "name")), Description: r.riches(els(n, "description"))}
	maker := r.text(el(el(n, "manufacturer"), "name"))
	if maker.IsZero() {
		maker = r.text(el(common.maker.Mark(), "name"))
	}
	owner := r.text(el(common.owner.Mark(), "name"))
	it.Manufacturer = mapping.Flat(maker)
	it.Model = el(n, "model").Use()
	it.Condition = r.rich(el(n, "condition"))
	if it.Identifiers, it.SerialNumber = r.identifications(el(n, "identifications")); len(it.Identifiers) == 0 {
		it.Identifiers, it.SerialNumber = r.identNumbers(els(n, "identNumber"))
	}
	instrument := &model.Instrument{
		Name: it.Name, Model: it.Model, SerialNumber: it.SerialNumber, Manufacturer: it.Manufacturer,
		ManufacturerID: r.known(maker), Owner: mapping.Flat(owner), OwnerID: r.known(owner),
		Identifiers: it.Identifiers, Description: it.Description,
	}
	instrument.CategoryCode = r.category(n)
	r.itemQuantities(n.Peek(nsDCC, "itemQuantities"), instrument)
	r.addInstrument(instrument)
	it.InstrumentID = instrument.ID
	it.Identifiers = append(it.Identifiers[:len(it.Identifiers):len(it.Identifiers)], documentID(n)...)
	r.at(n, "items[%d]", len(r.cert.Items))
	r.cert.Items = append(r.cert.Items, it)
}

// category takes the class of the item after JJF 1022, where one is given; other systems of
// classes are left over. It is that of the certificate too, unless items differ.
func (r *reader) category(n *xmltree.Node) string {
	for _, class := range n.PeekAll(nsDCC, "equipmentClass") {
		code := class.Peek(nsDCC, "classID")
		digits := code.Text()
		if !containsAny(class.Peek(nsDCC, "reference").Text(), "jjf 1022", "jjf1022") || len(digits) != 8 {
			continue
		}
		class.Mark()
		code.Use()
		if r.cert.CategoryCode == "" && len(r.cert.Items) == 0 {
			r.cert.CategoryCode = digits
		} else if r.cert.CategoryCode != digits {
			r.cert.CategoryCode = ""
		}
		return digits
	}
	return ""
}

func (r *reader) addInstrument(i *model.Instrument) {
	i.ID = r.parcel.NewID(model.KindInstrument)
	r.parcel.Instruments = append(r.parcel.Instruments, i)
}

// documentID keeps the id by which other parts of the document refer to a thing.
func documentID(n *xmltree.Node) []model.Identifier {
	if id := n.Attr("id"); id != "" {
		return []model.Identifier{{Issuer: "document", Value: id}}
	}
	return nil
}

// itemQuantities takes the resolution and the measuring interval of an item, where their
// refTypes leave no doubt. The rest is left over.
func (r *reader) itemQuantities(list *xmltree.Node, i *model.Instrument) {
	interval := model.Interval{}
	for _, n := range list.PeekAll(nsDCC, "itemQuantity") {
		terms := strings.Fields(n.PeekAttr("refType"))
		var place **model.Quantity
		switch {
		case hasTerm(terms, "measurementRangeScaleInterval", "resolution"):
			place = &i.Resolution
		case hasTerm(terms, "measurementRangeMin"):
			place = &interval.Lower
		case hasTerm(terms, "measurementRangeMax"):
			place = &interval.Upper
		}
		if place == nil || *place != nil || n.Peek(nsSI, "real") == nil {
			continue
		}
		list.Mark()
		found := r.quantities(n.Mark(), false)
		if len(found) != 1 {
			n.Forget()
			continue
		}
		*place = &found[0].Quantity
	}
	if interval.Lower != nil && interval.Upper != nil && interval.Lower.Unit == interval.Upper.Unit {
		if order, ok := interval.Lower.Value.Cmp(interval.Upper.Value); ok && order > 0 {
			list.Forget() // the ends are the wrong way round
			return
		}
	}
	if interval.Lower != nil || interval.Upper != nil {
		i.MeasuringIntervals = append(i.MeasuringIntervals, interval)
	}
}

// identifications takes the identifications of a thing, and tells its serial number.
func (r *reader) identifications(list *xmltree.Node) (ids []model.Identifier, serial string) {
	rank := 0 // of the best guess at the serial number so far
	for _, n := range els(list, "identification") {
		id := model.Identifier{Issuer: el(n, "issuer").Use(), Value: el(n, "value").Use()}
		// Before 3.0 the name of the number was its description.
		id.Name = r.rich(el(n, "name"))
		mapping.AddText(&id.Name, r.riches(els(n, "description")))
		if id.Value == "" {
			n.Forget()
			continue
		}
		ids = append(ids, id)
		if better := serialRank(id, strings.Fields(n.PeekAttr("refType"))); better > rank {
			rank, serial = better, id.Value
		}
	}
	return ids, serial
}

// identNumbers takes the numbers of a thing as before 1.9.1: each with its name before a colon,
// and once in each language.
func (r *reader) identNumbers(list []*xmltree.Node) (ids []model.Identifier, serial string) {
	rank, at := 0, map[[2]string]int{}
	for _, n := range list {
		lang := strings.ToLower(n.PeekAttr("lang"))
		for _, number := range n.PeekAll(nsDCC, "manufacturer", "calibrationLaboratory", "customer", "owner", "other") {
			id := model.Identifier{Issuer: number.Name.Local, Value: mapping.Tidy(number.Use())}
			if colon := strings.LastIndex(id.Value, ": "); colon > 0 {
				id.Name.Add(lang, id.Value[:colon])
				id.Value = strings.TrimSpace(id.Value[colon+2:])
			}
			key := [2]string{id.Issuer, id.Value}
			i, known := at[key]
			switch {
			case !known:
				i, ids = len(ids), append(ids, id)
				at[key] = i
			case has(ids[i].Name, id.Name):
				number.GiveBack() // it is there in this language
			default:
				mapping.AddText(&ids[i].Name, id.Name)
			}
			if better := serialRank(ids[i], nil); better > rank {
				rank, serial = better, id.Value
			}
		}
	}
	return ids, serial
}

// has tells whether a text has something in the languages of another.
func has(t, other model.Text) bool {
	return slices.ContainsFunc(other.All(), func(o model.Localized) bool {
		return slices.ContainsFunc(t.All(), func(l model.Localized) bool { return l.Lang == o.Lang })
	})
}

// serialRank tells how likely a number is the maker's serial number: 3 when the maker gave it
// and it is called so, 2 when the maker gave it, 1 when another calls it so, 0 if not at all.
func serialRank(id model.Identifier, terms []string) int {
	called := hasTerm(terms, "serialNumber") || containsAny(anyText(id.Name), serialWords...)
	switch {
	case id.Issuer == "manufacturer" && called:
		return 3
	case id.Issuer == "manufacturer":
		return 2
	case called && id.Issuer != "customer" && id.Issuer != "owner":
		return 1
	}
	return 0
}

var serialWords = []string{"serial", "serien", "s/n", "série", "serie", "sarjanumero", "fabrikationsnummer",
	"kennnummer", "序列号", "出厂编号", "编号", "器号"}
