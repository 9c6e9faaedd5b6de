package federate_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"metrograph/federate"
	"metrograph/model"
	"metrograph/registry"
	"metrograph/store"
)

var (
	steps = flag.Int("federation.steps", 120, "how many steps the fault test makes")
	lasts = flag.Duration("federation.for", 0, "how long the fault test goes on, whatever the number of steps")
	seed  = flag.Uint64("federation.seed", 0, "the seed of the fault test; 0 for another one each time")
)

// chaos is a world in which everything that can go wrong does.
type chaos struct {
	*world
	*rand.Rand
	lab, province, national *node
	records                 []model.ID // of the laboratory
	agreement               *model.Agreement
	numbers                 int
	free                    []string        // numbers that certificates had
	underway                []*http.Request // that were sent and have not arrived
	counts                  map[string]int
}

// TestFaults: whatever is cut, lost, doubled, changed on its way, killed or full, once it is
// over each node has exactly what the one before it shares, compared by hash.
func TestFaults(t *testing.T) {
	s := *seed
	if s == 0 {
		s = rand.Uint64()
	}
	if testing.Short() {
		*steps = min(*steps, 25)
	}
	t.Logf("go test ./federate -run TestFaults -federation.seed %d -federation.steps %d", s, *steps)
	c := newChaos(t, s)
	end := time.Now().Add(*lasts)
	for step := 1; step <= *steps || time.Now().Before(end); step++ {
		c.now = c.now.Add(10 * time.Second)
		c.step()
		if step%25 == 0 || step == *steps {
			c.settle(step)
		}
		if t.Failed() {
			return
		}
	}
	t.Logf("%v", c.counts)
}

func newChaos(t testing.TB, s uint64) *chaos {
	w := newWorld(t)
	c := &chaos{world: w, Rand: rand.New(rand.NewPCG(s, 1)), counts: map[string]int{}}
	c.national, c.province = w.join("national", model.LevelNational, "110000"), w.join("province", model.LevelProvincial, "440000")
	c.lab = w.join("lab", model.LevelThirdParty, "440300")
	befriend(c.province, c.lab)
	befriend(c.national, c.province, func(t *federate.Terms) { t.Relay = true })
	return c
}

// step changes something at the laboratory, or has two nodes exchange while something goes
// wrong.
func (c *chaos) step() {
	if c.IntN(5) < 2 {
		c.edit()
		return
	}
	c.arrive()
	pair := [][2]*node{{c.province, c.lab}, {c.province, c.lab}, {c.national, c.province}}[c.IntN(3)]
	receiver, sender := pair[0], pair[1]
	var session model.ID
	var err error
	if c.IntN(10) == 0 { // without need: it must change nothing
		c.counts["resync"]++
		if session, err = receiver.Resync(context.Background(), sender.self.ID); err != nil {
			c.Fatal(err)
		}
	}
	repair := c.disturb(receiver, sender)
	if session == "" && c.IntN(3) == 0 {
		err = sender.Node.Submit(context.Background(), receiver.self.ID, "")
	} else {
		err = receiver.Node.Harvest(context.Background(), sender.self.ID, session)
	}
	repair()
	if err != nil {
		c.counts["failed exchanges"]++
	}
}

// edit makes a change of the laboratory's data or of what it shares.
func (c *chaos) edit() {
	c.Helper()
	if len(c.records) == 0 || c.IntN(3) == 0 {
		c.numbers++
		made := c.lab.certificate(fmt.Sprint("C-", c.numbers), func(r *model.Certificate) {
			r.Classification = []model.Classification{model.ClassificationPublic, model.ClassificationNonPublic}[c.IntN(2)]
			r.Status = []model.Status{model.StatusPublished, model.StatusPublished, model.StatusRecorded}[c.IntN(3)]
		})
		c.records = append(c.records, made.ID)
		return
	}
	i := c.IntN(len(c.records))
	id := c.records[i]
	now := c.lab.load(c.lab.operator(), id).(*model.Certificate)
	change := &model.Certificate{Head: model.Head{ID: id}}
	switch c.IntN(7) {
	case 6:
		c.renumber(change)
	case 0:
		change.Remarks.En = fmt.Sprint("remark ", c.IntN(1000))
		c.lab.change(model.ActionAmend, change, "remarks")
	case 1:
		change.Classification = model.ClassificationPublic
		if now.Classification == change.Classification {
			change.Classification = model.ClassificationNonPublic
		}
		c.lab.change(model.ActionAmend, change, "classification")
	case 2:
		if now.Status != model.StatusPublished {
			c.lab.change(model.ActionPublish, change)
		}
	case 3:
		if now.Status == model.StatusPublished {
			c.lab.change(model.ActionWithdraw, change)
		}
	case 4:
		c.lab.change(model.ActionDelete, change)
		c.records = slices.Delete(c.records, i, i+1)
	case 5:
		c.agree()
	}
}

