package search

import (
	"cmp"
	"slices"
	"strings"
)

// Hit is where a text of a record answers a search.
type Hit struct {
	Field  string
	Text   string
	By     By      // of the first part that it answers
	Ranges []Range // of the text, in order, none within another
}

// Match is how a record answers a search.
type Match struct {
	Score int
	Hits  []Hit // in the order of the record's texts
	All   bool  // every part is answered
}

// How well a text answers a part. The score of a record is the sum, over the parts, of the
// highest product of the weight of a text and how well it answers.
const (
	scattered = 1 // the terms are there, in whatever order, perhaps with other texts' help
	phrase    = 2 // word after word
	first     = 4 // word after word, from the beginning
	exact     = 8 // it is the part, and nothing more
)

func (r Role) weight() int {
	switch r {
	case Identifier:
		return 8
	case Name:
		return 4
	}
	return 1
}

// Match tells how a record with the texts and the amounts answers the search. It looks at
// nothing else, so that the same record has the same score everywhere.
func (q *Query) Match(texts []Text, amounts []Amount) Match {
	m := matcher{hits: make([]Hit, len(texts))}
	for i, t := range texts {
		m.texts = append(m.texts, matched{Text: t, units: unitsOf(t.Value), joined: Joined(t.Value), hit: &m.hits[i]})
		m.hits[i] = Hit{Field: t.Field, Text: t.Value}
	}
	out := Match{All: true}
	for i := range q.Parts {
		score := m.part(&q.Parts[i], amounts)
		out.Score += score
		out.All = out.All && score > 0
	}
	if score := m.whole(&q.Whole); score > 0 {
		out.All, out.Score = true, max(out.Score, score*len(q.Parts))
	}
	for _, h := range append(m.hits, m.amounts...) {
		if h.By != "" {
			h.Ranges = merged(h.Ranges)
			out.Hits = append(out.Hits, h)
		}
	}
	return out
}

// matched is a text that is looked at.
type matched struct {
	Text
	units  []unit
	joined string
	hit    *Hit
}

type matcher struct {
	texts   []matched
	hits    []Hit // one a text; those that answer have a By
	amounts []Hit
}

// note notes that a text answers, and where.
func (t *matched) note(by By, ranges ...Range) {
	if t.hit.By == "" {
		t.hit.By = by
	}
	t.hit.Ranges = append(t.hit.Ranges, ranges...)
}

func (t *matched) all() Range {
	if len(t.units) == 0 {
		return Range{}
	}
	return Range{t.units[0].Start, t.units[len(t.units)-1].End}
}

// part is the score of a part.
func (m *matcher) part(p *Part, amounts []Amount) (score int) {
	for _, way := range p.Ways {
		switch way.By {
		case ByWords:
			score = max(score, m.words(p, way.Terms))
		case ByJoined:
			score = max(score, m.whole(&way))
		case ByPinyin:
			score = max(score, m.pinyin(way.Terms[0]))
		case ByQuantity:
			score = max(score, m.quantity(way.Terms[0].Text, amounts))
		}
	}
	return score
}

// words is the score of the words of a part: of the texts that have them one after the other
// or, where none has, of those that have some, if together they have all.
func (m *matcher) words(p *Part, terms []Term) (score int) {
	want := unitsOf(p.Text)
	for i := range m.texts {
		t := &m.texts[i]
		if at := find(t.units, want); at >= 0 {
			score = max(score, t.Role.weight()*quality(at, len(want), len(t.units)))
			t.note(ByWords, Range{t.units[at].Start, t.units[at+len(want)-1].End})
		}
	}
	if score > 0 {
		return score
	}
	spans := make([][]Range, len(m.texts))
	for _, term := range terms {
		found := false
		for i := range m.texts {
			if there := term.spans(m.texts[i].units); len(there) > 0 {
				found, spans[i] = true, append(spans[i], there...)
			}
		}
		if !found {
			return 0
		}
	}
	for i, there := range spans {
		if t := &m.texts[i]; len(there) > 0 {
			score = max(score, t.Role.weight()*scattered)
			t.note(ByWords, there...)
		}
	}
	return score
}

func quality(at, long, of int) int {
	switch {
	case long == of:
		return exact
	case at == 0:
		return first
	}
	return phrase
}

// whole is the score of texts that are, without separators, what is asked for.
func (m *matcher) whole(w *Way) (score int) {
	if len(w.Terms) == 0 {
		return 0
	}
	for i := range m.texts {
		t := &m.texts[i]
		if t.Role == Identifier && t.joined == w.Terms[0].Text {
			score = max(score, t.Role.weight()*exact)
			t.note(ByJoined, t.all())
		}
	}
	return score
}

// pinyin is the score of names that are read as is asked for.
func (m *matcher) pinyin(term Term) (score int) {
	for i := range m.texts {
		t := &m.texts[i]
		for from := 0; t.Role == Name && from < len(t.units); {
			to := from + 1
			for t.units[from].class == han && to < len(t.units) && t.units[to].near {
				to++
			}
			if at, end := readAs(t.units[from:to], term); end > 0 {
				score = max(score, t.Role.weight()*quality(from+at, end-at, len(t.units)))
				t.note(ByPinyin, Range{t.units[from+at].Start, t.units[from+end-1].End})
			}
			from = to
		}
	}
	return score
}

// readAs finds the characters of a run that are read as is asked for.
func readAs(run []unit, term Term) (at, end int) {
	var text strings.Builder
	for _, u := range run[:min(len(run), mostRead)] {
		if u.class != han {
			return 0, 0
		}
		text.WriteString(u.text)
	}
	whole := []rune(text.String())
	for at := range whole {
		for end := at + 1; end <= len(whole); end++ {
			for _, have := range readingsFrom(whole[at:end]) {
				if term.is(have) {
					return at, end
				}
			}
		}
	}
	return 0, 0
}

// quantity is the score of amounts that are as much.
func (m *matcher) quantity(key string, amounts []Amount) (score int) {
	var k keeper
	for i := range amounts {
		if k.key(&amounts[i]) != key {
			continue
		}
		text := amounts[i].String()
		m.amounts = append(m.amounts, Hit{amounts[i].Field, text, ByQuantity, []Range{{0, utf16Len(text)}}})
		return Name.weight() * exact
	}
	return 0
}

// String writes an amount for people.
func (a *Amount) String() string {
	if a.Class != "" {
		return a.Class
	}
	unit := cmp.Or(a.Unit.Symbol, a.Unit.Text, a.Unit.UCUM)
	return strings.TrimSpace(string(a.Value) + " " + unit)
}

// merged puts ranges in order and joins those that meet.
func merged(list []Range) []Range {
	slices.SortFunc(list, func(a, b Range) int { return cmp.Or(a.Start-b.Start, a.End-b.End) })
	var out []Range
	for _, r := range list {
		if n := len(out); n > 0 && r.Start <= out[n-1].End {
			out[n-1].End = max(out[n-1].End, r.End)
			continue
		}
		out = append(out, r)
	}
	return out
}
