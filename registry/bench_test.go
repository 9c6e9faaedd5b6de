package registry_test

import (
	"context"
	"fmt"
	"testing"

	"metrograph/model"
	"metrograph/registry"
	"metrograph/store"
)

// BenchmarkList100 compares, in one run, a page of a hundred certificates under the policy
// with the same page from the store alone.
func BenchmarkList100(b *testing.B) {
	c := newCentre(b)
	gauge := c.instrument(c.thirdParty, "S-1")
	for i := range 300 {
		c.certificate(c.thirdParty, fmt.Sprint("T-", i), about(gauge))
	}
	hundred := 100
	b.Run("policy/anonymous", func(b *testing.B) { c.benchList(b, registry.ListRequest{First: &hundred}, c.anonymous) })
	b.Run("policy/own", func(b *testing.B) {
		c.benchList(b, registry.ListRequest{First: &hundred}, func() context.Context { return c.member(c.thirdParty) })
	})
	b.Run("off", func(b *testing.B) {
		b.ReportAllocs()
		q := store.Query{Kind: model.KindCertificate, Sort: "issuedAt", Desc: true, Limit: hundred, Scope: model.Everything()}
		for b.Loop() {
			pages, err := c.store.List(b.Context(), q)
			if err != nil {
				b.Fatal(err)
			}
			for _, d := range pages[0].Documents {
				if _, err := d.Record(0); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}

func (c *centre) benchList(b *testing.B, q registry.ListRequest, caller func() context.Context) {
	b.ReportAllocs()
	q.Kind = model.KindCertificate
	ctx := caller()
	for b.Loop() {
		pages, err := c.List(ctx, q)
		if err != nil {
			b.Fatal(err)
		}
		if len(pages[0].Records) != 100 {
			b.Fatalf("%d records", len(pages[0].Records))
		}
	}
}