// renumber gives a certificate another number, which is one that another certificate had.
func (c *chaos) renumber(change *model.Certificate) {
	if len(c.free) > 0 {
		change.Number = c.free[0]
		c.free = c.free[1:]
	} else {
		c.numbers++
		change.Number = fmt.Sprint("C-", c.numbers)
	}
	had := c.lab.load(c.lab.operator(), change.ID).(*model.Certificate).Number
	c.lab.change(model.ActionAmend, change, "number")
	c.free = append(c.free, had)
}

// agree makes an agreement by which more is shown to the province, or takes it back.
func (c *chaos) agree() {
	if c.agreement != nil {
		c.lab.change(model.ActionDelete, c.agreement)
		c.agreement = nil
		return
	}
	c.agreement = c.lab.create(c.lab.operator(), &model.Agreement{GrantorID: c.lab.self.ID, GranteeID: c.province.self.ID,
		Kinds: []model.Kind{model.KindCertificate}, Fields: []string{"personnel", "customer", "number"},
		Head: model.Head{Classification: model.ClassificationNonPublic, Status: model.StatusPublished}}).(*model.Agreement)
}

// disturb has something go wrong in the next exchange; the function that it returns mends
// what is broken.
func (c *chaos) disturb(receiver, sender *node) (repair func()) {
	at, seen := c.IntN(4), 0
	now := func() bool { seen++; return seen > at }
	kinds := []string{"nothing", "cut", "cut request", "lost request", "lost answer", "changed byte", "doubled", "late request", "swapped answers",
		"killed sender", "killed receiver", "full disk", "full disk of the sender", "full disk under the account",
		"full disk under the sender's account", "clock", "crash inside a commit"}
	kind := kinds[c.IntN(len(kinds))]
	c.counts[kind]++
	switch kind {
	case "cut":
		c.cut = func() int {
			if now() {
				return c.IntN(6000)
			}
			return -1
		}
	case "cut request":
		c.cutRequest = func() int {
			if now() {
				return c.IntN(6000)
			}
			return -1
		}
	case "late request":
		c.late = func(r *http.Request) bool { return c.delay(r, now()) }
	case "swapped answers":
		c.swapped = c.swap(now)
	case "lost request":
		c.faults = func(*http.Request) error { return lost(now()) }
	case "lost answer":
		c.cut = func() int {
			if now() {
				return 0
			}
			return -1
		}
	case "changed byte":
		c.tamper = func(body []byte) {
			if now() && len(body) > 0 {
				body[c.IntN(len(body))] ^= byte(1 + c.IntN(255))
			}
		}
	case "doubled":
		c.doubled = true
	case "killed sender":
		c.faults = func(*http.Request) error { return c.killed(sender, now()) }
	case "killed receiver":
		c.faults = func(*http.Request) error { return c.killed(receiver, now()) }
	case "full disk":
		receiver.broken = func(store.Step) error { return full(now()) }
	case "full disk of the sender":
		sender.broken = func(store.Step) error { return full(now()) }
	case "full disk under the account", "full disk under the sender's account":
		c.faults = func(*http.Request) error {
			if now() {
				map[bool]*node{true: receiver, false: sender}[kind == "full disk under the account"].Fill(true)
			}
			return nil
		}
	case "crash inside a commit":
		receiver.broken = func(s store.Step) error { return full(s == store.BeforeAnswer && now()) }
	case "clock":
		receiver.skew = time.Duration(c.IntN(20)-10) * time.Minute
	}
	return func() {
		c.cut, c.faults, c.tamper, c.doubled, c.late, c.cutRequest, c.swapped = nil, nil, nil, false, nil, nil, nil
		receiver.broken, sender.broken, receiver.skew = nil, nil, 0
		receiver.Fill(false)
		sender.Fill(false)
		if kind == "killed receiver" || kind == "crash inside a commit" || kind == "full disk" {
			receiver.shut()
			receiver.open()
		}
	}
}

// delay keeps a request, which arrives after those that are sent later: see [chaos.arrive].
func (c *chaos) delay(r *http.Request, now bool) bool {
	if now {
		c.underway = append(c.underway, again(r))
	}
	return now
}

// arrive delivers requests that were late, the last one first.
func (c *chaos) arrive() {
	for len(c.underway) > 0 && c.IntN(3) > 0 {
		last := len(c.underway) - 1
		r := c.underway[last]
		c.underway = c.underway[:last]
		c.nodes[r.URL.Host].handler.ServeHTTP(httptest.NewRecorder(), r)
	}
}

