package resolvers

import (
	"context"
	"strings"

	"metrograph/graph/gqlmodel"
	"metrograph/model"
	"metrograph/registry"
)

// search answers a full-text search.
func (r *Resolver) search(ctx context.Context, scope *gqlmodel.QueryScope, q registry.SearchRequest) (*gqlmodel.SearchConnection, error) {
	wide, err := isNetwork(ctx, scope)
	if err != nil {
		return nil, err
	}
	q.Explained = asksForAny(ctx, "edges", "score", "highlights")
	if wide {
		return r.found(ctx, q)
	}
	answering := operationOf(ctx).answersFor(ctx)
	if answering != nil {
		q.Share, q.After, q.Before = answering.share(), nil, nil
	}
	page, err := r.registry.Search(ctx, q)
	if err != nil {
		return nil, err
	}
	answering.note(page)
	noteFound(ctx, page)
	operationOf(ctx).join(ctx, selections(ctx, "edges", "node"), page.Records)
	return &gqlmodel.SearchConnection{Edges: explainedEdges(page), PageInfo: pageInfo(page)}, nil
}

// explainedEdges are edges that tell how their records answer, where that was asked for.
func explainedEdges(page registry.Page) []*gqlmodel.SearchEdge {
	list := edges(page, searchEdge)
	for i := range page.Matches {
		explain(list[i], page, i)
	}
	return list
}

// explain tells of an edge how a record of a page answers.
func explain(edge *gqlmodel.SearchEdge, page registry.Page, at int) {
	m := &page.Matches[at]
	edge.Score = &m.Score
	edge.Highlights = []*gqlmodel.SearchHighlight{}
	for _, hit := range m.Hits {
		h := &gqlmodel.SearchHighlight{Field: hit.Field, Text: hit.Text, MatchedBy: gqlmodel.SearchMatch(strings.ToUpper(string(hit.By)))}
		for _, r := range hit.Ranges {
			h.Ranges = append(h.Ranges, &gqlmodel.SearchRange{Start: r.Start, End: r.End})
		}
		edge.Highlights = append(edge.Highlights, h)
	}
}

// facets counts what a search finds.
func (r *Resolver) facets(ctx context.Context, text string, kinds []model.Kind, groupBy []gqlmodel.SearchFacetDimension) ([]*gqlmodel.SearchFacet, error) {
	request := registry.FacetRequest{Text: text, Kinds: kinds}
	for _, d := range groupBy {
		request.By = append(request.By, facetBy(d))
	}
	facets, err := r.registry.Facets(ctx, request)
	if err != nil {
		return nil, err
	}
	list := []*gqlmodel.SearchFacet{}
	for i, f := range facets {
		facet := &gqlmodel.SearchFacet{Dimension: groupBy[i], Values: []*gqlmodel.SearchFacetValue{}, Others: f.Others}
		for _, v := range f.Values {
			value := &gqlmodel.SearchFacetValue{Count: v.Count}
			if name := v.Value; name != "" {
				if f.By == registry.FacetKind {
					name = strings.ToUpper(name) // as RecordKind has it: each that is searched is one word
				}
				value.Value = &name
			}
			facet.Values = append(facet.Values, value)
		}
		list = append(list, facet)
	}
	return list, nil
}

// facetBy is the dimension of the registry.
func facetBy(d gqlmodel.SearchFacetDimension) registry.FacetBy {
	switch d {
	case gqlmodel.SearchFacetDimensionInstitution:
		return registry.FacetInstitution
	case gqlmodel.SearchFacetDimensionYear:
		return registry.FacetYear
	}
	return registry.FacetBy(strings.ToLower(string(d)))
}

// suggest completes and corrects a text.
func (r *Resolver) suggest(ctx context.Context, q registry.SuggestRequest) (*gqlmodel.SearchSuggestions, error) {
	found, err := r.registry.Suggest(ctx, q)
	if err != nil {
		return nil, err
	}
	out := &gqlmodel.SearchSuggestions{Completions: []*gqlmodel.SearchCompletion{}, Corrections: []*gqlmodel.SearchCorrection{}}
	for _, c := range found.Completions {
		out.Completions = append(out.Completions, &gqlmodel.SearchCompletion{Text: c.Text, Kind: c.Kind, Field: c.Field})
	}
	for _, c := range found.Corrections {
		out.Corrections = append(out.Corrections, &gqlmodel.SearchCorrection{Text: c.Text, Word: c.Word, Instead: c.Instead})
	}
	return out, nil
}

func searchEdge(cursor string, node model.Record) *gqlmodel.SearchEdge {
	return &gqlmodel.SearchEdge{Cursor: cursor, Node: node}
}

// noteFound notes what is masked in the records of a search.
func noteFound(ctx context.Context, page registry.Page) {
	found := map[model.Kind]bool{}
	for _, record := range page.Records {
		kind := record.Kind()
		if !found[kind] {
			found[kind] = true
			operationOf(ctx).redact(kind, selected(ctx, kind, "edges", "node"), page.Redacted)
		}
	}
}
