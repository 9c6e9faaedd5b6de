package storetest

import (
	"testing"

	"pgregory.net/rapid"

	"metrograph/model"
	"metrograph/store"
)

func scopeCases() []testCase {
	return []testCase{
		{"a scope bounds every answer", testScopes},
		{"a large scope", testLargeScope},
		{"answers equal those of looking at every record", testEquivalence},
	}
}

// scopes are what callers may see, as policies write it.
func scopes() map[string]model.Scope {
	in := func(a model.Attribute, values ...string) model.Condition {
		return model.Condition{Attribute: a, In: values}
	}
	public := model.Clause{in(model.AttrClassification, "PUBLIC"), in(model.AttrStatus, "PUBLISHED")}
	own := model.Clause{in(model.AttrOrigin, string(institution(1)))}
	made := model.Clause{in(model.AttrManufacturer, string(institution(11)))}
	provincial := model.Clause{in(model.AttrProvince, "440000"), in(model.AttrLevel, "THIRD_PARTY", "MANUFACTURER")}
	return map[string]model.Scope{
		"nothing":               {},
		"nothing but excluded":  {None: []model.Clause{own}},
		"everything":            model.Everything(),
		"public":                {Any: []model.Clause{public}},
		"manufacturer":          {Any: []model.Clause{public, made}},
		"several manufacturers": {Any: []model.Clause{{in(model.AttrManufacturer, string(institution(11)), string(institution(12)), string(institution(13)))}}},
		"provincial":            {Any: []model.Clause{public, own, provincial}},
		"less":                  {Any: []model.Clause{public, own, made}, None: []model.Clause{{in(model.AttrDiscipline, "THERMAL")}, {in(model.AttrManufacturer, string(institution(12)))}}},
		"all but":               {Any: []model.Clause{{}}, None: []model.Clause{own, provincial}},
		"all but all":           {Any: []model.Clause{{}}, None: []model.Clause{{}}},
		"overlapping":           {Any: []model.Clause{{}, public, own, public, {in(model.AttrLevel, "NATIONAL"), in(model.AttrLevel, "NATIONAL", "PROVINCIAL")}}},
		"nobody":                {Any: []model.Clause{{in(model.AttrOrigin, "nobody")}, {in(model.AttrRegion)}, {in(model.AttrLevel, "NATIONAL"), in(model.AttrLevel, "PROVINCIAL")}}},
		"empty values":          {Any: []model.Clause{{in(model.AttrRegion, "", "bad")}, {in(model.AttrDiscipline, "")}}},
	}
}

// testScopes: lists, counts and groups have the records of the scope and no other.
func testScopes(t *testing.T, open Open) {
	s, n := populated(t, open, newWorld(9).certificates(80))
	for name, scope := range scopes() {
		t.Run(name, func(t *testing.T) {
			for _, where := range []*store.Filter{nil, store.Where("discipline", store.In, "LENGTH", "THERMAL"), store.Where("text", store.Contains, "压力")} {
				for _, sort := range []string{"", "issuedAt", "number"} {
					for _, desc := range []bool{false, true} {
						n.agree(t, s, store.Query{Kind: model.KindCertificate, Scope: scope, Where: where, Sort: sort, Desc: desc, Limit: 10})
					}
				}
				n.agreeCount(t, s, store.Query{Kind: model.KindCertificate, Scope: scope, Where: where})
				n.agreeGroup(t, s, store.Grouping{Kind: model.KindCertificate, Scope: scope, Where: where, By: []store.Dimension{{Field: "level"}, {Field: "manufacturer"}}})
			}
		})
	}
}

// testLargeScope: a caller with agreements with very many institutions.
func testLargeScope(t *testing.T, open Open) {
	s, n := populated(t, open, newWorld(10).certificates(40))
	var scope model.Scope
	for i := range 120 {
		scope.Any = append(scope.Any, model.Clause{
			{Attribute: model.AttrOrigin, In: []string{string(institution(2 + i))}},
			{Attribute: model.AttrDiscipline, In: []string{"LENGTH", "THERMAL", "OPTICS"}},
			{Attribute: model.AttrManufacturer, In: []string{string(institution(11 + i%2)), string(institution(500 + i))}},
		})
	}
	for _, sort := range []string{"", "issuedAt"} {
		n.agree(t, s, store.Query{Kind: model.KindCertificate, Scope: scope, Sort: sort, Limit: 7})
	}
	n.agreeCount(t, s, store.Query{Kind: model.KindCertificate, Scope: scope})
}

// testEquivalence: under random scopes and filters a store lists, counts and groups what
// looking at every record does.
func testEquivalence(t *testing.T, open Open) {
	for _, kind := range kindsTested() {
		t.Run(string(kind), func(t *testing.T) {
			s, n := populated(t, open, newWorld(11).ofKind(kind, 60))
			rapid.Check(t, func(r *rapid.T) {
				scope, where := randomScope(r, n), randomFilter(r, n, 3)
				q := randomPage(r, n)
				q.Kind, q.Scope, q.Where = kind, scope, where
				n.agree(r, s, q)
				n.agreeCount(r, s, q)
				g := randomGrouping(r, kind, s.Lacks)
				g.Scope, g.Where = scope, where
				n.agreeGroup(r, s, g)
			})
		})
	}
}
