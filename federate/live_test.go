package federate_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"metrograph/federate"
	"metrograph/model"
	"metrograph/network"
)

// listens has the node answer questions with nothing, and remember as whom it was asked.
func (n *node) listens(heard *[]*model.Principal) {
	n.AnswerWith(func(ctx context.Context, _ network.Question) (network.Answer, error) {
		*heard = append(*heard, model.PrincipalFrom(ctx))
		return network.Answer{Version: network.Version}, nil
	})
}

func (n *node) asks(ctx context.Context, other *node) (network.Answer, error) {
	return n.Live().Ask(ctx, other.self.ID, network.Question{Version: network.Version, Query: "{certificates{edges{__typename}}}"})
}

// TestLend: as whom a caller of another node is taken, by what its node says and by what the
// operator here believes of it.
func TestLend(t *testing.T) {
	type caller = model.Principal
	anybody := caller{}
	maker := model.ID("inst_01jd9y3kq8f7vb2m5n6p7q8r9s")
	everyone := []string{"*"}
	reads := []model.Action{model.ActionRead, model.ActionCount, model.ActionHistory}
	for name, c := range map[string]struct {
		hub       model.Level
		region    model.Region // of the hub
		speaksFor []string
		who       func(hub, owner *node) caller
		want      func(hub, owner *node) caller
		limited   bool
	}{
		"anybody": {who: func(_, _ *node) caller { return anybody }, want: func(_, _ *node) caller { return anybody }},
		"a member of the hub, without the roles that it has there": {
			who: func(hub, _ *node) caller {
				return caller{Institution: hub.self.ID, Level: model.LevelProvincial, Region: "440000", Granted: model.Roles(model.RoleAdministrator, model.RoleAuditor, model.RoleRecorder)}
			},
			want: func(hub, _ *node) caller {
				return caller{Institution: hub.self.ID, Level: model.LevelProvincial, Region: "440000"}
			}},
		"the level of a member is that with which its node is trusted": {
			who: func(hub, _ *node) caller { return caller{Institution: hub.self.ID, Level: model.LevelNational} },
			want: func(hub, _ *node) caller {
				return caller{Institution: hub.self.ID, Level: model.LevelProvincial, Region: "440000"}
			}},
		"government of the hub": {
			who: func(hub, _ *node) caller {
				return caller{Institution: hub.self.ID, Granted: model.Roles(model.RoleGovernment)}
			},
			want: func(hub, _ *node) caller {
				return caller{Institution: hub.self.ID, Level: model.LevelProvincial, Region: "440000", Granted: model.Roles(model.RoleGovernment)}
			}},
		"somebody of whom nothing was agreed": {
			who: func(_, _ *node) caller {
				return caller{Institution: maker, Level: model.LevelManufacturer, Region: "440300"}
			},
			want: func(_, _ *node) caller { return anybody }, limited: true},
		"somebody below": {speaksFor: everyone,
			who: func(_, _ *node) caller {
				return caller{Institution: maker, Level: model.LevelManufacturer, Region: "440300"}
			},
			want: func(_, _ *node) caller {
				return caller{Institution: maker, Level: model.LevelManufacturer, Region: "440300"}
			}},
		"somebody who was named": {speaksFor: []string{string(maker)},
			who: func(_, _ *node) caller {
				return caller{Institution: maker, Level: model.LevelManufacturer, Region: "440300"}
			},
			want: func(_, _ *node) caller {
				return caller{Institution: maker, Level: model.LevelManufacturer, Region: "440300"}
			}},
		"somebody above": {speaksFor: everyone,
			who: func(_, _ *node) caller {
				return caller{Institution: maker, Level: model.LevelNational, Region: "110000"}
			},
			want: func(_, _ *node) caller { return anybody }, limited: true},
		"somebody at its level whom nobody knows here": {speaksFor: everyone,
			who: func(_, _ *node) caller {
				return caller{Institution: maker, Level: model.LevelProvincial, Region: "440000"}
			},
			want: func(_, _ *node) caller { return anybody }, limited: true},
		"somebody of another province": {speaksFor: everyone,
			who: func(_, _ *node) caller {
				return caller{Institution: maker, Level: model.LevelThirdParty, Region: "330100"}
			},
			want: func(_, _ *node) caller { return anybody }, limited: true},
		"somebody without a level": {speaksFor: everyone,
			who:  func(_, _ *node) caller { return caller{Institution: maker} },
			want: func(_, _ *node) caller { return anybody }, limited: true},
		"a member of the owner itself": {speaksFor: everyone,
			who: func(_, owner *node) caller {
				return caller{Institution: owner.self.ID, Level: model.LevelThirdParty, Region: "440300"}
			},
			want: func(_, _ *node) caller { return anybody }, limited: true},
		"a credential that may only count": {
			who: func(hub, _ *node) caller {
				return caller{Institution: hub.self.ID, Actions: []model.Action{model.ActionCount, model.ActionCreate}}
			},
			want: func(hub, _ *node) caller {
				return caller{Institution: hub.self.ID, Level: model.LevelProvincial, Region: "440000", Actions: []model.Action{model.ActionCount}}
			}},
		"a credential that may only write": {
			who: func(hub, _ *node) caller {
				return caller{Institution: hub.self.ID, Actions: []model.Action{model.ActionCreate}}
			},
			want: func(_, _ *node) caller { return anybody }, limited: true},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			hub, owner := w.join("hub", model.LevelProvincial, "440000"), w.join("owner", model.LevelThirdParty, "440300")
			hub.trust(owner, federate.Terms{Live: true})
			owner.trust(hub, federate.Terms{SpeaksFor: c.speaksFor})
			var heard []*model.Principal
			owner.listens(&heard)
			who := c.who(hub, owner)
			who.Subject = "somebody"
			answer, err := hub.asks(model.WithPrincipal(context.Background(), &who), owner)
			if err != nil || len(heard) != 1 {
				t.Fatal(err, len(heard))
			}
			want, got := c.want(hub, owner), heard[0]
			if want.Actions == nil {
				want.Actions = reads
			}
			if got.Institution != want.Institution || got.Level != want.Level || got.Region != want.Region || got.Granted != want.Granted ||
				!slices.Equal(got.Actions, want.Actions) || answer.Limited != c.limited {
				t.Errorf("taken as %+v (limited %v), want %+v (%v)", got, answer.Limited, want, c.limited)
			}
			if got.Trusted() || got.Expires.After(w.now.Add(time.Minute)) {
				t.Errorf("the caller is trusted, or lasts too long: %+v", got)
			}
		})
	}
}

