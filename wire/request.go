package wire

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
)

// request is a request for gqlgen.
type request struct {
	graphql.RawParams
	close func() // gives back what holds its files
}

// parameters are those of a request as JSON has them.
type parameters map[string]json.RawMessage

// documentKey is where the identifier of a document is among the extensions of a request:
// gqlgen's parameters have no other place for it.
const documentKey = "documentId"

// readURL takes a request from the query of its address, where an empty parameter is none.
func readURL(r *http.Request) (*request, error) {
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, refusalf(http.StatusBadRequest, "the address is not encoded as that of a form is")
	}
	p := parameters{}
	for _, name := range [...]string{"query", "operationName", documentKey, "variables", "extensions"} {
		switch given := values[name]; {
		case len(given) > 1:
			return nil, refusalf(http.StatusBadRequest, "%s is given more than once", name)
		case len(given) == 0 || given[0] == "":
		case !utf8.ValidString(given[0]):
			return nil, errEncoding
		case name == "variables" || name == "extensions":
			p[name] = json.RawMessage(given[0])
		default:
			p[name], _ = json.Marshal(given[0]) // a text always can be
		}
	}
	return p.request(r)
}

// readJSON takes a request from the body.
func readJSON(r *http.Request) (*request, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, unreadable(err)
	}
	p, err := parse(body)
	if err != nil {
		return nil, err
	}
	return p.request(r)
}

// parse reads one JSON object. Batches are refused: what one request may cost is bounded, and
// HTTP carries as many requests at once as a client likes.
func parse(body []byte) (p parameters, err error) {
	switch trimmed := bytes.TrimLeft(body, " \t\r\n"); {
	case !utf8.Valid(body):
		return nil, errEncoding
	case len(trimmed) > 0 && trimmed[0] == '[':
		return nil, refusalf(http.StatusBadRequest, "send one operation in a request, not a batch")
	}
	if json.Unmarshal(body, &p) != nil || p == nil {
		return nil, refusalf(http.StatusBadRequest, "the body is not a GraphQL request in JSON")
	}
	return p, nil
}

var errEncoding = refusalf(http.StatusBadRequest, "the request is not in UTF-8")

// request makes the request of its parameters. Others than these are ignored, as the
// specification wants it.
func (p parameters) request(r *http.Request) (*request, error) {
	q := &request{close: func() {}}
	var document string
	for _, parameter := range [...]struct {
		name, kind string
		value      any
	}{
		{"query", "a text", &q.Query},
		{"operationName", "a text", &q.OperationName},
		{documentKey, "a text", &document},
		{"variables", "an object", &q.Variables},
		{"extensions", "an object", &q.Extensions},
	} {
		raw, given := p[parameter.name]
		if given && decode(raw, parameter.value) != nil {
			return nil, refusalf(http.StatusBadRequest, "%s is not %s", parameter.name, parameter.kind)
		}
	}
	if q.Extensions == nil {
		q.Extensions = map[string]any{}
	}
	delete(q.Extensions, documentKey)
	if document != "" {
		q.Extensions[documentKey] = document
	}
	if q.Query == "" && document == "" && q.Extensions[persistedKey] == nil {
		return nil, refusalf(http.StatusBadRequest, "the request has no query")
	}
	q.Headers = r.Header
	return q, nil
}

// decode reads a JSON value, with the numbers as they are written.
func decode(raw json.RawMessage, value any) error {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	if err := decoder.Decode(value); err != nil {
		return err
	}
	if _, err := decoder.Token(); err != io.EOF {
		return io.ErrUnexpectedEOF
	}
	return nil
}

// isUTF8 tells whether a media type's charset is the one that JSON has (RFC 8259, 8.1).
func isUTF8(charset string) bool { return charset == "" || strings.EqualFold(charset, "utf-8") }
