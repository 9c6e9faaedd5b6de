package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"metrograph/federate"
	"metrograph/internal/sample"
	"metrograph/model"
	"metrograph/serve"
)

// demoNetwork is a national centre, two provincial ones, a laboratory and a manufacturer, each
// with a node that is a process of its own.
type demoNetwork struct {
	*program
	data    sample.Options
	centres []*demoCentre
	found   map[string]string // what the tour was answered, by the names that later commands use
}

// demoCentre is one of them.
type demoCentre struct {
	name        string // in the ready file
	self        *model.Institution
	dir         string
	addr        string // where it listens
	url         string
	callers     map[string]caller
	fingerprint string   // of its node's key
	offered     model.ID // the agreement of which the tour shows what it changes; empty for none
	committee   committee
	found       map[string]string // that of the network
	process     *demoProcess
}

// demoCentres are the names of the centres, and which institution of the demo data each is.
func demoCentres() []string {
	return []string{"national", "provincialA", "thirdParty", "manufacturer", "provincialB"}
}

// arrangement is what a centre does with another at every round.
type arrangement struct {
	centre, peer    string
	harvest, submit bool
}

// arrangements has the nation harvest from the provinces, the provinces from each other, and
// the laboratory submit to its province, which passes on to the nation what it got. The first
// province harvests from the nation what is the nation's own, with its evaluations.
func arrangements() []arrangement {
	return []arrangement{
		{centre: "thirdParty", peer: "provincialA", submit: true},
		{centre: "provincialA", peer: "provincialB", harvest: true},
		{centre: "provincialB", peer: "provincialA", harvest: true},
		{centre: "national", peer: "provincialA", harvest: true},
		{centre: "national", peer: "provincialB", harvest: true},
		{centre: "provincialA", peer: "national", harvest: true},
	}
}

// demoRound is the longest time between two rounds in the demo: nobody wants to wait.
const demoRound = 5 * time.Second

// demoNetwork runs the network until the context ends, or takes the tour through it.
func (p *program) demoNetwork(ctx context.Context) (err error) {
	if p.Store != "" {
		return errors.New("the nodes of 'demo --network' keep their records in files of their own: leave --store out")
	}
	if p.Data == "" {
		if p.Data, err = os.MkdirTemp("", "metrograph-network-"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(p.Data)) }()
	}
	p.PeersEvery = min(p.PeersEvery, demoRound)
	w := &demoNetwork{program: p, found: map[string]string{}}
	w.data = sample.Options{Seed: p.Demo.Seed, Certificates: p.Demo.Certificates, Institutions: len(demoCentres())}
	defer func() { err = errors.Join(err, w.stop()) }()
	if err := w.prepare(ctx); err != nil {
		return err
	}
	if err := w.start(ctx); err != nil {
		return err
	}
	if err := w.arrange(ctx); err != nil {
		return err
	}
	if p.ReadyFile != "" {
		if err := serve.WriteReady(p.ReadyFile, w.ready()); err != nil {
			return err
		}
	}
	tour := w.tour()
	if p.Demo.Tour {
		return tour.take(ctx, p.out)
	}
	tour.print(p.out)
	<-ctx.Done()
	return nil
}

// readyNode is what the ready file says of a node of the network.
type readyNode struct {
	ready
	Institution model.ID `json:"institution"`
	Data        string   `json:"data"`
	Process     int      `json:"process"`
}

func (w *demoNetwork) ready() map[string]map[string]readyNode {
	nodes := map[string]readyNode{}
	for _, c := range w.centres {
		nodes[c.name] = readyNode{ready: ready{URL: c.url, GraphQL: c.url + "/graphql", Callers: c.callers}, Institution: c.self.ID,
			Data: c.dir, Process: c.process.command.Process.Pid}
	}
	return map[string]map[string]readyNode{"nodes": nodes}
}

// centre is the one of a name.
func (w *demoNetwork) centre(name string) *demoCentre {
	return w.centres[slices.IndexFunc(w.centres, func(c *demoCentre) bool { return c.name == name })]
}

