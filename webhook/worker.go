package webhook

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"log/slog"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/time/rate"

	"metrograph/model"
)

// Registry is what the sending of events asks of the door to the data.
type Registry interface {
	// Webhooks returns all webhooks, Newest a text that changes when anything does.
	Webhooks(ctx context.Context) ([]*model.Webhook, error)
	Newest(ctx context.Context) (string, error)
	// WebhookSecrets are what events are signed with.
	WebhookSecrets(w *model.Webhook) []string
	// SuspendWebhook stops a webhook; what it says of its progress is kept. CONFLICT or NOT_FOUND
	// where it is another one by now.
	SuspendWebhook(ctx context.Context, w *model.Webhook) error
}

// Callers knows what access callers have by now; UNAUTHENTICATED once it has ended.
type Callers interface {
	Renew(ctx context.Context, r model.Requester) (*model.Principal, error)
}

// Source follows the subscription of a webhook as the caller of the context, after the change of
// its cursor, and tells of each event until the context ends or tell has an error. An event is
// decided when the one before was told; passed hears where there is nothing more to tell. An error
// with a code says why the subscription was refused.
type Source interface {
	Follow(ctx context.Context, w *model.Webhook, tell func(cursor string, body []byte) error, passed func(cursor string)) error
}

// Options are settings whose zero values work.
type Options struct {
	Addresses Addresses
	Timeout   time.Duration // of an attempt; 10 s
	First     time.Duration // between the first attempt and the second; 5 s
	Longest   time.Duration // between two attempts; 1 h
	GiveUp    time.Duration // how long attempts may fail until the webhook is suspended; 72 h
	Look      time.Duration // how often changed webhooks are looked for, and progress is kept; 1 s
	Metrics   prometheus.Registerer
	Logger    *slog.Logger
	Now       func() time.Time
}

func (o Options) withDefaults() Options {
	for _, d := range []struct {
		value    *time.Duration
		fallback time.Duration
	}{{&o.Timeout, 10 * time.Second}, {&o.First, 5 * time.Second}, {&o.Longest, time.Hour}, {&o.GiveUp, 72 * time.Hour}, {&o.Look, time.Second}} {
		if *d.value == 0 {
			*d.value = d.fallback
		}
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// Worker sends the events of all webhooks of a node.
type Worker struct {
	o        Options
	registry Registry
	callers  Callers
	sender   *sender
	metrics  *metrics
	ledger   *ledger
	changed  chan struct{} // there may be other webhooks
	tests    *rate.Limiter // so that nobody has the node knock on doors all the time

	all    sync.WaitGroup
	runs   map[model.ID]*run // of the active webhooks
	newest string            // as of the last look
	looked time.Time
}

// New makes a worker that keeps its progress in a folder.
func New(dir string, registry Registry, callers Callers, o Options) (*Worker, error) {
	o = o.withDefaults()
	ledger, err := openLedger(dir)
	return &Worker{o: o, registry: registry, callers: callers, sender: newSender(o), metrics: newMetrics(o.Metrics),
		ledger: ledger, changed: make(chan struct{}, 1), tests: rate.NewLimiter(rate.Every(time.Second), 5), runs: map[model.ID]*run{}}, err
}

// Look has changed webhooks looked for at once.
func (w *Worker) Look() {
	select {
	case w.changed <- struct{}{}:
	default:
	}
}

// CheckURL refuses an address that events are not sent to.
func (w *Worker) CheckURL(url string) error { return w.o.Addresses.CheckURL(url) }

// Progress returns a webhook with how far it has come. A former revision of one stays what it
// was.
func (w *Worker) Progress(hook *model.Webhook) *model.Webhook {
	p, found := w.ledger.of(hook.ID)
	if !found || hook.Version < p.Version {
		return hook
	}
	return p.on(hook)
}

// on is a webhook with this progress.
func (p progress) on(hook *model.Webhook) *model.Webhook {
	now := *hook
	now.Cursor, now.Delivered, now.DeliveredAt = p.Cursor, p.Delivered, p.DeliveredAt
	now.Failures, now.FailedAt, now.Failure = p.Failures, p.FailedAt, p.Failure
	return &now
}

// Test sends a message without an event, once.
func (w *Worker) Test(ctx context.Context, hook *model.Webhook) (status int, failure string) {
	if !w.tests.Allow() {
		return 0, "too many tests are made; try again in a few seconds"
	}
	body, err := json.Marshal(map[string]any{"type": "test", "webhook": hook.ID})
	if err != nil {
		return 0, err.Error()
	}
	out := w.sender.send(ctx, hook, w.registry.WebhookSecrets(hook), string(hook.ID)+"_test_"+rand.Text(), body)
	return out.status, out.failure
}

// Run sends events until the context ends, which is that of the node itself. What was begun to
// be sent is finished.
func (w *Worker) Run(ctx context.Context, source Source) {
	defer w.flush(ctx)
	defer w.all.Wait()
	look := time.NewTicker(w.o.Look)
	defer look.Stop()
	for ctx.Err() == nil {
		if err := w.look(ctx, source); err != nil && ctx.Err() == nil {
			w.o.Logger.ErrorContext(ctx, "webhooks cannot be read", "error", err)
		}
		w.flush(ctx)
		select {
		case <-ctx.Done():
		case <-w.changed:
		case <-look.C:
		}
	}
}

// flush keeps what was delivered. Where it cannot be kept, events are delivered again after a
// restart.
func (w *Worker) flush(ctx context.Context) {
	if err := w.ledger.flush(); err != nil {
		w.o.Logger.ErrorContext(ctx, "the progress of webhooks cannot be written", "error", err)
	}
}

// recheck is how often the access of requesters is looked at when nothing changes: keys end by
// the clock too.
const recheck = 15 * time.Second

// look starts and stops webhooks as their records say, if anything has changed.
func (w *Worker) look(ctx context.Context, source Source) error {
	newest, err := w.registry.Newest(ctx)
	if err != nil || newest == w.newest && w.o.Now().Before(w.looked.Add(recheck)) {
		return err
	}
	hooks, err := w.registry.Webhooks(ctx)
	if err != nil {
		return err
	}
	there := map[model.ID]bool{}
	active := map[model.ID]bool{}
	for _, hook := range hooks {
		there[hook.ID] = true
		if hook.State == model.WebhookActive && hook.Status != model.StatusWithdrawn {
			active[hook.ID] = true
			w.start(ctx, source, hook)
		}
	}
	for id, r := range w.runs {
		if !active[id] {
			r.stop()
			delete(w.runs, id)
		}
	}
	w.metrics.active.Set(float64(len(w.runs)))
	w.newest, w.looked = newest, w.o.Now()
	return w.ledger.keep(there)
}

// start has a webhook run as its record says. The run of a former version ends before.
func (w *Worker) start(ctx context.Context, source Source, hook *model.Webhook) {
	former := w.runs[hook.ID]
	if former != nil && former.hook.Version == hook.Version {
		former.reconsider(ctx)
		return
	}
	r := newRun(w, source, hook)
	ctx, r.stop = context.WithCancel(ctx)
	w.runs[hook.ID] = r
	w.all.Go(func() {
		defer close(r.ended)
		defer r.stop()
		if former != nil {
			former.stop()
			<-former.ended
		}
		r.loop(ctx)
	})
}
