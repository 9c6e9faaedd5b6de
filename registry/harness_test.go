package registry_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"metrograph/blob"
	"metrograph/model"
	"metrograph/policy"
	"metrograph/registry"
	"metrograph/spool"
	"metrograph/store"
	"metrograph/store/sqlitestore"
)

// centre is a node under test with an institution of each level and a few callers.
type centre struct {
	testing.TB
	*registry.Registry
	store                                              store.Store
	policy                                             *policy.Policy
	spool                                              *spool.Store
	clock                                              func() time.Time // nil: it is day
	national, provincial, elsewhere, thirdParty, maker *model.Institution
}

// day is the time at which the tests take place.
var day = time.Date(2025, 6, 1, 8, 0, 0, 0, time.UTC)

func newCentre(t testing.TB) *centre {
	t.Helper()
	s, err := sqlitestore.Open(t.Context(), filepath.Join(t.TempDir(), "node.db"), sqlitestore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return centreOver(t, s)
}

func centreOver(t testing.TB, s store.Store) *centre {
	t.Helper()
	c := &centre{TB: t, store: s, spool: spool.OpenDir(t.TempDir())}
	c.Registry, c.policy = openOver(t, s, registry.Options{Clock: c.now, Spool: c.spool})
	c.national = c.institution("国家院", model.LevelNational, "110000")
	c.provincial = c.institution("广东院", model.LevelProvincial, "440000")
	c.elsewhere = c.institution("浙江院", model.LevelProvincial, "330000")
	c.thirdParty = c.institution("第三方实验室", model.LevelThirdParty, "440300")
	c.maker = c.institution("仪器厂", model.LevelManufacturer, "330100")
	return c
}

// centreAgain is another process over the store of a centre.
func centreAgain(t testing.TB, c *centre) *centre {
	t.Helper()
	other := *c
	other.Registry, other.policy = openOver(t, c.store, registry.Options{Clock: c.now, Spool: c.spool})
	return &other
}

func (c *centre) now() time.Time {
	if c.clock == nil {
		return day
	}
	return c.clock()
}

func openOver(t testing.TB, s store.Store, o registry.Options) (*registry.Registry, *policy.Policy) {
	t.Helper()
	p, err := policy.Load(policy.Default())
	if err != nil {
		t.Fatal(err)
	}
	blobs, err := blob.OpenDir(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { blobs.Close() })
	o.CursorSecret = []byte("secret")
	r, err := registry.Open(t.Context(), s, p, blobs, o)
	if err != nil {
		t.Fatal(err)
	}
	return r, p
}

// operator is the context of whoever holds the data folder.
func (c *centre) operator() context.Context {
	return model.WithPrincipal(c.Context(), &model.Principal{Subject: "operator", Via: model.ViaLocal})
}

func (c *centre) anonymous() context.Context { return c.Context() }

// member is the context of a caller of an institution.
func (c *centre) member(i *model.Institution, roles ...model.Role) context.Context {
	return model.WithPrincipal(c.Context(), &model.Principal{
		Subject: "member of " + i.Name.Zh, Institution: i.ID, Level: i.Level, Region: i.Region, Granted: model.Roles(roles...), Via: "apikey",
	})
}

func (c *centre) institution(name string, level model.Level, region model.Region) *model.Institution {
	c.Helper()
	i := &model.Institution{Name: model.Text{Zh: name}, InstitutionKind: model.InstitutionOther}
	i.ID = c.NewID(model.KindInstitution)
	i.Origin, i.Level, i.Region = i.ID, level, region
	i.Classification, i.Status = model.ClassificationPublic, model.StatusPublished
	return c.keep(c.operator(), i).(*model.Institution)
}

// keep writes a new record and expects it to be kept.
func (c *centre) keep(ctx context.Context, r model.Record) model.Record {
	c.Helper()
	out := c.write(ctx, model.Write{Action: model.ActionCreate, Record: r})
	if out.Err != nil {
		c.Fatalf("create %s: %v %v", r.Kind(), out.Err, out.Findings)
	}
	return out.Record
}

func (c *centre) write(ctx context.Context, w model.Write) model.Written {
	c.Helper()
	out, err := c.Write(ctx, []model.Write{w})
	if err != nil {
		c.Fatal(err)
	}
	return out[0]
}

// instrument records an instrument of the maker at an institution.
func (c *centre) instrument(of *model.Institution, serial string, edit ...func(*model.Instrument)) *model.Instrument {
	c.Helper()
	i := &model.Instrument{Name: model.Text{Zh: "数字压力计", En: "Digital pressure gauge"}, Model: "DPG-1", SerialNumber: serial,
		ManufacturerID: c.maker.ID, Discipline: model.DisciplineMechanics}
	i.Classification, i.Status = model.ClassificationPublic, model.StatusPublished
	for _, e := range edit {
		e(i)
	}
	return c.keep(c.member(of, model.RoleRecorder, model.RolePublisher), i).(*model.Instrument)
}

// certificate records a certificate of an institution for an instrument.
func (c *centre) certificate(of *model.Institution, number string, edit ...func(*model.Certificate)) *model.Certificate {
	c.Helper()
	cert := newCertificate(of, number)
	for _, e := range edit {
		e(cert)
	}
	return c.keep(c.member(of, model.RoleRecorder, model.RolePublisher), cert).(*model.Certificate)
}

func newCertificate(of *model.Institution, number string) *model.Certificate {
	return &model.Certificate{
		Head:   model.Head{Classification: model.ClassificationPublic, Status: model.StatusPublished},
		Number: number, DocumentType: model.DocumentCalibrationCertificate, Activity: model.ActivityCalibration,
		Discipline: model.DisciplineMechanics, IssuerID: of.ID, IssuedAt: "2025-01-15",
		Customer: model.Customer{Name: model.Text{Zh: "客户公司"}},
	}
}

func about(i *model.Instrument) func(*model.Certificate) {
	return func(c *model.Certificate) {
		c.Items = append(c.Items, model.Item{InstrumentID: i.ID, Name: i.Name, SerialNumber: i.SerialNumber, Model: i.Model})
	}
}

func nonPublic(c *model.Certificate) { c.Classification = model.ClassificationNonPublic }

func issuedOn(d model.Date) func(*model.Certificate) {
	return func(c *model.Certificate) { c.IssuedAt = d }
}

// numbers are the numbers of the certificates that a list has for a caller.
func (c *centre) numbers(ctx context.Context, q registry.ListRequest) []string {
	c.Helper()
	q.Kind = model.KindCertificate
	pages, err := c.List(ctx, q)
	if err != nil {
		c.Fatal(err)
	}
	list := []string{}
	for _, r := range pages[0].Records {
		list = append(list, r.(*model.Certificate).Number)
	}
	return list
}

func ptr[T any](v T) *T { return &v }
