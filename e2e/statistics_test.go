package e2e_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"metrograph/model"
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
