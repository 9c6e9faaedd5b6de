package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"metrograph/audit"
	"metrograph/auth"
	"metrograph/blob"
	"metrograph/collect"
	"metrograph/config"
	"metrograph/federate"
	"metrograph/internal/durable"
	"metrograph/model"
	"metrograph/policy"
	"metrograph/registry"
	"metrograph/spool"
	"metrograph/store"
	"metrograph/store/mongostore"
	"metrograph/store/sqlitestore"
	"metrograph/telemetry"
	"metrograph/upload"
)

// node is an open node: its data folder, its store, its policy, and the registry over them.
type node struct {
	*registry.Registry
	store       store.Store
	blobs       *blob.Store
	desk        *collect.Desk
	audit       *audit.Log
	exports     *registry.Exports
	uploads     *upload.Store
	renewal     *auth.Authenticator // tells the access that whoever asked for work has by now
	dir         string              // the data folder
	policy      *policy.Policy
	federation  *federate.Node
	institution *model.Institution // whose node it is
	identity    identity
	known       bool // it was opened before
	alone       bool // no other process has its store
	log         *slog.Logger
	close       []func() error // in the order of opening
}

// What is where in a data folder.
const (
	storeFile         = "metrograph.db"
	attachmentsFolder = "attachments"
	webhooksFolder    = "webhooks"
	identityFile      = "node.json"
	jobsFolder        = "jobs"
)

// identity is what makes a node the same node after a restart, kept in its data folder.
type identity struct {
	Institution  model.ID `json:"institution"`
	CursorSecret []byte   `json:"cursorSecret"`
}

// nodeOptions say where a node's data is and whose node it is.
type nodeOptions struct {
	Data        string
	Store       string // mongodb:// URL; empty for the embedded store
	Attachments string // s3:// URL; empty for a folder in the data folder
	Policy      policy.Source
	Institution *model.Institution // of a node that is opened for the first time
	Export      config.Export
	Resumable   config.Resumable
	Log         *slog.Logger
	Watch       func(store.Store) store.Store // stands between registry and store, to observe; nil for nothing
	Telemetry   *telemetry.Collector          // nil for none
	PeersQuery  time.Duration                 // that a peer has to answer a query; 0 for the usual time
	PeersEvery  time.Duration                 // between rounds of harvests and submissions; 0 for the usual time
	Registry    registry.Options              // what tests settle: the clock, and the ids of new records
	Lean        bool                          // the embedded store keeps little in memory: of a node that nobody reads from
}

// errBusy is the error of a data folder that another process has open.
var errBusy = errors.New("another process has this data folder open: stop it, or use its address (--url) or another folder (--data)")

// believed is how long the institution of whoever asked for work is taken for what it was
// found to be; keys are looked up each time.
const believed = time.Second

// openNode opens a node, and makes what it needs on first use. The folder belongs to one
// process at a time.
func openNode(ctx context.Context, o nodeOptions) (n *node, err error) {
	n = &node{log: o.Log, dir: o.Data}
	defer func() {
		if err != nil {
			err = errors.Join(err, n.Close())
			n = nil
		}
	}()
	if err := n.lock(o.Data); err != nil {
		return n, err
	}
	if n.policy, err = policy.Load(o.Policy); err != nil {
		return n, fmt.Errorf("policy: %w", err)
	}
	if err := n.openStore(ctx, o); err != nil {
		return n, err
	}
	if err := n.openBlobs(ctx, o); err != nil {
		return n, err
	}
	if n.known, err = n.readIdentity(o); err != nil {
		return n, err
	}
	if n.audit, err = audit.Open(o.Data, audit.Options{}); err != nil {
		return n, err
	}
	n.close = append(n.close, n.audit.Close)
	jobs := spool.OpenDir(filepath.Join(o.Data, jobsFolder))
	o.Registry.Spool = jobs
	o.Registry.CursorSecret, o.Registry.Log, o.Registry.Audit = n.identity.CursorSecret, o.Log, n.account
	n.Registry, err = registry.Open(ctx, n.store, n.policy, n.blobs, o.Registry)
	if err != nil {
		return n, err
	}
	if n.renewal, err = auth.New(n.Registry, auth.Options{CacheFor: believed}); err != nil {
		return n, err
	}
	if n.exports, err = n.openExports(o.Export); err != nil {
		return n, err
	}
	if err := n.settle(ctx, o); err != nil {
		return n, err
	}
	if n.desk, err = collect.OpenDesk(n.Registry, jobs, collect.DeskOptions{Log: o.Log}); err != nil {
		return n, err
	}
	if err := n.openUploads(o.Resumable); err != nil {
		return n, err
	}
	if err := n.InterruptJobs(n.operator(ctx), n.alone, n.desk.Waiting()...); err != nil {
		return n, err
	}
	return n, n.openFederation(o)
}

