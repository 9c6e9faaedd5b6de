package bluebook

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"
)

// No number over one to k - 1 records that are not public is told, and what is hidden does not
// follow from the total: the total is small itself, and not told, or what is hidden is two numbers at
// least, with k such records together.
func TestSuppressed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, k := counts{}, rapid.IntRange(2, 8).Draw(t, "k")
		var total tally
		for i := range rapid.IntRange(0, 12).Draw(t, "categories") {
			closed := rapid.IntRange(0, 12).Draw(t, "closed")
			c[fmt.Sprint(i)] = &tally{closed + rapid.IntRange(0, 12).Draw(t, "open"), closed}
			total.closed += closed
		}
		hidden := c.suppressed(k)
		closed := 0
		for key, one := range c {
			if one.small(k) && !hidden[key] {
				t.Fatalf("%v of %v is told", key, one)
			}
			if hidden[key] {
				closed += one.closed
			}
		}
		if len(hidden) > 0 && !total.small(k) && (len(hidden) < 2 || closed < k) {
			t.Fatalf("%d hidden with %d records, of %d", len(hidden), closed, total.closed)
		}
	})
}

// Published: Newcombe, Statist. Med. 17 (1998) 857-872, table I, method 3: 81 of 263 gives
// 0.2553 to 0.3662, 1 of 29 gives 0.0061 to 0.1718.
func TestWilson(t *testing.T) {
	for _, one := range []struct {
		passed, of int
		low, high  float64
	}{{81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0, 0.1611}, {1, 29, 0.0061, 0.1718}} {
		low, high := wilson(one.passed, one.of)
		if math.Abs(low-one.low) > 5e-5 || math.Abs(high-one.high) > 5e-5 {
			t.Errorf("%d of %d: %.4f to %.4f", one.passed, one.of, low, high)
		}
	}
}
