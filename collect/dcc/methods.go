package dcc

import (
	"slices"
	"strings"
	"unicode"

	"metrograph/collect/xmltree"
	"metrograph/model"
)

// methods maps dcc:usedMethods to methods of the certificate, and returns their names for
// the result that they belong to. The first norm of a method is its code; further norms and
// references are basis.
func (r *reader) methods(list *xmltree.Node) []model.Text {
	var names []model.Text
	for _, n := range els(list, "usedMethod") {
		use := model.MethodUse{Name: r.rich(el(n, "name")), Description: r.riches(els(n, "description")),
			RefTypes: refTypes(n)}
		norms := useAll(els(n, "norm"))
		if len(norms) > 0 && len(norms[0]) <= maxCode {
			use.Code, norms = norms[0], norms[1:]
			use.MethodID = r.method(use.Code)
		}
		for _, text := range append(norms, useAll(els(n, "reference"))...) {
			if !slices.Contains(r.cert.Basis, text) {
				r.cert.Basis = append(r.cert.Basis, text)
			}
		}
		r.at(n, "methods[%d]", len(r.cert.Methods))
		r.cert.Methods = append(r.cert.Methods, use)
		if name := use.Name; !name.IsZero() {
			names = append(names, name)
		}
	}
	return names
}

// maxCode is how long a code may be; a longer norm is prose.
const maxCode = 200

// method refers to a documented method by its code, where the text is one.
func (r *reader) method(code string) model.ID {
	if !isDesignation(code) {
		return ""
	}
	for _, m := range r.parcel.Methods {
		if m.Code == code {
			return m.ID
		}
	}
	m := &model.Method{Code: code, NormKind: normKind(code)}
	m.ID = r.parcel.NewID(model.KindMethod)
	r.parcel.Methods = append(r.parcel.Methods, m)
	return m.ID
}

// isDesignation tells whether the text names a document, as DKD-R 5-1:2018 does and GUM,
// which is a whole family, does not.
func isDesignation(text string) bool {
	const longest = 60
	if len(text) > longest || strings.Contains(text, "\n") || !strings.ContainsAny(text, "0123456789") {
		return false
	}
	first := []rune(text)[0]
	return unicode.IsUpper(first) || unicode.Is(unicode.Han, first)
}

// normKind tells the family of a document from how its designation begins.
func normKind(code string) model.NormKind {
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
