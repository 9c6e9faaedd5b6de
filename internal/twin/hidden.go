package twin

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"regexp"
)

// About is an answer to a request about one record as it would be about another one, were it
// the same: the ids that it repeats, cursors without what binds them to the request, and no
// digest of all this.
func About(a Answer, id, other string) Answer {
	a.Header = a.Header.Clone()
	a.Header.Del("ETag")
	if id != "" {
		a.Body = bytes.ReplaceAll(a.Body, []byte(id), []byte(other))
	}
	a.Body = cursorShape.ReplaceAllFunc(a.Body, unbound)
	return a
}

var cursorShape = regexp.MustCompile(`"[A-Za-z0-9_-]{20,}"`)

// unbound is the place that a cursor names; what is none stays as it is.
func unbound(text []byte) []byte {
	const mac = 12
	raw, err := base64.RawURLEncoding.DecodeString(string(text[1 : len(text)-1]))
	if err != nil || len(raw) <= mac || !json.Valid(raw[mac:]) {
		return text
	}
	return raw[mac:]
}
