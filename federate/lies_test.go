package federate_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"metrograph/federate"
	"metrograph/model"
	"metrograph/registry"
)

// impostor signs for a peer with a key of its own choice.
type impostor struct {
	node model.ID
	key  ed25519.PrivateKey
}

func (i *impostor) Node() model.ID         { return i.node }
func (i *impostor) Key() string            { return federate.Fingerprint(i.key.Public().(ed25519.PublicKey)) }
func (i *impostor) Sign(msg []byte) []byte { return ed25519.Sign(i.key, msg) }

// TestLies: what a trusted peer sends is believed as far as seals prove it, and no further.
func TestLies(t *testing.T) {
	w := newWorld(t)
	national, lab, other := w.join("national", model.LevelNational, "110000"), w.join("lab", model.LevelThirdParty, "440300"), w.join("other", model.LevelThirdParty, "440300")
	befriend(national, lab)
	befriend(national, other)
	foreign := other.certificate("O-1")
	national.mustHarvest(other)
	own := national.certificate("N-1")
	genuine := lab.parcel(lab.certificate("P-1").ID)
	edited := func(edit func(*registry.Parcel)) registry.Parcel {
		raw, err := json.Marshal(genuine)
		var p registry.Parcel
		if err == nil {
			err = json.Unmarshal(raw, &p)
		}
		if err != nil {
			t.Fatal(err)
		}
		edit(&p)
		return p
	}
	resealed := func(id model.ID, edit func(*registry.Seal)) registry.Parcel {
		return edited(func(p *registry.Parcel) {
			p.ID, p.Seal.ID = id, id
			edit(p.Seal)
			p.Seal.Signature = lab.sign(p.Seal.Message())
		})
	}
	for name, c := range map[string]struct {
		parcel registry.Parcel
		rule   string
	}{
		"no seal":                {edited(func(p *registry.Parcel) { p.Seal = nil }), "replica.form"},
		"no such act":            {edited(func(p *registry.Parcel) { p.Act = "steal" }), "replica.form"},
		"bad signature":          {edited(func(p *registry.Parcel) { p.Seal.Signature[3] ^= 1 }), "replica.signature"},
		"key of somebody":        {edited(func(p *registry.Parcel) { forge(t, p, lab.self.ID) }), "replica.signature"},
		"changed field":          {edited(func(p *registry.Parcel) { d := p.Fields[len(p.Fields)-1].Data; d[len(d)-2] ^= 1 }), "replica.hash"},
		"field left out":         {edited(func(p *registry.Parcel) { p.Fields = p.Fields[1:] }), "replica.hash"},
		"other version":          {edited(func(p *registry.Parcel) { p.Version++ }), "replica.form"},
		"node that passes on":    {edited(func(p *registry.Parcel) { p.Seal.Node = other.self.ID }), "replica.relay"},
		"forged origin":          {resealed(genuine.ID, func(s *registry.Seal) { s.Origin = other.self.ID }), "replica.origin"},
		"id of the receiver":     {resealed(own.ID, func(*registry.Seal) {}), "replica.origin"},
		"id of another node":     {resealed(foreign.ID, func(*registry.Seal) {}), "replica.origin"},
		"kind that is no record": {edited(func(p *registry.Parcel) { p.ID = w.newID(model.KindAgreement, w.now) }), "replica.form"},
	} {
		t.Run(name, func(t *testing.T) {
			results, err := national.give(lab, c.parcel)
			if err != nil {
				t.Fatal(err)
			}
			if r := results[0]; r.Outcome != registry.OutcomeRejected || r.Findings[0].Rule != c.rule {
				t.Errorf("%+v", r)
			}
		})
	}
	for name, id := range map[string]model.ID{"its own": own.ID, "another's": foreign.ID} {
		for _, act := range []string{registry.ActRevoke, registry.ActDelete} {
			if results, err := national.give(lab, registry.Parcel{Act: act, ID: id}); err != nil || results[0].Outcome != registry.OutcomeUnchanged {
				t.Errorf("%s of %s: %+v %v", act, name, results, err)
			}
		}
	}
	if results, err := national.give(lab, genuine); err != nil || results[0].Outcome != registry.OutcomeCreated {
		t.Errorf("the truth: %+v %v", results, err)
	}
}

// forge signs a parcel with a new key.
func forge(t *testing.T, p *registry.Parcel, node model.ID) {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	i := &impostor{node, key}
	p.Seal.Key = i.Key()
	p.Seal.Signature = i.Sign(p.Seal.Message())
}

