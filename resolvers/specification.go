package resolvers

import (
	"context"

	"metrograph/collect/spec"
	"metrograph/graph/gqlmodel"
	"metrograph/model"
)

// CollectionSpecification is the resolver for the collectionSpecification field.
func (r *queryResolver) CollectionSpecification(ctx context.Context) (*gqlmodel.CollectionSpecification, error) {
	s := spec.Load()
	schema, err := s.JSONSchema()
	if err != nil {
		return nil, err
	}
	out := &gqlmodel.CollectionSpecification{Units: pointers(model.Units()), JSONSchema: string(schema)}
	for i, kind := range spec.Collected() {
		out.Structures = append(out.Structures, structure(s.Kinds[i], &kind))
	}
	for _, part := range s.Parts {
		out.Structures = append(out.Structures, structure(part, nil))
	}
	for _, e := range s.Enums {
		list := &gqlmodel.SpecifiedCodeList{Name: e.Name, Term: term(e.Term)}
		for _, v := range e.Values {
			list.Codes = append(list.Codes, &gqlmodel.SpecifiedCode{Code: v.Code, Term: term(v.Term)})
		}
		out.CodeLists = append(out.CodeLists, list)
	}
	for _, r := range model.Rules() {
		out.Rules = append(out.Rules, &gqlmodel.SpecifiedRule{Rule: r.ID, Severity: r.Severity, Clause: r.Clause, Message: &r.Message})
	}
	return out, nil
}
