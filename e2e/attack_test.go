package e2e_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// mostMemory is what the process may take at any time, in MiB.
const mostMemory = 512

// TestAttacks sends the node what is made to bring it down: every request is refused or
// served, the process stays within its memory, and another caller's small requests are all
// answered meanwhile. How long that takes is told with -v, and kept in docs/conformance.md.
func TestAttacks(t *testing.T) {
	n := launch(t, "demo", "--certificates", "3000", "--data", t.TempDir(), "--rate-anonymous", "1000000000")
	b := n.bystander(t)
	b.phase("nothing else", func(*testing.T) { time.Sleep(time.Second) })
	for _, a := range attacks() {
		b.phase(a.name, func(t *testing.T) { n.strike(t, a) })
	}
	b.phase("1,000 half-open sockets, for a second", func(t *testing.T) { n.halfOpen(t); time.Sleep(time.Second) })
	b.phase("slowloris, for two seconds", n.slowloris)
	b.phase("1,500 persisted queries", n.persisted)
	b.phase("answers in parts, from 52 connections at once", n.late)
	b.phase("all of them, from 12 connections at once", func(t *testing.T) { n.strikeAtOnce(t, 12) })
	b.end(t)
	peak := n.memory(t, "VmHWM")
	t.Logf("the process took %d MiB at most", peak)
	if peak > mostMemory {
		t.Errorf("that is more than %d MiB", mostMemory)
	}
	n.stop(t)
}

// strike sends an attack, which has to be refused in the API's own way or answered.
func (n *node) strike(t *testing.T, a attack) {
	t.Helper()
	r, err := n.as("").send(http.MethodPost, "/graphql", "application/json", strings.NewReader(a.body))
	if err != nil {
		if len(a.body) > 2<<20 && n.alive() {
			return // the node does not read to its end what it refuses
		}
		t.Errorf("%s: %v", a.name, err)
		return
	}
	var got struct {
		Data   json.RawMessage
		Errors []problem
	}
	if err := json.Unmarshal([]byte(r.body), &got); err != nil {
		t.Errorf("%s: status %d: %v: %s", a.name, r.status, err, clip(r.body))
		return
	}
	for _, e := range got.Errors {
		if !slices.Contains([]string{"LIMIT_EXCEEDED", "INVALID", "NOT_FOUND", "PERSISTED_QUERY_NOT_FOUND"}, e.Extensions.Code) {
			t.Errorf("%s: status %d: %+v", a.name, r.status, e)
		}
	}
	if len(got.Errors) == 0 && got.Data == nil {
		t.Errorf("%s: status %d without an answer", a.name, r.status)
	}
}

// strikeAtOnce sends all attacks from as many callers as asked for, each in another order.
func (n *node) strikeAtOnce(t *testing.T, callers int) {
	t.Helper()
	var all sync.WaitGroup
	list := slices.DeleteFunc(attacks(), func(a attack) bool { return len(a.body) > 2<<20 })
	for i := range callers {
		all.Go(func() {
			for j := range list {
				n.strike(t, list[(i*7+j)%len(list)])
			}
		})
	}
	all.Wait()
}

func (n *node) alive() bool {
	select {
	case <-n.ended:
		return false
	default:
		return true
	}
}

// memory is what the system says of the process's memory, in MiB; 0 where it does not say.
func (n *node) memory(t *testing.T, name string) int {
	t.Helper()
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", n.process.Process.Pid))
	if err != nil {
		t.Logf("no measure of memory here: %v", err)
		return 0
	}
	_, rest, _ := strings.Cut(string(raw), name+":")
	kib, err := strconv.Atoi(strings.Fields(rest)[0])
	if err != nil {
		t.Fatal(err)
	}
	return kib >> 10
}

// bystander asks for a little, again and again, as a caller of its own.
type bystander struct {
	t    *testing.T
	node *node
	stop chan struct{}
	done chan struct{}

	mu    sync.Mutex
	times []time.Duration
}

func (n *node) bystander(t *testing.T) *bystander {
	t.Helper()
	b := &bystander{t: t, node: n, stop: make(chan struct{}), done: make(chan struct{})}
	go b.run(n.as(n.Callers["national"].Key))
	return b
}

func (b *bystander) run(c *client) {
	defer close(b.done)
	for {
		select {
		case <-b.stop:
			return
		case <-time.After(10 * time.Millisecond):
		}
		began := time.Now()
		a, err := c.try(`{ me { via } certificates(first: 1) { edges { node { number } } } }`, nil)
		if err != nil || a.status != http.StatusOK || len(a.Errors) > 0 || len(list(a.Data, "certificates", "edges")) != 1 {
			b.t.Errorf("a small request beside: %v %d %s", err, a.status, clip(a.body))
			return
		}
		b.mu.Lock()
		b.times = append(b.times, time.Since(began))
		b.mu.Unlock()
	}
}

// phase does something and tells how long it took, and the small requests meanwhile.
func (b *bystander) phase(name string, do func(*testing.T)) {
	b.mu.Lock()
	b.times = nil
	b.mu.Unlock()
	began := time.Now()
	b.t.Run(name, do)
	took := time.Since(began)
	b.mu.Lock()
	defer b.mu.Unlock()
	slices.Sort(b.times)
	light := "–"
	if len(b.times) > 0 {
		light = fmt.Sprintf("%.1f / %.1f ms", ms(b.times[len(b.times)/2]), ms(b.times[len(b.times)-1]))
	}
	b.t.Logf("| %s | %.1f ms | %s | %d MiB |", name, ms(took), light, b.node.memory(b.t, "VmRSS"))
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func (b *bystander) end(t *testing.T) {
	t.Helper()
	close(b.stop)
	<-b.done
}
