package e2e_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"
)

// dial opens connections to a node, which are closed at the end of the phase.
func (n *node) dial(t *testing.T, count int) []net.Conn {
	t.Helper()
	all := make([]net.Conn, count)
	for i := range all {
		c, err := net.DialTimeout("tcp", strings.TrimPrefix(n.URL, "http://"), patience)
		if err != nil {
			t.Fatalf("connection %d: %v", i, err)
		}
		t.Cleanup(func() { _ = c.Close() })
		all[i] = c
	}
	return all
}

// halfOpen leaves 1,000 requests unfinished, in their first line, their header or their body.
func (n *node) halfOpen(t *testing.T) {
	t.Helper()
	for i, c := range n.dial(t, 1000) {
		begun := []string{"", "POST /gra", "POST /graphql HTTP/1.1\r\nHost: a\r\n", "POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n{"}
		_, _ = c.Write([]byte(begun[i%len(begun)])) // the node may have closed it
	}
}

// slowloris sends many headers and bodies a few bytes at a time, for about two seconds.
func (n *node) slowloris(t *testing.T) {
	t.Helper()
	all := n.dial(t, 200)
	for i, c := range all {
		start := "GET / HTTP/1.1\r\nHost: a\r\n"
		if i%2 == 0 {
			start = "POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n"
		}
		_, _ = c.Write([]byte(start))
	}
	for range 20 {
		for _, c := range all {
			_, _ = c.Write([]byte("X-A: b\r\n")) // the node may have closed it
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// resets opens streams of HTTP/2 and resets them at once, thousands of them (CVE-2023-44487).
func (n *node) resets(t *testing.T) {
	t.Helper()
	frame := func(kind, flags byte, stream uint32, payload []byte) []byte {
		head := binary.BigEndian.AppendUint32(nil, uint32(len(payload))<<8|uint32(kind))
		return append(binary.BigEndian.AppendUint32(append(head, flags), stream), payload...)
	}
	var storm bytes.Buffer
	storm.WriteString("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
	storm.Write(frame(4, 0, 0, nil))
	for stream := uint32(1); stream < 4000; stream += 2 {
		storm.Write(frame(1, 5, stream, []byte{0x82, 0x86, 0x84})) // GET / over http
		storm.Write(frame(3, 0, stream, []byte{0, 0, 0, 8}))
	}
	for _, c := range n.dial(t, 50) {
		_ = c.SetWriteDeadline(time.Now().Add(time.Second))
		_, _ = c.Write(storm.Bytes()) // the node may have closed it
	}
}

// persisted sends queries with their hashes, each another one, and hashes that nothing is
// known of.
func (n *node) persisted(t *testing.T) {
	t.Helper()
	for i := range 1500 {
		query := fmt.Sprintf("{ a%d: __typename # %s\n}", i, strings.Repeat("x", 5000))
		hash := sha256.Sum256([]byte(query))
		extensions := `{"persistedQuery":{"version":1,"sha256Hash":"` + hex.EncodeToString(hash[:]) + `"}}`
		body := `{"extensions":` + extensions + `}`
		if i%3 > 0 {
			body = fmt.Sprintf(`{"query":%q,"extensions":%s}`, query, extensions)
		}
		n.strike(t, attack{"persisted", body})
	}
}
