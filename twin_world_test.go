package main

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"metrograph/auth"
	"metrograph/internal/sample"
	"metrograph/model"
	"metrograph/policy"
	"metrograph/registry"
	"metrograph/store"
	"metrograph/store/sqlitestore"
)

// twinDay is when everything in the worlds of the twin test takes place that its requests do.
var twinDay = time.Date(2026, 1, 15, 8, 0, 0, 0, time.UTC)

// twinWorld is the node with all the data, from which the nodes of the twin test are copied.
type twinWorld struct {
	*node
	dir          string
	data         sample.Options
	institutions []*model.Institution
	origins      map[string]model.ID // of the callers' institutions, by name
	keys         map[string]string   // by the name of the caller
}

// births gives new records ids that depend on the request and nothing else, so that two
// nodes give the same ones.
type births struct{ request, count atomic.Uint64 }

func (b *births) begin(request int) {
	b.request.Store(uint64(request))
	b.count.Store(0)
}

func (b *births) next(kind model.Kind, at time.Time) model.ID {
	seed := binary.BigEndian.AppendUint64(nil, b.request.Load())
	sum := sha256.Sum256(binary.BigEndian.AppendUint64(seed, b.count.Add(1)))
	return kind.ID(at, [16]byte(sum[:16]))
}

func (b *births) options() registry.Options {
	return registry.Options{Clock: func() time.Time { return twinDay }, NewID: b.next, LeastTold: 3}
}

// twinCaller is a kind of caller that the twin test asks as.
type twinCaller struct {
	name, institution string // empty for none
	roles             []model.Role
	anonymous         bool
}

// twinCallers are an anonymous one, a member of each level, and each role.
func twinCallers() []twinCaller {
	return []twinCaller{
		{name: "anonymous", anonymous: true},
		{name: "manufacturer", institution: "manufacturer"},
		{name: "third party", institution: "third party"},
		{name: "provincial", institution: "provincial"},
		{name: "national", institution: "national"},
		{name: "recorder", institution: "third party", roles: []model.Role{model.RoleRecorder}},
		{name: "recorder and publisher", institution: "provincial", roles: []model.Role{model.RoleRecorder, model.RolePublisher}},
		{name: "national recorder", institution: "national", roles: []model.Role{model.RoleRecorder, model.RolePublisher}},
		{name: "reviewer", institution: "third party", roles: []model.Role{model.RoleReviewer}},
		{name: "publisher", institution: "manufacturer", roles: []model.Role{model.RolePublisher}},
		{name: "expert", institution: "provincial", roles: []model.Role{model.RoleExpert}},
		{name: "administrator", institution: "third party", roles: []model.Role{model.RoleAdministrator}},
		{name: "auditor", institution: "provincial", roles: []model.Role{model.RoleAuditor}},
		{name: "national auditor", institution: "national", roles: []model.Role{model.RoleAuditor}},
		{name: "government", institution: "government", roles: []model.Role{model.RoleGovernment}},
		{name: "government without an institution", roles: []model.Role{model.RoleGovernment}},
	}
}

// everyReader is the caller who may read most: the cursors that others try are this one's.
const everyReader = "national auditor"

func twinCallerNamed(name string) twinCaller {
	all := twinCallers()
	return all[slices.IndexFunc(all, func(c twinCaller) bool { return c.name == name })]
}

func newTwinWorld(t *testing.T) *twinWorld {
	t.Helper()
	w := &twinWorld{dir: t.TempDir(), data: sample.Options{Institutions: 10, Instruments: 40, Certificates: 80},
		origins: map[string]model.ID{}, keys: map[string]string{}}
	o := demoNode(w.dir, w.data)
	o.Registry = new(births).options()
	w.node = openTwin(t, o)
	if _, err := w.loadDemo(t.Context(), w.data); err != nil {
		t.Fatal(err)
	}
	w.institutions = institutionsOf(w.data)
	for i, name := range []string{"national", "provincial", "third party", "manufacturer"} {
		w.origins[name] = w.institutions[i].ID // the first four are one of each level
	}
	w.spread(t)
	w.found(t)
	w.point(t)
	w.collect(t)
	w.evaluate(t)
	w.publish(t)
	w.unsettle(t)
	for _, c := range twinCallers() {
		if c.anonymous {
			continue
		}
		key, err := w.createKey(t.Context(), keyRequest{Label: "twin " + c.name, Institution: w.origins[c.institution], Person: w.expert(t, c), Roles: c.roles})
		if err != nil {
			t.Fatal(err)
		}
		w.keys[c.name] = key
	}
	return w
}