// TestCallersToken: the word of a node for a caller is good once, for one request, at one node, and
// for a minute.
func TestCallersToken(t *testing.T) {
	const header = "Metrograph-Caller"
	w := newWorld(t)
	hub, owner, third := w.join("hub", model.LevelNational, "110000"), w.join("owner", model.LevelThirdParty, "440300"), w.join("third", model.LevelThirdParty, "330100")
	var heard []*model.Principal
	for _, other := range []*node{owner, third} {
		befriend(hub, other)
		other.listens(&heard)
	}
	befriend(third, owner)
	var caught string
	catch := func(r *http.Request) error { caught = r.Header.Get(header); return nil }
	replace := func(with func(token string) string) func(*http.Request) error {
		return func(r *http.Request) error { r.Header.Set(header, with(r.Header.Get(header))); return nil }
	}
	member := member(hub.self)
	ask := func(from, to *node, fault func(*http.Request) error) error {
		w.faults = fault
		defer func() { w.faults = nil }()
		_, err := from.asks(member, to)
		return err
	}
	if err := ask(hub, owner, catch); err != nil {
		t.Fatal(err)
	}
	used := caught
	if err := ask(hub, third, catch); err != nil {
		t.Fatal(err)
	}
	elsewhere := caught
	for name, c := range map[string]struct {
		fault func(*http.Request) error
		says  string
	}{
		"none":               {replace(func(string) string { return "" }), "cannot be read"},
		"garbage":            {replace(func(string) string { return "a.b.c" }), "cannot be read"},
		"used before":        {replace(func(string) string { return used }), "used before"},
		"for another node":   {replace(func(string) string { return elsewhere }), "for another node"},
		"another signature":  {replace(func(s string) string { return s[:len(s)-8] + "AAAAAAAA" }), "wrong signature"},
		"without signature":  {replace(func(string) string { return "eyJhbGciOiJub25lIn0.e30." }), "cannot be read"},
		"of another peer":    {replace(func(string) string { return third.token(t, member, owner) }), "not signed with a current key"},
		"of another request": {replace(func(string) string { return hub.tokenFor(t, member, owner, "{methods{edges{__typename}}}") }), "for another request"},
	} {
		t.Run(name, func(t *testing.T) {
			before := len(heard)
			err := ask(hub, owner, c.fault)
			if network.StatusOf(err) != network.Refused || !strings.Contains(err.Error(), c.says) || len(heard) != before {
				t.Errorf("%v, want a refusal that says %q", err, c.says)
			}
		})
	}
	t.Run("over", func(t *testing.T) {
		owner.skew = 90 * time.Second
		defer func() { owner.skew = 0 }()
		if err := ask(hub, owner, nil); network.StatusOf(err) != network.Refused || !strings.Contains(err.Error(), "expired") {
			t.Errorf("%v, want a refusal", err)
		}
	})
	t.Run("with the caller's credential", func(t *testing.T) {
		who := *model.PrincipalFrom(member)
		who.Expires = w.now.Add(time.Second)
		owner.skew = 2 * time.Second
		defer func() { owner.skew = 0 }()
		_, err := hub.asks(model.WithPrincipal(context.Background(), &who), owner)
		if network.StatusOf(err) != network.Refused || !strings.Contains(err.Error(), "expired") {
			t.Errorf("%v, want a refusal", err)
		}
	})
	t.Run("of whom the owner does not trust", func(t *testing.T) {
		if err := owner.RemovePeer(hub.self.ID); err != nil {
			t.Fatal(err)
		}
		if err := ask(hub, owner, nil); network.StatusOf(err) != network.Refused {
			t.Errorf("%v, want a refusal", err)
		}
	})
}

