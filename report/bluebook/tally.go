package bluebook

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strconv"

	"metrograph/analysis/cube"
	"metrograph/report/figure"
)

// tally counts certificates, and how many of them are not public.
type tally struct{ n, closed int }

func (t *tally) add(closed bool) {
	t.n++
	if closed {
		t.closed++
	}
}

// join adds what another tally counts.
func (t *tally) join(o tally) { t.n, t.closed = t.n+o.n, t.closed+o.closed }

// small tells whether a number would tell of fewer than k records that are not public.
func (t tally) small(k int) bool { return t.closed > 0 && t.closed < k }

// counts are tallies by category.
type counts map[string]*tally

func (c counts) of(key string) *tally {
	if c[key] == nil {
		c[key] = &tally{}
	}
	return c[key]
}

func (c counts) at(key string) tally {
	if t := c[key]; t != nil {
		return *t
	}
	return tally{}
}

// keys are the categories of both, the most certificates of the first of them first.
func keys(now, before counts) []string {
	all := map[string]bool{}
	for _, c := range []counts{now, before} {
		for key := range c {
			all[key] = true
		}
	}
	return slices.SortedFunc(maps.Keys(all), func(a, b string) int {
		return cmp.Or(cmp.Compare(now.at(b).n, now.at(a).n), cmp.Compare(a, b))
	})
}

// suppressed are the categories whose numbers are not told, see [cube.Withheld]: what is hidden does
// not follow from the total, which is told unless it is small itself.
func (c counts) suppressed(k int) map[string]bool {
	veiled := make(map[string]int, len(c))
	for key, t := range c {
		veiled[key] = t.closed
	}
	return cube.Withheld(veiled, k)
}

// What is printed for a number that is not told, and for one that there is not.
const (
	hidden = "*"
	none   = "—"
)

// count is a number in print.
func count(n int) string { return figure.Thousands(strconv.Itoa(n)) }

func fixed(v float64, digits int) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return none
	}
	return figure.Thousands(strconv.FormatFloat(v, 'f', digits, 64))
}

// signed is a number with its sign.
func signed(v float64, digits int) string {
	text := fixed(v, digits)
	if v > 0 && text != none {
		return "+" + text
	}
	return text
}

// change is by how much a number changed, in percent.
func change(now, before int) float64 {
	if before == 0 {
		return math.NaN()
	}
	return 100 * float64(now-before) / float64(before)
}

func share(part, whole int) float64 {
	if whole == 0 {
		return math.NaN()
	}
	return 100 * float64(part) / float64(whole)
}

// quantile is a quantile of values by linear interpolation (Hyndman and Fan, type 7); NaN of none.
func quantile(values []float64, p float64) float64 {
	if len(values) == 0 {
		return math.NaN()
	}
	sorted := slices.Sorted(slices.Values(values))
	at := p * float64(len(sorted)-1)
	low := int(math.Floor(at))
	if low+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	return sorted[low] + (at-float64(low))*(sorted[low+1]-sorted[low])
}

func median(values []float64) float64 { return quantile(values, 0.5) }
