package registry

import (
	"context"

	"metrograph/model"
	"metrograph/store"
)

// Records as they are kept, for the node itself: whoever asks, and without masks.

// stored returns a record of a kind; NOT_FOUND where there is none with that id.
func stored[R model.Record](ctx context.Context, r *Registry, kind model.Kind, id model.ID) (R, error) {
	var none R
	if id.Kind() != kind {
		return none, model.NotFound()
	}
	documents, err := r.store.Get(ctx, kind, []model.ID{id}, 0)
	if err != nil {
		return none, inside("read "+string(kind), err)
	}
	if documents[0] == nil {
		return none, model.NotFound()
	}
	return recordIn[R](documents[0])
}

// each gives one record of a kind after the other to a function.
func each[R model.Record](ctx context.Context, r *Registry, kind model.Kind, where *Filter, use func(R) error) error {
	q := store.Query{Kind: kind, Scope: model.Everything(), Where: where, Limit: store.MaxPage}
	for {
		pages, err := r.store.List(ctx, q)
		if err != nil {
			return inside("read "+string(kind), err)
		}
		for _, d := range pages[0].Documents {
			record, err := recordIn[R](d)
			if err == nil {
				err = use(record)
			}
			if err != nil {
				return err
			}
			q.After = &d.Key
		}
		if !pages[0].More {
			return nil
		}
	}
}

func recordIn[R model.Record](d *store.Document) (R, error) {
	record, err := d.Record(0)
	if err != nil {
		var none R
		return none, inside("read "+string(d.Kind), err)
	}
	return record.(R), nil
}
