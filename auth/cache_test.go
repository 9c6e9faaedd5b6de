package auth

import (
	"testing"
	"time"
)

// What was asked for before the cache was cleared must not come back after.
func TestCacheDropsLateAnswers(t *testing.T) {
	c := newCache[string, int](time.Minute, 2, time.Now)
	_, epoch, _ := c.get("a")
	c.clear()
	c.put("a", 1, epoch)
	if _, _, found := c.get("a"); found {
		t.Error("an answer from before the clear was kept")
	}
}

func TestCacheSize(t *testing.T) {
	now := time.Unix(0, 0)
	c := newCache[int, int](time.Minute, 3, func() time.Time { return now })
	for i := range 10 {
		c.put(i, i, 0)
		now = now.Add(10 * time.Second)
		if len(c.entries) > 3 {
			t.Fatalf("%d entries", len(c.entries))
		}
		if _, _, found := c.get(i); !found {
			t.Fatalf("%d is not there", i)
		}
	}
}
