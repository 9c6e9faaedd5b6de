package search

import (
	"strings"
	"unicode/utf8"
)

// mostNear bounds the terms that a search for what is like a word asks for.
const mostNear = 450

// Near asks for what is like a word: for Han text any of its pairs of characters; for other
// words any that differ by one letter or digit left out, put in, put in place of another, or
// changed with its neighbour, and any that begin with their first half.
func Near(text string) Query {
	var part Part
	for class, word := range words(Fold(text)) {
		if len(part.Text)+len(word) > maxTerm {
			break
		}
		part.Text += word
		if class == han {
			part.any(appendPairs(nil, word), false)
			continue
		}
		part.any(alike(word), false)
		if half := (utf8.RuneCountInString(word) + 1) / 2; half > 2 {
			part.any([]string{string([]rune(word)[:half])}, true)
		}
	}
	if len(part.Ways) == 0 {
		return Query{Parts: []Part{{Ways: []Way{{ByWords, []Term{{Text: markPinyin}}}}}}} // no record has it
	}
	return Query{Parts: []Part{part}}
}

// any adds a way for each of the terms.
func (p *Part) any(terms []string, prefix bool) {
	for _, t := range terms {
		if len(p.Ways) < mostNear {
			p.Ways = append(p.Ways, Way{ByWords, []Term{{Text: t, Prefix: prefix}}})
		}
	}
}

// alike lists the words that differ from a word by one letter, or one digit of a number.
func alike(word string) []string {
	letters := "abcdefghijklmnopqrstuvwxyz"
	if strings.Trim(word, "0123456789") == "" {
		letters = "0123456789"
	}
	list := []string{word}
	runes := []rune(word)
	for i := range runes {
		list = append(list, string(runes[:i])+string(runes[i+1:]))
		if i+1 < len(runes) {
			list = append(list, string(runes[:i])+string(runes[i+1])+string(runes[i])+string(runes[i+2:]))
		}
	}
	for i := range len(runes) + 1 {
		for _, letter := range letters {
			list = append(list, string(runes[:i])+string(letter)+string(runes[i:]))
			if i < len(runes) && runes[i] != letter {
				list = append(list, string(runes[:i])+string(letter)+string(runes[i+1:]))
			}
		}
	}
	return unique(list)
}

// Distance is by how many characters two words differ: left out, put in, put in place of
// another, or changed with the next one; more than the limit is the limit and one.
func Distance(a, b string, limit int) int {
	x, y := []rune(a), []rune(b)
	if max(len(x), len(y))-min(len(x), len(y)) > limit {
		return limit + 1
	}
	var before, row []int
	next := make([]int, len(y)+1)
	for j := range next {
		next[j] = j
	}
	for i := 1; i <= len(x); i++ {
		before, row, next = row, next, make([]int, len(y)+1)
		next[0] = i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			next[j] = min(row[j]+1, next[j-1]+1, row[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				next[j] = min(next[j], before[j-2]+1)
			}
		}
	}
	return min(next[len(y)], limit+1)
}

// Words lists the words of a text that corrections are made of: folded words, and whole runs
// of Han characters.
func Words(text string) []string {
	var list []string
	for _, word := range words(Fold(text)) {
		list = append(list, word)
	}
	return list
}

// Instead returns what a text has that is most like a word, and by how much it differs: one of
// its words, or of a run of Han characters as many as the word has. The distance is more than
// the limit where there is nothing like it.
func Instead(word, text string, limit int) (best string, distance int) {
	distance = limit + 1
	long := utf8.RuneCountInString(word)
	for class, have := range words(Fold(text)) {
		candidates := []string{have}
		if class == han {
			candidates = windows(have, long)
		}
		for _, c := range candidates {
			if d := Distance(word, c, limit); d > 0 && d < distance {
				best, distance = c, d
			}
		}
	}
	return best, distance
}

// windows lists the parts of a run that have as many characters; the run where it is shorter.
func windows(run string, long int) []string {
	runes := []rune(run)
	if len(runes) <= long {
		return []string{run}
	}
	var list []string
	for i := 0; i+long <= len(runes); i++ {
		list = append(list, string(runes[i:i+long]))
	}
	return list
}
