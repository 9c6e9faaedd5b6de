package collect

import (
	"bytes"
	"reflect"
	"regexp"
	"strings"
	"unicode"

	"metrograph/collect/xmltree"
	"metrograph/model"
)

// A document is classified when it is marked so, not when it speaks of secrets:
//
//   - a text of its own — an element's text, an attribute, a line, a part of the file name —
//     that is nothing but a marking: 绝密, 机密, 秘密 or 涉密, with or without brackets, a
//     label such as 密级, a word for a document such as 文件, and ★ with a term;
//   - such a label with one of these words behind it, or one of them before ★, anywhere;
//   - a flag: an element or attribute called classified that is true, or a refType that ends
//     in _classified.
//
// 保密, 商业秘密 and these words within sentences are no markings.
var (
	marking = regexp.MustCompile(`^[\s\p{P}\p{S}]*(?:密级|保密等级|保密级别|涉密等级)?[\s\p{P}\p{S}]*(?:绝密|机密|秘密|涉密)` +
		`(?:级|件|文件|资料|数据|信息|材料|证书|报告)*(?:\s*[★☆]\s*\S{0,12})?[\s\p{P}\p{S}]*$`)
	labelled = regexp.MustCompile(`(?:密级|保密等级|保密级别|涉密等级)\s*[:：]\s*(?:绝密|机密|秘密|涉密)|(?:绝密|机密|秘密)\s*[★☆]`)
	flag     = regexp.MustCompile(`(?i)<(?:[\w.-]+:)?classified(?:\s[^>]*)?>\s*(?:true|1|yes|是)\s*<` +
		`|[\s:]classified\s*=\s*["'](?:true|1|yes|是)["']|refType\s*=\s*["'][^"']*_classified["'\s]`)
)

// longestMarking is how many bytes a text has at most that is nothing but a marking.
const longestMarking = 120

// isMarking tells whether a text is a marking, or has one in it that can be nothing else.
func isMarking(text string) bool {
	if !strings.Contains(text, "密") {
		return false
	}
	if labelled.MatchString(text) {
		return true
	}
	for line := range strings.Lines(text) {
		if len(line) <= longestMarking && marking.MatchString(strings.TrimSpace(line)) {
			return true
		}
	}
	return false
}

// nameIsMarked looks at the parts of a file name, between signs and spaces.
func nameIsMarked(name string) bool {
	parts := strings.FieldsFunc(name, func(c rune) bool {
		return c != '★' && !unicode.IsLetter(c) && !unicode.IsDigit(c)
	})
	for _, part := range append(parts, name) {
		if isMarking(part) {
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
		if valueIsMarked(reflect.ValueOf(r)) {
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
		if isMarking(string(piece)) {
			return true
		}
	}
	return false
}

// valueIsMarked looks at every string of a record.
func valueIsMarked(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.String:
		return isMarking(v.String())
	case reflect.Pointer:
		return !v.IsNil() && valueIsMarked(v.Elem())
	case reflect.Slice:
		for i := range v.Len() {
			if valueIsMarked(v.Index(i)) {
				return true
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() && valueIsMarked(v.Field(i)) {
				return true
			}
		}
	}
	return false
}
