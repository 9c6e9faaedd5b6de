package federate

import (
	"context"
	"crypto/ed25519"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"metrograph/model"
	"metrograph/registry"
)

// Options are settings of a node among its peers whose zero values work.
type Options struct {
	Query  time.Duration     // that a peer has to answer a query: 3 s
	Every  time.Duration     // between two rounds of harvests and submissions: 1 min
	Clock  func() time.Time  // nil for the system's
	Client http.RoundTripper // nil for the usual one
	Log    *slog.Logger      // nil for none
	// Around stands around the client and sees each message to a peer; nil for nothing.
	Around func(http.RoundTripper) http.RoundTripper
	// Trace follows an exchange with a peer, until the function that it returns is told of its
	// outcome: the code of an error, or nothing. Nil for nothing.
	Trace func(ctx context.Context, exchange string, peer model.ID) (context.Context, func(outcome string))
}

// Node is a node among its peers. It is safe for concurrent use.
type Node struct {
	registry *registry.Registry
	state    *state
	keys     *Keys
	self     *model.Institution
	o        Options
	client   *http.Client
	nonces   *nonces
	metrics  *metrics
	answers  Answers
	lines    lines

	mu    sync.Mutex
	turns map[model.ID]*sync.Mutex // one exchange in each direction with a peer at a time
	// unkept says why the account of a peer could not be kept the last time, where it was so.
	unkept map[model.ID]string
}

// Open opens a node's account of its peers in its data folder, and makes what is missing.
func Open(dir string, r *registry.Registry, self *model.Institution, o Options) (*Node, error) {
	if o.Every <= 0 {
		o.Every = time.Minute
	}
	if o.Query <= 0 {
		o.Query = 3 * time.Second
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Trace == nil {
		o.Trace = func(ctx context.Context, _ string, _ model.ID) (context.Context, func(string)) {
			return ctx, func(string) {}
		}
	}
	n := &Node{registry: r, self: self, o: o, client: newClient(o.Client, o.Around), nonces: newNonces(o.Clock()), metrics: newMetrics(),
		turns: map[model.ID]*sync.Mutex{}, unkept: map[model.ID]string{}}
	var err error
	if n.keys, err = OpenKeys(dir, self.ID, o.Clock()); err != nil {
		return nil, err
	}
	n.state, err = openState(dir)
	return n, err
}

// Close releases what was opened.
func (n *Node) Close() error { return n.state.close() }

// now is the time by the node's clock.
func (n *Node) now() time.Time { return n.o.Clock().UTC().Truncate(time.Millisecond) }

// turn is held by whoever is in an exchange with a peer.
func (n *Node) turn(what string, id model.ID) *sync.Mutex {
	n.mu.Lock()
	defer n.mu.Unlock()
	key := model.ID(what) + id
	if n.turns[key] == nil {
		n.turns[key] = &sync.Mutex{}
	}
	return n.turns[key]
}

// as is the context in which a peer asks.
func as(ctx context.Context, p *Peer) context.Context { return model.WithPrincipal(ctx, p.principal()) }

// peer returns a peer that is trusted.
func (n *Node) peer(id model.ID) (*Peer, error) {
	p, found, err := get[Peer](n.state, bucketPeers, id)
	if err != nil {
		return nil, err
	}
	if !found || p.Trust != Trusted {
		return nil, untrusted(id)
	}
	return &p, nil
}

// keyOf finds the key of a node by its fingerprint: of a peer, or of a node that peers have
// passed on records of.
func (n *Node) keyOf(node model.ID, fingerprint string) ed25519.PublicKey {
	for _, k := range n.knownKeys(node).Keys {
		if Fingerprint(k) == fingerprint {
			return k
		}
	}
	return nil
}

// knownKeys are the keys of a node, with the words for them; none where the node is not known.
func (n *Node) knownKeys(node model.ID) NodeKeys {
	if node == n.self.ID {
		return NodeKeys{Node: node, Keys: [][]byte{n.keys.Public()}}
	}
	if p, found, err := get[Peer](n.state, bucketPeers, node); err == nil && found {
		return p.nodeKeys()
	}
	known, _, err := get[NodeKeys](n.state, bucketNodes, node)
	if err != nil {
		return NodeKeys{}
	}
	return known
}

// knows tells whether an institution has a node that this one knows, or is its own.
func (n *Node) knows(id model.ID) bool {
	if id == n.self.ID {
		return true
	}
	_, found, err := get[Peer](n.state, bucketPeers, id)
	return err != nil || found
}

// source is a peer as the registry is told of it.
func (n *Node) source(p *Peer) registry.Source {
	return registry.Source{ID: p.ID, Level: p.Level, Region: p.Region, Relay: p.Relay, Key: n.keyOf, Peer: n.knows}
}

// hello is what the node says of itself.
func (n *Node) hello(ctx context.Context) (Hello, error) {
	public := n.keys.Public()
	h := Hello{Versions: []int{Version}, Node: n.self.ID, Name: n.self.Name, Level: n.self.Level, Region: n.self.Region,
		Key: public, Fingerprint: Fingerprint(public), Clock: n.now()}
	institution, err := n.registry.Introduce(ctx, n.self.ID, n.keys)
	if err == nil {
		h.Institution = &institution
	} else if model.CodeOf(err) == model.CodeNotFound { // it is not for everybody
		err = nil
	}
	return h, err
}
