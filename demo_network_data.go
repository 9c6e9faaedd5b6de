package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sync/errgroup"

	"metrograph/internal/durable"
	"metrograph/internal/sample"
	"metrograph/model"
)

// prepare makes the nodes in their folders, has each trust each, and gives each its data and
// its keys. All are open in this process meanwhile, at the addresses that they will have.
func (w *demoNetwork) prepare(ctx context.Context) (err error) {
	listeners, err := w.place(ctx)
	nodes := make([]*node, len(w.centres))
	defer func() {
		for _, l := range listeners {
			_ = l.Close() // its server may have closed it
		}
		for _, n := range nodes {
			if n != nil {
				err = errors.Join(err, n.Close())
			}
		}
	}()
	for i := 0; err == nil && i < len(nodes); i++ {
		if nodes[i], err = w.open(ctx, w.centres[i]); err == nil {
			server := &http.Server{Handler: nodes[i].federation.Handler(), ReadHeaderTimeout: time.Minute}
			defer server.Close()
			go func() { _ = server.Serve(listeners[i]) }() // it ends when it is closed
		}
	}
	if err == nil {
		err = w.acquaint(ctx, nodes)
	}
	if err != nil {
		return err
	}
	began := time.Now()
	var group errgroup.Group
	for i, c := range w.centres {
		group.Go(func() error {
			if err := w.fill(ctx, c, nodes[i]); err != nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	fmt.Fprintf(w.out, "the data of five centres was loaded in %s\n", time.Since(began).Round(time.Millisecond))
	return nil
}

// open opens the node of a centre, which has no institution but its own at first.
func (w *demoNetwork) open(ctx context.Context, c *demoCentre) (*node, error) {
	o, err := w.nodeOptions()
	if err != nil {
		return nil, err
	}
	self := *c.self
	self.ParentID = "" // the centre above is known later
	o.Data, o.Institution = c.dir, &self
	n, err := openNode(ctx, o)
	if err == nil && n.institution.ID != c.self.ID {
		err = errors.Join(fmt.Errorf("the folder %s belongs to another node; name an empty one with --data", c.dir), n.Close())
		n = nil
	}
	return n, err
}

// acquaint has each node note and trust each other, as their operators do: the fingerprint is
// that which the other node's operator reads there.
func (w *demoNetwork) acquaint(ctx context.Context, nodes []*node) error {
	for i, n := range nodes {
		w.centres[i].fingerprint = n.federation.Fingerprint()
	}
	for i, n := range nodes {
		for j := range nodes {
			if i == j {
				continue
			}
			err := n.befriend(ctx, w.centres[j])
			if err != nil {
				return fmt.Errorf("%s trusts %s: %w", w.centres[i].name, w.centres[j].name, err)
			}
		}
	}
	return nil
}

// befriend notes and trusts another node. One that has had another key before is noted anew.
func (n *node) befriend(ctx context.Context, c *demoCentre) error {
	peer, err := n.federation.AddPeer(ctx, c.url)
	if model.CodeOf(err) == model.CodeConflict {
		if err = n.federation.RemovePeer(peer.ID); err == nil {
			peer, err = n.federation.AddPeer(ctx, c.url)
		}
	}
	if err == nil {
		_, err = n.federation.TrustPeer(ctx, peer.ID, c.terms())
	}
	return err
}

// fill gives a centre its data, unless it has it already, and its keys.
func (w *demoNetwork) fill(ctx context.Context, c *demoCentre, n *node) error {
	loaded := filepath.Join(c.dir, "demo-loaded") // written last, so that an interrupted load goes on
	if _, err := os.Stat(loaded); errors.Is(err, os.ErrNotExist) {
		data := sample.Centre(w.data, c.self)
		if _, err := n.loadRecords(ctx, data.All(), data.Attachments); err != nil {
			return err
		}
		if err := w.agree(ctx, c, n); err != nil {
			return err
		}
		if err := durable.WriteFile(loaded, nil); err != nil {
			return err
		}
	}
	var err error
	if c.offered, err = w.offer(ctx, c, n); err != nil {
		return err
	}
	if err := w.convene(ctx, c, n); err != nil {
		return err
	}
	if c.name == "provincialA" {
		if err := w.takeFiles(ctx, n); err != nil {
			return err
		}
	}
	c.callers, err = w.keys(ctx, c, n)
	return err
}

// agree has the first province share with the second what it has in some disciplines.
func (w *demoNetwork) agree(ctx context.Context, c *demoCentre, n *node) error {
	if c.name != "provincialA" {
		return nil
	}
	_, err := n.share(ctx, w.centre("provincialB").self.ID, model.StatusPublished, model.DisciplineElectromagnetics, model.DisciplineIonizingRadiation)
	return err
}

// offer has the second province offer to share with the first; it is for the tour to say so.
func (w *demoNetwork) offer(ctx context.Context, c *demoCentre, n *node) (model.ID, error) {
	if c.name != "provincialB" {
		return "", nil
	}
	return n.share(ctx, w.centre("provincialA").self.ID, model.StatusRecorded, model.DisciplineAcoustics, model.DisciplineChemistry, model.DisciplineThermal)
}

// share records an agreement of the node's institution to share with another.
func (n *node) share(ctx context.Context, with model.ID, status model.Status, disciplines ...model.Discipline) (model.ID, error) {
	a := &model.Agreement{GrantorID: n.institution.ID, GranteeID: with, Kinds: []model.Kind{model.KindCertificate, model.KindInstrument},
		Disciplines: disciplines, Until: model.DateOf(time.Now().AddDate(1, 0, 0)), Note: model.Text{Zh: "示例共享协议", En: "Sample agreement on sharing"}}
	a.Classification, a.Status = model.ClassificationNonPublic, status
	return n.record(ctx, a)
}

// record keeps a record that a centre of the demo begins with.
func (n *node) record(ctx context.Context, r model.Record) (model.ID, error) {
	out, err := n.Write(n.operator(ctx), []model.Write{{Action: model.ActionCreate, Record: r, Reason: "demo"}})
	if err == nil && out[0].Err != nil {
		err = fmt.Errorf("%w %s", out[0].Err, summary(out[0].Findings))
	}
	if err != nil {
		return "", err
	}
	return out[0].ID, nil
}

// takeFiles takes in the files that were named.
func (w *demoNetwork) takeFiles(ctx context.Context, n *node) error {
	if len(w.Demo.Files) == 0 {
		return nil
	}
	report, err := n.importLocal(ctx, importRequest{Stdin: w.in, Files: w.Demo.Files, Classification: model.ClassificationPublic,
		Status: model.StatusPublished}, w.progress())
	if err != nil {
		return err
	}
	return report.WriteTable(w.out)
}

// keys makes a key for each kind of caller: those of the node's own institution do its work,
// the others are of the first institution of their level, or of its own. Members of the
// institutions that are left have keys by the names of their centres.
func (w *demoNetwork) keys(ctx context.Context, c *demoCentre, n *node) (map[string]caller, error) {
	callers, covered := map[string]caller{}, map[model.ID]bool{}
	give := func(name string, id model.ID, roles []model.Role) error {
		key, err := n.createKey(ctx, keyRequest{Label: "demo " + name, Institution: id, Roles: roles})
		callers[name], covered[id] = caller{Key: key, Institution: id}, true
		return err
	}
	for _, kind := range demoRoles() {
		id := c.self.ID
		if kind.roles == nil && kind.level != c.self.Level {
			id = w.first(kind.level)
		}
		if err := give(kind.name, id, kind.roles); err != nil {
			return nil, err
		}
	}
	for _, other := range w.centres {
		if covered[other.self.ID] {
			continue
		}
		if err := give(other.name, other.self.ID, nil); err != nil {
			return nil, err
		}
	}
	return callers, nil
}

// first is the first centre of a level.
func (w *demoNetwork) first(level model.Level) model.ID {
	for _, c := range w.centres {
		if c.self.Level == level {
			return c.self.ID
		}
	}
	return ""
}
