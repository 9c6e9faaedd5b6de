package e2e_test

import (
	"crypto/sha256"
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
