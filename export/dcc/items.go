package dcc

import (
	"regexp"
	"strings"

	"metrograph/internal/dccterm"
	"metrograph/model"
)

// ofDocument is the issuer of an identifier that is the id of an element: other parts of the
// document refer to it.
const ofDocument = "document"

// elementID is what XML takes as an id.
var elementID = regexp.MustCompile(`^[\pL_][\pL\d_.-]*$`)

// documentIDs lists the ids that items and standards have in the document.
func documentIDs(c *model.Certificate) map[string]bool {
	ids := map[string]bool{}
	for _, it := range c.Items {
		if id, _ := splitID(it.Identifiers, ids); id != "" {
			ids[id] = true
		}
	}
	for _, s := range c.Standards {
		if id, _ := splitID(s.Identifiers, ids); id != "" {
			ids[id] = true
		}
	}
	return ids
}

// splitID takes the id of the element from the end of the identifiers, unless another
// element has it.
func splitID(list []model.Identifier, taken map[string]bool) (id string, rest []model.Identifier) {
	if len(list) == 0 {
		return "", nil
	}
	last := list[len(list)-1]
	if last.Issuer != ofDocument || !last.Name.IsZero() || !elementID.MatchString(last.Value) || taken[last.Value] {
		return "", list
	}
	return last.Value, list[:len(list)-1]
}

// thing is an item or a standard: what a certificate says of an instrument.
type thing struct {
	id           string
	name         model.Text
	maker, model string
	serial       string
	identifiers  []model.Identifier
	description  model.Text
	record       *model.Instrument // nil where the caller may not see it
	ofRecord     []string          // what the certificate leaves to the record
}

// complete takes from the record what the certificate does not say itself.
func (t *thing) complete() {
	i := t.record
	if i == nil {
		t.record = &model.Instrument{}
		return
	}
	take := func(missing bool, field string, set func()) {
		if missing {
			set()
			t.ofRecord = append(t.ofRecord, dccterm.Make(dccterm.OfRecord, field))
		}
	}
	take(!hasText(t.name) && hasText(i.Name), "name", func() { t.name = i.Name })
	take(t.maker == "" && i.Manufacturer != "", "manufacturer", func() { t.maker = i.Manufacturer })
	take(t.model == "" && i.Model != "", "model", func() { t.model = i.Model })
	take(t.serial == "" && i.SerialNumber != "", "serialNumber", func() { t.serial = i.SerialNumber })
	take(len(t.identifiers) == 0 && len(i.Identifiers) > 0, "identifiers", func() { t.identifiers = i.Identifiers })
	take(!hasText(t.description) && hasText(i.Description), "description", func() { t.description = i.Description })
}

// told is the instrument as it is read from the document.
func (t *thing) told() *model.Instrument {
	return &model.Instrument{Name: t.name, Manufacturer: t.maker, Model: t.model, SerialNumber: t.serial,
		Identifiers: t.identifiers, Description: t.description}
}

// items writes the instruments that the certificate is about, with its title and its remarks.
func (d *document) items() {
	d.start("dcc:items")
	d.texts("dcc:name", is(d.c.Title))
	d.remarks()
	ids := map[string]bool{}
	for n := range d.c.Items {
		d.item(n, &d.c.Items[n], ids)
	}
	if len(d.c.Items) == 0 {
		d.start("dcc:item", marked(dccterm.NotGiven))
		d.demanded("dcc:name")
		d.identifications("", nil)
		d.end()
	}
	d.end()
}