// openFederation opens the node's account of its peers.
func (n *node) openFederation(o nodeOptions) (err error) {
	n.federation, err = federate.Open(o.Data, n.Registry, n.institution, federate.Options{Every: o.PeersEvery, Query: o.PeersQuery, Log: o.Log,
		Around: o.Telemetry.Transport, Trace: o.Telemetry.Exchange})
	if err != nil {
		return err
	}
	n.close = append(n.close, n.federation.Close)
	n.FetchWith(n.federation.FetchAttachment)
	n.ShareWith(n.institution, n.federation.Told)
	n.SealWith(n.federation.Keys())
	return nil
}

// lock takes the data folder for this process.
func (n *node) lock(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("data folder: %w", err)
	}
	lock := flock.New(filepath.Join(dir, "lock"))
	taken, err := lock.TryLock()
	if err != nil {
		return fmt.Errorf("data folder %s: %w", dir, err)
	}
	if !taken {
		return fmt.Errorf("data folder %s: %w", dir, errBusy)
	}
	n.close = append(n.close, lock.Unlock)
	return nil
}

func (n *node) openStore(ctx context.Context, o nodeOptions) (err error) {
	if strings.HasPrefix(o.Store, "mongodb://") || strings.HasPrefix(o.Store, "mongodb+srv://") {
		n.store, err = mongostore.Open(ctx, o.Store, mongostore.Options{})
	} else {
		n.store, err = sqlitestore.Open(ctx, filepath.Join(o.Data, storeFile), sqlitestore.Options{Lean: o.Lean})
		n.alone = true
	}
	if err != nil {
		return err
	}
	n.close = append(n.close, n.store.Close)
	if o.Watch != nil {
		n.store = o.Watch(n.store)
	}
	return nil
}

func (n *node) openBlobs(ctx context.Context, o nodeOptions) (err error) {
	if n.blobs, err = blob.Open(ctx, cmp.Or(o.Attachments, filepath.Join(o.Data, attachmentsFolder))); err != nil {
		return err
	}
	n.close = append(n.close, n.blobs.Close)
	return n.blobs.Check(ctx)
}

// Close releases what was opened, the last first.
func (n *node) Close() error {
	var errs []error
	for i := len(n.close) - 1; i >= 0; i-- {
		errs = append(errs, n.close[i]())
	}
	n.close = nil
	return errors.Join(errs...)
}

// readIdentity reads the node's identity, or makes one; known is false for a new one.
func (n *node) readIdentity(o nodeOptions) (known bool, err error) {
	path := filepath.Join(o.Data, identityFile)
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		n.identity.CursorSecret = make([]byte, 32)
		_, err = rand.Read(n.identity.CursorSecret)
		return false, err
	}
	if err != nil {
		return false, fmt.Errorf("node identity: %w", err)
	}
	if err := json.Unmarshal(raw, &n.identity); err != nil {
		return false, fmt.Errorf("node identity %s is damaged (restore it from a backup): %w", path, err)
	}
	return true, nil
}

// settle finds the institution whose node it is, and records it when the node is new. The
// identity is written first: a node that was interrupted here goes on with the same one.
func (n *node) settle(ctx context.Context, o nodeOptions) (err error) {
	if n.known {
		n.institution, err = n.Institution(ctx, n.identity.Institution)
		if model.CodeOf(err) != model.CodeNotFound {
			return err
		}
	}
	n.institution = o.Institution
	head := n.institution.Base()
	switch {
	case n.known:
		head.ID = n.identity.Institution
	case head.ID == "":
		head.ID = n.NewID(model.KindInstitution)
	}
	head.Origin, head.Classification, head.Status = head.ID, model.ClassificationPublic, model.StatusPublished
	n.identity.Institution = head.ID
	if err := n.writeIdentity(o.Data); err != nil {
		return err
	}
	out, err := n.Write(n.operator(ctx), []model.Write{{Action: model.ActionCreate, Record: n.institution, Reason: "first start of the node"}})
	if err == nil && out[0].Err != nil {
		err = fmt.Errorf("the node's institution: %w %s", out[0].Err, summary(out[0].Findings))
	}
	return err
}

func (n *node) writeIdentity(dir string) error {
	raw, err := json.MarshalIndent(n.identity, "", "  ")
	if err != nil {
		return err
	}
	return durable.WriteFile(filepath.Join(dir, identityFile), raw)
}

// operator is the context of whoever holds the data folder: the node's own institution, and
// every role in it.
func (n *node) operator(ctx context.Context) context.Context {
	who := &model.Principal{Subject: "operator", Via: model.ViaLocal}
	if n.institution != nil {
		who.Institution, who.Level, who.Region = n.institution.ID, n.institution.Level, n.institution.Region
	}
	who.Granted = model.Roles(model.RoleRecorder, model.RoleReviewer, model.RolePublisher, model.RoleAdministrator, model.RoleAuditor)
	return model.WithPrincipal(ctx, who)
}

// summary is findings in one line, for a message of the command line.
func summary(findings []model.Finding) string {
	var parts []string
	for _, f := range findings {
		if f.Severity == model.SeverityError {
			parts = append(parts, f.Path+": "+f.Message.In("en"))
		}
	}
	return strings.Join(parts, "; ")
}
