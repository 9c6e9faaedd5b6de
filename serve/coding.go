package serve

import (
	"bytes"
	"io"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// codings are those that answers are sent in, the best first: on a page of 50 certificates
// zstd is as small as gzip in two thirds of its time, br a little smaller in twice of it.
var codings = []string{"zstd", "br", "gzip"}

// zstdWindow is what a client needs of memory to read an answer; browsers refuse above 8 MiB
// (RFC 9659).
const zstdWindow = 1 << 20

// coders compress answers. What they need for it is large, and kept for the next answer.
type coders struct {
	zstd    *zstd.Encoder
	writers map[string]*sync.Pool
}

// coder is a writer that compresses, of whatever library.
type coder interface {
	io.WriteCloser
	Reset(io.Writer)
}

func newCoders() *coders {
	encoder, err := zstd.NewWriter(nil, zstd.WithWindowSize(zstdWindow))
	if err != nil {
		panic("serve: " + err.Error()) // the options are this package's own
	}
	return &coders{zstd: encoder, writers: map[string]*sync.Pool{
		"br":   {New: func() any { return brotli.NewWriterLevel(nil, 3) }},
		"gzip": {New: func() any { return gzip.NewWriter(nil) }},
	}}
}

// code compresses an answer.
func (c *coders) code(coding string, body []byte) []byte {
	if coding == "zstd" {
		return c.zstd.EncodeAll(body, nil)
	}
	var out bytes.Buffer
	pool := c.writers[coding]
	w := pool.Get().(coder)
	defer pool.Put(w)
	w.Reset(&out)
	_, _ = w.Write(body) // a buffer takes everything
	_ = w.Close()
	return out.Bytes()
}
