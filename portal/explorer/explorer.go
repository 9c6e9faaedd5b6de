// Package explorer is the page in which people try queries: GraphiQL, bundled with all that
// it needs, so that it works on a network without Internet access.
//
// The bundle in dist is built by build.sh and committed; LICENSES.txt beside it names what
// it is made of. The page is a client of the public API and nothing more.
package explorer

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"html/template"
	"io"
	"net/http"
	"path"
	"strings"
	"time"

	"metrograph/wire/accept"
)

//go:embed index.html sample.graphql dist
var files embed.FS

// contentPolicy lets the page load its own files and talk to its own origin, and nothing
// else. The images as data are the editor's markers of mistakes.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// Sample is the query that the page opens with.
func Sample() string { return string(read("sample.graphql")) }

// asset is a file of the page, ready to be sent.
type asset struct {
	mediaType string
	plain     []byte
	zipped    []byte // nil where the plain form is small enough
	etag      string
}

// Handler serves the page and its files, with paths relative to where it is mounted (a
// trailing slash belongs to the page's address). The endpoint is the address of the API,
// absolute or relative to the page; it has to be of the page's own origin.
func Handler(endpoint string) http.Handler {
	assets := map[string]asset{
		"":               newAsset("text/html; charset=utf-8", page(endpoint)),
		"sample.graphql": newAsset("application/graphql; charset=utf-8", read("sample.graphql")),
		"LICENSES.txt":   newAsset("text/plain; charset=utf-8", read("dist/LICENSES.txt")),
		"explorer.js":    newZipped("text/javascript; charset=utf-8", read("dist/explorer.js.gz")),
		"explorer.css":   newZipped("text/css; charset=utf-8", read("dist/explorer.css.gz")),
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a, found := assets[strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")]
		if !found {
			http.NotFound(w, r)
			return
		}
		a.serve(w, r)
	})
}

func (a asset) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", contentPolicy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-cache") // ask each time: the tag answers without the bytes
	h.Set("Content-Type", a.mediaType)
	body, etag := a.plain, a.etag
	if a.zipped != nil {
		h.Set("Vary", "Accept-Encoding")
		if coding, _ := accept.Coding(r.Header.Values("Accept-Encoding"), "gzip"); coding != "" {
			h.Set("Content-Encoding", "gzip")
			body, etag = a.zipped, a.etag+"-gzip" // RFC 9110, 8.8.3.3: a tag of its own
		}
	}
	h.Set("ETag", `"`+etag+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}

func page(endpoint string) []byte {
	var out bytes.Buffer
	t := template.Must(template.New("page").Parse(string(read("index.html"))))
	if err := t.Execute(&out, endpoint); err != nil {
		panic("explorer: " + err.Error()) // the template is a part of the program
	}
	return out.Bytes()
}

func newAsset(mediaType string, plain []byte) asset {
	sum := sha256.Sum256(plain)
	return asset{mediaType: mediaType, plain: plain, etag: hex.EncodeToString(sum[:8])}
}

func newZipped(mediaType string, zipped []byte) asset {
	reader, err := gzip.NewReader(bytes.NewReader(zipped))
	if err != nil {
		panic("explorer: " + err.Error()) // the bundle is a part of the program, and tested
	}
	plain, err := io.ReadAll(reader)
	if err != nil {
		panic("explorer: " + err.Error())
	}
	a := newAsset(mediaType, plain)
	a.zipped = zipped
	return a
}

func read(name string) []byte {
	data, err := files.ReadFile(name)
	if err != nil {
		panic("explorer: " + err.Error())
	}
	return data
}
