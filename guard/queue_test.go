package guard_test

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"sync"
	"testing"

	"metrograph/guard"
)

// place asks for a place and says when it has it.
func place(t *testing.T, q *guard.Queue, caller string, cost int) (turn chan func()) {
	t.Helper()
	turn = make(chan func(), 1)
	go func() {
		leave, err := q.Enter(t.Context(), caller, cost)
		if err != nil {
			close(turn)
			return
		}
		turn <- leave
	}()
	return turn
}

// settle waits until as many requests wait as should.
func settle(q *guard.Queue, waiting int) {
	for q.Waiting() != waiting {
		runtime.Gosched()
	}
}

func TestNobodyHasAllPlaces(t *testing.T) {
	q := guard.NewQueue(guard.QueueOptions{Places: 4, PerCaller: 2, Waiting: 10})
	first, second := <-place(t, q, "heavy", 1000), <-place(t, q, "heavy", 1000)
	third := place(t, q, "heavy", 1000)
	settle(q, 1)
	for range 5 {
		(<-place(t, q, "light", 1))() // goes in at once although another waits
	}
	select {
	case <-third:
		t.Error("one caller has more places than it may")
	default:
	}
	first()
	(<-third)()
	second()
}

// TestFairness has one caller ask for much and others for little while the place is taken:
// each request begins where its caller's requests before it end.
func TestFairness(t *testing.T) {
	q := guard.NewQueue(guard.QueueOptions{Places: 1, PerCaller: 1, Waiting: 10})
	leave := <-place(t, q, "first", 1)
	var mu sync.Mutex
	var order []string
	var all sync.WaitGroup
	for i, r := range []struct {
		caller string
		cost   int
	}{{"heavy", 100}, {"heavy", 100}, {"light", 10}, {"light", 10}, {"light", 10}, {"heavy", 100}, {"other", 50}, {"other", 50}} {
		turn := place(t, q, r.caller, r.cost)
		settle(q, i+1)
		all.Go(func() {
			leave := <-turn
			mu.Lock()
			order = append(order, r.caller)
			mu.Unlock()
			leave()
		})
	}
	leave()
	all.Wait()
	want := []string{"heavy", "light", "other", "light", "light", "other", "heavy", "heavy"}
	if !slices.Equal(order, want) {
		t.Errorf("order %v, want %v", order, want)
	}
}

func TestWaitingIsBounded(t *testing.T) {
	q := guard.NewQueue(guard.QueueOptions{Places: 1, PerCaller: 1, Waiting: 2})
	leave := <-place(t, q, "a", 1)
	waiting := []chan func(){place(t, q, "a", 1), place(t, q, "a", 1)}
	settle(q, 2)
	if _, err := q.Enter(t.Context(), "a", 1); err == nil {
		t.Error("a third request waits")
	}
	b := place(t, q, "b", 1)
	settle(q, 3)
	leave()
	for _, turn := range append(waiting, b) {
		go func() { (<-turn)() }()
	}
	settle(q, 0)
}

// TestGivingUp ends the time of a request that waits: it is out of the queue, and the place
// that it did not take is another's.
func TestGivingUp(t *testing.T) {
	q := guard.NewQueue(guard.QueueOptions{Places: 1, PerCaller: 1, Waiting: 2})
	leave := <-place(t, q, "a", 1)
	cause := errors.New("over")
	ctx, cancel := context.WithCancelCause(t.Context())
	given := make(chan error)
	go func() {
		_, err := q.Enter(ctx, "b", 1)
		given <- err
	}()
	settle(q, 1)
	cancel(cause)
	if err := <-given; !errors.Is(err, cause) {
		t.Errorf("the error is %v", err)
	}
	leave()
	(<-place(t, q, "c", 1))()
}

// TestManyCallers sends what many callers ask at once: never are more places taken than there
// are, nor by one caller.
func TestManyCallers(t *testing.T) {
	const places, perCaller = 4, 2
	q := guard.NewQueue(guard.QueueOptions{Places: places, PerCaller: perCaller, Waiting: 100})
	var mu sync.Mutex
	running, own := 0, map[string]int{}
	var all sync.WaitGroup
	for i := range 400 {
		caller := string(rune('a' + i%7))
		all.Go(func() {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			if i%5 == 0 {
				go cancel()
			}
			leave, err := q.Enter(ctx, caller, i)
			if err != nil {
				return
			}
			mu.Lock()
			running++
			own[caller]++
			if running > places || own[caller] > perCaller {
				t.Errorf("%d places are taken, %d by one caller", running, own[caller])
			}
			mu.Unlock()
			runtime.Gosched()
			mu.Lock()
			running--
			own[caller]--
			mu.Unlock()
			leave()
		})
	}
	all.Wait()
	if q.Waiting() != 0 {
		t.Errorf("%d still wait", q.Waiting())
	}
}
