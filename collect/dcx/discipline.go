package dcx

import (
	"strings"

	"metrograph/collect/xmltree"
	"metrograph/model"
)

// disciplines by the part of ISO 80000 that a quantity is numbered in.
var disciplines = map[string]model.Discipline{
	"3": model.DisciplineLength, "4": model.DisciplineMechanics, "5": model.DisciplineThermal, "6": model.DisciplineElectromagnetics,
	"7": model.DisciplineOptics, "8": model.DisciplineAcoustics, "9": model.DisciplineChemistry, "10": model.DisciplineIonizingRadiation,
}

// discipline decides by the quantities whose bias was found, or that were indicated: the
// parts of ISO 80000 are nearly the disciplines, but for time and frequency, which are in its
// part on space and time.
func (r *reader) discipline(n *xmltree.Node) {
	found := map[model.Discipline]bool{}
	for _, res := range r.cert.Results {
		for _, s := range res.Series {
			for _, c := range s.Columns {
				if code := quantityCode(c.RefTypes); code != "" && (c.Role == model.ColumnError || c.Role == model.ColumnCorrection || c.Role == model.ColumnIndication) {
					found[disciplineOf(code, c.QuantityKind)] = true
				}
			}
		}
	}
	delete(found, "")
	if len(found) != 1 {
		r.Find(ruleDiscipline, n)
		return
	}
	for d := range found {
		r.cert.Discipline = d
	}
}

func disciplineOf(code, quantity string) model.Discipline {
	if part, _, _ := strings.Cut(code, "-"); part != "3" {
		return disciplines[part]
	}
	for _, word := range []string{"time", "duration", "frequency", "period"} {
		if strings.Contains(quantity, word) {
			return model.DisciplineTimeFrequency
		}
	}
	return model.DisciplineLength
}

// quantityCode is the number of a quantity in ISO 80000 among the terms of a column.
func quantityCode(terms []string) string {
	for _, t := range terms {
		if code, found := strings.CutPrefix(t, isoPrefix); found {
			return code
		}
	}
	return ""
}