// place gives each centre its institution, its folder and its address.
func (w *demoNetwork) place(ctx context.Context) (listeners []net.Listener, err error) {
	host, text, err := net.SplitHostPort(w.Addr)
	if err != nil {
		return nil, err
	}
	port, err := strconv.Atoi(text)
	if err != nil {
		return nil, err
	}
	institutions := institutionsOf(w.data)
	for i, name := range demoCentres() {
		at := net.JoinHostPort(host, strconv.Itoa(port))
		if port > 0 {
			port++
		}
		listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", at)
		if err != nil {
			return listeners, fmt.Errorf("listen at %s (choose another with --addr; the network takes five ports from there on): %w", at, err)
		}
		listeners = append(listeners, listener)
		c := &demoCentre{name: name, self: institutions[i], dir: filepath.Join(w.Data, name), addr: listener.Addr().String(), found: w.found}
		c.url = "http://" + c.addr
		w.centres = append(w.centres, c)
	}
	return listeners, nil
}

// start starts the processes and waits until all answer.
func (w *demoNetwork) start(ctx context.Context) error {
	for _, c := range w.centres {
		if err := w.launch(ctx, c); err != nil {
			return err
		}
	}
	for _, c := range w.centres {
		if err := c.process.wait(ctx); err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
	}
	return nil
}

// stop ends the processes.
func (w *demoNetwork) stop() (err error) {
	for _, c := range w.centres {
		c.process.end()
	}
	for _, c := range w.centres {
		err = errors.Join(err, c.process.await())
	}
	return err
}

// arrange has the centres exchange at every round from now on, and for the first time at once,
// each after those that it passes on from.
func (w *demoNetwork) arrange(ctx context.Context) error {
	began := time.Now()
	for _, a := range arrangements() {
		c, peer := w.centre(a.centre), w.centre(a.peer)
		peers := remotePeers{c.url, c.callers["administrator"].Key}
		terms := peer.terms()
		terms.Harvest, terms.Submit, terms.Relay = a.harvest, a.submit, a.harvest && peer.self.Level != model.LevelNational
		if _, err := peers.Trust(ctx, peer.self.ID, terms); err != nil {
			return fmt.Errorf("%s trusts %s: %w", a.centre, a.peer, err)
		}
		if err := w.exchange(ctx, c, peer, a.harvest); err != nil {
			return fmt.Errorf("%s exchanges with %s: %w", a.centre, a.peer, err)
		}
	}
	fmt.Fprintf(w.out, "the first harvest took %s\n", time.Since(began).Round(time.Millisecond))
	return nil
}

// exchange has a centre harvest from another, or submit to it, and waits for the receipt.
func (w *demoNetwork) exchange(ctx context.Context, c, peer *demoCentre, harvest bool) error {
	key := c.callers["recorder"].Key
	mutation, field := "submit(input: {receiver", "submit"
	if harvest {
		mutation, field = "harvest(input: {sender", "harvest"
	}
	asked, err := askNode(ctx, c.url, key, fmt.Sprintf(`mutation {%s: "%s"}) {submission {id} errors {message}}}`, mutation, peer.self.ID))
	if err != nil {
		return err
	}
	id, found := dig(asked, "data", field, "submission", "id").(string)
	if !found {
		return fmt.Errorf("the node answered %v", asked)
	}
	for {
		answer, err := askNode(ctx, c.url, key, fmt.Sprintf(`{submission(id: "%s") {state failure}}`, id))
		if err != nil {
			return err
		}
		switch dig(answer, "data", "submission", "state") {
		case string(model.SubmissionAcknowledged):
			return nil
		case string(model.SubmissionFailed):
			return fmt.Errorf("%v", dig(answer, "data", "submission", "failure"))
		}
		if err := pause(ctx, 50*time.Millisecond); err != nil {
			return err
		}
	}
}

// terms are those that every centre trusts this one with: queries are put to it, and the
// national centre may put queries in the name of others.
func (c *demoCentre) terms() federate.Terms {
	t := federate.Terms{Fingerprint: c.fingerprint, Live: true}
	if c.self.Level == model.LevelNational {
		t.SpeaksFor = []string{"*"}
	}
	return t
}

// pause waits for a while, or until the context ends.
func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
