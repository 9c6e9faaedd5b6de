package webhook

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"runtime/debug"
	"sync"
	"time"

	"github.com/cenkalti/backoff/v5"

	"metrograph/model"
)

// run is an active webhook.
type run struct {
	*Worker
	source Source
	hook   *model.Webhook
	wait   *backoff.ExponentialBackOff
	stop   context.CancelFunc
	ended  chan struct{}

	mu    sync.Mutex
	who   *model.Principal // under whose access events are sent; nil between two attempts
	again context.CancelCauseFunc
}

func newRun(w *Worker, source Source, hook *model.Webhook) *run {
	r := &run{Worker: w, source: source, hook: hook, ended: make(chan struct{}), wait: backoff.NewExponentialBackOff()}
	r.wait.InitialInterval, r.wait.MaxInterval, r.wait.Multiplier, r.wait.RandomizationFactor = w.o.First, w.o.Longest, 2, 0.2
	r.wait.Reset()
	return r
}

var (
	errAgain = errors.New("access has changed")                // the subscription is to be opened anew
	errEnded = errors.New("access has ended")                  // the webhook is to be suspended
	errGone  = errors.New("the receiver wants no more events") // likewise
)

// failed is the error of an attempt that did not deliver; the next one is not before after.
type failed struct{ after time.Duration }

func (*failed) Error() string { return "an event was not delivered" }

// loop delivers until the context ends or the webhook is suspended.
func (r *run) loop(ctx context.Context) {
	r.begin()
	defer r.ledger.change(r.hook.ID, func(*progress) {}) // what was passed over is kept now
	for ctx.Err() == nil {
		wait, reason := r.judge(ctx, r.guarded(ctx))
		if reason != "" && r.suspend(ctx, reason) {
			return
		}
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
	}
}

// begin takes over what is known of the webhook. Failures count from anew when its owner has
// changed something.
func (r *run) begin() {
	r.ledger.change(r.hook.ID, func(p *progress) {
		if p.Version < r.hook.Version {
			*p = progress{Version: r.hook.Version, Place: p.Place, Cursor: p.Cursor, Delivered: p.Delivered, DeliveredAt: p.DeliveredAt}
		}
		if p.Cursor == "" {
			p.Cursor, p.Delivered, p.DeliveredAt = r.hook.Cursor, r.hook.Delivered, r.hook.DeliveredAt
		}
		if p.Place == "" {
			p.Place = p.Cursor
		}
	})
}

// judge says how long to wait after an error, or why the webhook is to be suspended.
func (r *run) judge(ctx context.Context, err error) (wait time.Duration, reason string) {
	var attempt *failed
	coded := &model.Error{}
	errors.As(err, &coded)
	switch code := model.CodeOf(err); {
	case ctx.Err() != nil, errors.Is(err, errAgain):
		return 0, ""
	case errors.Is(err, errEnded):
		return r.o.First, "the key that the webhook was made with has ended or was revoked"
	case errors.Is(err, errGone):
		return r.o.First, r.current().Failure
	case errors.As(err, &attempt):
		if since := r.failingSince(); r.o.Now().Sub(since) >= r.o.GiveUp {
			return r.o.First, r.current().Failure
		}
		return max(attempt.after, r.wait.NextBackOff()), ""
	case code == model.CodeLimitExceeded && coded.RetryAfter > 0:
		return max(coded.RetryAfter, r.wait.NextBackOff()), ""
	case code == model.CodeInvalid, code == model.CodeForbidden, code == model.CodeLimitExceeded:
		return r.o.First, coded.Message
	default:
		r.o.Logger.ErrorContext(ctx, "a webhook waits for the node", "webhook", r.hook.ID, "error", err)
	}
	return r.wait.NextBackOff(), ""
}

func (r *run) failingSince() time.Time {
	p, _ := r.ledger.of(r.hook.ID)
	return p.FailingSince
}

// current is the webhook with how far it has come.
func (r *run) current() *model.Webhook {
	p, _ := r.ledger.of(r.hook.ID)
	return p.on(r.hook)
}

