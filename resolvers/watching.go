package resolvers

import (
	"context"

	"metrograph/graph/gqlmodel"
	"metrograph/model"
	"metrograph/registry"
)

// watch tells of the changes of records until the request ends.
func (r *Resolver) watch(ctx context.Context, filter *gqlmodel.RecordChangeFilter, since *string) (<-chan *gqlmodel.RecordChange, error) {
	q, err := watchRequest(filter)
	if err != nil {
		return nil, err
	}
	follower := operationOf(ctx).following
	q.Since, q.Pace = follower.since(since), follower.pace()
	changes, err := r.registry.Watch(ctx, q)
	if err != nil {
		return nil, err
	}
	out := make(chan *gqlmodel.RecordChange)
	go func() {
		defer close(out)
		for c := range changes {
			told := &gqlmodel.RecordChange{Cursor: c.Cursor, Operation: gqlmodel.RevisionOperation(c.Operation), ID: c.ID,
				RecordKind: c.ID.Kind(), Version: c.Version, At: given(c.At)}
			follower.note(c.Cursor)
			select {
			case <-ctx.Done(): // the registry ends the changes
			case out <- told:
			}
		}
	}()
	return out, nil
}

func watchRequest(filter *gqlmodel.RecordChangeFilter) (q registry.WatchRequest, err error) {
	if filter == nil {
		return q, nil
	}
	q.Kinds, q.IDs, q.Where = filter.Kinds, filter.Ids, map[model.Kind]*registry.Filter{}
	for _, operation := range filter.Operations {
		q.Operations = append(q.Operations, string(operation))
	}
	for kind, where := range map[model.Kind]map[string]any{model.KindCertificate: filter.Certificate, model.KindInstrument: filter.Instrument} {
		if where == nil {
			continue
		}
		if q.Where[kind], err = registry.ParseFilter(kind, plainMap(where)); err != nil {
			return q, err
		}
	}
	return q, nil
}

// watchJob tells how a job goes on until it has ended or the request does.
func (r *Resolver) watchJob(ctx context.Context, id model.ID) (<-chan *model.CollectionJob, error) {
	events, err := r.registry.WatchJob(ctx, id)
	if err != nil {
		return nil, err
	}
	o, fields := operationOf(ctx), selected(ctx, model.KindCollectionJob)
	out := make(chan *model.CollectionJob)
	go func() {
		defer close(out)
		for e := range events {
			o.tell(model.KindCollectionJob, fields, e.Redacted)
			select {
			case <-ctx.Done(): // the registry ends the events
			case out <- e.Job:
			}
		}
	}()
	return out, nil
}
