package federate_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"metrograph/blob"
	"metrograph/federate"
	"metrograph/model"
	"metrograph/policy"
	"metrograph/registry"
	"metrograph/store"
	"metrograph/store/sqlitestore"
)

// world is some nodes that can reach each other by the names of their institutions, over
// HTTP that a test can disturb.
type world struct {
	testing.TB
	now        time.Time
	ids        int
	nodes      map[string]*node // by host
	faults     func(*http.Request) error
	lastStatus int
	answered   func(*http.Response)                // looks at answers
	tamper     func([]byte)                        // changes the bytes of an answer
	doubled    bool                                // requests are delivered twice
	late       func(*http.Request) bool            // a request that does not arrive yet
	cutRequest func() int                          // after how many bytes a request is cut; below 0: not
	swapped    func(*http.Response) *http.Response // another answer in place of this one
	cut        func() int                          // after how many bytes an answer is cut; below 0: not
}

// node is one node with its store.
type node struct {
	*registry.Registry
	*federate.Node
	w       *world
	name    string
	dir     string
	skew    time.Duration
	store   *sqlitestore.Store
	policy  *policy.Policy
	blobs   *blob.Store
	self    *model.Institution
	broken  func(store.Step) error
	handler http.Handler
}

func newWorld(t testing.TB) *world {
	return &world{TB: t, now: time.Date(2025, 6, 1, 8, 0, 0, 0, time.UTC), nodes: map[string]*node{}}
}

// join opens a node of a new institution.
func (w *world) join(name string, level model.Level, region model.Region) *node {
	w.Helper()
	n := &node{w: w, name: name, dir: w.TempDir()}
	n.self = &model.Institution{Name: model.Text{Zh: name, En: name}, InstitutionKind: model.InstitutionOther}
	n.self.ID = w.newID(model.KindInstitution, w.now)
	n.self.Origin, n.self.Level, n.self.Region = n.self.ID, level, region
	n.self.Classification, n.self.Status = model.ClassificationPublic, model.StatusPublished
	n.open()
	n.create(n.operator(), n.self)
	w.nodes[name] = n
	w.Cleanup(n.shut)
	return n
}

func (w *world) newID(kind model.Kind, at time.Time) model.ID {
	w.ids++
	var u [16]byte
	u[12], u[13], u[14], u[15] = byte(w.ids>>24), byte(w.ids>>16), byte(w.ids>>8), byte(w.ids)
	return kind.ID(at, u)
}

// open opens the node on its folder, as after a start of its process.
func (n *node) open() {
	n.w.Helper()
	must := func(err error) {
		n.w.Helper()
		if err != nil {
			n.w.Fatal(err)
		}
	}
	var err error
	n.store, err = sqlitestore.Open(context.Background(), filepath.Join(n.dir, "node.db"), sqlitestore.Options{Readers: 2, Faults: func(s store.Step) error {
		if n.broken != nil {
			return n.broken(s)
		}
		return nil
	}})
	must(err)
	if n.policy == nil {
		n.policy, err = policy.Load(policy.Default())
		must(err)
	}
	n.blobs, err = blob.OpenDir(filepath.Join(n.dir, "blobs"))
	must(err)
	n.Registry, err = registry.Open(context.Background(), n.store, n.policy, n.blobs, registry.Options{CursorSecret: []byte(n.name), Clock: n.clock, NewID: n.w.newID})
	must(err)
	n.Node, err = federate.Open(n.dir, n.Registry, n.self, federate.Options{Clock: n.clock, Client: &wires{n.w}})
	must(err)
	n.FetchWith(n.Node.FetchAttachment)
	n.ShareWith(n.self, n.Told)
	n.handler = n.Handler()
}

func (n *node) clock() time.Time { return n.w.now.Add(n.skew) }

// shut closes the node as a kill leaves it: nothing is said to anybody.
func (n *node) shut() {
	_ = n.Node.Close()
	_ = n.store.Close()
	_ = n.blobs.Close()
}

func (n *node) operator() context.Context {
	return model.WithPrincipal(context.Background(), &model.Principal{Subject: "operator", Via: model.ViaLocal,
		Institution: n.self.ID, Level: n.self.Level, Region: n.self.Region,
		Granted: model.Roles(model.RoleRecorder, model.RolePublisher, model.RoleAdministrator, model.RoleAuditor)})
}

// member is a caller of an institution.
func member(i *model.Institution, roles ...model.Role) context.Context {
	return model.WithPrincipal(context.Background(), &model.Principal{Subject: "member", Via: "apikey", Institution: i.ID, Level: i.Level,
		Region: i.Region, Granted: model.Roles(roles...)})
}

func (n *node) url() string { return "http://" + n.name }

// create records something new.
func (n *node) create(ctx context.Context, r model.Record) model.Record {
	n.w.Helper()
	return n.write(ctx, model.Write{Action: model.ActionCreate, Record: r})
}