func openTwin(t *testing.T, o nodeOptions) *node {
	t.Helper()
	n, err := openNode(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := n.Close(); err != nil {
			t.Error(err)
		}
	})
	return n
}

// found records institutions beyond those of the demo: a department of the government, and
// laboratories that the national institute has recorded and that have records of their own.
func (w *twinWorld) found(t *testing.T) {
	t.Helper()
	national := w.institutions[0]
	institution := func(name string, level model.Level) *model.Institution {
		i := sample.Institution(func(i *model.Institution) { i.Name, i.CreditCode = model.Text{Zh: name, En: name}, "" })
		i.ID, i.Origin, i.Level, i.Region = w.NewID(model.KindInstitution), national.ID, level, "110000"
		i.Classification, i.Status = model.ClassificationPublic, model.StatusPublished
		return i
	}
	government, busy, idle := institution("Government", ""), institution("Busy", model.LevelThirdParty), institution("Idle", model.LevelThirdParty)
	w.origins["government"] = government.ID
	var records []model.Record
	for i := range 3 {
		instrument := sample.Instrument(func(in *model.Instrument) { in.SerialNumber = "BUSY-" + string(rune('A'+i)) })
		instrument.ID, instrument.Origin, instrument.Level, instrument.Region = w.NewID(model.KindInstrument), busy.ID, busy.Level, busy.Region
		instrument.Classification, instrument.Status, instrument.ManufacturerID = model.ClassificationNonPublic, model.StatusRecorded, ""
		records = append(records, instrument)
	}
	key := &model.Credential{Label: "of another", Hash: strings.Repeat("0", 64), Hint: "mg_other"}
	key.ID, key.Origin, key.Level = w.NewID(model.KindCredential), busy.ID, busy.Level
	w.create(t, government, busy, idle)
	w.create(t, append(records, key, w.webhook(busy), w.webhook(w.institutions[2]))...)
}

// webhook is one of an institution, with an address to which nothing is sent.
func (w *twinWorld) webhook(of *model.Institution) *model.Webhook {
	hook := sample.Webhook(func(h *model.Webhook) { h.URL, h.Requester.Institution = "https://127.0.0.1/events", of.ID })
	hook.ID, hook.Origin, hook.Level, hook.Region = w.NewID(model.KindWebhook), of.ID, of.Level, of.Region
	return hook
}

