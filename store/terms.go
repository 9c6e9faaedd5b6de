package store

import "metrograph/search"

// FieldText is the field that every kind has for searches: the operators of texts ask for
// records by their index terms, see [Asked].
const FieldText = "text"

// Asked is what a condition on [FieldText] asks for.
func Asked(f *Filter) search.Query {
	text, _ := f.Values[0].(string)
	switch f.Op {
	case Mentions:
		return search.Parse(text, search.Options{Amounts: true})
	case Near:
		return search.Near(text)
	}
	return search.Parse(text, search.Options{})
}

// isTextOp tells whether an operator is one of searches.
func isTextOp(op Op) bool { return op == Contains || op == Mentions || op == Near }

// Fold brings a text into the form in which texts are compared, see [search.Fold].
func Fold(text string) string { return search.Fold(text) }

// Phrase is the words of a text, each between spaces, see [search.Phrase].
func Phrase(text string) string { return search.Phrase(text) }
