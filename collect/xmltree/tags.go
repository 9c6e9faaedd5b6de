package xmltree

import (
	"bytes"
	"fmt"
)

// checkTags refuses a document with a tag of more than limit bytes, before the decoder
// would build a list of millions of attributes for it.
func checkTags(source []byte, limit int) error {
	for at := 0; ; {
		open := bytes.IndexByte(source[at:], '<')
		if open < 0 {
			return nil
		}
		at += open
		if end, ok := markupEnd(source[at:]); ok {
			at += end
			continue
		}
		length := tagLength(source[at:], limit)
		if length > limit {
			return &Error{Fault: FaultTag, Line: 1 + bytes.Count(source[:at], []byte("\n")),
				Detail: fmt.Sprintf("a tag of more than %d bytes", limit)}
		}
		at += length
	}
}

// markupEnd returns the length of a comment, a CDATA section or a processing instruction,
// all of which the decoder holds as plain bytes.
func markupEnd(s []byte) (length int, ok bool) {
	for _, m := range [...]struct{ open, close string }{{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}} {
		if !bytes.HasPrefix(s, []byte(m.open)) {
			continue
		}
		end := bytes.Index(s, []byte(m.close))
		if end < 0 {
			return len(s), true
		}
		return end + len(m.close), true
	}
	return 0, false
}

// tagLength returns the length of the tag that s begins with, counting no further than just
// over the limit. A > inside quotes does not end a tag.
func tagLength(s []byte, limit int) int {
	quote := byte(0)
	for i, c := range s {
		switch {
		case i > limit:
			return i
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return i + 1
		}
	}
	return len(s)
}
