package main

import (
	_ "embed"
	"encoding/json"
	"slices"
	"strings"

	"metrograph/examples/supergraph/products/graph"
)

//go:embed catalogue.json
var ledger []byte

// catalogue is what the manufacturer knows of its products, from its own books.
type catalogue struct {
	Manufacturer struct{ Name, CreditCode string }
	Products     []*graph.Product

	recalls []*graph.RecallNotice // the newest first
}

// readCatalogue reads the books and ties together what belongs together in them.
func readCatalogue(data []byte) (*catalogue, error) {
	c := &catalogue{}
	if err := json.Unmarshal(data, c); err != nil {
		return nil, err
	}
	for _, product := range c.Products {
		product.Manufacturer = &graph.Institution{CreditCode: &c.Manufacturer.CreditCode}
		for _, recall := range product.Recalls {
			recall.Product = product
			for i, instrument := range recall.Instruments {
				recall.Instruments[i] = c.instrument(product.Model, *instrument.SerialNumber)
			}
		}
		c.recalls = append(c.recalls, product.Recalls...)
	}
	slices.SortFunc(c.recalls, func(a, b *graph.RecallNotice) int { return strings.Compare(b.IssuedAt, a.IssuedAt) })
	return c, nil
}

// instrument is one that the manufacturer delivered, with its product, if that is still sold.
func (c *catalogue) instrument(model, serialNumber string) *graph.Instrument {
	one := &graph.Instrument{Manufacturer: &c.Manufacturer.Name, Model: &model, SerialNumber: &serialNumber, Product: c.product(model), Recalls: []*graph.RecallNotice{}}
	if one.Product == nil {
		return one
	}
	affected := func(other *graph.Instrument) bool { return strings.EqualFold(*other.SerialNumber, serialNumber) }
	for _, recall := range one.Product.Recalls {
		if slices.ContainsFunc(recall.Instruments, affected) {
			one.Recalls = append(one.Recalls, recall)
		}
	}
	return one
}

// product is the product of a model, in whatever case it is written; nil where there is none.
func (c *catalogue) product(model string) *graph.Product {
	for _, product := range c.Products {
		if strings.EqualFold(product.Model, model) {
			return product
		}
	}
	return nil
}

// recall is the notice of a number; nil where there is none.
func (c *catalogue) recall(number string) *graph.RecallNotice {
	for _, recall := range c.recalls {
		if recall.Number == number {
			return recall
		}
	}
	return nil
}
