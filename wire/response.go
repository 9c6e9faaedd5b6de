package wire

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"metrograph/model"
	"metrograph/wire/accept"
)

// statusOf is the status of the answer to a request that could be read. What has data is 200,
// whatever could not be answered of it. Clients that know plain JSON only take any other
// status for that of a proxy, so they get 200 unless it matters who they are, or that they
// came too often.
func statusOf(header http.Header, media string, response *graphql.Response) int {
	if response.Data != nil || len(response.Errors) == 0 {
		return http.StatusOK
	}
	code, _ := response.Errors[0].Extensions["code"].(model.Code)
	switch {
	case header.Get("Retry-After") != "":
		return http.StatusTooManyRequests
	case code == model.CodeUnauthenticated:
		return http.StatusUnauthorized
	case code == model.CodeForbidden:
		return http.StatusForbidden
	case code == model.CodeInternal:
		return http.StatusInternalServerError
	case media == accept.GraphQL:
		return http.StatusBadRequest
	}
	return http.StatusOK
}

// write sends an answer as one piece.
func write(w http.ResponseWriter, media string, status int, response *graphql.Response) {
	body := bodyOf(response)
	header := w.Header()
	header.Set("Content-Type", media+"; charset=utf-8")
	header.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body) // nobody is left to tell when this fails
}

// bodyOf writes an answer as JSON. An answer to what was not executed has no data, not even
// null. The data is JSON already and is not looked at again.
func bodyOf(response *graphql.Response) []byte {
	var body bytes.Buffer
	body.Grow(len(response.Data) + 64)
	member := func(name string, raw []byte) {
		sign := byte(',')
		if body.Len() == 0 {
			sign = '{'
		}
		body.WriteByte(sign)
		body.WriteString(`"` + name + `":`)
		body.Write(raw)
	}
	if len(response.Errors) > 0 {
		member("errors", encode(response.Errors))
	}
	if response.Data != nil {
		member("data", response.Data)
	}
	if len(response.Extensions) > 0 {
		member("extensions", encode(response.Extensions))
	}
	body.WriteByte('}')
	return body.Bytes()
}

func encode(v any) []byte {
	raw, err := json.Marshal(v)
	if err != nil {
		panic("wire: " + err.Error()) // errors and extensions are this program's own
	}
	return raw
}

func seconds(d time.Duration) string { return strconv.Itoa(int(d / time.Second)) }
