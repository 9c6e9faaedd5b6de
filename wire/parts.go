package wire

import (
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"metrograph/model"
	"metrograph/wire/accept"
)

// The parts of an answer are those of a multipart/mixed body, in the form of the GraphQL
// working group's proposal of August 2022, which the clients in use understand.
const (
	partsMedia = accept.Parts + `; boundary="-"; deferSpec=20220824`
	partBegins = "Content-Type: application/json; charset=utf-8\r\n\r\n"
	boundary   = "\r\n---\r\n"
	lastOne    = "\r\n-----\r\n"
)

// partial is a part but the first.
type partial struct {
	Errors      gqlerror.List  `json:"errors,omitempty"`
	Incremental []piece        `json:"incremental,omitempty"`
	HasNext     bool           `json:"hasNext"`
	Extensions  map[string]any `json:"extensions,omitempty"`
}

// inParts answers by parts: the first is what is not late, and each of the others what has
// come since the one before. It is false where nothing turns out to be late.
func (e *execution) inParts(w http.ResponseWriter, p *plan, most int, cancel func()) bool {
	f := newFeed(e.further, cancel)
	d, data := p.open(e.Data, most)
	e.Data = data
	if len(d.spots) == 0 {
		f.drain()
		return false
	}
	d.send(w, e.Response, f)
	return true
}

func (d *delivery) send(w http.ResponseWriter, first *graphql.Response, f *feed) {
	w.Header().Set("Content-Type", partsMedia)
	out := &partWriter{w: w, control: http.NewResponseController(w)}
	out.write(boundary)
	out.send(withMember(bodyOf(first), "hasNext", []byte("true")), boundary)
	if pieces := d.ready(); len(pieces) > 0 {
		out.send(encode(partial{Incremental: pieces, HasNext: true}), boundary)
	}
	for batch := range f.batches {
		p := partial{HasNext: true}
		for _, response := range batch {
			p.Incremental = append(p.Incremental, d.add(response)...)
			p.Extensions = response.Extensions // of all that was answered until then
		}
		if out.send(encode(p), boundary); out.err != nil || d.left < 0 {
			f.cancel()
		}
	}
	f.drain()
	last := partial{Incremental: d.rest()}
	if d.left < 0 {
		last.Errors = gqlerror.List{{Message: "the answer is too large; defer less, or ask for less",
			Extensions: map[string]any{"code": model.CodeLimitExceeded, "path": "response"}}}
	}
	out.send(encode(last), lastOne)
}

// partWriter writes parts until the client is gone.
type partWriter struct {
	w       http.ResponseWriter
	control *http.ResponseController
	err     error
}

// send sends a part with what ends it, so that the client need not wait for the next one.
func (p *partWriter) send(body []byte, end string) {
	p.write(partBegins + string(body) + end)
	if p.err == nil {
		p.err = p.control.Flush()
	}
}

func (p *partWriter) write(text string) {
	if p.err == nil {
		_, p.err = p.w.Write([]byte(text))
	}
}

// withMember adds a member to an object that has some.
func withMember(object []byte, name string, value []byte) []byte {
	object = append(object[:len(object)-1], `,"`+name+`":`...)
	return append(append(object, value...), '}')
}

// feed is the further answers to an operation. They are taken from gqlgen as they come, even
// by a client that is slow to take them: what they may amount to is bounded, and the operation
// keeps its place from others until they are all there.
type feed struct {
	batches chan []*graphql.Response
	cancel  func()
	fault   any // of the node, known once there are no more batches
}

func newFeed(next func() *graphql.Response, cancel func()) *feed {
	f := &feed{batches: make(chan []*graphql.Response, 1), cancel: cancel}
	go func() {
		defer close(f.batches)
		defer func() { f.fault = recover() }()
		for response := next(); response != nil; response = next() {
			var waiting []*graphql.Response
			select {
			case waiting = <-f.batches:
			default:
			}
			f.batches <- append(waiting, response)
		}
	}()
	return f
}

// drain waits for the end. A fault of the node is one of whoever waits for it.
func (f *feed) drain() {
	for range f.batches {
	}
	if f.fault != nil {
		panic(f.fault)
	}
}
