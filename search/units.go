package search

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Range is a part of a text, in UTF-16 code units, as JavaScript counts them.
type Range struct{ Start, End int }

// unit is a word of a text, or one Han character, and where the text has it.
type unit struct {
	text  string
	class class
	Range
	near bool // it is a Han character, and so is what stands before it, if one leaves spaces out
}

// unitsOf lists the units of a text.
func unitsOf(text string) []unit {
	folded, at := foldedWithPlaces(text)
	var list []unit
	from, end := 0, -1
	for class, word := range words(folded) {
		from += strings.Index(folded[from:], word)
		if class != han {
			list = append(list, unit{text: word, class: class, Range: Range{at[from].Start, at[from+len(word)-1].End}})
			from += len(word)
			end = -1
			continue
		}
		near := end >= 0 && isSpace(folded[end:from])
		for len(word) > 0 {
			_, size := utf8.DecodeRuneInString(word)
			list = append(list, unit{text: word[:size], class: han, Range: Range{at[from].Start, at[from+size-1].End}, near: near})
			word, near = word[size:], true
			from += size
		}
		end = from
	}
	return list
}

// foldedWithPlaces folds a text and tells, for each byte, which part of the text it is from.
func foldedWithPlaces(text string) (folded string, at []Range) {
	var b strings.Builder
	var it norm.Iter
	it.InitString(norm.NFKC, text)
	place, from := 0, 0
	for !it.Done() {
		piece := strings.ToLower(string(it.Next()))
		end := place + utf16Len(text[from:it.Pos()])
		for range len(piece) {
			at = append(at, Range{place, end})
		}
		b.WriteString(piece)
		place, from = end, it.Pos()
	}
	return b.String(), at
}

func utf16Len(text string) int {
	n := 0
	for _, r := range text {
		if n++; r > 0xffff {
			n++
		}
	}
	return n
}

// find returns where a list of units is in another, one after the other; -1 for nowhere.
func find(in, want []unit) int {
	for at := 0; at+len(want) <= len(in); at++ {
		if follows(in[at:], want) {
			return at
		}
	}
	return -1
}

func follows(in, want []unit) bool {
	for i := range want {
		if in[i].text != want[i].text {
			return false
		}
	}
	return true
}

// spans returns where units have a term: a word, a pair of Han characters, or one.
func (t Term) spans(units []unit) (list []Range) {
	pair := []rune(t.Text)
	for i, u := range units {
		switch {
		case u.class != han:
			if t.is(clip(u.text)) {
				list = append(list, u.Range)
			}
		case len(pair) == 1 && u.text == t.Text:
			list = append(list, u.Range)
		case len(pair) == 2 && i+1 < len(units) && units[i+1].near && u.text+units[i+1].text == t.Text:
			list = append(list, Range{u.Start, units[i+1].End})
		}
	}
	return list
}
