package resolvers

import (
	"context"
	"regexp"
	"strings"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"metrograph/model"
)

// join loads what the records of a page point to, as far as the selections of the records
// ask for it, before the fields ask one by one: a kind of record costs one call a level,
// however many records there are. What it cannot load, the fields find out by themselves.
func (o *operation) join(ctx context.Context, selections ast.SelectionSet, records []model.Record) {
	oc := graphql.GetOperationContext(ctx)
	hops := hopsFrom(oc, selections, records)
	wanted := map[recordsKey][]model.ID{}
	for _, h := range hops {
		wanted[h.recordsKey] = append(wanted[h.recordsKey], h.ids...)
	}
	found := make(map[recordsKey]map[model.ID]model.Record, len(wanted))
	var all sync.WaitGroup
	var mu sync.Mutex
	for key, ids := range wanted {
		all.Go(func() {
			loaded := o.preload(ctx, key, ids)
			mu.Lock()
			found[key] = loaded
			mu.Unlock()
		})
	}
	all.Wait()
	for _, h := range hops {
		if next := h.arrive(found[h.recordsKey]); len(next) > 0 {
			o.join(ctx, h.selections, next)
		}
	}
}

// preload loads records and leaves them with the loader that the fields will ask.
func (o *operation) preload(ctx context.Context, key recordsKey, ids []model.ID) map[model.ID]model.Record {
	found := map[model.ID]model.Record{}
	var distinct []model.ID
	for _, id := range ids {
		if _, known := found[id]; !known {
			found[id] = nil
			distinct = append(distinct, id)
		}
	}
	loaded, err := o.registry.Load(ctx, key.kind, distinct, key.fields)
	if err != nil {
		return nil
	}
	o.redact(key.kind, key.fields, loaded.Redacted)
	loader := o.loader(key)
	for i, id := range distinct {
		found[id] = loaded.Records[i]
		loader.Prime(ctx, id, loaded.Records[i])
	}
	return found
}

// hop is an edge as one field selects it, towards records of one kind.
type hop struct {
	recordsKey
	selections ast.SelectionSet
	ids        []model.ID
}

// arrive returns the records that the hop leads to.
func (h *hop) arrive(found map[model.ID]model.Record) []model.Record {
	var records []model.Record
	for _, id := range h.ids {
		if record := found[id]; record != nil {
			records = append(records, record)
		}
	}
	return records
}

// hopsFrom finds the edges that selections follow from records.
func hopsFrom(oc *graphql.OperationContext, selections ast.SelectionSet, records []model.Record) []*hop {
	type edge struct {
		path  string
		alias int
		kind  model.Kind
	}
	plans := map[model.Kind]plan{}
	hops := map[edge]*hop{}
	var order []*hop
	for _, record := range records {
		kind := record.Kind()
		if plans[kind] == nil {
			plans[kind] = plan{}
			plans[kind].add(oc, collect(oc, kind, selections), "")
		}
		if len(plans[kind]) == 0 {
			continue
		}
		for _, ref := range referencesOf(record) {
			if ref.to == "" {
				continue
			}
			for alias, below := range plans[kind][ref.path] {
				at := edge{ref.path, alias, ref.kind}
				if hops[at] == nil {
					hops[at] = &hop{recordsKey: recordsKey{ref.kind, fieldsOf(oc, ref.kind, below)}, selections: below}
					order = append(order, hops[at])
				}
				hops[at].ids = append(hops[at].ids, ref.to)
			}
		}
	}
	return order
}

// plan is the edges to records that are selected of a record, by their paths in it: of each,
// what is selected below, once an alias.
type plan map[string][]ast.SelectionSet

func (p plan) add(oc *graphql.OperationContext, fields []graphql.CollectedField, prefix string) {
	for _, field := range fields {
		target := field.Definition.Type.Name()
		switch path := prefix + field.Name; {
		case len(field.Selections) == 0 || strings.HasSuffix(target, "Connection") || field.IsDeferred():
		case target == "Record" || kindOfType(target) != "":
			p[path] = append(p[path], field.Selections)
		default: // a part of the record
			p.add(oc, graphql.CollectFields(oc, field.Selections, nil), path+".")
		}
	}
}

// reference is a pointer of a record, with its path as the schema has it.
type reference struct {
	path string
	to   model.ID
	kind model.Kind
}

var index = regexp.MustCompile(`\[\d+\]`)

// referencesOf lists the pointers of a record, those of its head included.
func referencesOf(record model.Record) []reference {
	head := record.Base()
	list := []reference{{"origin", head.Origin, model.KindInstitution}}
	for _, id := range head.Manufacturers {
		list = append(list, reference{"manufacturers", id, model.KindInstitution})
	}
	for _, ref := range record.References() {
		kind := ref.Kind
		if kind == "" {
			kind = kindOf(ref.To)
		}
		list = append(list, reference{index.ReplaceAllString(ref.Path(), ""), ref.To, kind})
	}
	return list
}