// swap has each answer come to the request after its own.
func (c *chaos) swap(now func() bool) func(*http.Response) *http.Response {
	var before *http.Response
	return func(answer *http.Response) *http.Response {
		if !now() || before == nil {
			before = answer
			return answer
		}
		before, answer = answer, before
		return answer
	}
}

func lost(now bool) error {
	if now {
		return errors.New("the connection was refused")
	}
	return nil
}

func full(now bool) error {
	if now {
		return errors.New("no space left on device")
	}
	return nil
}

// killed kills a node in the middle of an exchange. One that has just been asked is there
// again at once.
func (c *chaos) killed(n *node, now bool) error {
	if !now {
		return nil
	}
	n.shut()
	n.open()
	return errors.New("the connection was reset")
}

// settle has all nodes exchange without faults, and compares them.
func (c *chaos) settle(step int) {
	c.Helper()
	c.now = c.now.Add(time.Hour)
	c.province.mustHarvest(c.lab)
	c.national.mustHarvest(c.province)
	c.same(step, c.lab, c.province)
	c.same(step, c.province, c.national)
	for _, n := range []*node{c.lab, c.province, c.national} {
		if _, err := store.Verify(context.Background(), n.store, func(f store.Fault) { c.Errorf("step %d, %s: %v", step, n.name, f) }); err != nil {
			c.Fatal(err)
		}
	}
}

// same compares what a node shares with a peer with what the peer holds of it.
func (c *chaos) same(step int, from, at *node) {
	c.Helper()
	if d := cmp.Diff(from.shared(at.self, at), at.held(from)); d != "" {
		c.Errorf("after step %d %s differs from what %s shares (-shared +held):\n%s", step, at.name, from.name, d)
	}
	if p := at.progress(from); p.Ahead > 0 || p.Resync {
		c.Errorf("after step %d %s says of %s: %+v", step, at.name, from.name, p)
	}
}

// shared is a hash of each record that a list shows to a member of an institution, but for
// those that came from there.
func (n *node) shared(to *model.Institution, receiver *node) map[model.ID]string {
	n.w.Helper()
	return n.hashes(member(to), func(h *model.Head) bool {
		return h.Replica.NodeID != receiver.self.ID && h.Replica.From != receiver.self.ID && !h.Replica.Withdrawn
	})
}

// held is a hash of each replica that came from a node and was not taken back.
func (n *node) held(from *node) map[model.ID]string {
	n.w.Helper()
	return n.hashes(nil, func(h *model.Head) bool { return h.Replica.From == from.self.ID && !h.Replica.Withdrawn })
}

// hashes reads all records that a caller may see, or that the store has if there is none.
func (n *node) hashes(who context.Context, wanted func(*model.Head) bool) map[model.ID]string {
	n.w.Helper()
	all := map[model.ID]string{}
	for _, kind := range []model.Kind{model.KindCertificate, model.KindInstitution} {
		for _, record := range n.every(who, kind) {
			if !wanted(record.Base()) {
				continue
			}
			record.Base().Replica = model.Replica{}
			raw, err := store.Encode(record)
			if err != nil {
				n.w.Fatal(err)
			}
			sum := sha256.Sum256(raw)
			all[record.Base().ID] = hex.EncodeToString(sum[:])
		}
	}
	return all
}

func (n *node) every(who context.Context, kind model.Kind) (all []model.Record) {
	n.w.Helper()
	if who == nil {
		return n.stored(kind)
	}
	first := 100
	q := registry.ListRequest{Kind: kind, First: &first, Order: registry.Order{Field: "id"}}
	for {
		pages, err := n.List(who, q)
		if err != nil {
			n.w.Fatal(err)
		}
		all = append(all, pages[0].Records...)
		if !pages[0].HasNext {
			return all
		}
		q.After = &pages[0].Cursors[len(pages[0].Cursors)-1]
	}
}

// stored are all records of a kind that the store has.
func (n *node) stored(kind model.Kind) (all []model.Record) {
	n.w.Helper()
	q := store.Query{Kind: kind, Scope: model.Everything(), Limit: store.MaxPage}
	for {
		pages, err := n.store.List(context.Background(), q)
		if err != nil {
			n.w.Fatal(err)
		}
		for _, d := range pages[0].Documents {
			record, err := d.Record(0)
			if err != nil {
				n.w.Fatal(err)
			}
			all = append(all, record)
			q.After = &store.Key{Value: string(d.ID), ID: d.ID}
		}
		if !pages[0].More {
			return all
		}
	}
}

// tampered is an answer whose bytes were changed on their way.
func tampered(body io.Reader, tamper func([]byte)) ([]byte, error) {
	raw, err := io.ReadAll(body)
	tamper(raw)
	return raw, err
}