// parcel is a record as the node seals it for everybody.
func (n *node) parcel(id model.ID) registry.Parcel {
	n.w.Helper()
	h, err := n.Harvestable(context.Background(), registry.HarvestRequest{Limit: 500, Bytes: 1 << 20, Signer: n.keys(),
		Held: func([]model.ID) (map[model.ID]registry.Held, error) { return nil, nil }})
	if err != nil {
		n.w.Fatal(err)
	}
	i := slices.IndexFunc(h.Parcels, func(p registry.Parcel) bool { return p.ID == id })
	if i < 0 {
		n.w.Fatal("the record is not shared")
	}
	return h.Parcels[i]
}

// keys are the node's, as its folder has them.
func (n *node) keys() *federate.Keys {
	n.w.Helper()
	keys, err := federate.OpenKeys(n.dir, n.self.ID, n.w.now)
	if err != nil {
		n.w.Fatal(err)
	}
	return keys
}

func (n *node) sign(message []byte) []byte { return n.keys().Sign(message) }

// give has the node take a parcel from a peer.
func (n *node) give(from *node, p registry.Parcel) ([]registry.Received, error) {
	return n.Replicate(context.Background(), registry.Source{ID: from.self.ID, Level: from.self.Level, Region: from.self.Region,
		Key: func(node model.ID, fingerprint string) ed25519.PublicKey {
			if keys := from.keys(); node == from.self.ID && fingerprint == keys.Key() {
				return keys.Public()
			}
			return nil
		},
		Peer: func(id model.ID) bool {
			return slices.ContainsFunc([]*node{n.w.nodes["national"], n.w.nodes["lab"], n.w.nodes["other"]}, func(o *node) bool { return o.self.ID == id })
		}}, []registry.Parcel{p})
}

// TestARiseIsRefused: a peer cannot make its institution of another level than it was trusted
// with.
func TestARiseIsRefused(t *testing.T) {
	_, national, lab := twoNodes(t)
	promoted := lab.load(lab.operator(), lab.self.ID).(*model.Institution)
	level := promoted.Level
	p := lab.parcel(lab.self.ID)
	results, err := national.Replicate(context.Background(), registry.Source{ID: lab.self.ID, Level: model.LevelManufacturer, Region: lab.self.Region,
		Key:  func(model.ID, string) ed25519.PublicKey { return lab.keys().Public() },
		Peer: func(model.ID) bool { return true }}, []registry.Parcel{p})
	if err != nil || results[0].Outcome != registry.OutcomeRejected || results[0].Findings[0].Rule != "replica.level" {
		t.Errorf("%s: %+v %v", level, results, err)
	}
}

// TestMessagesThatAreRefused: nothing is answered but what a trusted peer signed, now, for
// this node, and once.
func TestMessagesThatAreRefused(t *testing.T) {
	for name, c := range map[string]struct {
		disturb func(w *world, national, lab *node)
		edit    func(r *http.Request)
		status  int
	}{
		"untouched":      {status: http.StatusOK},
		"no signature":   {edit: func(r *http.Request) { r.Header.Del("Signature") }, status: http.StatusUnauthorized},
		"other path":     {edit: func(r *http.Request) { r.URL.Path = "/federate/v1/attachments/x" }, status: http.StatusUnauthorized},
		"other query":    {edit: func(r *http.Request) { r.URL.RawQuery += "&limit=1" }, status: http.StatusUnauthorized},
		"other method":   {edit: func(r *http.Request) { r.Method = http.MethodHead }, status: http.StatusUnauthorized},
		"other audience": {edit: func(r *http.Request) { r.Header.Set("Metrograph-Audience", "inst_x") }, status: http.StatusUnauthorized},
		"other sender":   {edit: func(r *http.Request) { r.Header.Set("Metrograph-Node", "inst_x") }, status: http.StatusUnauthorized},
		"other body":     {edit: func(r *http.Request) { r.Body = io.NopCloser(strings.NewReader("x")) }, status: http.StatusBadRequest},
		"header twice":   {edit: func(r *http.Request) { r.Header.Add("Metrograph-Node", "x") }, status: http.StatusUnauthorized},
		"fewer components": {edit: func(r *http.Request) {
			r.Header.Set("Signature-Input", strings.Replace(r.Header.Get("Signature-Input"), `"@query" `, "", 1))
		}, status: http.StatusUnauthorized},
		"late clock":        {disturb: func(_ *world, _, lab *node) { lab.skew = 6 * time.Minute }, status: http.StatusUnauthorized},
		"not trusted":       {disturb: func(_ *world, national, lab *node) { _ = lab.RemovePeer(national.self.ID) }, status: http.StatusUnauthorized},
		"slightly off":      {disturb: func(_ *world, _, lab *node) { lab.skew = -2 * time.Minute }, status: http.StatusOK},
		"other own version": {disturb: func(_ *world, _, lab *node) { _, _ = lab.RotateKey() }, status: http.StatusOK},
	} {
		t.Run(name, func(t *testing.T) {
			w, national, lab := twoNodes(t)
			if c.disturb != nil {
				c.disturb(w, national, lab)
			}
			var seen *http.Request
			w.faults = func(r *http.Request) error {
				if c.edit != nil {
					c.edit(r)
				}
				if seen == nil {
					seen = r
				}
				return nil
			}
			_ = national.Node.Harvest(context.Background(), lab.self.ID, "")
			if got := w.lastStatus; got != c.status {
				t.Errorf("status %d", got)
			}
			if c.status != http.StatusOK {
				return
			}
			replay := seen.Clone(context.Background())
			replay.Body = io.NopCloser(bytes.NewReader(nil))
			w.faults = nil
			response, err := (&wires{w}).RoundTrip(replay)
			if err != nil || response.StatusCode != http.StatusUnauthorized {
				t.Errorf("a replay: %v %v", response, err)
			}
		})
	}
}

