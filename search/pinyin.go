package search

import (
	"strings"
	"sync"

	"github.com/mozillazg/go-pinyin"
)

// How names are read is among their index terms: from each character on, the initials of what
// follows, and the syllables in full. A search for initials or syllables asks for terms that
// begin with them, so that it finds them anywhere in a name. Of the characters that names of
// instruments, people and places have in either of two readings, the other reading is there
// with the usual ones of the rest, up to a bound.
const (
	fewestLetters = 3  // that are taken for pinyin
	mostReadings  = 2  // of a character, the usual one first
	mostVariants  = 2  // of what is read from one character on
	mostInitials  = 8  // characters of which there are initials
	mostSyllables = 5  // that are there in full
	mostRead      = 12 // characters of a run that are read
)

// twofold are the characters that are in common use in two readings. Dictionaries know others for
// half of all characters, most of which nobody types, and each would cost every name a few terms.
const twofold = "重调长行传校参角便单率差称弹模省藏乐朝都卡薄折壳色血露车伺铅粘塞轧曝解强降系数度大地泊厦会" +
	"读脉属曾盛勒络落奇刹提尾削绿宿侧澄扎阿石种圈给还着没佛番见区仇朴尹翟剥炮拓熨颤尺乘识巷劲"

// appendPinyin appends the terms of how a run of Han characters is read.
func appendPinyin(terms []string, run string) []string {
	var memory [mostRead][mostReadings]string
	readings := memory[:0]
	for _, r := range run {
		if len(readings) == mostRead {
			break
		}
		readings = append(readings, readingsOf(r))
	}
	for from := range len(readings) {
		if readings[from][0] == "" { // a character that nobody reads
			continue
		}
		if rest := readings[from:]; len(rest) > 2 {
			terms = appendVariants(terms, rest[:min(len(rest), mostInitials)], 1)
		}
		terms = appendVariants(terms, readings[from:min(len(readings), from+mostSyllables)], maxTerm)
	}
	return terms
}

// readingsFrom lists how characters are read from the first one on.
func readingsFrom(run []rune) []string {
	readings := make([][mostReadings]string, len(run))
	for i, r := range run {
		if readings[i] = readingsOf(r); readings[i][0] == "" {
			return nil
		}
	}
	list := appendVariants(nil, readings[:min(len(run), mostInitials)], 1)
	return appendVariants(list, readings[:min(len(run), mostSyllables)], maxTerm)
}

// appendVariants appends the usual reading, of each syllable so many letters, and those in
// which one character is read otherwise.
func appendVariants(terms []string, readings [][mostReadings]string, letters int) []string {
	start := len(terms)
	usual := spell(readings, letters, -1, 0)
	if len(usual) < len(markPinyin)+fewestLetters { // which is not asked for
		return terms
	}
	terms = append(terms, usual)
	for other := 1; other < mostReadings; other++ {
		for at := range readings {
			if readings[at][other] == "" || beginning(readings[at][other], letters) == beginning(readings[at][0], letters) {
				continue
			}
			if terms = append(terms, spell(readings, letters, at, other)); len(terms)-start == mostVariants {
				return terms
			}
		}
	}
	return terms
}

// spell writes a reading, up to a character without one; the character at a place in its other
// reading.
func spell(readings [][mostReadings]string, letters, at, other int) string {
	var memory [2 * maxTerm]byte
	b := append(memory[:0], markPinyin...)
	for i := range readings {
		syllable := readings[i][0]
		if i == at {
			syllable = readings[i][other]
		}
		if syllable == "" {
			break
		}
		b = append(b, beginning(syllable, letters)...)
	}
	return string(b)
}

func beginning(syllable string, letters int) string { return syllable[:min(len(syllable), letters)] }

// readingsOf returns how a character is read, without tones, the usual reading first.
func readingsOf(r rune) (list [mostReadings]string) {
	n, most := 0, 1
	if strings.ContainsRune(twofold, r) {
		most = mostReadings
	}
	for text := pinyin.PinyinDict[int(r)]; text != "" && n < most; {
		var syllable string
		syllable, text, _ = strings.Cut(text, ",")
		syllable = toneless(syllable)
		if syllable != "" && syllable != list[0] {
			list[n] = syllable
			n++
		}
	}
	return list
}

// toneless takes the tone off a syllable. ü is v, as it is typed.
func toneless(syllable string) string {
	var memory [8]byte
	b := memory[:0]
	for _, r := range syllable {
		switch {
		case 'a' <= r && r <= 'z':
			b = append(b, byte(r))
		default:
			b = append(b, plainVowel(r)...)
		}
	}
	return string(b)
}

// plainVowel is a vowel, or a syllabic nasal, without its tone; nothing for a tone alone.
func plainVowel(r rune) string {
	switch r {
	case 'ā', 'á', 'ǎ', 'à':
		return "a"
	case 'ē', 'é', 'ě', 'è', 'ê', 'ế', 'ề':
		return "e"
	case 'ī', 'í', 'ǐ', 'ì':
		return "i"
	case 'ō', 'ó', 'ǒ', 'ò':
		return "o"
	case 'ū', 'ú', 'ǔ', 'ù':
		return "u"
	case 'ü', 'ǖ', 'ǘ', 'ǚ', 'ǜ':
		return "v"
	case 'ń', 'ň', 'ǹ':
		return "n"
	case 'ḿ':
		return "m"
	}
	return ""
}

// isPinyin tells whether a word can be initials or syllables: from three letters on, the last
// syllable perhaps not to its end.
func isPinyin(word string) bool {
	if len(word) < fewestLetters || len(word) > maxTerm {
		return false
	}
	for i := range len(word) {
		if word[i] < 'a' || word[i] > 'z' {
			return false
		}
	}
	return len(word) <= mostInitials && !strings.ContainsAny(word, "iuv") || isSyllables(word)
}

// isSyllables tells whether a word is syllables, one after the other.
func isSyllables(word string) bool {
	known := syllables()
	var reached [maxTerm + 1]bool
	reached[0] = true
	for from := range len(word) {
		for to := from + 1; reached[from] && to <= min(len(word), from+6); to++ {
			whole, begun := known[word[from:to]]
			reached[to] = reached[to] || whole || to == len(word) && begun
		}
	}
	return reached[len(word)]
}

// syllables are the syllables of usual characters, and with false what they begin with.
var syllables = sync.OnceValue(func() map[string]bool {
	known := map[string]bool{}
	for r := rune(0x4e00); r <= 0x9fa5; r++ {
		syllable := readingsOf(r)[0]
		for end := 1; end < len(syllable); end++ {
			if begun := syllable[:end]; !known[begun] {
				known[begun] = false
			}
		}
		if syllable != "" {
			known[syllable] = true
		}
	}
	return known
})
