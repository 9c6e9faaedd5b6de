package table

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// Bounds of a row.
const (
	maxRowBytes = 16 << 20
	maxColumns  = 1 << 14
)

// csvLines reads a table of separated values. Its encoding is that of the first row with a
// letter that is not ASCII: UTF-8, or else GB 18030, which has GBK in it. Neither has a byte of
// a separator, a quote or a line end within a letter.
type csvLines struct {
	in      io.Closer
	csv     *csv.Reader
	bounded *bounded
	chinese bool
	sure    bool
}

// bounded lets no row be larger than a limit: a quote that is never closed would take the whole
// file for one cell.
type bounded struct {
	in   io.Reader
	left int
}

var errLongRow = errors.New("a row is larger than 16 MiB; is a quote not closed?")

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errLongRow
	}
	n, err := b.in.Read(p[:min(len(p), b.left)])
	b.left -= n
	return n, err
}

const headBytes = 4096

func newCSV(in io.ReadCloser) (lines, error) {
	head := bufio.NewReaderSize(in, headBytes)
	begin, err := head.Peek(headBytes)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, errors.Join(err, in.Close())
	}
	text := io.Reader(head)
	switch {
	case bytes.HasPrefix(begin, []byte("\xef\xbb\xbf")):
		_, _ = head.Discard(3)
	case bytes.HasPrefix(begin, []byte("\xff\xfe")), bytes.HasPrefix(begin, []byte("\xfe\xff")):
		text = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Reader(head)
		begin, _ = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(begin)
	}
	b := &bounded{text, maxRowBytes}
	c := &csvLines{in: in, csv: csv.NewReader(b), bounded: b}
	c.csv.Comma, c.csv.LazyQuotes, c.csv.FieldsPerRecord, c.csv.ReuseRecord = separator(begin), true, -1, true
	return c, nil
}

// separator is the sign that a header has most of.
func separator(head []byte) rune {
	if end := bytes.IndexAny(head, "\r\n"); end > 0 {
		head = head[:end]
	}
	best := ','
	for _, c := range ";\t" {
		if bytes.ContainsRune(head, c) && bytes.Count(head, []byte(string(c))) > bytes.Count(head, []byte(string(best))) {
			best = c
		}
	}
	return best
}

func (c *csvLines) next() (*line, error) {
	c.bounded.left = max(c.bounded.left, maxRowBytes)
	cells, err := c.csv.Read()
	if err != nil {
		return nil, err
	}
	number, _ := c.csv.FieldPos(0)
	found := &line{number: number}
	if len(cells) > maxColumns {
		found.problem, cells = "it has more than 16384 cells", cells[:maxColumns]
	}
	found.cells = make([]string, len(cells))
	for i, cell := range cells {
		if found.cells[i], err = c.text(cell); err != nil {
			found.problem = "its encoding is neither UTF-8 nor GB 18030"
			found.cells[i] = strings.ToValidUTF8(cell, "\uFFFD")
		}
	}
	return found, nil
}

// text is a cell in UTF-8.
func (c *csvLines) text(cell string) (string, error) {
	if !c.sure && strings.ContainsFunc(cell, func(r rune) bool { return r >= utf8.RuneSelf }) {
		c.sure, c.chinese = true, !utf8.ValidString(cell)
	}
	switch {
	case c.chinese:
		text, err := simplifiedchinese.GB18030.NewDecoder().String(cell)
		if err == nil && strings.ContainsRune(text, utf8.RuneError) {
			err = errors.New("not GB 18030")
		}
		return strings.TrimSpace(text), err
	case !utf8.ValidString(cell):
		return "", errors.New("not UTF-8")
	}
	return strings.TrimSpace(cell), nil
}

func (c *csvLines) close() error { return c.in.Close() }
