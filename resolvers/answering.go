package resolvers

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"metrograph/analysis/cube"
	"metrograph/model"
	"metrograph/network"
	"metrograph/registry"
	"metrograph/wire"
)

// question is one of another node while it is answered.
type question struct {
	network.Question
	page    registry.Page
	buckets []network.Bucket
	partial bool // some of the buckets are not told
}

// answersFor is the question that a field of the root answers; nil for a caller of this node, and
// for fields below.
func (o *operation) answersFor(ctx context.Context) *question {
	if o.answering == nil || graphql.GetFieldContext(ctx).Object != "Query" {
		return nil
	}
	return o.answering
}

func (a *question) share() *registry.Share {
	return &registry.Share{After: a.After, Before: a.Before}
}

// note keeps the page for what a node merges it by.
func (a *question) note(page registry.Page) {
	if a != nil {
		a.page = page
	}
}

// maxHashes bounds the sets of an answer: larger ones are cut, and estimate.
const maxHashes = 150_000

// noteCounts keeps a table for what a node merges it by. One that asks as all versions do is
// told the counts alone.
func (a *question) noteCounts(t *cube.Table, dimensions int, plain bool) {
	if a == nil {
		return
	}
	cells, hashes := pairs(t), 0
	for _, p := range cells {
		for _, c := range []*cube.Cell{p.cell, p.earlier} {
			if c != nil {
				hashes += c.Institution.Len() + c.Instrument.Len()
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(cells)) {
		p, keys := cells[key], cube.Keys(key, dimensions+1)
		b := network.Bucket{Keys: keys[:dimensions], Origin: network.NameOf(a.Salt, model.ID(keys[dimensions]))}
		b.Cell, b.Earlier = sendable(p.cell, hashes, len(cells)), sendable(p.earlier, hashes, len(cells))
		if b.Cell == nil {
			b.Cell = &cube.Cell{}
		}
		b.Count = b.Cell.Count
		if plain && b.Cell.Suppressed {
			a.partial = true
			continue
		}
		if plain {
			b.Cell = nil
		}
		a.buckets = append(a.buckets, b)
	}
}

// sendable is a cell as another node is told it: nothing of a suppressed one, and the sets cut
// where all of them would be too large.
func sendable(c *cube.Cell, hashes, cells int) *cube.Cell {
	if c == nil || c.Suppressed {
		return c.Blank()
	}
	if hashes > maxHashes {
		most := max(cube.LeastCut, maxHashes/(4*cells))
		c.Institution.Cut(most)
		c.Instrument.Cut(most)
	}
	return c
}

// answerable are the fields of the root that other nodes may ask for.
func answerable() []string {
	return []string{"certificates", "instruments", "institutions", "methods", "search", "statistics", "instrumentHistory"}
}

// Answer answers the question of another node, as the caller of the context. It is executed as
// every query is, with all limits. An error with a code says why it was refused.
func (h *Handler) Answer(ctx context.Context, q network.Question) (a network.Answer, err error) {
	ctx = graphql.StartOperationTrace(ctx)
	params, err := wire.Params(q.Query, string(q.Variables))
	if err != nil {
		return a, invalid("variables", "the variables are not an object in JSON")
	}
	oc, faults := h.inside.CreateOperationContext(ctx, params)
	ctx = graphql.WithOperationContext(ctx, oc)
	if len(faults) > 0 {
		return a, answerRefusal(h.inside.DispatchError(ctx, faults))
	}
	field, err := questionField(oc)
	if err != nil {
		return a, err
	}
	asked := &question{Question: q}
	operationOf(ctx).answering = asked
	next, ctx := h.inside.DispatchOperation(ctx, oc)
	response := next(ctx)
	if response == nil {
		return a, model.Errorf(model.CodeLimitExceeded, "the answer took too long; ask for less")
	}
	return asked.answer(field, response)
}

// questionField is the one field of the root that a question asks for.
func questionField(oc *graphql.OperationContext) (name string, err error) {
	if len(oc.Doc.Operations) != 1 || oc.Operation.Operation != ast.Query || len(oc.Operation.SelectionSet) != 1 {
		return "", invalid("query", "a question is one query of one field")
	}
	field, is := oc.Operation.SelectionSet[0].(*ast.Field)
	if !is || field.Alias != field.Name || !slices.Contains(answerable(), field.Name) {
		return "", invalid("query", "this field is not for other nodes to ask")
	}
	for _, argument := range []string{"after", "before"} {
		if field.Arguments.ForName(argument) != nil {
			return "", invalid("query", "the places of a page come beside the query")
		}
	}
	return field.Name, nil
}

// answerRefusal is why a question was refused.
func answerRefusal(response *graphql.Response) error {
	if len(response.Errors) == 0 {
		return errors.New("a question was answered with nothing")
	}
	e := response.Errors[0]
	code, _ := e.Extensions["code"].(model.Code)
	if code == "" || code == model.CodeInternal {
		return e
	}
	return model.Errorf(code, "%s", e.Message)
}

// answer makes the answer of what was executed.
func (a *question) answer(field string, response *graphql.Response) (out network.Answer, err error) {
	var data map[string]*struct {
		Edges []map[string]json.RawMessage `json:"edges"`
	}
	if response.Data != nil {
		if err := json.Unmarshal(response.Data, &data); err != nil {
			return out, err
		}
	}
	found := data[field]
	if found == nil {
		return out, answerRefusal(response)
	}
	out = network.Answer{Version: network.Version, HasNext: a.page.HasNext, HasPrevious: a.page.HasPrevious, Partial: len(response.Errors) > 0}
	if len(found.Edges) != len(a.page.Marks) {
		return out, fmt.Errorf("%d rows have %d marks", len(found.Edges), len(a.page.Marks))
	}
	for i, edge := range found.Edges {
		out.Rows = append(out.Rows, rowOf(a.page.Marks[i], edge))
	}
	if a.page.Totals != nil {
		out.Totals = map[string]int{}
		for id, n := range a.page.Totals {
			out.Totals[network.NameOf(a.Salt, id)] = n
		}
	}
	out.Buckets, out.Partial = a.buckets, out.Partial || a.partial
	out.Redacted, _ = response.Extensions["redacted"].([]string)
	return out, nil
}

func rowOf(m registry.Mark, edge map[string]json.RawMessage) network.Row {
	row := network.Row{Place: m.Place, Version: m.Version, Keeper: m.Keeper}
	for i := 0; ; i++ {
		node, there := edge[fmt.Sprint("n", i)]
		if !there {
			return row
		}
		row.Nodes = append(row.Nodes, node)
	}
}
