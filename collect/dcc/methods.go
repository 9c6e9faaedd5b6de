package dcc

import (
	"slices"

	"metrograph/collect/mapping"
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
			use.MethodID = mapping.Method(r.parcel, use.Code)
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
