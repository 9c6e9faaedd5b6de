package table

import (
	"strings"
	"unicode/utf8"

	"metrograph/collect/row"
	"metrograph/model"
)

// special reads what is more than a field.
func (w *writing) special(i int, c placed, text string) {
	here := place{w.located, w.first.number, i}
	switch record := w.out.Record.(type) {
	case *model.Environment:
		w.environment(i, c, record, text)
	case *model.Certificate:
		name, _, _ := strings.Cut(c.path, ".")
		w.stated(name)
		w.cells[c.path] = here
		switch c.as {
		case asMethods:
			for _, code := range list(text) {
				w.cells[at1("methods", len(record.Methods))] = here
				record.Methods = append(record.Methods, model.MethodUse{Code: plain(code)})
			}
		case asKeys:
			for _, k := range list(text) {
				path := at1("environments", len(record.EnvironmentIDs))
				w.cells[path] = here
				record.EnvironmentIDs = append(record.EnvironmentIDs, w.out.Refer(row.Ref{Kind: model.KindEnvironment, Key: plain(k), Path: path}))
			}
		case asPerson:
			role := model.PersonnelRole(c.path[strings.LastIndexByte(c.path, '.')+1:])
			for _, name := range list(strings.ReplaceAll(text, "、", ";")) {
				w.cells[at1("personnel", len(record.Personnel))] = here
				record.Personnel = append(record.Personnel, model.Assignment{Name: name, Role: role, Main: role == model.PersonnelAuthorized})
			}
		case asIssuer:
			record.IssuerID = w.institution(text)
		}
	}
}

func at1(list string, n int) string { return list + "[" + itoa(n) + "]" }

// institution is an institution by its id, its credit code or its name.
func (w *writing) institution(text string) model.ID {
	code := plain(text)
	if id := model.ID(code); id.Kind() == model.KindInstitution {
		return id
	}
	known := &model.Institution{}
	if len(code) == 18 && !strings.ContainsFunc(code, func(c rune) bool { return c > '~' || c == ' ' }) {
		known.CreditCode = code
	} else {
		known.Name.Zh = text
	}
	return w.out.Refer(row.Ref{Known: known, Kind: model.KindInstitution, Path: "issuer"})
}

// maxKey is how many characters the number of an environment may have, as other numbers may.
const maxKey = 500

func (w *writing) environment(i int, c placed, record *model.Environment, text string) {
	if c.as == asKey {
		if w.out.Key = plain(text); utf8.RuneCountInString(w.out.Key) > maxKey {
			w.fault(i, ruleLength, maxKey)
		}
		w.cells["key"] = place{w.located, w.first.number, i}
		return
	}
	q := w.quantity(i, c, text)
	if q == nil {
		return
	}
	w.stated("influences")
	w.cells[at1("influences", len(record.Influences))] = place{w.located, w.first.number, i}
	record.Influences = append(record.Influences, model.Influence{QuantityKind: c.path, Label: model.Text{Zh: c.zh, En: c.en}, Value: q})
}

// link refers to what the node may have of what the certificate names: its instruments, its
// methods and its people.
func (w *writing) link(c *model.Certificate) {
	for i := range c.Items {
		it := &c.Items[i]
		if it.Manufacturer != "" && it.SerialNumber != "" {
			known := &model.Instrument{Manufacturer: it.Manufacturer, Model: it.Model, SerialNumber: it.SerialNumber}
			it.InstrumentID = w.out.Refer(row.Ref{Known: known, Kind: model.KindInstrument, Path: at1("items", i) + ".serialNumber", Soft: true})
		}
	}
	for i := range c.Methods {
		m := &c.Methods[i]
		m.MethodID = w.out.Refer(row.Ref{Known: &model.Method{Code: m.Code}, Kind: model.KindMethod, Path: at1("methods", i), Soft: true})
	}
}
