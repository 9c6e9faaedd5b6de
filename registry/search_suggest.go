package registry

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"metrograph/model"
	"metrograph/search"
	"metrograph/store"
)

// SuggestRequest asks what somebody may mean who has typed a text so far.
type SuggestRequest struct {
	Text  string
	Kinds []model.Kind // none for all that can be searched
	First *int         // 1 to 20; 10 without
}

// Suggestions are what a text may become. All are made of records that the caller may read.
type Suggestions struct {
	Completions []Completion
	Corrections []Correction
}

// Completion is a text of a record that begins with what was typed, or answers it.
type Completion struct {
	Text  string
	Kind  model.Kind
	Field string
}

// Correction is the search with a word in place of one that finds nothing.
type Correction struct {
	Text    string
	Word    string
	Instead string
}

// Bounds of suggestions.
const (
	defaultSuggestions = 10
	mostSuggestions    = 20
	mostLikely         = 100 // records of a kind that are looked at for words like a word
	mostCorrected      = 6   // words of a text that are looked at
	usualSuggestions   = 20  // records of a kind whose names may be suggested
)

// Suggest completes a text and corrects its words: from what identifies records that the caller
// may read, and from nothing else.
func (r *Registry) Suggest(ctx context.Context, q SuggestRequest) (out Suggestions, err error) {
	s, err := r.search(SearchRequest{Text: q.Text, Kinds: q.Kinds})
	if err != nil {
		return out, err
	}
	most := defaultSuggestions
	if q.First != nil {
		most = *q.First
	}
	if most < 1 || most > mostSuggestions {
		return out, invalid("first", "first must be from 1 to %d", mostSuggestions)
	}
	c := completing{Registry: r, s: s, most: most}
	if err := c.byBeginning(ctx); err != nil {
		return out, err
	}
	if err := c.byAnswer(ctx); err != nil {
		return out, err
	}
	out.Completions = c.list
	out.Corrections, err = r.corrections(ctx, s)
	return out, err
}

// completing is a search for completions on its way.
type completing struct {
	*Registry
	s    *searching
	most int
	list []Completion
}

func (c *completing) full() bool { return len(c.list) >= c.most }

func (c *completing) add(kind model.Kind, t search.Text) {
	known := slices.ContainsFunc(c.list, func(have Completion) bool { return have.Text == t.Value })
	if !known && !c.full() {
		c.list = append(c.list, Completion{t.Value, kind, t.Field})
	}
}

// byBeginning suggests values of fields that begin with the text. It goes along the order of
// each field from one value to the next, however many records share a value, and leaves half
// of the room to other fields.
func (c *completing) byBeginning(ctx context.Context) error {
	for _, kind := range c.s.kinds {
		schema := store.SchemaOf(kind)
		for _, f := range schema.Fields {
			if f.Type != store.Text || !f.Sort || f.Many || !slices.Contains(schema.TermReads, f.Reads) {
				continue
			}
			if err := c.valuesOf(ctx, kind, f); err != nil || c.full() {
				return err
			}
		}
	}
	return nil
}

// valuesOf suggests the values of one field.
func (c *completing) valuesOf(ctx context.Context, kind model.Kind, f store.Field) error {
	need, _ := model.Fields(kind, f.Reads)
	v := c.view(ctx, model.ActionRead, kind, need)
	begins := store.Where(f.Name, store.Prefix, search.Fold(c.s.text))
	query := store.Query{Kind: kind, Where: begins, Sort: f.Name, Limit: 1,
		Scope: v.grant.Scope(model.ActionRead, kind, need), Fields: v.load()}
	for range (c.most + 1) / 2 {
		answers, err := c.store.List(ctx, query)
		if err != nil {
			return inside("suggest", err)
		}
		if len(answers[0].Documents) == 0 {
			return nil
		}
		d := answers[0].Documents[0]
		record, err := v.see(d)
		if err != nil {
			return inside("suggest", err)
		}
		value, _ := d.Key.Value.(string)
		c.suggest(record, value)
		query.Where = All(begins, store.Where(f.Name, store.Gt, value))
	}
	return nil
}

