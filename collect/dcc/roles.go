package dcc

import (
	"strings"

	"metrograph/collect/xmltree"
	"metrograph/model"
)

// refTypes takes the refType attribute: a list of terms of the form namespace_term. What the
// element refers to by refId follows, each with a number sign.
func refTypes(n *xmltree.Node) []string {
	terms := strings.Fields(n.Attr("refType"))
	for _, id := range strings.Fields(n.Attr("refId")) {
		terms = append(terms, "#"+id)
	}
	return terms
}

// local is a term without its namespace: the same terms are used in several.
func local(term string) string {
	if _, name, found := strings.Cut(term, "_"); found {
		return name
	}
	return term
}

// hasTerm tells whether any of the terms is one of the names, in whatever namespace.
func hasTerm(terms []string, names ...string) bool {
	for _, t := range terms {
		for _, name := range names {
			if local(t) == name {
				return true
			}
		}
	}
	return false
}

// isStandard tells whether the terms call equipment a measurement standard.
func isStandard(terms []string) bool {
	return hasTerm(terms, "normalUsed", "standardUsed", "referenceStandard", "workingStandard", "measurementStandard")
}

// roles is the role of a column for each term that says one.
// Source: refType definitions of PTB's wiki (basic_), and what published certificates use.
var roles = map[string]model.ColumnRole{
	"nominalValue":     model.ColumnNominal,
	"calibrationValue": model.ColumnNominal,
	"calibrationPoint": model.ColumnNominal,
	"setValue":         model.ColumnNominal,
	"targetValue":      model.ColumnNominal,

	"referenceValue": model.ColumnReferenceValue,
	"standardValue":  model.ColumnReferenceValue,

	"indicatedValue": model.ColumnIndication,
	"indication":     model.ColumnIndication,
	"displayValue":   model.ColumnIndication,

	"measuredValue":    model.ColumnMeasuredValue,
	"measuredQuantity": model.ColumnMeasuredValue,
	"conventionalMass": model.ColumnMeasuredValue,

	"measurementError":  model.ColumnError,
	"errorOfIndication": model.ColumnError,
	"indicationError":   model.ColumnError,
	"deviation":         model.ColumnError,

	"correction":      model.ColumnCorrection,
	"correctionValue": model.ColumnCorrection,

	"acceptanceLimitLower": model.ColumnLimitLower,
	"toleranceLimitLower":  model.ColumnLimitLower,
	"acceptanceLimitUpper": model.ColumnLimitUpper,
	"toleranceLimitUpper":  model.ColumnLimitUpper,

	"conformity": model.ColumnConformity,
}

// influenceTerms begin terms of influence quantities; Min and Max may follow.
var influenceTerms = []string{"temperature", "ambientTemperature", "humidityRelative", "humidityAbsolute",
	"pressureAtmospheric", "pressureAbsolute", "airPressure", "airDensity", "gasTemperature"}

// roleOf returns the role that the terms say; ok is false where they say none.
func roleOf(terms []string) (role model.ColumnRole, ok bool) {
	for _, t := range terms {
		if role, ok = roles[local(t)]; ok {
			return role, true
		}
	}
	for _, t := range terms {
		for _, influence := range influenceTerms {
			if rest, found := strings.CutPrefix(local(t), influence); found && (rest == "" || rest == "Min" || rest == "Max") {
				return model.ColumnInfluence, true
			}
		}
	}
	return "", false
}

// nameRoles tells the role from what a column is called, for documents from before refTypes.
// Words that may mean several things, as difference and factor do, are not among them.
var nameRoles = []struct {
	role   model.ColumnRole
	words  []string
	except []string
}{
	{model.ColumnError, []string{"error of indication", "measurement error", "messabweichung", "anzeigefehler", "示值误差"}, nil},
	{model.ColumnCorrection, []string{"correction", "korrektion", "korrektur", "修正值"}, []string{"factor", "faktor"}},
	{model.ColumnNominal, []string{"nominal", "nennwert", "nimellis", "标称"}, nil},
	{model.ColumnReferenceValue, []string{"reference", "referenz", "bezugswert", "referenssi", "参考", "标准值"}, []string{"error", "difference"}},
	{model.ColumnIndication, []string{"indicated", "indication", "angezeigt", "anzeige", "näyttämä", "示值"}, []string{"error", "误差"}},
}

// roleByName returns the role that the name of a column says; ok is false where it says none.
func roleByName(name model.Text) (role model.ColumnRole, ok bool) {
	text := anyText(name)
	for _, known := range nameRoles {
		if containsAny(text, known.words...) && !containsAny(text, known.except...) {
			return known.role, true
		}
	}
	return "", false
}