// TestBatchesThatAreRefused: a trusted peer that signs what it likes gets nothing in but the
// next batch of its own, whole; what it tried leaves no trace.
func TestBatchesThatAreRefused(t *testing.T) {
	_, national, lab := twoNodes(t)
	lab.certificate("P-0")
	if err := lab.Submit(context.Background(), national.self.ID, ""); err != nil {
		t.Fatal(err)
	}
	before := lastSubmission(t, national)
	genuine := lab.parcel(lab.certificate("P-1").ID)
	position := national.progress(lab).After
	for name, c := range map[string]struct {
		edit   func(*federate.Batch)
		status int
	}{
		"another version":       {func(b *federate.Batch) { b.Version = 2 }, http.StatusBadRequest},
		"another's":             {func(b *federate.Batch) { b.Node = national.self.ID }, http.StatusBadRequest},
		"for another":           {func(b *federate.Batch) { b.Audience = lab.self.ID }, http.StatusBadRequest},
		"no session":            {func(b *federate.Batch) { b.Session = "" }, http.StatusBadRequest},
		"a record as session":   {func(b *federate.Batch) { b.Session = genuine.ID }, http.StatusBadRequest},
		"a session that ended":  {func(b *federate.Batch) { b.Session, b.After = before.ID, "" }, http.StatusConflict},
		"not the first":         {func(b *federate.Batch) { b.Number = 2 }, http.StatusConflict},
		"another chain":         {func(b *federate.Batch) { b.Previous = "00" }, http.StatusConflict},
		"an earlier position":   {func(b *federate.Batch) { b.After = "" }, http.StatusConflict},
		"a later position":      {func(b *federate.Batch) { b.After += "0" }, http.StatusConflict},
		"leads nowhere":         {func(b *federate.Batch) { b.Next = b.After }, http.StatusBadRequest},
		"leads far":             {func(b *federate.Batch) { b.Next = strings.Repeat("x", 201) }, http.StatusBadRequest},
		"more than a batch has": {func(b *federate.Batch) { b.Parcels = slices.Repeat(b.Parcels, registry.MostParcels+1) }, http.StatusBadRequest},
		"larger than a message": {func(b *federate.Batch) {
			b.Keys = []federate.NodeKeys{{Keys: [][]byte{make([]byte, federate.MaxMessage)}}}
		}, http.StatusRequestEntityTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			b := federate.Batch{Version: federate.Version, Node: lab.self.ID, Audience: national.self.ID, Session: lab.NewID(model.KindSubmission), Number: 1,
				After: position, Next: "next", Parcels: []registry.Parcel{genuine}}
			c.edit(&b)
			if status, err := lab.Say(context.Background(), national.self.ID, http.MethodPost, federate.PathSubmit, b); err != nil || status != c.status {
				t.Errorf("status %d, %v", status, err)
			}
			if got := national.progress(lab).After; got != position || national.whole(genuine.ID) != nil || lastSubmission(t, national).ID != before.ID {
				t.Errorf("something of it is left: %s instead of %s", got, position)
			}
		})
	}
	if status, err := lab.Say(context.Background(), national.self.ID, http.MethodPost, federate.PathSubmit, json.RawMessage(`[1]`)); err != nil || status != http.StatusBadRequest {
		t.Errorf("no batch: status %d, %v", status, err)
	}
	if err := lab.Submit(context.Background(), national.self.ID, ""); err != nil || national.whole(genuine.ID) == nil {
		t.Errorf("an honest submission afterwards: %v", err)
	}
}