// suggest suggests the text of a record that a value is of.
func (c *completing) suggest(record model.Record, value string) {
	if record == nil {
		return
	}
	for _, t := range store.SchemaOf(record.Kind()).Texts(record) {
		if search.Fold(t.Value) == value {
			c.add(record.Kind(), t)
			return
		}
	}
}

// byAnswer suggests the texts by which the newest records answer: by a word within them, or as
// pinyin.
func (c *completing) byAnswer(ctx context.Context) error {
	for _, kind := range c.s.kinds {
		if c.full() {
			return nil
		}
		schema := store.SchemaOf(kind)
		fields, _ := model.Fields(kind, schema.TermReads...)
		v := c.view(ctx, model.ActionRead, kind, fields)
		query := v.asks(c.s.text)
		query.Limit, query.Fields = usualSuggestions, v.load()
		answers, err := c.store.List(ctx, query)
		if err != nil {
			return inside("suggest", err)
		}
		for _, d := range answers[0].Documents {
			record, err := v.see(d)
			if err != nil {
				return inside("suggest", err)
			}
			if record == nil {
				continue
			}
			for _, t := range schema.Texts(record) {
				if t.Role != search.Other && c.s.asked.Match([]search.Text{t}, nil).All {
					c.add(kind, t)
				}
			}
		}
	}
	return nil
}

// corrections looks for what is like the words that find nothing.
func (r *Registry) corrections(ctx context.Context, s *searching) (list []Correction, err error) {
	words := search.Words(s.text)
	for _, word := range words[:min(len(words), mostCorrected)] {
		if utf8.RuneCountInString(word) < 2 {
			continue
		}
		one, err := r.search(SearchRequest{Text: word, Kinds: s.kinds})
		if err != nil {
			return nil, err
		}
		one.limit = 1
		if found, err := r.finds(ctx, one); found || err != nil {
			if err != nil {
				return nil, err
			}
			continue
		}
		instead, err := r.instead(ctx, s, word)
		if err != nil {
			return nil, err
		}
		if instead == "" {
			continue
		}
		list = append(list, Correction{strings.Replace(search.Fold(s.text), word, instead, 1), word, instead})
	}
	return list, nil
}

// instead is the word of what the caller may read that is most like a word: of several the one
// that more of the newest records have.
func (r *Registry) instead(ctx context.Context, s *searching, word string) (string, error) {
	limit := 1
	if utf8.RuneCountInString(word) > 4 {
		limit = 2
	}
	type likely struct{ distance, count int }
	all := map[string]likely{}
	for _, kind := range s.kinds {
		schema := store.SchemaOf(kind)
		fields, _ := model.Fields(kind, schema.TermReads...)
		v := r.view(ctx, model.ActionRead, kind, fields)
		query := v.asks(word)
		query.Where, query.Limit, query.Fields = store.Where(store.FieldText, store.Near, word), mostLikely, v.load()
		answers, err := r.store.List(ctx, query)
		if err != nil {
			return "", inside("suggest", err)
		}
		for _, d := range answers[0].Documents {
			record, err := v.see(d)
			if err != nil {
				return "", inside("suggest", err)
			}
			if record == nil {
				continue
			}
			for _, t := range schema.Texts(record) {
				if best, distance := search.Instead(word, t.Value, limit); best != "" {
					all[best] = likely{distance, all[best].count + 1}
				}
			}
		}
	}
	best := slices.SortedFunc(maps.Keys(all), func(a, b string) int {
		return cmp.Or(all[a].distance-all[b].distance, all[b].count-all[a].count, cmp.Compare(a, b))
	})
	if len(best) == 0 {
		return "", nil
	}
	return best[0], nil
}
