package mapping

import (
	"strings"
	"unicode"

	"metrograph/collect/parcel"
	"metrograph/model"
)

// IsDesignation tells whether the text names a document, as DKD-R 5-1:2018 does and GUM,
// which is a whole family, does not.
func IsDesignation(text string) bool {
	const longest = 60
	if len(text) > longest || strings.Contains(text, "\n") || !strings.ContainsAny(text, "0123456789") {
		return false
	}
	first := []rune(text)[0]
	return unicode.IsUpper(first) || unicode.Is(unicode.Han, first)
}

// NormKindOf tells the family of a document from how its designation begins.
func NormKindOf(code string) model.NormKind {
	for _, family := range []struct {
		prefix string
		kind   model.NormKind
	}{
		{"JJG", model.NormJJG}, {"JJF", model.NormJJF}, {"GB", model.NormGB}, {"OIML", model.NormOIML},
		{"ISO", model.NormISO}, {"IEC", model.NormISO}, {"DB", model.NormLocal},
	} {
		if rest, found := strings.CutPrefix(code, family.prefix); found && !startsWithLetter(rest) {
			return family.kind
		}
	}
	return model.NormOther
}

func startsWithLetter(s string) bool {
	return s != "" && unicode.IsLetter([]rune(s)[0])
}

// Method refers to a documented method by its code, where the text is one.
func Method(p *parcel.Parcel, code string) model.ID {
	if !IsDesignation(code) {
		return ""
	}
	for _, m := range p.Methods {
		if m.Code == code {
			return m.ID
		}
	}
	m := &model.Method{Code: code, NormKind: NormKindOf(code)}
	m.ID = p.NewID(model.KindMethod)
	p.Methods = append(p.Methods, m)
	return m.ID
}
