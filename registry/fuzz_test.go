package registry_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"metrograph/model"
	"metrograph/registry"
)

// known wants an error that a caller may see: a fault of the input, and not of the node.
func known(t *testing.T, err error) {
	t.Helper()
	if code := model.CodeOf(err); code != "" && code != model.CodeInvalid && code != model.CodeLimitExceeded && code != model.CodeNotFound {
		t.Errorf("%s: %v", code, err)
	}
}

// listed are the ids of the instruments that a filter finds, all of which fit on a page.
func (c *centre) listed(ctx context.Context, where *registry.Filter) ([]model.ID, error) {
	most := 100
	pages, err := c.List(ctx, registry.ListRequest{Kind: model.KindInstrument, Where: where, First: &most})
	if err != nil {
		return nil, err
	}
	var ids []model.ID
	for _, r := range pages[0].Records {
		ids = append(ids, r.Base().ID)
	}
	return ids, nil
}

// FuzzFilter lists by whatever is given as a filter. It is refused as a fault of the caller's,
// or finds some of the records that the caller may read, none of which its negation finds.
func FuzzFilter(f *testing.F) {
	c := newCentre(f)
	for i := range 5 {
		c.instrument(c.national, fmt.Sprint("SN-", i), func(r *model.Instrument) {
			if i%2 == 0 {
				r.Classification, r.Model = model.ClassificationNonPublic, "DPG-2"
			}
		})
	}
	callers := []context.Context{c.anonymous(), c.member(c.national), c.member(c.maker)}
	for _, filter := range []string{
		`{}`, `{"model": {"eq": "DPG-1"}}`, `{"serialNumber": {"startsWith": "SN", "in": ["SN-1", null]}}`, `{"text": "压力 DPG"}`,
		`{"and": [{"or": []}, {"not": {"status": {"eq": "PUBLISHED"}}}]}`, `{"modifiedAt": {"gte": "2025-01-01T00:00:00Z", "lt": 5}}`,
		`{"manufacturer": {"eq": "` + string(c.maker.ID) + `"}}`, `{"id": {"in": ["x", "` + string(c.maker.ID) + `"]}}`, `{"region": {"under": "44"}}`,
		`{"ownerInstitution": {"present": false}}`, `{"not": {"not": {"not": {}}}}`, `{"model": {"contains": "\u0000%_'\""}}`,
	} {
		f.Add(filter)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var input map[string]any
		if json.Unmarshal([]byte(text), &input) != nil {
			return
		}
		for _, kind := range model.Kinds() {
			_, err := registry.ParseFilter(kind, input)
			known(t, err)
		}
		where, err := registry.ParseFilter(model.KindInstrument, input)
		if err != nil {
			return
		}
		for _, ctx := range callers {
			found, err := c.listed(ctx, where)
			known(t, err)
			all, _ := c.listed(ctx, nil)
			others, _ := c.listed(ctx, &registry.Filter{Not: where})
			for _, id := range found {
				if !slices.Contains(all, id) || where != nil && slices.Contains(others, id) {
					t.Errorf("%s finds %s", text, id)
				}
			}
		}
	})
}

// FuzzCursor goes on from whatever is given as a cursor: only those that were given out for
// the same list lead anywhere.
func FuzzCursor(f *testing.F) {
	c := newCentre(f)
	anonymous := c.anonymous()
	for i := range 5 {
		c.instrument(c.national, fmt.Sprint("SN-", i), func(r *model.Instrument) {
			r.ID = model.KindInstrument.ID(day, [16]byte{15: byte(i)}) // the same in each process that fuzzes
		})
	}
	instruments, institutions := registry.ListRequest{Kind: model.KindInstrument}, registry.ListRequest{Kind: model.KindInstitution}
	pages, err := c.List(anonymous, instruments, institutions)
	if err != nil {
		f.Fatal(err)
	}
	for _, page := range pages {
		for _, cursor := range page.Cursors {
			f.Add(cursor)
		}
	}
	f.Add("")
	f.Add("AAAAAAAAAAAAAAAAe30")
	f.Fuzz(func(t *testing.T, cursor string) {
		q := instruments
		q.After = &cursor
		_, err := c.List(anonymous, q)
		known(t, err)
		if err == nil && !slices.Contains(pages[0].Cursors, cursor) {
			t.Errorf("a cursor that nobody gave out is taken: %q", cursor)
		}
		q.After, q.Before = nil, &cursor
		_, err = c.List(anonymous, q)
		known(t, err)
	})
}

// FuzzID loads by whatever is given as an identifier: what is there is found by its own only.
func FuzzID(f *testing.F) {
	c := newCentre(f)
	anonymous := c.anonymous()
	public := c.instrument(c.national, "SN-1")
	hidden := c.instrument(c.national, "SN-2", func(r *model.Instrument) { r.Classification = model.ClassificationNonPublic })
	for _, id := range []model.ID{public.ID, hidden.ID, c.maker.ID, "", "instr_", "instr_zzzzzzzzzzzzzzzzzzzzzzzzzz", public.ID + "0"} {
		f.Add(string(id))
	}
	fields, _ := model.Fields(model.KindInstrument, "model")
	f.Fuzz(func(t *testing.T, text string) {
		id := model.ID(text)
		if _, ok := id.UUID(); id.Valid() && !ok {
			t.Errorf("%q is valid and has no bytes", text)
		}
		loaded, err := c.Load(anonymous, model.KindInstrument, []model.ID{id}, fields)
		if err != nil || len(loaded.Records) != 1 || (loaded.Records[0] != nil) != (id == public.ID) {
			t.Errorf("%q: %v %v", text, loaded.Records, err)
		}
		_, err = c.Explain(anonymous, id)
		known(t, err)
	})
}
