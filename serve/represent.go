package serve

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"

	"metrograph/wire/accept"
)

// leastCoded is the size from which an answer is compressed: a smaller one takes one packet
// of the network as it is.
const leastCoded = 1 << 10

// represent sends answers in the coding that the client prefers, gives those that may be kept
// a tag, and sends only the tag's confirmation to whoever has the answer already (RFC 9110, 8
// and 13). It concerns answers that are written whole; streams pass.
func (s *shell) represent(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if isStream(r) {
			next.ServeHTTP(w, r)
			return
		}
		w.Header().Add("Vary", "Accept-Encoding")
		answer := &representation{ResponseWriter: w, request: r, coders: s.coders}
		next.ServeHTTP(answer, r)
		answer.finish()
	})
}

// representation is the answer to a request. An answer is whole when its first piece has the
// length that its header states; the header waits until then.
type representation struct {
	http.ResponseWriter
	request *http.Request
	coders  *coders
	status  int
	begun   bool
}

func (p *representation) Unwrap() http.ResponseWriter { return p.ResponseWriter }

func (p *representation) WriteHeader(status int) {
	if p.begun || p.status != 0 {
		return
	}
	p.status = status
	if stated := p.Header().Get("Content-Length"); stated == "" || stated == "0" {
		p.begin(status)
	}
}

func (p *representation) Write(body []byte) (int, error) {
	if p.status == 0 {
		p.WriteHeader(http.StatusOK)
	}
	if p.begun {
		return p.ResponseWriter.Write(body)
	}
	if p.Header().Get("Content-Length") != strconv.Itoa(len(body)) {
		p.begin(p.status)
		return p.ResponseWriter.Write(body)
	}
	return len(body), p.send(body)
}

// finish sends the header of an answer whose body did not come.
func (p *representation) finish() {
	if p.status != 0 && !p.begun {
		p.begin(p.status)
	}
}

func (p *representation) begin(status int) {
	p.begun = true
	p.ResponseWriter.WriteHeader(status)
}

// send sends a whole answer, or says that the client has it.
func (p *representation) send(body []byte) error {
	header := p.Header()
	coding, plain := accept.Coding(p.request.Header.Values("Accept-Encoding"), codings...)
	if len(body) < leastCoded && plain || header.Get("Content-Encoding") != "" {
		coding = ""
	}
	if p.mayBeKept() {
		header.Set("ETag", tagOf(body, coding))
		if p.has(header.Get("ETag")) {
			for _, name := range [...]string{"Content-Length", "Content-Type"} {
				header.Del(name) // they are those of an answer that is not sent
			}
			p.begin(http.StatusNotModified)
			return nil
		}
	}
	if coding != "" {
		body = p.coders.code(coding, body)
		header.Set("Content-Encoding", coding)
		header.Set("Content-Length", strconv.Itoa(len(body)))
	}
	p.begin(p.status)
	_, err := p.ResponseWriter.Write(body)
	return err
}

// mayBeKept tells whether a cache may have a use for a tag.
func (p *representation) mayBeKept() bool {
	method, header := p.request.Method, p.Header()
	return (method == http.MethodGet || method == http.MethodHead) && p.status == http.StatusOK &&
		!strings.Contains(header.Get("Cache-Control"), "no-store") && header.Get("ETag") == ""
}

// tagOf is the tag of an answer in a coding: other bytes have another tag (RFC 9110, 8.8.3.3).
// It follows from what the answer says, so whatever changes that, be it a write or a policy,
// changes the tag.
func tagOf(body []byte, coding string) string {
	sum := sha256.Sum256(body)
	tag := base64.RawURLEncoding.EncodeToString(sum[:18])
	if coding != "" {
		tag += "-" + coding
	}
	return `"` + tag + `"`
}

// has tells whether the client says that it has the answer with the tag (RFC 9110, 13.1.2).
func (p *representation) has(tag string) bool {
	known := strings.Join(p.request.Header.Values("If-None-Match"), ",")
	for entry := range strings.SplitSeq(known, ",") {
		entry = strings.TrimSpace(entry)
		if entry == "*" || strings.TrimPrefix(entry, "W/") == tag {
			return true
		}
	}
	return false
}
