package guard

import (
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"golang.org/x/time/rate"
)

// Buckets hold what callers may still spend. A caller's bucket holds what the caller may
// spend in a minute, and is refilled evenly. Of very many callers those that asked longest
// ago are forgotten, and have a full bucket when they come again.
type Buckets struct {
	mu    sync.Mutex
	known *simplelru.LRU[string, *rate.Limiter]
	now   func() time.Time
}

// Allowance is the state of a bucket.
type Allowance struct {
	Limit     int           // what a full bucket holds, and what flows in within a minute
	Remaining int           // what may be spent now
	Full      time.Time     // when the bucket is full again, if nothing is spent
	Wait      time.Duration // how long until what was asked for may be spent; 0 if it was
}

// ResetAt is when the bucket is full again, to the second, as it is shown.
func (a Allowance) ResetAt() time.Time {
	return a.Full.UTC().Add(time.Second - 1).Truncate(time.Second)
}

// NewBuckets makes buckets for as many callers as are to be remembered.
func NewBuckets(callers int, now func() time.Time) *Buckets {
	known, err := simplelru.NewLRU[string, *rate.Limiter](callers, nil)
	if err != nil {
		panic("guard: " + err.Error()) // only of a number that is not positive
	}
	return &Buckets{known: known, now: now}
}

// Spend takes a cost from a caller's bucket, or nothing where there is not enough in it. The
// limit is the caller's; what costs more than a full bucket is paid with a full one.
func (b *Buckets) Spend(caller string, limit, cost int) (Allowance, bool) {
	now, bucket := b.now(), b.of(caller, limit)
	cost = min(cost, limit)
	spent := bucket.AllowN(now, cost)
	a := state(bucket, now)
	if !spent {
		a.Wait = flow(limit, float64(cost)-bucket.TokensAt(now))
	}
	return a, spent
}

// Look returns the state of a caller's bucket.
func (b *Buckets) Look(caller string, limit int) Allowance {
	return state(b.of(caller, limit), b.now())
}

func (b *Buckets) of(caller string, limit int) *rate.Limiter {
	b.mu.Lock()
	defer b.mu.Unlock()
	bucket, ok := b.known.Get(caller)
	if !ok || bucket.Burst() != limit { // the caller's level has changed
		bucket = rate.NewLimiter(rate.Limit(float64(limit)/time.Minute.Seconds()), limit)
		b.known.Add(caller, bucket)
	}
	return bucket
}

func state(bucket *rate.Limiter, now time.Time) Allowance {
	limit, tokens := bucket.Burst(), max(0, bucket.TokensAt(now))
	return Allowance{Limit: limit, Remaining: int(tokens), Full: now.Add(flow(limit, float64(limit)-tokens))}
}

// flow is the time in which an amount flows into a bucket.
func flow(limit int, amount float64) time.Duration {
	return time.Duration(max(0, amount) / float64(limit) * float64(time.Minute))
}
