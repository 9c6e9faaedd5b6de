package xmltree

import (
	"bytes"
	"io"
	"regexp"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
)

// declaration finds the encoding that an XML declaration names.
var declaration = regexp.MustCompile(`^<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]*)["']`)

// declarationWindow is how much of a file is looked at for its declaration.
const declarationWindow = 256

// DecodeUTF8 returns the bytes of an XML document in UTF-8, without a byte order mark. The
// encoding is that of the byte order mark, or else the declared one, or else UTF-8. A
// document that becomes larger than limit is refused: some encodings grow by half.
func DecodeUTF8(raw []byte, limit int64) ([]byte, error) {
	source, err := encodingOf(raw)
	if err != nil {
		return nil, err
	}
	if source == nil {
		return bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf")), nil
	}
	text, err := io.ReadAll(io.LimitReader(source.NewDecoder().Reader(bytes.NewReader(raw)), limit+1))
	if int64(len(text)) > limit {
		return nil, &Error{Fault: FaultSize, Detail: "the decoded text is larger than the limit"}
	}
	// A decoder writes U+FFFD for bytes that mean nothing, which would change the data.
	if bad := bytes.Index(text, []byte("\uFFFD")); bad >= 0 || err != nil {
		line := 1 + bytes.Count(text[:max(bad, 0)], []byte("\n"))
		return nil, &Error{Fault: FaultEncoding, Line: line, Detail: "the bytes do not fit the declared encoding"}
	}
	return text, nil
}

// encodingOf returns nil for UTF-8.
func encodingOf(raw []byte) (encoding.Encoding, error) {
	switch {
	case bytes.HasPrefix(raw, []byte("\xfe\xff")), bytes.HasPrefix(raw, []byte("\xff\xfe")):
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM), nil
	case bytes.HasPrefix(raw, []byte("\xef\xbb\xbf")):
		return nil, nil
	}
	found := declaration.FindSubmatch(raw[:min(len(raw), declarationWindow)])
	if found == nil {
		return nil, nil
	}
	name := strings.ToLower(string(found[1]))
	// A declaration that can be read as ASCII is not in UTF-16, whatever it says: programs
	// write text that they hold in UTF-16 to files in UTF-8.
	if name == "utf-8" || name == "us-ascii" || strings.HasPrefix(name, "utf-16") {
		return nil, nil
	}
	source, err := htmlindex.Get(name)
	if err != nil {
		return nil, &Error{Fault: FaultEncoding, Line: 1, Detail: "unknown encoding " + name}
	}
	return source, nil
}
