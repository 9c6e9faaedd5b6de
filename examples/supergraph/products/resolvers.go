package main

import (
	"context"
	"strings"

	"metrograph/examples/supergraph/products/graph"
)

// resolver answers from the catalogue. It asks nobody who they are: what a manufacturer says of
// its products is for everybody. Who may read the instruments is the metrology centre's to say.
type resolver struct{ books *catalogue }

// Query returns what answers the root fields.
func (r resolver) Query() graph.QueryResolver { return queries{r.books} }

// Entity returns what answers for the things that other graphs name by their keys.
func (r resolver) Entity() graph.EntityResolver { return entities{r.books} }

// Text returns what answers the fields of texts.
func (r resolver) Text() graph.TextResolver { return texts{} }

type queries struct{ books *catalogue }

// Products are all of the products.
func (q queries) Products(context.Context) ([]*graph.Product, error) { return q.books.Products, nil }

// Product is the product of a model.
func (q queries) Product(_ context.Context, model string) (*graph.Product, error) {
	return q.books.product(model), nil
}

// RecallNotices are all notices.
func (q queries) RecallNotices(context.Context) ([]*graph.RecallNotice, error) {
	return q.books.recalls, nil
}

type entities struct{ books *catalogue }

// FindManyProductByModels finds the products of models.
func (e entities) FindManyProductByModels(_ context.Context, keys []*graph.ProductByModelsInput) ([]*graph.Product, error) {
	return each(keys, func(key *graph.ProductByModelsInput) *graph.Product { return e.books.product(key.Model) })
}

// FindManyRecallNoticeByNumbers finds the notices of numbers.
func (e entities) FindManyRecallNoticeByNumbers(_ context.Context, keys []*graph.RecallNoticeByNumbersInput) ([]*graph.RecallNotice, error) {
	return each(keys, func(key *graph.RecallNoticeByNumbersInput) *graph.RecallNotice { return e.books.recall(key.Number) })
}

// FindManyInstrumentByManufacturerAndModelAndSerialNumbers finds the instruments that the
// manufacturer made.
func (e entities) FindManyInstrumentByManufacturerAndModelAndSerialNumbers(_ context.Context, keys []*graph.InstrumentByManufacturerAndModelAndSerialNumbersInput) ([]*graph.Instrument, error) {
	return each(keys, func(key *graph.InstrumentByManufacturerAndModelAndSerialNumbersInput) *graph.Instrument {
		if key.Manufacturer == nil || key.Model == nil || key.SerialNumber == nil || !strings.EqualFold(*key.Manufacturer, e.books.Manufacturer.Name) {
			return nil
		}
		return e.books.instrument(*key.Model, *key.SerialNumber)
	})
}

// each finds one thing for each key.
func each[K, T any](keys []K, find func(K) *T) ([]*T, error) {
	found := make([]*T, len(keys))
	for i, key := range keys {
		found[i] = find(key)
	}
	return found, nil
}

type texts struct{}

// Best is the text in the first of the languages that it has; else in English, in Chinese, or in
// whatever language there is, as at the metrology centre.
func (texts) Best(_ context.Context, t *graph.Text, languages []string) (*string, error) {
	in := map[string]*string{"zh": t.Zh, "en": t.En}
	for _, other := range t.Other {
		if other.Lang != nil {
			in[*other.Lang] = other.Text
		}
	}
	for _, language := range append(languages, "en", "zh") {
		if in[language] != nil {
			return in[language], nil
		}
	}
	if len(t.Other) > 0 {
		return t.Other[0].Text, nil
	}
	return nil, nil
}
