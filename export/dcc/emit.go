package dcc

import (
	"bufio"
	"encoding/base64"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// emitter writes elements. It keeps the first error, after which it writes nothing more.
type emitter struct {
	w    *bufio.Writer
	open []string
	err  error
}

func newEmitter(w io.Writer) *emitter { return &emitter{w: bufio.NewWriterSize(w, 32<<10)} }

// attr is an attribute; one without a value is not written.
type attr struct{ name, value string }

// fail keeps the first error.
func (e *emitter) fail(err error) {
	if e.err == nil {
		e.err = err
	}
}

func (e *emitter) raw(parts ...string) {
	for _, s := range parts {
		if e.err == nil {
			_, e.err = e.w.WriteString(s)
		}
	}
}

// text writes characters; those that XML cannot hold become U+FFFD.
func (e *emitter) text(s string) { e.escape(s, "&<>\r") }

// value writes the value of an attribute, in which blanks are kept by references alone.
func (e *emitter) value(s string) { e.escape(s, "&<>\r\"\n\t") }

// escape writes the characters, those of the list by references.
func (e *emitter) escape(s, list string) {
	if e.err != nil {
		return
	}
	from := 0
	for i, c := range s {
		if c >= '?' && c < utf8.RuneSelf || c == '.' || '0' <= c && c <= '9' {
			continue // most of what there is
		}
		if special := strings.ContainsRune(list, c); special || !isXML(c) {
			e.raw(s[from:i])
			if from = i + utf8.RuneLen(c); special {
				e.raw(reference(c))
				continue
			}
			if e.raw("\uFFFD"); c == utf8.RuneError { // a byte that is no character, or the mark of one
				_, size := utf8.DecodeRuneInString(s[i:])
				from = i + size
			}
		}
	}
	e.raw(s[from:])
}

// reference writes a character that stands for markup otherwise, or is not kept.
func reference(c rune) string {
	switch c {
	case '&':
		return "&amp;"
	case '<':
		return "&lt;"
	case '>':
		return "&gt;"
	case '"':
		return "&quot;"
	}
	return "&#" + strconv.Itoa(int(c)) + ";"
}

// isXML tells whether XML 1.0 can hold the character (2.2).
func isXML(c rune) bool {
	return c >= ' ' && c != 0xFFFE && c != 0xFFFF && c != utf8.RuneError || c == '\t' || c == '\n' || c == '\r'
}

func (e *emitter) indent() { e.raw("\n", strings.Repeat(" ", len(e.open))) }

func (e *emitter) tag(name string, attrs []attr) {
	e.indent()
	e.raw("<", name)
	for _, a := range attrs {
		if a.value == "" {
			continue
		}
		e.raw(" ", a.name, `="`)
		e.value(a.value)
		e.raw(`"`)
	}
}

// start opens an element that has elements in it.
func (e *emitter) start(name string, attrs ...attr) {
	e.tag(name, attrs)
	e.raw(">")
	e.open = append(e.open, name)
}

// end closes the element that was opened last.
func (e *emitter) end() {
	name := e.open[len(e.open)-1]
	e.open = e.open[:len(e.open)-1]
	e.indent()
	e.raw("</", name, ">")
}

// leaf writes an element that has text in it.
func (e *emitter) leaf(name, text string, attrs ...attr) {
	e.tag(name, attrs)
	e.raw(">")
	e.text(text)
	e.raw("</", name, ">")
}

// words writes an element that has a list of words in it.
func (e *emitter) words(name string, count int, word func(int) string) {
	e.tag(name, nil)
	e.raw(">")
	for i := range count {
		if i > 0 {
			e.raw(" ")
		}
		e.text(word(i))
	}
	e.raw("</", name, ">")
}

// base64 writes an element that has bytes in it.
func (e *emitter) base64(name string, content io.Reader) {
	e.tag(name, nil)
	e.raw(">")
	if e.err == nil {
		out := base64.NewEncoder(base64.StdEncoding, e.w)
		_, err := io.Copy(out, content)
		e.fail(err)
		e.fail(out.Close())
	}
	e.raw("</", name, ">")
}

func (e *emitter) finish() error {
	e.raw("\n")
	if e.err == nil {
		e.err = e.w.Flush()
	}
	return e.err
}
