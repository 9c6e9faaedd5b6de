package e2e_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"metrograph/model"
	"metrograph/policy"
)

// checkStatistics holds the statistics of certificates to those that the caller may count.
func (v *visit) checkStatistics(t *testing.T) {
	t.Helper()
	certificates := v.of(model.KindCertificate)
	v.checkBuckets(t, "LEVEL REGION CLASSIFICATION STATUS", "", func(r *record) string {
		return fmt.Sprintf("%s %s %s %s", r.origin.level, r.origin.region, r.class, r.status)
	})
	v.checkBuckets(t, "INSTITUTION DISCIPLINE", "", func(r *record) string { return string(r.origin.id) + " THERMAL" })
	v.checkBuckets(t, "MANUFACTURER", "", func(r *record) string {
		if r.made {
			return string(v.origin("M").id)
		}
		return "-"
	})
	v.checkBuckets(t, "STATUS", `customer: {contains: "顾客"}`, func(r *record) string { return string(r.status) }, "customer")
	v.checkMethods(t)
	for batch := range slices.Chunk(certificates, 50) {
		a, _ := v.aliases(t, batch, func(r *record) string {
			return fmt.Sprintf("statistics(groupBy: [], filter: {id: {eq: %q}}) {buckets {count}}", r.id)
		}, "")
		for i, r := range batch {
			seen := v.found[r]
			seen.counted = countOf(a.Data[fmt.Sprint("a", i)]) == 1
			v.found[r] = seen
			if want := v.oracle.of(t, r).counted; seen.counted != want {
				t.Errorf("statistics count %s: %v; Casbin says %v", r, seen.counted, want)
			}
		}
	}
}

func countOf(statistics any) (count float64) {
	for _, bucket := range list(statistics, "buckets") {
		count += at(bucket, "count").(float64)
	}
	return count
}

// checkBuckets groups by dimensions and compares with the certificates that the caller may
// count under the fields that the filter reveals.
func (v *visit) checkBuckets(t *testing.T, dimensions, filter string, key func(*record) string, reveal ...string) {
	t.Helper()
	want := map[string]float64{}
	need, _ := model.Fields(model.KindCertificate, reveal...)
	for _, r := range v.of(model.KindCertificate) {
		if counted := v.oracle.of(t, r); counted.counted && counted.countFields&need == need {
			want[key(r)]++
		}
	}
	got := map[string]float64{}
	for _, bucket := range v.buckets(t, dimensions, filter) {
		got[bucket.key] = bucket.count
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("statistics by %s, filter {%s} (-want +got):\n%s", dimensions, filter, d)
	}
}

type bucket struct {
	key   string
	count float64
}

func (v *visit) buckets(t *testing.T, dimensions, filter string) []bucket {
	t.Helper()
	a := v.client.read(t, fmt.Sprintf("{statistics(groupBy: [%s], filter: {%s}) {buckets {keys {value record {id}} count}}}", dimensions, filter), nil)
	var all []bucket
	for _, b := range list(a.Data, "statistics", "buckets") {
		var keys []string
		for _, k := range list(b, "keys") {
			value, _ := at(k, "value").(string)
			if value == "" {
				value = "-"
			}
			keys = append(keys, value)
		}
		all = append(all, bucket{strings.Join(keys, " "), at(b, "count").(float64)})
	}
	return all
}

// checkMethods groups by records that may be hidden: a bucket must not name one, and none
// must get lost.
func (v *visit) checkMethods(t *testing.T) {
	t.Helper()
	want, got := 0.0, 0.0
	for _, r := range v.of(model.KindCertificate) {
		if v.oracle.of(t, r).counted {
			want++
		}
	}
	for _, b := range v.buckets(t, "METHOD", "") {
		got += b.count
	}
	if want != got {
		t.Errorf("statistics by METHOD count %v certificates, want %v", got, want)
	}
}

// testSmallCells asks each caller's statistics for what the
// caller may count but not read: few such records are in no cell that is told, and by itself none
// is told; what the caller may read is told however little it is.
func testSmallCells(t *testing.T, w *world, p *policy.Policy) {
	const least = 5
	for _, c := range callers() {
		v := w.visit(p.Live, c)
		counted, veiled := map[string]int{}, map[string]int{}
		for _, r := range v.of(model.KindCertificate) {
			seen := v.oracle.of(t, r)
			if !seen.counted {
				continue
			}
			key := fmt.Sprintf("%s %s", r.origin.level, r.class)
			counted[key]++
			if !seen.readable {
				veiled[key]++
			}
			v.checkAlone(t, r, seen.readable)
		}
		a := v.client.read(t, `{statistics(groupBy: [LEVEL, CLASSIFICATION], measures: [COUNT, INSTITUTIONS]) {threshold buckets {keys {value} count suppressed values {value suppressed}}}}`, nil)
		if at(a.Data, "statistics", "threshold") != float64(least) {
			t.Fatalf("%s", a.body)
		}
		told := 0
		for _, b := range list(a.Data, "statistics", "buckets") {
			key := fmt.Sprintf("%s %s", at(list(b, "keys")[0], "value"), at(list(b, "keys")[1], "value"))
			count, hidden := at(b, "count").(float64), at(b, "suppressed").(bool)
			told++
			switch {
			case hidden && (count != 0 || at(list(b, "values")[0], "value") != nil || at(list(b, "values")[1], "value") != nil):
				t.Errorf("%s: a suppressed cell tells of itself: %v", c.name, b)
			case hidden && veiled[key] == 0, !hidden && veiled[key] > 0 && veiled[key] < least, !hidden && count != float64(counted[key]):
				t.Errorf("%s: %d of %d records under %q must not be told: %v", c.name, veiled[key], counted[key], key, b)
			}
		}
		if len(veiled) == 0 && c.name == "government" {
			t.Error("government reads all that it counts: nothing was tested")
		}
		if told != len(counted) {
			t.Errorf("%s: %d cells of %d", c.name, told, len(counted))
		}
	}
}

// checkAlone asks for the count of one record.
func (v *visit) checkAlone(t *testing.T, r *record, readable bool) {
	t.Helper()
	a := v.client.read(t, fmt.Sprintf(`{statistics(groupBy: [], filter: {id: {eq: %q}}) {buckets {count suppressed}}}`, r.id), nil)
	b := list(a.Data, "statistics", "buckets")[0]
	switch {
	case readable && (at(b, "count") != 1.0 || at(b, "suppressed") != false):
		t.Errorf("%s may be read and is not counted: %s", r, a.body)
	case !readable && countOf(a.Data["statistics"]) != 0:
		t.Errorf("the statistics tell of %s: %s", r, a.body)
	}
}
