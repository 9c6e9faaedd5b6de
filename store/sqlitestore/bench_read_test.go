package sqlitestore

import (
	"context"
	"testing"

	"metrograph/model"
	"metrograph/store"
)

func in(a model.Attribute, values ...string) model.Condition {
	return model.Condition{Attribute: a, In: values}
}

// callers are what callers may see.
func callers() map[string]model.Scope {
	public := model.Clause{in(model.AttrClassification, "PUBLIC"), in(model.AttrStatus, "PUBLISHED")}
	origin := model.Clause{in(model.AttrOrigin, string(idOf(model.KindInstitution, 3)))}
	maker := func(n int) model.Clause {
		return model.Clause{in(model.AttrManufacturer, string(idOf(model.KindInstitution, n)))}
	}
	provincial := model.Clause{in(model.AttrProvince, "440000", "110000"), in(model.AttrLevel, "THIRD_PARTY", "MANUFACTURER")}
	return map[string]model.Scope{
		"everything":         model.Everything(),
		"anonymous":          {Any: []model.Clause{public}},
		"small manufacturer": {Any: []model.Clause{maker(999)}},
		"manufacturer":       {Any: []model.Clause{public, maker(105)}},
		"provincial":         {Any: []model.Clause{public, origin, provincial}},
		"agreements":         {Any: []model.Clause{public, origin, append(model.Clause{in(model.AttrDiscipline, "LENGTH")}, model.Clause{in(model.AttrOrigin, string(idOf(model.KindInstitution, 7)))}...)}, None: []model.Clause{{in(model.AttrDiscipline, "OPTICS")}}},
	}
}

// BenchmarkRead asks what callers ask.
func BenchmarkRead(b *testing.B) {
	s := loaded(b)
	for name, scope := range callers() {
		q := store.Query{Kind: model.KindCertificate, Scope: scope, Sort: "issuedAt", Desc: true, Limit: 20}
		b.Run("first page/"+name, func(b *testing.B) { pages(b, s, q) })
		b.Run("first page by number/"+name, func(b *testing.B) { q := q; q.Sort = "number"; pages(b, s, q) })
		b.Run("count/"+name, func(b *testing.B) { count(b, s, q) })
		q.Where = store.Where(store.FieldText, store.Contains, "压力计 mettler")
		b.Run("search/"+name, func(b *testing.B) { pages(b, s, q) })
		b.Run("count search/"+name, func(b *testing.B) { count(b, s, q) })
	}
	public := store.Query{Kind: model.KindCertificate, Scope: callers()["anonymous"], Sort: "issuedAt", Desc: true, Limit: 20}
	for name, where := range filters() {
		q := public
		q.Where = where
		b.Run("filter/"+name, func(b *testing.B) { pages(b, s, q) })
		b.Run("count filter/"+name, func(b *testing.B) { count(b, s, q) })
	}
	b.Run("page 100", func(b *testing.B) {
		q := public
		for range 99 {
			page, err := s.List(context.Background(), q)
			if err != nil {
				b.Fatal(err)
			}
			if n := len(page[0].Documents); n > 0 {
				q.After = &page[0].Documents[n-1].Key
			}
		}
		pages(b, s, q)
	})
	b.Run("by id", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			if d, err := s.Get(context.Background(), model.KindCertificate, []model.ID{idOf(model.KindCertificate, 1+i*7919%9999)}, 0); err != nil || d[0] == nil {
				b.Fatal(d, err)
			}
		}
		b.ReportAllocs()
	})
	for name, g := range groupings() {
		g.Kind, g.Scope = model.KindCertificate, callers()["provincial"]
		b.Run("group/"+name, func(b *testing.B) {
			n := 0
			for b.Loop() {
				list, err := s.Group(context.Background(), g)
				if err != nil {
					b.Fatal(err)
				}
				n = len(list)
			}
			b.ReportAllocs()
			b.ReportMetric(float64(n), "buckets")
		})
	}
}

func filters() map[string]*store.Filter {
	return map[string]*store.Filter{
		"instrument":           store.Where("instrument", store.In, string(idOf(model.KindInstrument, 77))),
		"standard":             store.Where("standard", store.In, string(idOf(model.KindInstrument, 9000077))),
		"method and type":      store.All(store.Where("method", store.In, string(idOf(model.KindMethod, 5007))), store.Where("documentType", store.In, "REJECTION_NOTICE")),
		"discipline":           store.Where("discipline", store.In, "OPTICS"),
		"two disciplines, old": store.All(store.Where("discipline", store.In, "OPTICS", "LENGTH"), store.Where("issuedAt", store.Lt, "2015-03-01")),
		"one month":            store.All(store.Where("issuedAt", store.Gte, "2018-05-01"), store.Where("issuedAt", store.Lt, "2018-06-01")),
		"valid until a week":   store.All(store.Where("validUntil", store.Gte, "2018-05-01"), store.Where("validUntil", store.Lt, "2018-05-08")),
		"customer contains":    store.Where("customer", store.Contains, "第123精密"),
		"serial number":        store.Where("serialNumber", store.Prefix, "B000010"),
		"nothing":              store.All(store.Where("stage", store.In, "RAW"), store.Where("level", store.In, "NATIONAL")),
	}
}

func groupings() map[string]store.Grouping {
	by := func(names ...string) []store.Dimension {
		var list []store.Dimension
		for _, n := range names {
			list = append(list, store.Dimension{Field: n})
		}
		return list
	}
	return map[string]store.Grouping{
		"facts":                     {By: by("discipline", "level")},
		"type and conformity":       {By: by("documentType", "conformity")},
		"months and sums":           {By: []store.Dimension{{Field: "issuedAt", Bucket: store.Month}, {Field: "discipline"}}, Sum: []string{"itemCount", "resultCount"}},
		"manufacturers of one year": {By: by("manufacturer"), Where: store.All(store.Where("issuedAt", store.Gte, "2018"), store.Where("issuedAt", store.Lt, "2019"))},
		"search":                    {By: by("documentType"), Where: store.Where(store.FieldText, store.Contains, "压力计 mettler")},
	}
}

func pages(b *testing.B, s *Store, q store.Query) {
	n := 0
	for b.Loop() {
		page, err := s.List(context.Background(), q)
		if err != nil {
			b.Fatal(err)
		}
		n = len(page[0].Documents)
	}
	b.ReportAllocs()
	b.ReportMetric(float64(n), "records")
}

func count(b *testing.B, s *Store, q store.Query) {
	n := int64(0)
	for b.Loop() {
		var err error
		if n, err = s.Count(context.Background(), q); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportAllocs()
	b.ReportMetric(float64(n), "counted")
}
