package ndjson

import (
	"reflect"
	"strings"

	"metrograph/collect/row"
	"metrograph/model"
)

// target is what a reference points to: a kind, and the names of the fields that it is known by.
type target struct {
	kind  model.Kind
	known string
}

// targets of references, by the name of the field that holds them.
func targetOf(field string) (target, bool) {
	switch field {
	case "issuer", "customerInstitution", "manufacturerInstitution", "ownerInstitution", "institution", "parent":
		return target{model.KindInstitution, "creditCode or name"}, true
	case "instrument", "device":
		return target{model.KindInstrument, "manufacturer, serialNumber and model"}, true
	case "method", "supersededBy":
		return target{model.KindMethod, "code"}, true
	case "person":
		return target{model.KindPerson, "employeeNumber or name"}, true
	case "certificate":
		return target{model.KindCertificate, "number"}, true
	}
	return target{}, false
}

// reference reads an object that says which record is meant.
func (d *decoder) reference(v reflect.Value) {
	field := ""
	for i := len(d.place) - 1; i >= 0 && field == ""; i-- {
		field = d.place[i].field
	}
	t, ok := targetOf(field)
	if !ok {
		d.wrong("an id 标识")
		return
	}
	known, path := t.kind.New(), d.at()
	fields := d.row.Fields
	place := d.place
	d.place = append([]step(nil), step{field: path})
	d.object(reflect.ValueOf(known).Elem())
	d.place, d.row.Fields = place, fields
	if !identifies(known) {
		d.row.Fault(ruleReference, path, t.kind, t.known)
		return
	}
	v.SetString(string(d.row.Refer(row.Ref{Known: known, Kind: t.kind, Path: path})))
}

// identifies tells whether a record has what others of its kind are told from it by. Of what is
// known within an institution, the institution is the caller's where none is named.
func identifies(r model.Record) bool {
	switch r := r.(type) {
	case *model.Certificate:
		return strings.TrimSpace(r.Number) != ""
	case *model.Person:
		return r.EmployeeNumber != "" || r.Name.In("zh") != ""
	}
	return r.NaturalKey() != ""
}
