package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"metrograph/model"
)

// amountAt is an amount in a text: its place and the key that all that are as much share.
type amountAt struct {
	from, to int
	key      string
}

// amountsIn finds the amounts of a search, and returns the text in which their places are: it
// is composed, but of letters of the case that it had, since mΩ is not MΩ.
func amountsIn(text string) (string, []amountAt) {
	text = norm.NFKC.String(text)
	var found []amountAt
	var keys model.AmountKeys
	for at := 0; at < len(text); {
		from, to := nextNumber(text, at)
		if from < 0 {
			break
		}
		a := amountAt{from: from}
		if a.to, a.key = unitBehind(&keys, text, from, to); a.key == "" {
			a.from, a.to, a.key = classBefore(text, from, to)
		}
		if a.key != "" && a.from >= at {
			found, to = append(found, a), a.to
		}
		at = to
	}
	return text, found
}

// nextNumber finds the next number that begins a word.
func nextNumber(text string, at int) (from, to int) {
	for i := at; i < len(text); i++ {
		if text[i] < '0' || text[i] > '9' {
			continue
		}
		if before, _ := utf8.DecodeLastRuneInString(text[:i]); i > 0 && (!isHan(before) && (unicode.IsLetter(before) || unicode.IsDigit(before)) || strings.ContainsRune(".-/_", before)) {
			if !negative(text, i) {
				i = endOfNumber(text, i) - 1
				continue
			}
			return i - 1, endOfNumber(text, i)
		}
		return i, endOfNumber(text, i)
	}
	return -1, -1
}

// negative tells whether what stands before a number is its sign.
func negative(text string, at int) bool {
	if text[at-1] != '-' {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(text[:at-1])
	return at == 1 || unicode.IsSpace(before)
}

func endOfNumber(text string, at int) int {
	end := digitsFrom(text, at)
	if end+1 < len(text) && text[end] == '.' {
		if more := digitsFrom(text, end+1); more > end+1 {
			end = more
		}
	}
	if end+1 < len(text) && text[end]|0x20 == 'e' {
		sign := end + 1
		if text[sign] == '-' || text[sign] == '+' {
			sign++
		}
		if more := digitsFrom(text, sign); more > sign {
			end = more
		}
	}
	return end
}

func digitsFrom(text string, at int) int {
	for at < len(text) && '0' <= text[at] && text[at] <= '9' {
		at++
	}
	return at
}

// unitBehind reads the unit that stands behind a number, with or without a space: in symbols up
// to the next space, in Chinese as many characters as are a unit, and 级 or class for classes.
func unitBehind(keys *model.AmountKeys, text string, from, to int) (end int, key string) {
	rest := text[to:]
	unit := strings.TrimLeft(rest, " ")
	start := to + len(rest) - len(unit)
	if space := strings.IndexFunc(unit, unicode.IsSpace); space >= 0 {
		unit = unit[:space]
	}
	if end := strings.IndexFunc(unit, isHan); end > 0 {
		unit = unit[:end]
	}
	unit = strings.TrimRight(unit, ",;，。、)）")
	for spelled := range spellings(unit) {
		if model.IsClass(spelled) {
			key, _ = model.ClassKey(text[from:to])
			return start + len(spelled), key
		}
		u, ok := model.SpokenUnit(spelled)
		if !ok {
			continue
		}
		if key, ok := keys.Key(model.Decimal(text[from:to]), u); ok {
			return start + len(spelled), key
		}
	}
	return 0, ""
}

// spellings yields what may be the unit at the beginning of a text: all of it, and of what
// begins in Chinese ever less.
func spellings(text string) func(func(string) bool) {
	return func(yield func(string) bool) {
		const longest = 24
		for text != "" && (len(text) > longest || yield(text)) && isHan(firstRune(text)) {
			_, size := utf8.DecodeLastRuneInString(text)
			text = text[:len(text)-size]
		}
	}
}

// classBefore reads a class whose number stands behind the word: class 0.02.
func classBefore(text string, from, to int) (start, end int, key string) {
	before := strings.TrimRight(text[:from], " ")
	word := before[strings.LastIndexFunc(before, unicode.IsSpace)+1:]
	if !model.IsClass(word) {
		return from, to, ""
	}
	key, _ = model.ClassKey(text[from:to])
	return len(before) - len(word), to, key
}
