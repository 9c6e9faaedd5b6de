package e2e_test

import (
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"metrograph/model"
	"metrograph/policy"
)

// visit is one caller's walk through all entrances.
type visit struct {
	*world
	client *client
	oracle *oracle
	caller caller
	seen   objects             // by id, which is what the other entrances are compared with
	found  map[*record]verdict // by what was seen
}

// objects are the records that an entrance shows, as JSON.
type objects map[model.ID]map[string]any

func (w *world) visit(decide policy.Decision, c caller) *visit {
	o := newOracle(w, decide, w.principal(c))
	client := w.as(w.keys[c.name])
	client.guard = &guard{world: w, oracle: o, told: map[string]bool{}}
	return &visit{world: w, client: client, oracle: o, caller: c, found: map[*record]verdict{}}
}

// whole is what a caller sees to whom everything is open.
type whole struct {
	objects objects // by id
	lists   map[order]*listing
}

func (w *world) whole(t *testing.T, decide policy.Decision) *whole {
	t.Helper()
	v := w.visit(decide, callerNamed(everything))
	v.client.guard = nil
	all := &whole{objects: v.byID(t), lists: map[order]*listing{}}
	for _, o := range orders() {
		all.lists[o] = v.ids(t, o.kind, o.order)
	}
	return all
}

// walk asks every entrance.
func (v *visit) walk(t *testing.T, whole *whole) {
	v.checkReading(t, whole.objects)
	v.checkEdges(t)
	v.checkReverseEdges(t)
	v.checkFilters(t)
	v.checkOrders(t, whole)
	v.checkStatistics(t)
	v.checkAnalyses(t)
	v.checkSheets(t)
	v.checkSearch(t)
	v.checkHistory(t)
	v.checkDownload(t)
	v.checkExports(t)
	v.checkRefusals(t)
}

// checkReading compares what the caller reads by id with the verdicts of the oracle, and
// what every other entrance shows with that.
func (v *visit) checkReading(t *testing.T, whole objects) {
	t.Helper()
	v.seen = v.byID(t)
	for _, r := range v.records {
		seen, shown := v.seen[r.id]
		want := v.oracle.of(t, r)
		if shown != want.readable {
			t.Errorf("%s: by id it is shown: %v; Casbin says %v", r, shown, want.readable)
		}
		if !shown {
			continue
		}
		masked := missing(seen, whole[r.id])
		if d := cmp.Diff(filled(want.masked(r.kind), whole[r.id]), masked); d != "" {
			t.Errorf("%s: masked by id (-Casbin +HTTP):\n%s", r, d)
		}
		v.found[r] = verdict{readable: true, fields: without(r.kind, masked)}
	}
	for _, e := range entrances() {
		v.compare(t, e.name, e.show(v, t), e.shows)
	}
}

// missing names the fields that are null in what the caller sees and are not in the whole.
func missing(seen, whole map[string]any) []string {
	names := []string{}
	for name, value := range whole {
		if value != nil && seen[name] == nil {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// filled leaves out the fields that the whole record does not have either.
func filled(names []string, whole map[string]any) []string {
	return slices.DeleteFunc(append([]string{}, names...), func(n string) bool { return whole[n] == nil })
}

func without(kind model.Kind, masked []string) model.FieldSet {
	set, _ := model.Fields(kind, masked...)
	return model.AllFields &^ set
}

// compare holds an entrance to what is seen by id: the same records, the same fields.
func (v *visit) compare(t *testing.T, entrance string, got objects, shows func(*record) bool) {
	t.Helper()
	for _, r := range v.records {
		want := v.seen[r.id]
		if !shows(r) {
			want = nil
		}
		if !reflect.DeepEqual(want, got[r.id]) { // which is much faster than a difference
			t.Errorf("%s: %s (-by id +there):\n%s", entrance, r, cmp.Diff(want, got[r.id]))
		}
	}
	for id := range got {
		if v.world.byID[id] == nil {
			t.Errorf("%s shows %s, which nobody made", entrance, id)
		}
	}
}

// checkRedacted holds an answer's list of masked fields to the records that it has.
func (v *visit) checkRedacted(t *testing.T, entrance string, a answer, got objects) {
	t.Helper()
	var want []string
	for id := range got {
		r := v.world.byID[id]
		if r == nil {
			continue
		}
		for _, name := range v.oracle.of(t, r).masked(r.kind) {
			want = append(want, r.kind.TypeName()+"."+name)
		}
	}
	slices.Sort(want)
	if d := cmp.Diff(slices.Compact(want), a.Extensions.Redacted); d != "" {
		t.Errorf("%s: extensions.redacted (-Casbin +HTTP):\n%s", entrance, d)
	}
}
