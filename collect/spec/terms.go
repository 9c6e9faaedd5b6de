package spec

import (
	_ "embed"
	"slices"
	"strings"

	"metrograph/model"
)

// Term is what something is called, and what is to be said of it.
type Term struct {
	En, Zh string
	More   string
}

// termTable has the terms of the GraphQL schema, a line each: the name, English, Chinese, more.
// A test of the program's keeps it so.
//
//go:embed terms.tsv
var termTable string

func terms() map[string]Term {
	all := map[string]Term{"Replica.seal": {"Seal", "封印", "Of the origin's node over the record."}} // which callers of the API do not see
	for line := range strings.Lines(termTable) {
		if parts := strings.Split(strings.TrimSuffix(line, "\n"), "\t"); len(parts) == 4 {
			all[parts[0]] = Term{parts[1], parts[2], parts[3]}
		}
	}
	return all
}

// required tells whether a record is refused where a field is missing. Others that should be there
// are warned of.
func required(field string) bool {
	switch field {
	case "Certificate.number", "Instrument.name", "Person.name", "Method.code", "Method.kind",
		"Institution.name", "Institution.kind", "Assignment.role", "Column.role", "MeasurementResult.adjustment",
		"Amendment.kind", "Accreditation.kind", "Capability.range", "Capability.uncertainty", "Uncertainty.kind", "ColumnUncertainty.kind":
		return true
	}
	return false
}

// refers is the kind of record that a field points to; empty where it points to none, or any.
func refers(field string) model.Kind {
	switch field {
	case "Certificate.issuer", "Certificate.customerInstitution", "Instrument.manufacturerInstitution", "Instrument.ownerInstitution",
		"Person.institution", "Institution.parent":
		return model.KindInstitution
	case "Item.instrument", "StandardUse.instrument", "Influence.device":
		return model.KindInstrument
	case "StandardUse.certificate", "Amendment.certificate":
		return model.KindCertificate
	case "MethodUse.method", "Method.supersededBy":
		return model.KindMethod
	case "Assignment.person":
		return model.KindPerson
	case "Certificate.environments":
		return model.KindEnvironment
	case "Certificate.attachments":
		return model.KindAttachment
	}
	return ""
}

func sortByName[T any](list []T, name func(T) string) {
	slices.SortFunc(list, func(a, b T) int { return strings.Compare(name(a), name(b)) })
}
