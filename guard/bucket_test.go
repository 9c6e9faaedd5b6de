package guard_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"metrograph/guard"
)

func TestBuckets(t *testing.T) {
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	now := start
	buckets := guard.NewBuckets(10, func() time.Time { return now })
	for _, c := range []struct {
		name   string
		after  time.Duration
		caller string
		cost   int
		paid   bool
		want   guard.Allowance
	}{
		{"a new caller has a full bucket", 0, "a", 10, true, guard.Allowance{Limit: 60, Remaining: 50, Full: start.Add(10 * time.Second)}},
		{"nothing flows in within no time", 0, "a", 50, true, guard.Allowance{Limit: 60, Remaining: 0, Full: start.Add(time.Minute)}},
		{"an empty bucket pays nothing", 0, "a", 5, false, guard.Allowance{Limit: 60, Remaining: 0, Full: start.Add(time.Minute), Wait: 5 * time.Second}},
		{"another caller has a bucket of its own", 0, "b", 60, true, guard.Allowance{Limit: 60, Remaining: 0, Full: start.Add(time.Minute)}},
		{"too soon", 4 * time.Second, "a", 5, false, guard.Allowance{Limit: 60, Remaining: 4, Full: start.Add(time.Minute), Wait: time.Second}},
		{"what was refused was not taken", 5 * time.Second, "a", 5, true, guard.Allowance{Limit: 60, Remaining: 0, Full: start.Add(65 * time.Second)}},
		{"a bucket does not run over", time.Hour, "a", 1, true, guard.Allowance{Limit: 60, Remaining: 59, Full: start.Add(time.Hour + time.Second)}},
		{"what costs more than a full bucket waits for one", time.Hour, "a", 1000, false, guard.Allowance{Limit: 60, Remaining: 59, Full: start.Add(time.Hour + time.Second), Wait: time.Second}},
		{"and is paid with it", time.Hour + time.Second, "a", 1000, true, guard.Allowance{Limit: 60, Remaining: 0, Full: start.Add(time.Hour + 61*time.Second)}},
	} {
		now = start.Add(c.after)
		got, paid := buckets.Spend(c.caller, 60, c.cost)
		if diff := cmp.Diff(c.want, got); diff != "" || paid != c.paid {
			t.Errorf("%s: paid %t (-want +got):\n%s", c.name, paid, diff)
		}
	}
	if a, paid := buckets.Spend("b", 600, 500); !paid || a.Limit != 600 {
		t.Errorf("with another level: %+v", a)
	}
}

// TestBucketsAreBounded lets callers come without end: who came first is forgotten.
func TestBucketsAreBounded(t *testing.T) {
	buckets := guard.NewBuckets(3, time.Now)
	for i := range 100 {
		buckets.Spend(fmt.Sprint(i), 10, 10)
	}
	if _, paid := buckets.Spend("99", 10, 10); paid {
		t.Error("a caller who was here just now is forgotten")
	}
	if _, paid := buckets.Spend("0", 10, 10); !paid {
		t.Error("the first caller is remembered")
	}
}
