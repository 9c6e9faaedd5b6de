package model

import (
	"bytes"
	"regexp"
	"strings"
	"unicode"
)

// A file is classified when it is marked so, not when it speaks of secrets:
//
//   - a text of its own — an element's text, an attribute, a line, a part of the file name —
//     is a marking, see [IsMarking];
//   - a flag: an element or attribute called classified that is true, or a refType that ends
//     in _classified.
var classifiedFlag = regexp.MustCompile(`(?i)<(?:[\w.-]+:)?classified(?:\s[^>]*)?>\s*(?:true|1|yes|是)\s*<` +
	`|[\s:]classified\s*=\s*["'](?:true|1|yes|是)["']|refType\s*=\s*["'][^"']*_classified["'\s]`)

// NameIsMarked looks at the parts of a file name, between signs and spaces.
func NameIsMarked(name string) bool {
	parts := strings.FieldsFunc(name, func(c rune) bool {
		return c != '★' && !unicode.IsLetter(c) && !unicode.IsDigit(c)
	})
	for _, part := range append(parts, name) {
		if IsMarking(part) {
			return true
		}
	}
	return false
}

// SourceIsMarked looks at the pieces of a text between tags, quotes and line ends.
func SourceIsMarked(text []byte) bool {
	named := bytes.Contains(text, []byte("lassified")) || bytes.Contains(text, []byte("LASSIFIED"))
	if named && classifiedFlag.Match(text) {
		return true
	}
	if !bytes.Contains(text, []byte("密")) {
		return false
	}
	for piece := range bytes.FieldsFuncSeq(text, func(c rune) bool { return strings.ContainsRune("<>\"'\n\r", c) }) {
		if IsMarking(string(piece)) {
			return true
		}
	}
	return false
}