func (d *document) item(n int, it *model.Item, ids map[string]bool) {
	t := thing{name: it.Name, maker: it.Manufacturer, model: it.Model, serial: it.SerialNumber,
		description: it.Description, record: d.c.Instruments[it.InstrumentID]}
	t.id, t.identifiers = splitID(it.Identifiers, ids)
	ids[t.id] = true
	known := t.record != nil
	t.complete()
	i := t.record
	d.start("dcc:item", attr{"id", t.id}, attr{"refType", strings.Join(t.ofRecord, " ")})
	d.demanded("dcc:name", is(t.name))
	d.equipmentClass(i.CategoryCode)
	d.texts("dcc:description", is(t.description), part{it.Condition, dccterm.Condition})
	d.owner(i)
	d.maker(t.maker, i)
	d.line("dcc:model", t.model)
	d.identifications(t.serial, t.identifiers)
	d.ranges("dcc:itemQuantities", "dcc:itemQuantity", i)
	d.end()
	if known {
		told := t.told()
		told.Owner, told.Discipline = i.Owner, d.c.Discipline
		told.MeasuringIntervals, told.Resolution = toldIntervals(i.MeasuringIntervals), toldPrimitive(i.Resolution)
		if isCategory(i.CategoryCode) {
			told.CategoryCode = i.CategoryCode
		}
		d.patch(dccterm.OfItem, n, told, i)
	}
}

func isCategory(code string) bool { return len(code) == 8 }

// equipmentClass writes the class after JJF 1022.
func (d *document) equipmentClass(code string) {
	if !isCategory(code) {
		return
	}
	d.start("dcc:equipmentClass")
	d.leaf("dcc:reference", dccterm.Classes)
	d.leaf("dcc:classID", code)
	d.end()
}

// owner writes who owns an instrument. A contact has to have a location.
func (d *document) owner(i *model.Instrument) {
	record := d.institution(i.OwnerID)
	if i.Owner == "" && !hasText(record) {
		return
	}
	d.start("dcc:owner")
	d.named("dcc:name", i.Owner, record)
	d.contact(model.Contact{}, true)
	d.end()
}

// maker writes who made an instrument: as the certificate calls the maker, and in the words of
// the institution that the record names.
func (d *document) maker(written string, i *model.Instrument) {
	record := d.institution(i.ManufacturerID)
	if written == "" && !hasText(record) {
		return
	}
	d.start("dcc:manufacturer")
	if written == i.Manufacturer {
		d.named("dcc:name", written, record)
	} else {
		d.demanded("dcc:name", is(model.Plain(written)), part{record, dccterm.OfRecord})
	}
	d.end()
}

// institution is the name of one, where the caller may see it.
func (d *document) institution(id model.ID) model.Text {
	if i := d.c.Institutions[id]; i != nil {
		return i.Name
	}
	return model.Text{}
}

// identifications writes the numbers of a thing. One of them may be its serial number, which
// is written alone where it is none of them. The standard demands one of an item.
func (d *document) identifications(serial string, list []model.Identifier) {
	d.start("dcc:identifications")
	told := serial == ""
	for _, id := range list {
		terms := []string{dccterm.Make(dccterm.Identifier, "")}
		if !told && id.Value == serial {
			told = true
			terms = append(terms, dccterm.Make(dccterm.Serial, ""), "basic_serialNumber")
		}
		d.identification(id, terms...)
	}
	if !told {
		d.identification(model.Identifier{Issuer: "manufacturer", Value: serial,
			Name: dccterm.SerialName()}, dccterm.Make(dccterm.Serial, ""), "basic_serialNumber")
	}
	if serial == "" && len(list) == 0 {
		d.identification(model.Identifier{Issuer: "other", Value: dccterm.Dash}, dccterm.Make(dccterm.NotGiven, ""))
	}
	d.end()
}

func (d *document) identification(id model.Identifier, terms ...string) {
	issuer := id.Issuer
	switch issuer {
	case "manufacturer", "calibrationLaboratory", "customer", "owner", "other":
	default:
		issuer = "other"
		terms = append([]string{dccterm.Make(dccterm.Issuer, id.Issuer)}, terms...)
	}
	d.start("dcc:identification", attr{"refType", strings.Join(terms, " ")})
	d.leaf("dcc:issuer", issuer)
	d.demandedLine("dcc:value", id.Value)
	d.texts("dcc:name", is(id.Name))
	d.end()
}
