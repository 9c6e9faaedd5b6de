package registry

import (
	"bytes"
	"errors"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"metrograph/model"
)

// textIsMarked looks for markings of state secrets in a text of any length, in UTF-8, UTF-16
// or GB 18030. It has a piece of it in memory, which overlaps the next one: a marking and
// what is around it are in one of them.
func textIsMarked(content io.Reader) (bool, error) {
	const window, overlap = 256 << 10, 4 << 10
	text, err := decoded(content)
	if err != nil {
		return false, err
	}
	buffer, have := make([]byte, window), 0
	for {
		n, err := io.ReadFull(text, buffer[have:])
		have += n
		end := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if err != nil && !end {
			return false, err
		}
		piece := buffer[:have]
		if !end { // what is cut in two could look like a marking
			piece = piece[:lastBreak(piece)]
		}
		if model.SourceIsMarked(piece) {
			return true, nil
		}
		if end {
			return false, nil
		}
		from := lastBreak(piece[:max(len(piece)-overlap, 1)])
		have = copy(buffer, buffer[from:have])
	}
}

// lastBreak is where the last line or element of a text begins; its end where it is all one.
func lastBreak(text []byte) int {
	if i := bytes.LastIndexAny(text, "\n<"); i > 0 {
		return i
	}
	return len(text)
}

// decoded is a text as UTF-8.
func decoded(content io.Reader) (io.Reader, error) {
	const enough = 64 << 10 // to see the encoding
	head := make([]byte, enough)
	n, err := io.ReadFull(content, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, err
	}
	head = head[:n]
	whole := io.MultiReader(bytes.NewReader(head), content)
	switch {
	case bytes.HasPrefix(head, []byte{0xFE, 0xFF}), bytes.HasPrefix(head, []byte{0xFF, 0xFE}):
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder().Reader(whole), nil
	case isUTF8(head):
		return whole, nil
	}
	return simplifiedchinese.GB18030.NewDecoder().Reader(whole), nil
}

// isUTF8 tells whether the beginning of a text is UTF-8; the last character may be cut.
func isUTF8(head []byte) bool {
	for cut := range min(utf8.UTFMax, len(head)+1) {
		if utf8.Valid(head[:len(head)-cut]) {
			return true
		}
	}
	return false
}