// place is the webhook with where it goes on.
func (r *run) place() *model.Webhook {
	p, _ := r.ledger.of(r.hook.ID)
	w := *r.hook
	w.Cursor = p.Place
	return &w
}

// suspend stops the webhook, and says so in its record; false where that is to be tried again.
func (r *run) suspend(ctx context.Context, reason string) bool {
	r.ledger.change(r.hook.ID, func(p *progress) {
		p.Failure, p.FailedAt = reason, r.now()
	})
	switch err := r.registry.SuspendWebhook(ctx, r.current()); model.CodeOf(err) {
	case "":
	case model.CodeConflict, model.CodeNotFound:
		return true // it was changed or deleted: this run has ended anyway
	default:
		r.o.Logger.ErrorContext(ctx, "a webhook cannot be suspended", "webhook", r.hook.ID, "error", err)
		return false
	}
	r.metrics.suspended.Inc()
	r.o.Logger.WarnContext(ctx, "a webhook is suspended", "webhook", r.hook.ID, "reason", reason)
	return true
}

func (r *run) now() time.Time { return r.o.Now().UTC().Truncate(time.Millisecond) }

// guarded is follow, with a panic as an error: what one webhook asks for is not to end the node.
func (r *run) guarded(ctx context.Context) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("panic: %v\n%s", cause, debug.Stack())
		}
	}()
	return r.follow(ctx)
}

// follow opens the subscription under the access that the requester has now, and delivers its
// events until there is an error or that access changes.
func (r *run) follow(ctx context.Context) error {
	who, err := r.renewed(ctx)
	if err != nil {
		return err
	}
	ctx, again := context.WithCancelCause(ctx)
	defer again(nil)
	r.under(who, again)
	defer r.under(nil, nil)
	err = r.source.Follow(model.WithPrincipal(ctx, who), r.place(), func(cursor string, body []byte) error {
		// Many events may have been waited for since the requester was asked about.
		if now, err := r.renewed(ctx); err != nil {
			return err
		} else if !reflect.DeepEqual(now, who) {
			return errAgain
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return r.deliver(ctx, cursor, body)
	}, func(cursor string) { r.ledger.pass(r.hook.ID, cursor) })
	if cause := context.Cause(ctx); errors.Is(cause, errAgain) {
		return cause
	}
	return err
}

func (r *run) under(who *model.Principal, again context.CancelCauseFunc) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.who, r.again = who, again
}

// renewed is the requester with the access of now.
func (r *run) renewed(ctx context.Context) (*model.Principal, error) {
	who, err := r.callers.Renew(ctx, r.hook.Requester)
	if model.CodeOf(err) == model.CodeUnauthenticated {
		return nil, errEnded
	}
	return who, err
}

// reconsider has the subscription opened anew if the requester's access is another one by now:
// one that waits for events would go on under the former.
func (r *run) reconsider(ctx context.Context) {
	now, err := r.renewed(ctx)
	if err != nil && !errors.Is(err, errEnded) {
		return // it shows at the next event
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.again != nil && !reflect.DeepEqual(now, r.who) {
		r.again(errAgain)
	}
}

// deliver makes one attempt to deliver an event, and notes what came of it.
func (r *run) deliver(ctx context.Context, cursor string, body []byte) error {
	began := time.Now()
	out := r.sender.send(ctx, r.hook, r.registry.WebhookSecrets(r.hook), string(r.hook.ID)+"_"+cursor, body)
	r.metrics.observe(out, time.Since(began))
	at := r.now()
	r.ledger.change(r.hook.ID, func(p *progress) {
		if out.failure == "" {
			*p = progress{Version: p.Version, Place: cursor, Cursor: cursor, Delivered: p.Delivered + 1, DeliveredAt: at}
			return
		}
		p.Failures, p.FailedAt, p.Failure = p.Failures+1, at, out.failure
		if p.FailingSince.IsZero() {
			p.FailingSince = at
		}
	})
	switch {
	case out.failure == "":
		r.wait.Reset()
		return nil
	case out.gone:
		return errGone
	}
	return &failed{out.after}
}
