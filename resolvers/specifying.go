package resolvers

import (
	"metrograph/collect/spec"
	"metrograph/graph/gqlmodel"
	"metrograph/model"
)

// structure answers a structure of the specification; kind is nil for a part of records.
func structure(t spec.Type, kind *model.Kind) *gqlmodel.SpecifiedStructure {
	out := &gqlmodel.SpecifiedStructure{Name: t.Name, Term: term(t.Term), RecordKind: kind}
	for _, f := range t.Fields {
		field := &gqlmodel.SpecifiedField{Name: f.Name, Term: term(f.Term), ValueType: f.Type, List: f.List, Required: f.Required, OwnedByNode: f.Node}
		if f.Refers != "" {
			field.ReferencedKind = &f.Refers
		}
		out.Fields = append(out.Fields, field)
	}
	return out
}

func term(t spec.Term) *model.Text { return &model.Text{Zh: t.Zh, En: t.En} }
