package registry_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"metrograph/model"
	"metrograph/registry"
)

// watch returns a function that gives the next changes that a caller is told of, each as
// operation and id.
func (c *centre) watch(ctx context.Context, q registry.WatchRequest) (next func(n int) []string, cursor func() string) {
	c.Helper()
	ctx, cancel := context.WithCancel(ctx)
	c.Cleanup(cancel)
	changes, err := c.Watch(ctx, q)
	if err != nil {
		c.Fatal(err)
	}
	last := ""
	return func(n int) []string {
		c.Helper()
		told := []string{}
		for range n {
			select {
			case change, open := <-changes:
				if !open {
					c.Fatal("the changes have ended")
				}
				last = change.Cursor
				told = append(told, change.Operation+" "+string(change.ID))
			case <-time.After(20 * time.Second):
				c.Fatalf("told of %q and of no more", told)
			}
		}
		return told
	}, func() string { return last }
}

func (c *centre) act(ctx context.Context, action model.Action, r model.Record, version int) {
	c.Helper()
	id := r.Base().ID
	target := id.Kind().New()
	target.Base().ID = id
	if w := c.write(ctx, model.Write{Action: action, Record: target, Version: version, Reason: "because"}); w.Err != nil {
		c.Fatal(w.Err)
	}
}

// TestWatch: each caller is told of what it may read, and of nothing else; what is told last
// shows that what was not told before it was passed over.
func TestWatch(t *testing.T) {
	c := newCentre(t)
	anonymous, _ := c.watch(c.anonymous(), registry.WatchRequest{})
	national, cursor := c.watch(c.member(c.national), registry.WatchRequest{})
	third := c.member(c.thirdParty, model.RoleRecorder, model.RolePublisher)

	hidden := c.certificate(c.thirdParty, "H-1", nonPublic)
	public := c.certificate(c.thirdParty, "P-1")
	create := func(r model.Record) string { return "CREATE " + string(r.Base().ID) }
	if d := cmp.Diff([]string{create(hidden), create(public)}, national(2)); d != "" {
		t.Error(d)
	}
	c.act(third, model.ActionDelete, hidden, 1)
	c.act(third, model.ActionWithdraw, public, 1) // which hides it from others
	end := c.certificate(c.thirdParty, "P-2")
	if d := cmp.Diff([]string{"DELETE " + string(hidden.ID), create(end)}, national(2)); d != "" {
		t.Error(d)
	}
	since := cursor()
	last := c.certificate(c.thirdParty, "P-3")
	told := anonymous(2)
	if told[0] == create(public) { // told before it was withdrawn
		told = append(told[1:], anonymous(1)...)
	}
	if d := cmp.Diff([]string{create(end), create(last)}, told); d != "" {
		t.Error(d)
	}
	again, _ := c.watch(c.member(c.national), registry.WatchRequest{Since: &since})
	if d := cmp.Diff([]string{create(last)}, again(1)); d != "" {
		t.Error(d)
	}
	for _, garbage := range []string{"", "x", "AAAAAAAAAAAAAAAAAAAAAA", since + "A", since + "\n"} {
		if _, err := c.Watch(c.anonymous(), registry.WatchRequest{Since: &garbage}); model.CodeOf(err) != model.CodeInvalid {
			t.Errorf("%q: %v", garbage, err)
		}
	}
}

