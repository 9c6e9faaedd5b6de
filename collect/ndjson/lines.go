package ndjson

import (
	"bytes"
	"io"
)

// lineCounter knows at which line of what was read through it an offset is, and lets no value
// be longer than the limit.
type lineCounter struct {
	in     io.Reader
	limit  int64
	read   int64
	from   int64   // where the value that is being read begins
	passed int     // line ends before those in breaks
	breaks []int64 // offsets of line ends
}

func (c *lineCounter) Read(p []byte) (int, error) {
	if c.read-c.from > c.limit {
		return 0, errLong
	}
	n, err := c.in.Read(p)
	for at := 0; ; at++ {
		next := bytes.IndexByte(p[at:n], '\n')
		if next < 0 {
			break
		}
		at += next
		c.breaks = append(c.breaks, c.read+int64(at))
	}
	c.read += int64(n)
	return n, err
}

// lineAt is the line of an offset, from 1. Offsets never go back.
func (c *lineCounter) lineAt(offset int64) int {
	n := 0
	for n < len(c.breaks) && c.breaks[n] < offset {
		n++
	}
	c.passed += n
	c.breaks = append(c.breaks[:0], c.breaks[n:]...)
	return c.passed + 1
}
