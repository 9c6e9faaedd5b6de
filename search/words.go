package search

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Terms returns the terms that a text asks for: pairs of neighbouring characters of Han text
// (a lone one by itself) and folded words otherwise. Letters and digits are words of their
// own, so that JJG196-2006 is found by 196. A term has at most 32 bytes.
func Terms(text string) []string { return AppendTerms(nil, text) }

// AppendTerms appends the terms of a text to a list. They are parts of the folded text, not
// copies.
func AppendTerms(terms []string, text string) []string {
	for class, word := range words(Fold(text)) {
		if class == han {
			terms = appendPairs(terms, word)
		} else {
			terms = append(terms, clip(word))
		}
	}
	return terms
}

// Phrase returns the words of a text, each between spaces, every Han character a word of its
// own: " jjg 196 数 字 ". A text holds another at word boundaries, as a filter by contents asks, exactly
// when its phrase has the other's phrase as a substring. It is empty for a text without words.
func Phrase(text string) string {
	var b strings.Builder
	for class, word := range words(Fold(text)) {
		if class != han {
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

// IsLone tells whether a term is one Han character, which records have at the end of a run only:
// elsewhere it is the beginning of a pair.
func IsLone(term string) bool {
	return utf8.RuneCountInString(term) == 1 && isHan(firstRune(term))
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

// words yields the words of a folded text, each with its class. It is split where letters or
// digits of one script end: between Han and other text, between letters and digits, and at
// everything that is neither.
func words(text string) iter.Seq2[class, string] {
	return func(yield func(class, string) bool) {
		start, of := 0, neither
		for i, r := range text {
			c := classOf(r)
			if c == of {
				continue
			}
			if of != neither && !yield(of, text[start:i]) {
				return
			}
			start, of = i, c
		}
		if of != neither {
			yield(of, text[start:])
		}
	}
}

// class is what a character is, as far as words are told by it.
type class byte

const (
	neither class = iota
	han
	digit
	letter
)

func classOf(r rune) class {
	switch {
	case r < utf8.RuneSelf:
		return classOfASCII(byte(r))
	case isHan(r):
		return han
	case unicode.IsDigit(r):
		return digit
	case unicode.IsLetter(r), unicode.IsMark(r):
		return letter
	}
	return neither
}

func classOfASCII(b byte) class {
	switch {
	case '0' <= b && b <= '9':
		return digit
	case 'a' <= b && b <= 'z', 'A' <= b && b <= 'Z':
		return letter
	}
	return neither
}

func isHan(r rune) bool { return r >= 0x2e80 && unicode.Is(unicode.Han, r) }

func firstRune(s string) rune { r, _ := utf8.DecodeRuneInString(s); return r }

// appendPairs appends the pairs of neighbouring characters of a word; a lone one by itself.
func appendPairs(terms []string, word string) []string {
	first := 0
	_, second := utf8.DecodeRuneInString(word)
	if second == len(word) {
		return append(terms, word)
	}
	for second < len(word) {
		_, size := utf8.DecodeRuneInString(word[second:])
		terms = append(terms, word[first:second+size])
		first, second = second, second+size
	}
	return terms
}
