package mongostore

import (
	"context"
	"slices"
	"strings"

	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"metrograph/model"
	"metrograph/store"
)

// The collections beside those of the records, each of which has the name of its kind.
const (
	journalName = "journal"
	stateName   = "state"
)

// indexing is what a collection is to be indexed by: fields in order. The name follows from
// the fields, so that an index that another start of the node made is recognized.
type indexing struct {
	fields []string
	unique bool
	sparse bool
}

func (x indexing) name() string {
	return strings.ReplaceAll(strings.Join(x.fields, "_"), fieldValues+".", "")
}

func (x indexing) model() mongo.IndexModel {
	keys := doc()
	for _, f := range x.fields {
		keys = append(keys, doc(f, 1)...)
	}
	o := options.Index().SetName(x.name())
	if x.unique {
		o.SetUnique(true)
	}
	if x.sparse {
		o.SetSparse(true)
	}
	return mongo.IndexModel{Keys: keys, Options: o}
}

// indexesOf lists the indexes of a kind: each path and the terms in the primary order, every
// further sort key by itself, and the unique key. The key's index is not a unique one: that no
// two records share a key is decided in the journal, and a record that gave its key to another
// may be rolled forward after that one.
func indexesOf(schema *store.Schema) []indexing {
	ordered := func(fields ...string) indexing {
		if schema.Primary != "" {
			fields = append(fields, path(schema.Primary))
		}
		return indexing{fields: append(fields, fieldID)}
	}
	list := []indexing{{fields: []string{fieldKey}}}
	for _, p := range schema.Paths {
		fields := make([]string, len(p))
		for i, f := range p {
			fields[i] = path(f)
		}
		if x := ordered(fields...); len(x.fields) > 1 {
			list = append(list, x)
		}
	}
	if len(schema.TermReads) > 0 {
		list = append(list, ordered(fieldTerms))
	}
	for _, f := range schema.Fields {
		if f.Sort && f.Name != "id" && f.Name != schema.Primary {
			list = append(list, indexing{fields: []string{path(f.Name), fieldID}})
		}
	}
	return distinct(list)
}

// distinct drops indexings that have the name of one before, as a path by the only sort key.
func distinct(list []indexing) []indexing {
	seen := map[string]bool{}
	var kept []indexing
	for _, x := range list {
		if !seen[x.name()] {
			seen[x.name()] = true
			kept = append(kept, x)
		}
	}
	return kept
}

// journalIndexes are what makes the journal right: a revision is written once, and a claim to
// a unique key is made once.
func journalIndexes() []indexing {
	return []indexing{
		{fields: []string{entryKind, entryID, entryVersion}, unique: true},
		{fields: []string{entryClaim, entryGeneration}, unique: true, sparse: true},
	}
}

// createIndexes makes the indexes that there are not yet.
func (s *Store) createIndexes(ctx context.Context) error {
	if err := s.createOn(ctx, journalName, journalIndexes()); err != nil {
		return err
	}
	for _, kind := range model.Kinds() {
		if err := s.createOn(ctx, string(kind), indexesOf(store.SchemaOf(kind))); err != nil {
			return err
		}
	}
	return nil
}

// createOn makes what is missing of a list. It looks first: a server may be one that this
// node can only read and write on.
func (s *Store) createOn(ctx context.Context, collection string, list []indexing) error {
	view := s.db.Collection(collection).Indexes()
	there, err := view.ListSpecifications(ctx)
	if err != nil {
		return err
	}
	var models []mongo.IndexModel
	for _, x := range list {
		if !slices.ContainsFunc(there, func(y mongo.IndexSpecification) bool { return y.Name == x.name() }) {
			models = append(models, x.model())
		}
	}
	if len(models) == 0 {
		return nil
	}
	_, err = view.CreateMany(ctx, models)
	return err
}
