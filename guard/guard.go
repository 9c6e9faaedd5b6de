package guard

import (
	"cmp"
	"net/http"
	"net/netip"
	"runtime"
	"time"

	"github.com/99designs/gqlgen/graphql"
)

// Options are settings of a guard whose zero values work.
type Options struct {
	Limits         Limits
	Rates          Rates
	Deadline       time.Duration  // of an operation, its waiting included; 10 s
	Concurrency    int            // light operations that run at once; four for each processor, at least 16
	TrustedProxies []netip.Prefix // that may say where a request comes from

	Streams          int // that a caller may have open; 1,000
	AnonymousStreams int // that an address without a credential may have open; 100

	// Sources tells how many other nodes a field is put to that is asked of the whole network;
	// nil for none.
	Sources func() int

	Now func() time.Time

	// Refuse answers an HTTP request that is refused before GraphQL looks at it; by default
	// with its status alone.
	Refuse func(w http.ResponseWriter, r *http.Request, err error)
}

func (o Options) withDefaults() Options {
	o.Limits = o.Limits.withDefaults()
	if o.Deadline == 0 {
		o.Deadline = 10 * time.Second
	}
	if o.Concurrency == 0 {
		o.Concurrency = max(16, 4*runtime.GOMAXPROCS(0))
	}
	o.Streams, o.AnonymousStreams = cmp.Or(o.Streams, 1000), cmp.Or(o.AnonymousStreams, 100)
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Refuse == nil {
		o.Refuse = func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusTooManyRequests) }
	}
	return o
}

// What a guard remembers at most.
const (
	maxCallers  = 50_000   // whose buckets are known
	maxWaiting  = 100      // requests of one caller
	maxDocument = 32 << 20 // bytes of queries that were found valid
)

// Guard is an extension of gqlgen's handler, and a handler of HTTP in front of it.
type Guard struct {
	o         Options
	tariff    *Tariff // read from the schema when the guard is put to use
	documents *Documents
	buckets   *Buckets
	light     *Queue // of operations that are done within milliseconds
	heavy     *Queue // of the others: each keeps all processors busy, and takes much memory
	reading   *Queue // of large requests that come in, which takes as long as a line is slow
	bodies    *Queue // of large requests that were read, and take thirty times as much when they are decoded
	uploads   *Queue // of files that come in
	streams   streams
	records   *Queue // of answers with many records
}

// heavyCost is from where on an operation is heavy: some tens of milliseconds.
const heavyCost = 2000

// queue is where an operation of a cost waits. Light ones never wait for heavy ones.
func (g *Guard) queue(cost int) *Queue {
	if cost >= heavyCost {
		return g.heavy
	}
	return g.light
}

// New makes a guard.
func New(o Options) *Guard {
	o = o.withDefaults()
	few := max(2, o.Concurrency/16)
	return &Guard{
		o: o, streams: streams{open: map[string]int{}}, documents: newDocuments(maxDocument), buckets: NewBuckets(maxCallers, o.Now),
		light:   NewQueue(QueueOptions{Places: o.Concurrency, PerCaller: max(1, o.Concurrency/2), Waiting: maxWaiting}),
		heavy:   NewQueue(QueueOptions{Places: few, PerCaller: few / 2, Waiting: maxWaiting}),
		reading: NewQueue(QueueOptions{Places: 64, PerCaller: 8, Waiting: maxWaiting}),
		bodies:  NewQueue(QueueOptions{Places: few, PerCaller: few / 2, Waiting: 8}),
		uploads: NewQueue(QueueOptions{Places: 8, PerCaller: 2, Waiting: maxWaiting}),
		records: NewQueue(QueueOptions{Places: 8, PerCaller: 2, Waiting: 8}),
	}
}

// Documents is the cache of queries for the handler that the guard is put to use in.
func (g *Guard) Documents() *Documents { return g.documents }

// LongestAnswer is how many bytes an answer may have, about.
func (g *Guard) LongestAnswer() int { return g.o.Limits.Response }

// ExtensionName names the guard among gqlgen's extensions.
func (*Guard) ExtensionName() string { return extensionName }

const extensionName = "MetrographGuard"

// Validate reads what the fields of the schema cost.
func (g *Guard) Validate(schema graphql.ExecutableSchema) (err error) {
	if g.tariff, err = NewTariff(schema.Schema(), g.o.Limits.Page); err == nil && g.o.Sources != nil {
		g.tariff.sources = g.o.Sources
	}
	return err
}
