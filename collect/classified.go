package collect

import (
	"bytes"
	"regexp"
	"strings"
	"unicode"

	"metrograph/collect/xmltree"
	"metrograph/model"
)

// A document is classified when it is marked so, not when it speaks of secrets:
//
//   - a text of its own — an element's text, an attribute, a line, a part of the file name —
//     is a marking, see [model.IsMarking];
//   - a flag: an element or attribute called classified that is true, or a refType that ends
//     in _classified.
var flag = regexp.MustCompile(`(?i)<(?:[\w.-]+:)?classified(?:\s[^>]*)?>\s*(?:true|1|yes|是)\s*<` +
	`|[\s:]classified\s*=\s*["'](?:true|1|yes|是)["']|refType\s*=\s*["'][^"']*_classified["'\s]`)

// nameIsMarked looks at the parts of a file name, between signs and spaces.
func nameIsMarked(name string) bool {
	parts := strings.FieldsFunc(name, func(c rune) bool {
		return c != '★' && !unicode.IsLetter(c) && !unicode.IsDigit(c)
	})
	for _, part := range append(parts, name) {
		if model.IsMarking(part) {
			return true
		}
	}
	return false
}

// isClassified looks at the document as it was sent, which also finds markings in what could
// not be read, and at what was read, which finds those that were written with character
// references, and at embedded texts.
func isClassified(raw []byte, p *Parcel) bool {
	text, err := xmltree.DecodeUTF8(raw, 2*int64(len(raw))+1)
	if err != nil {
		text = raw
	}
	if sourceIsMarked(text) {
		return true
	}
	for _, r := range p.Records() {
		if model.IsClassified(r) {
			return true
		}
	}
	for _, f := range p.Files {
		embedded := f.Attachment.Role != model.AttachmentOriginal && strings.HasPrefix(f.Attachment.MediaType, "text/")
		if embedded && sourceIsMarked(f.Content) {
			return true
		}
	}
	return false
}

// sourceIsMarked looks at the pieces of a text between tags, quotes and line ends.
func sourceIsMarked(text []byte) bool {
	named := bytes.Contains(text, []byte("lassified")) || bytes.Contains(text, []byte("LASSIFIED"))
	if named && flag.Match(text) {
		return true
	}
	if !bytes.Contains(text, []byte("密")) {
		return false
	}
	for piece := range bytes.FieldsFuncSeq(text, func(c rune) bool { return strings.ContainsRune("<>\"'\n\r", c) }) {
		if model.IsMarking(string(piece)) {
			return true
		}
	}
	return false
}
