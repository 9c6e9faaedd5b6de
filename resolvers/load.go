package resolvers

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/graph-gophers/dataloader/v7"

	"metrograph/model"
	"metrograph/registry"
)

// maxBatch bounds how many records or lists one call of the registry asks for.
const maxBatch = 500

// recordsKey tells loads that cannot share a call: of other kinds or of other fields.
type recordsKey struct {
	kind   model.Kind
	fields model.FieldSet
}

// load asks for a record together with what other fields of the request ask for. The answer
// is nil where the record is missing, hidden or misnamed.
func (o *operation) load(ctx context.Context, key recordsKey, id model.ID) dataloader.Thunk[model.Record] {
	return o.loader(key).Load(ctx, id)
}

func (o *operation) loader(key recordsKey) *dataloader.Loader[model.ID, model.Record] {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.records[key] == nil {
		o.records[key] = newLoader(o, func(ctx context.Context, ids []model.ID) ([]model.Record, error) {
			loaded, err := o.registry.Load(ctx, key.kind, ids, key.fields)
			o.redact(key.kind, key.fields, loaded.Redacted)
			return loaded.Records, err
		})
	}
	return o.records[key]
}

// list asks for a page together with the pages that the same field has below other parents.
// Pages of other fields have calls of their own: the fault of one must not be another's.
func (o *operation) list(ctx context.Context, request *registry.ListRequest) (registry.Page, error) {
	field := graphql.GetFieldContext(ctx).Field.Field
	o.mu.Lock()
	loader := o.lists[field]
	if loader == nil {
		loader = newLoader(o, o.pages)
		o.lists[field] = loader
	}
	o.mu.Unlock()
	return loader.Load(ctx, request)()
}

// pages lists in one call, and joins what all of the pages point to.
func (o *operation) pages(ctx context.Context, asked []*registry.ListRequest) ([]registry.Page, error) {
	requests := make([]registry.ListRequest, len(asked))
	for i := range asked {
		requests[i] = *asked[i]
	}
	pages, err := o.registry.List(ctx, requests...)
	if err != nil {
		return nil, err
	}
	var all []model.Record
	for _, page := range pages {
		all = append(all, page.Records...)
	}
	o.join(ctx, selections(ctx, "edges", "node"), all)
	return pages, nil
}

// newLoader makes a loader that gathers keys for a short while and answers them together. The
// fault of one key is not that of the others, which have come together by chance: they are
// asked for again, each by itself.
func newLoader[K comparable, V any](o *operation, load func(context.Context, []K) ([]V, error)) *dataloader.Loader[K, V] {
	var batch func(ctx context.Context, keys []K) []*dataloader.Result[V]
	batch = func(ctx context.Context, keys []K) (results []*dataloader.Result[V]) {
		values, err := load(ctx, keys)
		for i := range keys {
			switch {
			case err == nil:
				results = append(results, &dataloader.Result[V]{Data: values[i]})
			case len(keys) > 1 && model.CodeOf(err) != model.CodeInternal:
				results = append(results, batch(ctx, keys[i:i+1])...)
			default:
				results = append(results, &dataloader.Result[V]{Error: err})
			}
		}
		return results
	}
	return dataloader.NewBatchedLoader(batch, dataloader.WithWait[K, V](o.wait),
		dataloader.WithBatchCapacity[K, V](maxBatch), dataloader.WithInputCapacity[K, V](maxBatch))
}

// one returns the record of R's kind that an edge points to, with the fields that are
// selected of it; nil where it points to nothing that the caller may read.
func one[R model.Record](ctx context.Context, id model.ID) (found R, err error) {
	if id == "" {
		return found, nil
	}
	kind := found.Kind()
	record, err := operationOf(ctx).load(ctx, recordsKey{kind, selected(ctx, kind)}, id)()
	found, _ = record.(R)
	return found, err
}

// many returns the records of R's kind that an edge points to, those left out that are not
// there for the caller; nil where the edge itself is masked.
func many[R model.Record](ctx context.Context, ids []model.ID) ([]R, error) {
	var none R
	all, err := records(ctx, ids, func(int) model.Kind { return none.Kind() })
	if ids == nil || err != nil {
		return nil, err
	}
	found := make([]R, 0, len(all))
	for _, record := range all {
		if r, ok := record.(R); ok {
			found = append(found, r)
		}
	}
	return found, nil
}

// mixed returns records of whatever kinds, as [many] does.
func mixed(ctx context.Context, ids []model.ID) ([]model.Record, error) {
	all, err := records(ctx, ids, func(i int) model.Kind { return kindOf(ids[i]) })
	if ids == nil || err != nil {
		return nil, err
	}
	return present(all), nil
}

// present leaves out the records that are not there.
func present(all []model.Record) []model.Record {
	found := make([]model.Record, 0, len(all))
	for _, record := range all {
		if record != nil {
			found = append(found, record)
		}
	}
	return found
}

// roots returns records in the order of their ids, as [records] does, for a field that
// begins a request, and joins what they point to.
func roots(ctx context.Context, ids []model.ID, kindAt func(i int) model.Kind) ([]model.Record, error) {
	found, err := records(ctx, ids, kindAt)
	if err == nil {
		operationOf(ctx).join(ctx, selections(ctx), present(found))
	}
	return found, err
}

// records loads records in the order of their ids, nil where one is not there.
func records(ctx context.Context, ids []model.ID, kindAt func(i int) model.Kind) ([]model.Record, error) {
	o := operationOf(ctx)
	fields := map[model.Kind]model.FieldSet{}
	thunks := make([]dataloader.Thunk[model.Record], len(ids))
	for i, id := range ids {
		kind := kindAt(i)
		if _, known := fields[kind]; !known {
			fields[kind] = selected(ctx, kind)
		}
		thunks[i] = o.load(ctx, recordsKey{kind, fields[kind]}, id)
	}
	found := make([]model.Record, len(ids))
	for i, thunk := range thunks {
		record, err := thunk()
		if err != nil {
			return nil, err
		}
		found[i] = record
	}
	return found, nil
}

// kindOf is the kind of the record that an identifier names. What is no identifier of a
// record that is served is looked for as a certificate, so that it costs what a missing one
// does.
func kindOf(id model.ID) model.Kind {
	if kind := id.Kind(); kind != "" && kind != model.KindCredential {
		return kind
	}
	return model.KindCertificate
}
