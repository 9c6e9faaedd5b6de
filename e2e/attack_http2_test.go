package e2e_test

import (
	"bytes"
	"encoding/binary"
	"io"
	"strings"
	"sync"
	"testing"
	"time"
)

// Kinds and flags of HTTP/2 frames (RFC 9113, 6).
const (
	frameHeaders, frameReset, frameSettings, framePing, frameContinuation = 1, 3, 4, 6, 9
	endStream, endHeaders                                                 = 1, 4
)

func frame(kind, flags byte, stream uint32, payload []byte) []byte {
	head := binary.BigEndian.AppendUint32(nil, uint32(len(payload))<<8|uint32(kind))
	return append(binary.BigEndian.AppendUint32(append(head, flags), stream), payload...)
}

// literal is a header that is sent as it stands; the name is one of the static table's, or an
// empty number and a name of its own (RFC 7541, 6.2.2).
func literal(index byte, name, value string) []byte {
	b := []byte{index}
	if name != "" {
		b = append(append(b, byte(len(name))), name...)
	}
	length := len(value)
	if length < 127 {
		b = append(b, byte(length))
	} else {
		b = append(b, 127)
		for length -= 127; length >= 128; length >>= 7 {
			b = append(b, byte(length)|128)
		}
		b = append(b, byte(length))
	}
	return append(b, value...)
}

// ask is the header of a GET request over http.
func askOver2(path string) []byte {
	return append(append([]byte{0x82, 0x86}, literal(4, "", path)...), literal(1, "", "node")...)
}

// over2 opens connections that speak HTTP/2, and writes to each of them what is made of its
// number, until the node has had enough of it. What the node says is read, or not.
func (n *node) over2(t *testing.T, connections int, reading bool, write func(send func([]byte) bool)) {
	t.Helper()
	var all sync.WaitGroup
	for _, c := range n.dial(t, connections) {
		if reading {
			go func() { _, _ = io.Copy(io.Discard, c) }() // it ends with the connection
		}
		all.Go(func() {
			send := func(b []byte) bool {
				_ = c.SetWriteDeadline(time.Now().Add(time.Second))
				_, err := c.Write(b)
				return err == nil
			}
			if send(append([]byte("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), frame(frameSettings, 0, 0, nil)...)) {
				write(send)
			}
		})
	}
	all.Wait()
}

// resets opens streams and resets them at once, thousands of them (CVE-2023-44487).
func (n *node) resets(t *testing.T) {
	t.Helper()
	header := askOver2("/graphql?query=%7Bme%7Bvia%7D%7D")
	n.over2(t, 50, true, func(send func([]byte) bool) {
		for stream := uint32(1); stream < 20_000; {
			var storm bytes.Buffer
			for range 100 {
				storm.Write(frame(frameHeaders, endStream|endHeaders, stream, header))
				storm.Write(frame(frameReset, 0, stream, []byte{0, 0, 0, 8}))
				stream += 2
			}
			if !send(storm.Bytes()) {
				return
			}
		}
	})
}

// continuations send a header that has no end (CVE-2023-45288).
func (n *node) continuations(t *testing.T) {
	t.Helper()
	more := frame(frameContinuation, 0, 1, bytes.Repeat(literal(0, "x", strings.Repeat("a", 100)), 100))
	n.over2(t, 20, true, func(send func([]byte) bool) {
		if !send(frame(frameHeaders, endStream, 1, askOver2("/"))) {
			return
		}
		for range 10_000 {
			if !send(more) {
				return
			}
		}
	})
}

// headerBombs name a long header of before again and again, in one byte each.
func (n *node) headerBombs(t *testing.T) {
	t.Helper()
	long := literal(0x40, "x", strings.Repeat("a", 3900)) // which the table of the connection keeps
	bomb := append(append(askOver2("/"), long...), bytes.Repeat([]byte{0x80 | 62}, 12_000)...)
	n.over2(t, 20, true, func(send func([]byte) bool) {
		for stream := uint32(1); stream < 400; stream += 2 {
			if !send(frame(frameHeaders, endStream|endHeaders, stream, bomb)) {
				return
			}
		}
	})
}

// pings ask for answers that nobody reads.
func (n *node) pings(t *testing.T) {
	t.Helper()
	many := bytes.Repeat(append(frame(framePing, 0, 0, make([]byte, 8)), frame(frameSettings, 0, 0, nil)...), 1000)
	n.over2(t, 20, false, func(send func([]byte) bool) {
		for range 1000 {
			if !send(many) {
				return
			}
		}
	})
}

// untaken ask for thousands of pages, and leave no room for the answers.
func (n *node) untaken(t *testing.T) {
	t.Helper()
	header := askOver2("/graphql?query=%7Bcertificates(first:50)%7Bedges%7Bnode%7Bid%20number%7D%7D%7D%7D")
	n.over2(t, 40, false, func(send func([]byte) bool) {
		if !send(frame(frameSettings, 0, 0, []byte{0, 4, 0, 0, 0, 0})) { // a window of nothing
			return
		}
		for stream := uint32(1); stream < 200; stream += 2 {
			if !send(frame(frameHeaders, endStream|endHeaders, stream, header)) {
				return
			}
		}
		time.Sleep(time.Second)
	})
}

// TestAttacksOverHTTP2 sends what a connection of HTTP/2 can be misused for.
func TestAttacksOverHTTP2(t *testing.T) {
	n := launch(t, "demo", "--certificates", "1000", "--data", t.TempDir(), "--rate-anonymous", "1000000000", "--h2c")
	b := n.bystander(t)
	b.phase("HTTP/2 resets", n.resets)
	b.phase("headers without end", n.continuations)
	b.phase("header bombs", n.headerBombs)
	b.phase("pings", n.pings)
	b.phase("4,000 answers that are not taken, for a second", n.untaken)
	b.end(t)
	peak := n.memory(t, "VmHWM")
	t.Logf("the process took %d MiB at most", peak)
	if peak > mostMemory {
		t.Errorf("that is more than %d MiB", mostMemory)
	}
	n.stop(t)
}
