package dcc

import (
	"strings"

	"metrograph/model"
)

// measurand is what a unit tells of the quantity that is measured in it.
type measurand struct {
	kind       string
	discipline model.Discipline // empty where the unit is used in several
}

// measurands lists units without their prefixes.
var measurands = map[string]measurand{
	"kelvin":        {"temperature", model.DisciplineThermal},
	"degreecelsius": {"temperature", model.DisciplineThermal},

	"kilogram": {"mass", model.DisciplineMechanics},
	"gram":     {"mass", model.DisciplineMechanics},
	"pascal":   {"pressure", model.DisciplineMechanics},
	"bar":      {"pressure", model.DisciplineMechanics},
	`kilogram\metre\tothe{-1}\second\tothe{-2}`: {"pressure", model.DisciplineMechanics},
	`newton\metre\tothe{-2}`:                    {"pressure", model.DisciplineMechanics},
	"newton":                                    {"force", model.DisciplineMechanics},
	`newton\metre`:                              {"torque", model.DisciplineMechanics},
	`kilogram\metre\tothe{-3}`:                  {"density", ""},

	"metre":            {"length", model.DisciplineLength},
	"micron":           {"length", model.DisciplineLength},
	"radian":           {"angle", model.DisciplineLength},
	"degree":           {"angle", model.DisciplineLength},
	"arcsecond":        {"angle", model.DisciplineLength},
	"arcminute":        {"angle", model.DisciplineLength},
	`metre\tothe{3}`:   {"volume", ""},
	"litre":            {"volume", ""},
	"volt":             {"voltage", model.DisciplineElectromagnetics},
	"ampere":           {"electricCurrent", model.DisciplineElectromagnetics},
	"ohm":              {"electricResistance", model.DisciplineElectromagnetics},
	"siemens":          {"electricConductance", model.DisciplineElectromagnetics},
	"farad":            {"capacitance", model.DisciplineElectromagnetics},
	"henry":            {"inductance", model.DisciplineElectromagnetics},
	"tesla":            {"magneticFluxDensity", model.DisciplineElectromagnetics},
	"hertz":            {"frequency", model.DisciplineTimeFrequency},
	"second":           {"time", model.DisciplineTimeFrequency},
	"minute":           {"time", model.DisciplineTimeFrequency},
	"hour":             {"time", model.DisciplineTimeFrequency},
	"candela":          {"luminousIntensity", model.DisciplineOptics},
	"lumen":            {"luminousFlux", model.DisciplineOptics},
	"lux":              {"illuminance", model.DisciplineOptics},
	"becquerel":        {"activity", model.DisciplineIonizingRadiation},
	"gray":             {"absorbedDose", model.DisciplineIonizingRadiation},
	"sievert":          {"doseEquivalent", model.DisciplineIonizingRadiation},
	"mole":             {"amountOfSubstance", model.DisciplineChemistry},
	`mole\per\litre`:   {"amountOfSubstanceConcentration", model.DisciplineChemistry},
	`metre\per\second`: {"velocity", ""},
}

var prefixes = []string{`\deca`, `\hecto`, `\kilo`, `\mega`, `\giga`, `\tera`, `\deci`, `\centi`, `\milli`, `\micro`,
	`\nano`, `\pico`, `\femto`}

// measurandOf looks up a unit as it is written, whatever its prefix and its case: published
// certificates write \kilo\Pascal and \degreeCelsius.
func measurandOf(unit string) measurand {
	text := strings.ToLower(unit)
	for _, p := range prefixes {
		if rest, found := strings.CutPrefix(text, p+`\`); found {
			text = `\` + rest
			break
		}
	}
	return measurands[strings.TrimPrefix(text, `\`)]
}

// kindWords tell the quantity from the terms of a refType, or from what it is called.
var kindWords = []struct {
	kind  string
	words []string
}{
	{"relativeHumidity", []string{"humidityrelative", "relative humidity", "relative air humidity", "feuchte", "kosteus", "相对湿度", "湿度"}},
	{"temperature", []string{"temperatur", "lämpötila", "温度"}},
	{"pressure", []string{"pressure", "luftdruck", "气压", "大气压"}},
}

// kindOf tells what quantity values are of, from their terms or else from their unit; empty
// where neither tells.
func kindOf(terms []string, units []model.Unit) string {
	for _, t := range terms {
		for _, known := range kindWords {
			if containsAny(local(t), known.words...) {
				return known.kind
			}
		}
	}
	if len(units) == 1 {
		return measurandOf(units[0].Text).kind
	}
	return ""
}

// influenceKind tells what an influence quantity is. Where neither its terms, nor its names,
// nor its unit tell, the first term says it in the document's own word.
func influenceKind(terms []string, unit model.Unit, names ...model.Text) string {
	if kind := kindOf(terms, nil); kind != "" {
		return kind
	}
	for _, name := range names {
		for _, known := range kindWords {
			if containsAny(anyText(name), known.words...) {
				return known.kind
			}
		}
	}
	for _, t := range terms {
		if !strings.HasPrefix(t, "#") {
			return local(t)
		}
	}
	return measurandOf(unit.Text).kind
}

// domains collects what tells the discipline of a certificate: the namespaces of its terms,
// the units of columns that are known to be of the measurand, and those of other columns.
type domains struct{ byTerm, byUnit, byOther map[model.Discipline]bool }

// termDomains are namespaces of refTypes that belong to one discipline.
var termDomains = map[string]model.Discipline{
	"mass": model.DisciplineMechanics, "force": model.DisciplineMechanics, "torque": model.DisciplineMechanics,
	"pressure": model.DisciplineMechanics, "vacuum": model.DisciplineMechanics, "hardness": model.DisciplineMechanics,
	"temperature": model.DisciplineThermal, "dimensional": model.DisciplineLength, "length": model.DisciplineLength,
}

// learn notes what the columns of a table tell of the discipline.
func (d *domains) learn(series model.Series) {
	for _, c := range series.Columns {
		for _, t := range c.RefTypes {
			namespace, _, found := strings.Cut(t, "_")
			if discipline := termDomains[namespace]; found && discipline != "" {
				note(&d.byTerm, discipline)
			}
		}
		set := &d.byUnit
		switch c.Role {
		case model.ColumnInfluence, model.ColumnConformity:
			continue
		case model.ColumnOther:
			set = &d.byOther
		}
		if influenceKind(c.RefTypes, model.Unit{}, c.Label) == "relativeHumidity" { // whose unit, one, tells nothing
			note(set, model.DisciplineThermal)
		}
		for _, u := range c.Units {
			if discipline := measurandOf(u.Text).discipline; discipline != "" {
				note(set, discipline)
			}
		}
	}
}

func note(set *map[model.Discipline]bool, discipline model.Discipline) {
	if *set == nil {
		*set = map[model.Discipline]bool{}
	}
	(*set)[discipline] = true
}

// decideDiscipline sets the discipline of the certificate and its instruments where all that
// tells it tells the same.
func (r *reader) decideDiscipline() {
	var found map[model.Discipline]bool
	for _, set := range []map[model.Discipline]bool{r.domains.byTerm, r.domains.byUnit, r.domains.byOther} {
		if len(found) == 0 {
			found = set
		}
	}
	if len(found) != 1 {
		r.find(ruleDiscipline, r.tree.Root)
		return
	}
	for discipline := range found {
		r.cert.Discipline = discipline
		for _, it := range r.cert.Items {
			for _, i := range r.parcel.Instruments {
				if i.ID == it.InstrumentID {
					i.Discipline = discipline
				}
			}
		}
	}
}
