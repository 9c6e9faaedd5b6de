package search

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"
)

// hanRuns yields the runs of Han characters of a folded text. What only spaces stand between
// is one run: a table may say 数字 万用表 for 数字万用表.
func hanRuns(folded string) iter.Seq[string] {
	return func(yield func(string) bool) {
		run, end := "", 0
		at := 0
		for class, word := range words(folded) {
			at += strings.Index(folded[at:], word)
			if class == han && run != "" && isSpace(folded[end:at]) {
				run += word
			} else {
				if run != "" && !yield(run) {
					return
				}
				run = ""
				if class == han {
					run = word
				}
			}
			at += len(word)
			end = at
		}
		if run != "" {
			yield(run)
		}
	}
}

func isSpace(text string) bool {
	return strings.TrimLeftFunc(text, unicode.IsSpace) == ""
}

func lastRune(s string) string {
	_, size := utf8.DecodeLastRuneInString(s)
	return s[len(s)-size:]
}
