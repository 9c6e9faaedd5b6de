package dcc

import (
	"time"

	"metrograph/internal/dccterm"
	"metrograph/model"
)

// environments writes the environmental conditions: a condition for each environment, and a
// list in it for each influence quantity.
func (d *document) environments() {
	if len(d.c.Environments) == 0 {
		return
	}
	d.start("dcc:influenceConditions")
	for n, e := range d.c.Environments {
		d.start("dcc:influenceCondition")
		d.demanded("dcc:name", is(e.Name))
		d.texts("dcc:description", is(e.Description))
		d.start("dcc:data")
		for i := range e.Influences {
			d.influence(&e.Influences[i])
		}
		if len(e.Influences) == 0 {
			d.demanded("dcc:text")
		}
		d.end()
		d.end()
		d.patch(dccterm.OfEnvironment, n, &model.Environment{}, e)
	}
	d.end()
}

func (d *document) influence(i *model.Influence) {
	refType, refID := d.terms(i.RefTypes, dccterm.Make(dccterm.Kind, i.QuantityKind))
	d.start("dcc:list", refID, refType)
	d.texts("dcc:name", is(i.Label))
	d.texts("dcc:description", is(i.Description))
	if !i.RecordedAt.IsZero() {
		d.leaf("dcc:dateTime", i.RecordedAt.Format(time.RFC3339Nano))
	}
	basic := basicInfluence(i.QuantityKind)
	any := false
	for _, end := range []struct {
		q            *model.Quantity
		term, suffix string
	}{{i.Value, dccterm.Value, ""}, {i.Minimum, dccterm.Lower, "Min"}, {i.Maximum, dccterm.Upper, "Max"}} {
		if end.q == nil {
			continue
		}
		terms := []string{dccterm.Make(end.term, "")}
		if basic != "" {
			terms = append(terms, basic+end.suffix)
		}
		d.quantity("dcc:quantity", *end.q, nil, terms)
		any = true
	}
	if !any {
		d.emptyQuantity("dcc:quantity", []string{dccterm.Make(dccterm.NotGiven, "")})
	}
	d.device(d.c.Instruments[i.DeviceID])
	d.end()
}

// basicInfluence is the term that other readers know an influence quantity by.
func basicInfluence(kind string) string {
	switch kind {
	case "temperature":
		return "basic_temperature"
	case "relativeHumidity":
		return "basic_humidityRelative"
	case "pressure", "atmosphericPressure":
		return "basic_pressureAtmospheric"
	}
	return ""
}

// conditions writes the influence quantities that a result states itself.
func (d *document) conditions(list []model.Quantity) {
	if len(list) == 0 {
		return
	}
	d.start("dcc:influenceConditions")
	for _, q := range list {
		d.start("dcc:influenceCondition", marked(dccterm.Mention))
		d.demanded("dcc:name", is(q.Label))
		d.start("dcc:data")
		var terms []string
		if basic := basicInfluence(q.Kind); basic != "" {
			terms = []string{dccterm.Make(dccterm.Value, ""), basic}
		}
		d.quantity("dcc:quantity", q, nil, terms)
		d.end()
		d.end()
	}
	d.end()
}
