package telemetry

import (
	"context"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"metrograph/model"
	"metrograph/store"
)

var serviceName = attribute.String("service.name", "metrograph")

// Store gives each call of a store a span. It has the kind and the number of what is asked for,
// and no values.
func (c *Collector) Store(s store.Store) store.Store {
	if c == nil {
		return s
	}
	return traced{s, c.Tracer()}
}

type traced struct {
	store.Store
	tracer trace.Tracer
}

// begin begins the span of a call, which the function that it returns ends.
func (t traced) begin(ctx context.Context, call string, kind model.Kind, number int) (context.Context, func(error)) {
	ctx, span := t.tracer.Start(ctx, "store "+call, trace.WithAttributes(
		attribute.String("metrograph.kind", string(kind)), attribute.Int("metrograph.number", number)))
	return ctx, func(err error) {
		if err != nil {
			span.SetStatus(codes.Error, string(model.CodeOf(err)))
		}
		span.End()
	}
}

func (t traced) Get(ctx context.Context, kind model.Kind, ids []model.ID, fields model.FieldSet) ([]*store.Document, error) {
	ctx, end := t.begin(ctx, "get", kind, len(ids))
	documents, err := t.Store.Get(ctx, kind, ids, fields)
	end(err)
	return documents, err
}

func (t traced) Facts(ctx context.Context, ids []model.ID) ([]*model.Facts, error) {
	ctx, end := t.begin(ctx, "facts", "", len(ids))
	facts, err := t.Store.Facts(ctx, ids)
	end(err)
	return facts, err
}

func (t traced) Lookup(ctx context.Context, kind model.Kind, keys []string) ([]*store.Document, error) {
	ctx, end := t.begin(ctx, "lookup", kind, len(keys))
	documents, err := t.Store.Lookup(ctx, kind, keys)
	end(err)
	return documents, err
}

func (t traced) List(ctx context.Context, queries ...store.Query) ([]store.Page, error) {
	var kind model.Kind
	if len(queries) > 0 {
		kind = queries[0].Kind
	}
	ctx, end := t.begin(ctx, "list", kind, len(queries))
	pages, err := t.Store.List(ctx, queries...)
	end(err)
	return pages, err
}

func (t traced) Count(ctx context.Context, q store.Query) (int64, error) {
	ctx, end := t.begin(ctx, "count", q.Kind, 1)
	n, err := t.Store.Count(ctx, q)
	end(err)
	return n, err
}

func (t traced) Group(ctx context.Context, g store.Grouping) ([]store.Bucket, error) {
	ctx, end := t.begin(ctx, "group", g.Kind, 1)
	buckets, err := t.Store.Group(ctx, g)
	end(err)
	return buckets, err
}

func (t traced) Scan(ctx context.Context, s store.Scan, each func([]store.Cell) error) error {
	ctx, end := t.begin(ctx, "scan", s.Kind, len(s.Fields))
	err := t.Store.Scan(ctx, s, each)
	end(err)
	return err
}

func (t traced) Commit(ctx context.Context, changes []store.Change) ([]store.Outcome, error) {
	ctx, end := t.begin(ctx, "commit", "", len(changes))
	outcomes, err := t.Store.Commit(ctx, changes)
	end(err)
	return outcomes, err
}

func (t traced) History(ctx context.Context, kind model.Kind, id model.ID, before, limit int) ([]store.Entry, error) {
	ctx, end := t.begin(ctx, "history", kind, 1)
	entries, err := t.Store.History(ctx, kind, id, before, limit)
	end(err)
	return entries, err
}
