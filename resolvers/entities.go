package resolvers

import (
	"context"

	"metrograph/model"
)

// Entities answers a federation gateway: the records that representations name, in their
// order, nil where there is none that the caller may read. Records of one kind are loaded in
// one call, under the same rules as everywhere.
func (r *Resolver) Entities(ctx context.Context, representations []map[string]any) ([]model.Record, error) {
	none := make([]model.Record, len(representations))
	if len(representations) > r.limits.Records {
		return none, tooMany("representations", r.limits.Records)
	}
	ids := make([]model.ID, len(representations))
	kinds := make([]model.Kind, len(representations))
	for i, representation := range representations {
		var err error
		if kinds[i], ids[i], err = entity(representation); err != nil {
			return none, err
		}
	}
	found, err := roots(ctx, ids, func(i int) model.Kind { return kinds[i] })
	if err != nil {
		return none, err
	}
	return found, nil
}

func entity(representation map[string]any) (model.Kind, model.ID, error) {
	name, _ := representation["__typename"].(string)
	id, ok := representation["id"].(string)
	for _, kind := range entityKinds() {
		if kind.TypeName() == name && ok {
			return kind, model.ID(id), nil
		}
	}
	return "", "", invalid("representations", "a representation needs the name of an entity's type as __typename, and its id")
}

// entityKinds are the kinds of record that other graphs may refer to.
func entityKinds() []model.Kind {
	return []model.Kind{model.KindInstitution, model.KindCertificate, model.KindInstrument, model.KindMethod,
		model.KindPerson, model.KindDataset, model.KindEnvironment}
}

func tooMany(what string, limit int) error {
	e := model.Errorf(model.CodeLimitExceeded, "at most %d %s in one request", limit, what)
	e.Path = what
	return e
}