// token is what the node sends when it asks another one.
func (n *node) token(t *testing.T, ctx context.Context, to *node) string {
	return n.tokenFor(t, ctx, to, "{certificates{edges{__typename}}}")
}

func (n *node) tokenFor(t *testing.T, ctx context.Context, to *node, query string) (token string) {
	t.Helper()
	stop := errors.New("not sent")
	faults := n.w.faults
	defer func() { n.w.faults = faults }()
	n.w.faults = func(r *http.Request) error { token = r.Header.Get("Metrograph-Caller"); return stop }
	if _, err := n.Live().Ask(ctx, to.self.ID, network.Question{Version: network.Version, Query: query}); err == nil {
		t.Fatal("it was sent")
	}
	return token
}

// TestSparedPeer: a peer that fails again and again is left out for a while, one that refuses is not.
func TestSparedPeer(t *testing.T) {
	w := newWorld(t)
	hub, owner := w.join("hub", model.LevelNational, "110000"), w.join("owner", model.LevelThirdParty, "440300")
	befriend(hub, owner)
	requests := 0
	w.faults = func(*http.Request) error { requests++; return errors.New("the line is cut") }
	var last network.Status
	for range 10 {
		_, err := hub.asks(context.Background(), owner)
		last = network.StatusOf(err)
	}
	if last != network.Suspended || requests >= 20 {
		t.Errorf("after %d requests it is %s", requests, last)
	}
	hub, owner = w.join("hub2", model.LevelNational, "110000"), w.join("owner2", model.LevelThirdParty, "440300")
	w.faults = nil
	befriend(hub, owner) // it answers no questions
	for range 10 {
		_, err := hub.asks(context.Background(), owner)
		last = network.StatusOf(err)
	}
	if last != network.Refused {
		t.Errorf("a peer that refuses is %s", last)
	}
}

// TestAnswersThatAreNone: what cannot be an answer is not one.
func TestAnswersThatAreNone(t *testing.T) {
	w := newWorld(t)
	hub, owner := w.join("hub", model.LevelNational, "110000"), w.join("owner", model.LevelThirdParty, "440300")
	befriend(hub, owner)
	answered := func(a network.Answer) network.Status {
		owner.AnswerWith(func(context.Context, network.Question) (network.Answer, error) { return a, nil })
		_, err := hub.asks(context.Background(), owner)
		return network.StatusOf(err)
	}
	large := json.RawMessage(`"` + strings.Repeat("x", 1<<20) + `"`)
	for name, c := range map[string]struct {
		answer network.Answer
		want   network.Status
	}{
		"of another version":  {network.Answer{Version: 2}, network.Invalid},
		"with a false place":  {network.Answer{Version: 1, Rows: []network.Row{{}}}, network.Invalid},
		"with too many rows":  {network.Answer{Version: 1, Rows: make([]network.Row, 101)}, network.Invalid},
		"with negative sums":  {network.Answer{Version: 1, Totals: map[string]int{"a": -1}}, network.Invalid},
		"too large to be one": {network.Answer{Version: 1, Rows: []network.Row{{Nodes: slices.Repeat([]json.RawMessage{large}, 9)}}}, network.Refused},
		"nothing":             {network.Answer{Version: 1}, network.OK},
	} {
		if got := answered(c.answer); got != c.want {
			t.Errorf("an answer %s: %s, want %s", name, got, c.want)
		}
	}
	w.tamper = func(raw []byte) { raw[len(raw)-1] = ' ' }
	if got := answered(network.Answer{Version: 1}); got != network.Invalid {
		t.Errorf("a changed answer: %s", got)
	}
}