// collect gives each institution two collections that have ended, with documents that they
// rejected.
func (w *twinWorld) collect(t *testing.T) {
	t.Helper()
	for i, of := range w.institutions {
		for _, state := range []model.JobState{model.JobDone, model.JobCancelled} {
			job := sample.CollectionJob(func(j *model.CollectionJob) { j.State = state })
			job.ID, job.Origin, job.Level, job.Region = w.NewID(model.KindCollectionJob), of.ID, of.Level, of.Region
			w.create(t, job)
			for place := range 2 {
				name := fmt.Sprintf("%d-%d.xml", i, place)
				rejection := model.Rejection{Place: place + 1, Name: name, Format: "DCC", Hash: strings.Repeat("0", 64), Code: model.CodeInvalid, Findings: job.Findings}
				if err := w.Reject(t.Context(), job.ID, rejection, strings.NewReader("<a>"+name)); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

// copyRejected copies what was rejected by the jobs that are kept.
func (w *twinWorld) copyRejected(t *testing.T, dir string, keep func(model.Record) bool) {
	t.Helper()
	for _, job := range w.all(t, model.KindCollectionJob) {
		if !keep(job) {
			continue
		}
		from := filepath.Join(w.dir, jobsFolder, string(job.Base().ID))
		if err := os.CopyFS(filepath.Join(dir, jobsFolder, string(job.Base().ID)), os.DirFS(from)); err != nil {
			t.Fatal(err)
		}
	}
}

// create records what may point to anything, as the operator.
func (w *twinWorld) create(t *testing.T, records ...model.Record) {
	t.Helper()
	var writes []model.Write
	for _, r := range records {
		writes = append(writes, model.Write{Action: model.ActionCreate, Record: r, Reason: "twin"})
	}
	w.change(t, writes)
}

func (w *twinWorld) change(t *testing.T, writes []model.Write) {
	t.Helper()
	out, err := w.Write(w.operator(t.Context()), writes)
	if err != nil {
		t.Fatal(err)
	}
	for i := range out {
		if out[i].Err != nil {
			t.Fatalf("%s %s: %v %s", writes[i].Action, writes[i].Record.Base().ID, out[i].Err, summary(out[i].Findings))
		}
	}
}

// all reads the records of a kind, in the order of their ids.
func (w *twinWorld) all(t *testing.T, kind model.Kind) (records []model.Record) {
	t.Helper()
	q := store.Query{Kind: kind, Scope: model.Everything(), Limit: store.MaxPage}
	pages, err := w.store.List(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	if pages[0].More {
		t.Fatalf("more than %d records of kind %s", store.MaxPage, kind)
	}
	for _, d := range pages[0].Documents {
		r, err := d.Record(0)
		if err != nil {
			t.Fatal(err)
		}
		records = append(records, r)
	}
	return records
}

// spread gives instruments makers of every kind; the demo has few.
func (w *twinWorld) spread(t *testing.T) {
	t.Helper()
	var writes []model.Write
	for i, r := range w.all(t, model.KindInstrument) {
		r.(*model.Instrument).ManufacturerID = w.institutions[i%len(w.institutions)].ID
		writes = append(writes, model.Write{Action: model.ActionAmend, Record: r, Fields: []string{"manufacturerInstitution"},
			Version: r.Base().Version, Reason: "twin: spread"})
	}
	w.change(t, writes)
}

// point makes records point to others in every way in which they can: methods that supersede
// each other, certificates derived from others and amending them, standards of others.
func (w *twinWorld) point(t *testing.T) {
	t.Helper()
	var writes []model.Write
	amend := func(r model.Record, fields ...string) {
		writes = append(writes, model.Write{Action: model.ActionAmend, Record: r, Fields: fields, Version: r.Base().Version, Reason: "twin: point"})
	}
	methods := w.all(t, model.KindMethod)
	for i := 0; i+1 < len(methods); i += 3 {
		m := methods[i].(*model.Method)
		m.SupersededBy = methods[i+1].Base().ID
		amend(m, "supersededBy")
	}
	certificates, instruments := w.all(t, model.KindCertificate), w.all(t, model.KindInstrument)
	for i := 1; i < len(certificates); i += 2 {
		c, other := certificates[i].(*model.Certificate), certificates[i-1].(*model.Certificate)
		c.Amendment = &model.Amendment{AmendmentKind: model.AmendmentAmends, CertificateID: other.ID}
		c.Stage, c.DerivedFrom = model.StageDerived, []model.ID{other.ID, instruments[i%len(instruments)].Base().ID}
		c.Items = append(c.Items, model.Item{InstrumentID: instruments[(i*7)%len(instruments)].Base().ID, Name: model.Text{Zh: "另一器具"}})
		c.Standards = append(c.Standards, model.StandardUse{InstrumentID: instruments[(i*5)%len(instruments)].Base().ID, CertificateID: other.ID})
		amend(c, "amendment", "stage", "derivedFrom", "items", "standards")
	}
	w.change(t, writes)
}

// unsettle gives records other classes and statuses than the demo has, each combination in
// turn; the institutions of callers stay as they are.
func (w *twinWorld) unsettle(t *testing.T) {
	t.Helper()
	var amended, published, withdrawn []model.Write
	n := 0
	for _, kind := range model.Kinds() {
		for _, r := range w.all(t, kind) {
			head := r.Base()
			if kind == model.KindInstitution && (head.Origin != head.ID || head.Level != model.LevelProvincial || head.ID == w.origins["provincial"]) {
				continue
			}
			n++
			class := model.Classification("").Values()[n%2]
			write := model.Write{Action: model.ActionAmend, Record: r, Fields: []string{"classification"}, Version: head.Version, Reason: "twin: unsettle"}
			head.Classification = class
			status := head.Status
			switch n % 7 {
			case 0:
				status = model.StatusDraft
			case 1:
				status = model.StatusRecorded
			case 2:
				status = model.StatusReviewed
			case 3:
				withdrawn = append(withdrawn, model.Write{Action: model.ActionWithdraw, Record: r, Version: head.Version + 1, Reason: "twin: withdraw"})
				if status == model.StatusWithdrawn {
					withdrawn = withdrawn[:len(withdrawn)-1]
				}
			default:
				if status != model.StatusPublished && status != model.StatusWithdrawn {
					published = append(published, model.Write{Action: model.ActionPublish, Record: r, Version: head.Version + 1, Reason: "twin: publish"})
				}
			}
			if status != head.Status {
				head.Status = status
				write.Fields = append(write.Fields, "status")
			}
			amended = append(amended, write)
		}
	}
	w.change(t, amended)
	w.change(t, published)
	w.change(t, withdrawn)
}

// twinNode is a copy of the world that serves, with the records that it was to have.
type twinNode struct {
	*node
	http.Handler
	births *births
}

// copy makes a node with the same identity and those records that are kept, with their whole
// history.
func (w *twinWorld) copy(t *testing.T, keep func(model.Record) bool) *twinNode {
	t.Helper()
	dir := t.TempDir()
	identity, err := os.ReadFile(filepath.Join(w.dir, identityFile))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, identityFile), identity, 0o600); err != nil {
		t.Fatal(err)
	}
	w.copyRecords(t, dir, keep)
	w.copyRejected(t, dir, keep)
	b := &births{}
	n := openTwin(t, nodeOptions{Data: dir, Policy: policy.Default(), Log: slog.New(slog.DiscardHandler), Registry: b.options()})
	handler, err := n.handler(handlerOptions{Config: benchConfig(), stop: t.Context()})
	if err != nil {
		t.Fatal(err)
	}
	tw := &twinNode{node: n, Handler: handler, births: b}
	for _, r := range w.all(t, model.KindAttachment) {
		if keep(r) {
			w.copyContent(t, tw, r.(*model.Attachment))
		}
	}
	return tw
}

func (w *twinWorld) copyRecords(t *testing.T, dir string, keep func(model.Record) bool) {
	t.Helper()
	s, err := sqlitestore.Open(t.Context(), filepath.Join(dir, storeFile), sqlitestore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, kind := range model.Kinds() {
		var changes []store.Change
		for _, r := range w.all(t, kind) {
			if keep(r) {
				changes = append(changes, w.changesOf(t, kind, r.Base().ID)...)
			}
		}
		outcomes, err := s.Commit(t.Context(), changes)
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range outcomes {
			if o.Err != nil {
				t.Fatal(o.Err)
			}
		}
	}
}

// changesOf are the changes that made a record what it is.
func (w *twinWorld) changesOf(t *testing.T, kind model.Kind, id model.ID) (changes []store.Change) {
	t.Helper()
	const most = 100
	entries, err := w.store.History(t.Context(), kind, id, 0, most)
	if err != nil {
		t.Fatal(err)
	}
	for i := len(entries) - 1; i >= 0; i-- {
		e := entries[i]
		r, err := store.Decode(kind, e.Document, 0)
		if err != nil {
			t.Fatal(err)
		}
		changes = append(changes, store.Change{Record: r, Operation: e.Operation, Actor: e.Actor, Reason: e.Reason, At: e.At})
	}
	return changes
}

func (w *twinWorld) copyContent(t *testing.T, to *twinNode, a *model.Attachment) {
	t.Helper()
	content, err := w.blobs.Open(t.Context(), a.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	defer content.Close()
	if _, _, err := to.blobs.Put(context.WithoutCancel(t.Context()), io.Reader(content)); err != nil {
		t.Fatal(err)
	}
}

// principal is the caller as a node recognises one.
func (w *twinWorld) principal(t *testing.T, c twinCaller) *model.Principal {
	t.Helper()
	if c.anonymous {
		return &model.Principal{}
	}
	callers, err := auth.New(w.Registry, auth.Options{})
	if err != nil {
		t.Fatal(err)
	}
	p, err := callers.Principal(t.Context(), &http.Request{Header: http.Header{"X-Api-Key": {w.keys[c.name]}}})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// visible tells of records whether a caller may read, count or download them.
func (w *twinWorld) visible(who *model.Principal) func(model.Record) bool {
	grant := w.policy.For(who)
	return func(r model.Record) bool {
		facts := r.Facts()
		for _, action := range []model.Action{model.ActionRead, model.ActionCount, model.ActionDownload} {
			if _, allowed := grant.Decide(action, &facts); allowed {
				return true
			}
		}
		return false
	}
}

// needed tells of records whether a node needs them for a caller, who may not see all of
// them: the credential and the institutions that it is recognised by, the institution whose
// node it is, and the agreements that grant it something.
func (w *twinWorld) needed(who *model.Principal) func(model.Record) bool {
	return func(r model.Record) bool {
		switch r := r.(type) {
		case *model.Institution:
			return r.ID == who.Institution || r.ID == w.institution.ID
		case *model.Credential:
			return string(r.ID) == who.Subject
		case *model.Agreement:
			return r.GranteeID == who.Institution && r.InForce(model.DateOf(twinDay))
		}
		return false
	}
}
