package e2e_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// deferredAttacks are queries whose answers come in more parts than anybody wants.
func deferredAttacks() []string {
	return []string{
		// Each of the records of the widest page of pages comes late.
		`{ certificates(first: 66) { edges { node { id ... @defer { issuer { certificates(first: 61) { edges { node { number ... @defer { issuer { id } } } } } } } } } } }`,
		// The same comes late ninety times.
		`{ certificates(first: 100) { edges { node { id ` + repeated(90, `... @defer(label: "l#") { number } `) + ` } } } }`,
		// The label is longer than what it stands for.
		`{ certificates(first: 100) { edges { node { id ... @defer(label: "` + strings.Repeat("l", 500_000) + `") { number } } } } }`,
		// A fragment is late wherever it is spread, in another one that is late.
		`{ certificates(first: 10) { edges { node { ...f0 } } } }` + chained(90),
	}
}

// chained spreads each fragment in the one before it, late.
func chained(levels int) string {
	var b strings.Builder
	for i := range levels {
		fmt.Fprintf(&b, " fragment f%d on Certificate { a%d: number ...f%d @defer ...f%d }", i, i, i+1, i+1)
	}
	fmt.Fprintf(&b, " fragment f%d on Certificate { id }", levels)
	return b.String()
}

// late sends all of them from many connections at once. Some clients take the whole answer,
// others leave when they have seen its beginning.
func (n *node) late(t *testing.T) {
	t.Helper()
	var bodies []string
	for _, q := range deferredAttacks() {
		body, _ := json.Marshal(map[string]string{"query": q}) // texts always can be
		bodies = append(bodies, string(body))
	}
	before := n.goroutines(t)
	var all sync.WaitGroup
	for _, c := range n.dial(t, 40) {
		all.Go(func() { // they leave
			body := bodies[0]
			fmt.Fprintf(c, "POST /graphql HTTP/1.1\r\nHost: a\r\nAccept: multipart/mixed\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
			_, _ = bufio.NewReader(c).ReadString('\n')
			_ = c.Close()
		})
	}
	for i := range 12 {
		all.Go(func() {
			for j := range bodies {
				body := bodies[(i+j)%len(bodies)]
				r, err := n.as("").send(http.MethodPost, "/graphql", "application/json", strings.NewReader(body), "Accept", "multipart/mixed")
				whole := strings.HasSuffix(r.body, "\r\n-----\r\n")
				if err != nil || !whole && !strings.Contains(r.body, `"errors"`) {
					t.Errorf("%s: %v %d %s", clip(body), err, r.status, clip(r.body))
				}
				if len(r.body) > 40<<20 {
					t.Errorf("%s: %d bytes", clip(body), len(r.body))
				}
			}
		})
	}
	all.Wait()
	for deadline := time.Now().Add(patience); n.goroutines(t) > before+100; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%d goroutines are left of %d before", n.goroutines(t), before)
		}
	}
}

// goroutines is how many there are in the process.
func (n *node) goroutines(t *testing.T) int {
	t.Helper()
	_, rest, _ := strings.Cut(n.as("").get(t, "/metrics").body, "\ngo_goroutines ")
	count, _, _ := strings.Cut(rest, "\n")
	number, err := strconv.Atoi(count)
	if err != nil {
		t.Fatal(err)
	}
	return number
}
