package store

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Terms returns the index terms of a text: pairs of neighbouring characters of Han text (a
// lone one by itself) and folded words otherwise. Letters and digits are words of their own,
// so that JJG196-2006 is found by 196. A term has at most 32 bytes.
func Terms(text string) []string {
	var terms []string
	for _, word := range words(Fold(text)) {
		if isHan(firstRune(word)) {
			terms = append(terms, bigrams(word)...)
		} else {
			terms = append(terms, clip(word))
		}
	}
	return terms
}

// Term is an index term that a record must have to be found; with Prefix, any term that
// begins with it will do.
type Term struct {
	Text   string
	Prefix bool
}

// QueryTerms returns the terms that a record must have, all of them, to be found by a text.
// A lone Han character is found at the beginning of a pair.
func QueryTerms(text string) []Term {
	var terms []Term
	for _, t := range Terms(text) {
		lone := utf8.RuneCountInString(t) == 1 && isHan(firstRune(t))
		terms = append(terms, Term{Text: t, Prefix: lone})
	}
	return terms
}

// Phrase returns the words of a text, each between spaces, every Han character a word of its
// own: " jjg 196 数 字 ". A text holds another at word boundaries, as [Contains] asks, exactly
// when its phrase has the other's phrase as a substring. It is empty for a text without words.
func Phrase(text string) string {
	var b strings.Builder
	for _, word := range words(Fold(text)) {
		if !isHan(firstRune(word)) {
			b.WriteString(" " + word)
			continue
		}
		for _, r := range word {
			b.WriteString(" " + string(r))
		}
	}
	if b.Len() > 0 {
		b.WriteByte(' ')
	}
	return b.String()
}

const maxTerm = 32

func clip(word string) string {
	if len(word) <= maxTerm {
		return word
	}
	cut := maxTerm
	for !utf8.RuneStart(word[cut]) {
		cut--
	}
	return word[:cut]
}

// Fold brings a text into the form in which texts are compared: compatibility-composed
// (full-width digits become digits), lower case.
func Fold(text string) string {
	if isPlain(text) {
		return text
	}
	return strings.ToLower(norm.NFKC.String(text))
}

// isPlain tells whether folding would change nothing.
func isPlain(text string) bool {
	for i := range len(text) {
		if c := text[i]; c >= utf8.RuneSelf || 'A' <= c && c <= 'Z' {
			return false
		}
	}
	return true
}

// words splits a folded text where letters or digits of one script end: between Han and
// other text, between letters and digits, and at everything that is neither.
func words(text string) []string {
	var list []string
	start, class := -1, 0
	for i, r := range text {
		c := classOf(r)
		if c == class && c != 0 {
			continue
		}
		if class != 0 {
			list = append(list, text[start:i])
		}
		start, class = i, c
	}
	if class != 0 {
		list = append(list, text[start:])
	}
	return list
}

func classOf(r rune) int {
	switch {
	case isHan(r):
		return 1
	case unicode.IsDigit(r):
		return 2
	case unicode.IsLetter(r), unicode.IsMark(r):
		return 3
	}
	return 0
}

func isHan(r rune) bool { return r >= 0x2e80 && unicode.Is(unicode.Han, r) }

func firstRune(s string) rune { r, _ := utf8.DecodeRuneInString(s); return r }

func bigrams(word string) []string {
	runes := []rune(word)
	if len(runes) == 1 {
		return []string{word}
	}
	pairs := make([]string, len(runes)-1)
	for i := range pairs {
		pairs[i] = string(runes[i : i+2])
	}
	return pairs
}
