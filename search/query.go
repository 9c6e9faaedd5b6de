package search

import (
	"slices"
	"strings"
)

// Query is what a search asks of a record: that every part is answered, or all of it at once.
// One without parts is answered by every record.
type Query struct {
	Parts []Part
	// Whole is how all parts may be answered at once: by one text that has them without
	// separators between them. It has no terms where there is no such way.
	Whole Way
}

// Part is a part of a search: a word between spaces, or an amount.
type Part struct {
	Text string // folded
	Ways []Way  // of which one is enough
}

// Way is how a part can be answered: by all of the terms.
type Way struct {
	By    By
	Terms []Term
}

// Term is an index term that a record must have; with Prefix, any term that begins with it
// will do.
type Term struct {
	Text   string
	Prefix bool
}

// By is what a part is answered by.
type By string

// The ways to answer a part.
const (
	ByWords    By = "words"
	ByJoined   By = "joined" // without separators
	ByPinyin   By = "pinyin"
	ByQuantity By = "quantity"
)

// Options say what else a search may ask for.
type Options struct {
	Amounts bool // numbers with units are amounts, too
}

// Bounds of searches beyond which they ask for words only.
const (
	maxAsked      = 400 // bytes
	maxAskedParts = 24
)

// Parse reads a search. Every text is one.
func Parse(text string, o Options) Query {
	var q Query
	if len(text) > maxAsked {
		q.add(Fold(text))
		return q
	}
	var amounts []amountAt
	if o.Amounts {
		text, amounts = amountsIn(text)
	}
	at := 0
	for _, a := range amounts {
		q.addWords(text[at:a.from])
		if part := q.add(Fold(text[a.from:a.to])); part != nil {
			part.Ways = slices.Insert(part.Ways, 0, Way{ByQuantity, []Term{{Text: markAmount + a.key}}})
		}
		at = a.to
	}
	q.addWords(text[at:])
	if len(q.Parts) > maxAskedParts {
		return plain(q)
	}
	q.whole(text)
	return q
}

// plain keeps of a search its words.
func plain(q Query) Query {
	var all Part
	var way Way
	for _, p := range q.Parts {
		all.Text += " " + p.Text
		words := p.Ways[slices.IndexFunc(p.Ways, func(w Way) bool { return w.By == ByWords })]
		way.Terms = append(way.Terms, words.Terms...)
	}
	way.By, all.Ways = ByWords, []Way{way}
	return Query{Parts: []Part{all}}
}

// addWords adds the words of a text as parts.
func (q *Query) addWords(text string) {
	for word := range strings.FieldsSeq(Fold(text)) {
		if part := q.add(word); part != nil {
			part.addPinyin()
		}
	}
}

// add adds a part that a folded text is, and returns it; nil for a text without words.
func (q *Query) add(folded string) *Part {
	part := Part{Text: folded}
	var terms []Term
	for _, t := range Terms(folded) {
		terms = append(terms, Term{Text: t, Prefix: IsLone(t)})
	}
	if len(terms) == 0 {
		return nil
	}
	part.Ways = []Way{{ByWords, terms}}
	if whole := joined(folded); whole != "" && (len(terms) > 1 || whole != terms[0].Text) {
		part.Ways = append(part.Ways, Way{ByJoined, []Term{{Text: whole}}})
	}
	q.Parts = append(q.Parts, part)
	return &q.Parts[len(q.Parts)-1]
}

func (p *Part) addPinyin() {
	if isPinyin(p.Text) {
		p.Ways = append(p.Ways, Way{ByPinyin, []Term{{Text: markPinyin + p.Text, Prefix: true}}})
	}
}

// whole adds the way to answer several parts at once, where they can be a number: CAL 2024 0001.
func (q *Query) whole(text string) {
	if len(q.Parts) < 2 || !strings.ContainsAny(text, "0123456789０１２３４５６７８９") {
		return
	}
	if all := Joined(text); all != "" {
		q.Whole = Way{ByJoined, []Term{{Text: all}}}
	}
}

// IsAmount tells whether the part is a number with a unit.
func (p *Part) IsAmount() bool { return p.Ways[0].By == ByQuantity }

// Holds tells whether a record with the index terms answers the search.
func (q *Query) Holds(terms []string) bool {
	if len(q.Whole.Terms) > 0 && q.Whole.holds(terms) {
		return true
	}
	for i := range q.Parts {
		if !slices.ContainsFunc(q.Parts[i].Ways, func(w Way) bool { return w.holds(terms) }) {
			return false
		}
	}
	return true
}

func (w *Way) holds(terms []string) bool {
	for _, want := range w.Terms {
		if !slices.ContainsFunc(terms, want.is) {
			return false
		}
	}
	return true
}

func (t Term) is(have string) bool {
	return have == t.Text || t.Prefix && strings.HasPrefix(have, t.Text)
}
