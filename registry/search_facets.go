package registry

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"metrograph/model"
	"metrograph/store"
)

// FacetRequest asks how many records answer a search, by dimensions.
type FacetRequest struct {
	Text  string
	Kinds []model.Kind // none for all that can be searched
	By    []FacetBy
}

// FacetBy is a dimension of facets.
type FacetBy string

// The dimensions of facets. Those of FacetYear are years of issue, which certificates have.
const (
	FacetKind           FacetBy = "kind"
	FacetDiscipline     FacetBy = "discipline"
	FacetLevel          FacetBy = "level"
	FacetClassification FacetBy = "classification"
	FacetStatus         FacetBy = "status"
	FacetProvince       FacetBy = "province"
	FacetInstitution    FacetBy = "origin"
	FacetYear           FacetBy = "issuedAt"
)

// Facet is how many records there are of each value of a dimension: the most frequent values
// first, the rest summed.
type Facet struct {
	By     FacetBy
	Values []FacetValue
	Others int
}

// FacetValue is a value of a dimension; empty for records that have none.
type FacetValue struct {
	Value string
	Count int
}

// mostFacetValues is how many values of a dimension are told apart.
const mostFacetValues = 50

// Facets counts what a search finds of what the caller may count, by each of the dimensions.
func (r *Registry) Facets(ctx context.Context, q FacetRequest) ([]Facet, error) {
	s, err := r.search(SearchRequest{Text: q.Text, Kinds: q.Kinds})
	if err != nil {
		return nil, err
	}
	if len(q.By) > len(facetDimensions()) {
		return nil, invalid("groupBy", "name each dimension once")
	}
	var list []Facet
	for _, by := range q.By {
		if !slices.Contains(facetDimensions(), by) {
			return nil, invalid("groupBy", "there is no such dimension")
		}
		counts := map[string]int{}
		for _, kind := range s.kinds {
			if err := r.countFacet(ctx, s, kind, by, counts); err != nil {
				return nil, err
			}
		}
		list = append(list, facetOf(by, counts))
	}
	return list, nil
}

func facetDimensions() []FacetBy {
	return []FacetBy{FacetKind, FacetDiscipline, FacetLevel, FacetClassification, FacetStatus, FacetProvince, FacetInstitution, FacetYear}
}

// countFacet adds what answers of a kind to the counts of a dimension.
func (r *Registry) countFacet(ctx context.Context, s *searching, kind model.Kind, by FacetBy, counts map[string]int) error {
	request := StatisticsRequest{Kind: kind, Where: r.view(ctx, model.ActionCount, kind, 0).asks(s.text).Where}
	if by != FacetKind {
		if _, has := store.SchemaOf(kind).Field(string(by)); !has {
			return nil
		}
		d := Dimension{Field: string(by)}
		if by == FacetYear {
			d.Span = string(store.Year)
		}
		request.By = []Dimension{d}
	}
	buckets, err := r.Statistics(ctx, request)
	for _, b := range buckets {
		if b.Count > 0 {
			counts[strings.Join(append(b.Keys, kindKey(by, kind)...), "")] += b.Count
		}
	}
	return err
}

func kindKey(by FacetBy, kind model.Kind) []string {
	if by == FacetKind {
		return []string{string(kind)}
	}
	return nil
}

func facetOf(by FacetBy, counts map[string]int) Facet {
	f := Facet{By: by}
	values := slices.SortedFunc(maps.Keys(counts), func(a, b string) int { return cmp.Or(counts[b]-counts[a], cmp.Compare(a, b)) })
	for i, v := range values {
		if i < mostFacetValues {
			f.Values = append(f.Values, FacetValue{v, counts[v]})
		} else {
			f.Others += counts[v]
		}
	}
	return f
}