func (n *node) write(ctx context.Context, w model.Write) model.Record {
	n.w.Helper()
	out, err := n.Write(ctx, []model.Write{w})
	if err == nil {
		err = out[0].Err
	}
	if err != nil {
		n.w.Fatalf("%s %s: %v %v", w.Action, w.Record.Kind(), err, out[0].Findings)
	}
	return out[0].Record
}

// certificate records a published certificate of the node.
func (n *node) certificate(number string, edit ...func(*model.Certificate)) *model.Certificate {
	n.w.Helper()
	c := &model.Certificate{
		Head:   model.Head{Classification: model.ClassificationPublic, Status: model.StatusPublished},
		Number: number, DocumentType: model.DocumentCalibrationCertificate, Activity: model.ActivityCalibration,
		Discipline: model.DisciplineMechanics, IssuerID: n.self.ID, IssuedAt: "2025-01-15",
		Customer: model.Customer{Name: model.Text{Zh: "客户公司"}},
	}
	for _, e := range edit {
		e(c)
	}
	return n.create(n.operator(), c).(*model.Certificate)
}

// change amends, withdraws or deletes a record as it is now.
func (n *node) change(action model.Action, r model.Record, fields ...string) model.Record {
	n.w.Helper()
	now := n.load(n.operator(), r.Base().ID)
	return n.write(n.operator(), model.Write{Action: action, Record: r, Fields: fields, Version: now.Base().Version, Reason: "test"})
}

// load reads a record as a caller sees it; nil where there is none.
func (n *node) load(ctx context.Context, id model.ID) model.Record {
	n.w.Helper()
	found, err := n.Load(ctx, id.Kind(), []model.ID{id}, 0)
	if err != nil {
		n.w.Fatal(err)
	}
	return found.Records[0]
}

// befriend makes two nodes trust each other; the first harvests and submits when told to.
func befriend(a, b *node, edit ...func(*federate.Terms)) {
	for _, pair := range [][2]*node{{a, b}, {b, a}} {
		t := federate.Terms{}
		for _, e := range edit {
			e(&t)
		}
		pair[0].trust(pair[1], t)
	}
}

func (n *node) trust(other *node, t federate.Terms) {
	n.w.Helper()
	if _, err := n.AddPeer(context.Background(), other.url()); err != nil {
		n.w.Fatal(err)
	}
	t.Fingerprint = other.Fingerprint()
	if _, err := n.TrustPeer(context.Background(), other.self.ID, t); err != nil {
		n.w.Fatal(err)
	}
}

func (n *node) mustHarvest(from *node) {
	n.w.Helper()
	if err := n.Node.Harvest(context.Background(), from.self.ID, ""); err != nil {
		n.w.Fatal(err)
	}
}

// numbers are those of the certificates that a caller is shown.
func (n *node) numbers(ctx context.Context) []string {
	n.w.Helper()
	first := 100
	pages, err := n.List(ctx, registry.ListRequest{Kind: model.KindCertificate, First: &first})
	if err != nil {
		n.w.Fatal(err)
	}
	list := []string{}
	for _, r := range pages[0].Records {
		list = append(list, r.(*model.Certificate).Number)
	}
	slices.Sort(list)
	return list
}

// wires carry requests between the nodes of a world.
type wires struct{ w *world }

func (c *wires) RoundTrip(r *http.Request) (*http.Response, error) {
	n := c.w.nodes[r.URL.Host]
	if n == nil {
		return nil, fmt.Errorf("there is no %s", r.URL.Host)
	}
	if c.w.faults != nil {
		if err := c.w.faults(r); err != nil {
			return nil, err
		}
	}
	if c.w.late != nil && c.w.late(r) {
		return nil, errors.New("the connection timed out")
	}
	if c.w.doubled {
		n.handler.ServeHTTP(httptest.NewRecorder(), again(r))
	}
	if c.w.cutRequest != nil {
		if at := c.w.cutRequest(); at >= 0 {
			r = again(r)
			r.Body = &cutShort{r.Body, at}
		}
	}
	answer := httptest.NewRecorder()
	n.handler.ServeHTTP(answer, r)
	result := answer.Result()
	if c.w.swapped != nil {
		result = c.w.swapped(result)
	}
	c.w.lastStatus = result.StatusCode
	if c.w.answered != nil {
		c.w.answered(result)
	}
	if c.w.tamper != nil {
		raw, err := tampered(result.Body, c.w.tamper)
		if err != nil {
			return nil, err
		}
		result.Body = io.NopCloser(bytes.NewReader(raw))
	}
	if c.w.cut != nil {
		if at := c.w.cut(); at >= 0 {
			result.Body = &cutShort{result.Body, at}
		}
	}
	return result, nil
}

// again is a request as it was sent, to be delivered once more.
func again(r *http.Request) *http.Request {
	copied := r.Clone(context.Background())
	if r.GetBody != nil {
		copied.Body, _ = r.GetBody() // never fails for a body in memory
	}
	return copied
}