// TestWatchFilter: what was not asked for is not told.
func TestWatchFilter(t *testing.T) {
	c := newCentre(t)
	gauge := c.instrument(c.thirdParty, "SN-1")
	where := func(kind model.Kind, f *registry.Filter) map[model.Kind]*registry.Filter {
		return map[model.Kind]*registry.Filter{kind: f}
	}
	other := c.certificate(c.thirdParty, "C-0")
	watches := map[string]registry.WatchRequest{
		"instruments": {Kinds: []model.Kind{model.KindInstrument}},
		"one":         {IDs: []model.ID{other.ID}},
		"withdrawn":   {Operations: []string{"WITHDRAW"}},
		"of gauge":    {Kinds: []model.Kind{model.KindCertificate}, Where: where(model.KindCertificate, registry.Equal("instrument", string(gauge.ID)))},
	}
	told := map[string]func(int) []string{}
	for name, q := range watches {
		told[name], _ = c.watch(c.member(c.thirdParty), q)
	}
	of := c.certificate(c.thirdParty, "C-1", about(gauge))
	second := c.instrument(c.thirdParty, "SN-2")
	c.act(c.member(c.thirdParty, model.RoleRecorder, model.RolePublisher), model.ActionWithdraw, other, 1)
	for name, want := range map[string]string{
		"instruments": "CREATE " + string(second.ID), "one": "WITHDRAW " + string(other.ID),
		"withdrawn": "WITHDRAW " + string(other.ID), "of gauge": "CREATE " + string(of.ID),
	} {
		if got := told[name](1); got[0] != want {
			t.Errorf("%s: told of %s, want %s", name, got[0], want)
		}
	}
	if _, err := c.Watch(c.anonymous(), registry.WatchRequest{Where: where(model.KindCertificate, registry.Equal("nothing", "x"))}); err == nil {
		t.Error("a filter of an unknown field is taken")
	}
}

// TestWatchBehind: who reads more slowly than the feed remembers misses nothing, in order.
func TestWatchBehind(t *testing.T) {
	if testing.Short() {
		t.Skip("writes some ten thousand records")
	}
	c := newCentre(t)
	told, _ := c.watch(c.member(c.thirdParty), registry.WatchRequest{})
	var want []string
	for batch := range 10 {
		writes := make([]model.Write, registry.MaxWrites)
		for i := range writes {
			in := &model.Instrument{Name: model.Text{Zh: "压力计"}, Model: "DPG-1", SerialNumber: fmt.Sprint(batch, "-", i), Discipline: model.DisciplineMechanics}
			in.ID, in.Origin = c.NewID(model.KindInstrument), c.thirdParty.ID
			writes[i] = model.Write{Action: model.ActionCreate, Record: in}
			want = append(want, "CREATE "+string(in.ID))
		}
		if _, err := c.Write(c.operator(), writes); err != nil {
			t.Fatal(err)
		}
	}
	if !slices.Equal(want, told(len(want))) {
		t.Error("the changes told are not those made, in their order")
	}
}

// TestWatchAtAPace: who is done with one change before the next is told of what may be read then,
// and hears how far nothing is left to tell.
func TestWatchAtAPace(t *testing.T) {
	c := newCentre(t)
	turn, passed := make(chan struct{}, 1), make(chan string, 100)
	next, cursor := c.watch(c.anonymous(), registry.WatchRequest{Pace: &registry.Pace{Turn: turn, Passed: func(cursor string) { passed <- cursor }}})
	third := c.member(c.thirdParty, model.RoleRecorder, model.RolePublisher)
	create := func(r model.Record) []string { return []string{"CREATE " + string(r.Base().ID)} }

	first, second := c.certificate(c.thirdParty, "P-1"), c.certificate(c.thirdParty, "P-2")
	turn <- struct{}{}
	if d := cmp.Diff(create(first), next(1)); d != "" {
		t.Error(d)
	}
	c.act(third, model.ActionWithdraw, second, 1) // which hides it, before its turn
	last := c.certificate(c.thirdParty, "P-3")
	turn <- struct{}{}
	if d := cmp.Diff(create(last), next(1)); d != "" {
		t.Error(d)
	}
	told := cursor()
	for len(passed) > 0 {
		<-passed // what was before it
	}
	c.certificate(c.thirdParty, "H-1", nonPublic)
	select {
	case early := <-passed:
		t.Errorf("%s was passed before %s was done", early, told)
	default:
	}
	turn <- struct{}{}
	newest, err := c.Newest(c.Context())
	if err != nil {
		t.Fatal(err)
	}
	for at := ""; at != newest; {
		select {
		case at = <-passed:
		case <-time.After(20 * time.Second):
			t.Fatalf("passed %q, and not %s", at, newest)
		}
	}
}
