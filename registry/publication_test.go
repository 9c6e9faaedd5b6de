package registry_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"strings"
	"testing"
	"time"

	"metrograph/internal/sample"
	"metrograph/model"
	"metrograph/publication"
	"metrograph/registry"
)

// sealer signs with a key of its own.
type sealer struct{ ed25519.PrivateKey }

func (s sealer) Public() ed25519.PublicKey { return s.PrivateKey.Public().(ed25519.PublicKey) }
func (s sealer) Sign(m []byte) []byte      { return ed25519.Sign(s.PrivateKey, m) }

// publisher is a centre with a data set of the provincial institute that can be published.
type publisher struct {
	*centre
	sealer
	ctx         context.Context
	certificate *model.Certificate
	dataset     *model.Dataset
}

func newPublisher(t *testing.T) *publisher {
	p := &publisher{centre: newCentre(t), sealer: sealer{ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, 32))}}
	p.SealWith(p.sealer)
	p.ctx = p.member(p.provincial, model.RoleRecorder, model.RolePublisher)
	p.certificate = p.keep(p.ctx, &model.Certificate{Number: "GD-1", DocumentType: model.DocumentCalibrationCertificate, IssuerID: p.provincial.ID,
		Title: model.Text{Zh: "校准证书", En: "Calibration certificate"}, Remarks: model.Text{Zh: "无"}, Customer: model.Customer{Name: model.Text{Zh: "某厂"}},
		Head: model.Head{Classification: model.ClassificationPublic}}).(*model.Certificate)
	p.dataset = p.keep(p.ctx, &model.Dataset{Name: model.Text{Zh: "压力表", En: "Pressure gauges"}, VersionLabel: "1.0", Licence: "CC-BY-4.0",
		Members: []model.ID{p.certificate.ID}, Head: model.Head{Classification: model.ClassificationPublic}}).(*model.Dataset)
	return p
}

func (p *publisher) publish(more ...func(*registry.Publishing)) (*model.Publication, error) {
	q := registry.Publishing{Subject: p.dataset.ID, SubjectVersion: p.dataset.Version}
	for _, edit := range more {
		edit(&q)
	}
	return p.Publish(p.ctx, q)
}

func (p *publisher) published(more ...func(*registry.Publishing)) *model.Publication {
	p.Helper()
	out, err := p.publish(more...)
	if err != nil {
		p.Fatal(err)
	}
	return out
}

// contents are those of the members that a caller gets.
func (p *publisher) contents(ctx context.Context, id model.ID) (texts []string, err error) {
	err = p.Registry.Published(ctx, id, func(m registry.Published) error {
		texts = append(texts, string(m.Content))
		return nil
	})
	return texts, err
}

// check compares contents with the manifest of a publication.
func (p *publisher) check(out *model.Publication, contents []string) (faults []string) {
	p.Helper()
	text, err := publication.Of(out).Text()
	if err != nil {
		p.Fatal(err)
	}
	m, err := publication.Read(text, p.Public())
	if err != nil {
		p.Fatal(err)
	}
	c := publication.NewCheck(m, func(fault string) { faults = append(faults, fault) })
	if err := c.Lines("content", strings.NewReader(strings.Join(contents, "\n"))); err != nil {
		p.Fatal(err)
	}
	c.End()
	return faults
}

func (p *publisher) amend(remark string) {
	p.Helper()
	c := &model.Certificate{Head: model.Head{ID: p.certificate.ID}, Remarks: model.Text{Zh: remark}}
	out := p.write(p.ctx, model.Write{Action: model.ActionAmend, Record: c, Fields: []string{"remarks"}, Version: p.certificate.Version, Reason: "r"})
	if out.Err != nil {
		p.Fatal(out.Err)
	}
	p.certificate.Version = out.Version
}

// TestPublishedContentStays: what was published is read as it was, by everybody, whatever becomes
// of the records, and is what the manifest says.
func TestPublishedContentStays(t *testing.T) {
	p := newPublisher(t)
	out := p.published()
	if out.Identifier != model.PublicationIdentifier(out.ID) || out.Licence != "CC-BY-4.0" || out.Publisher.Zh != "广东院" || out.Classification != model.ClassificationPublic {
		t.Errorf("published %+v", out)
	}
	before, err := p.contents(p.anonymous(), out.ID)
	if err != nil || len(before) != 2 {
		t.Fatalf("contents %q, %v", before, err)
	}
	if faults := p.check(out, before); len(faults) > 0 {
		t.Error(faults)
	}
	if strings.Contains(strings.Join(before, ""), "某厂") {
		t.Error("the customer was published")
	}
	p.amend("另一备注")
	for i := range 25 { // more revisions than are looked at together
		p.amend(strings.Repeat("改", i+1))
	}
	after, err := p.contents(p.anonymous(), out.ID)
	if err != nil || strings.Join(after, "\n") != strings.Join(before, "\n") {
		t.Errorf("after an amendment: %q, %v; want %q", after, err, before)
	}
}

// TestPublishAsOf: members are published as they were when they were evaluated.
func TestPublishAsOf(t *testing.T) {
	p := newPublisher(t)
	evaluated := day.Add(time.Hour)
	p.clock = func() time.Time { return day.Add(2 * time.Hour) }
	p.amend("评价之后")
	out := p.published(func(q *registry.Publishing) { q.AsOf = evaluated })
	contents, err := p.contents(p.anonymous(), out.ID)
	if err != nil || len(contents) != 2 || strings.Contains(contents[1], "评价之后") || out.Members[1].Version != 1 {
		t.Errorf("contents %q, %v", contents, err)
	}
}

// TestEmbargo: what was published is known from the first day, its content from the day on which
// the embargo ends, without anything being done.
func TestEmbargo(t *testing.T) {
	p := newPublisher(t)
	now := day
	p.clock = func() time.Time { return now }
	until := day.Add(48 * time.Hour)
	out := p.published(func(q *registry.Publishing) { q.EmbargoUntil = until })
	for _, c := range []struct {
		name string
		at   time.Time
		ctx  context.Context
		open bool
	}{
		{"anybody, before", until.Add(-time.Millisecond), p.anonymous(), false},
		{"the national centre, before", until.Add(-time.Millisecond), p.member(p.national), false},
		{"its own institution, before", day, p.member(p.provincial), true},
		{"anybody, on the day", until, p.anonymous(), true},
	} {
		now = c.at
		w, err := p.Work(c.ctx, out.ID)
		if err != nil || w.Embargoed != c.at.Before(until) || w.Title.Zh != "压力表" {
			t.Errorf("%s: metadata %+v, %v", c.name, w, err)
		}
		_, err = p.contents(c.ctx, out.ID)
		if (err == nil) != c.open || !c.open && model.CodeOf(err) != model.CodeForbidden {
			t.Errorf("%s: content %v", c.name, err)
		}
	}
	if _, err := p.publish(func(q *registry.Publishing) { q.EmbargoUntil = until.Add(-time.Hour) }); model.CodeOf(err) != model.CodeInvalid {
		t.Errorf("an embargo that is over: %v", err)
	}
}

// TestSupersede: an old publication stays, and points to the newer one; there is one newest.
func TestSupersede(t *testing.T) {
	p := newPublisher(t)
	first := p.published()
	second := p.published(func(q *registry.Publishing) { q.Supersedes = first.ID })
	w, err := p.Work(p.anonymous(), first.ID)
	if err != nil || w.SupersededByID != second.ID || !strings.HasSuffix(w.SupersededBy, second.Identifier) {
		t.Errorf("the first: %+v, %v", w, err)
	}
	if w, err := p.Work(p.anonymous(), second.ID); err != nil || !strings.HasSuffix(w.Supersedes, first.Identifier) || w.SupersededByID != "" {
		t.Errorf("the second: %+v, %v", w, err)
	}
	if contents, err := p.contents(p.anonymous(), first.ID); err != nil || len(p.check(first, contents)) > 0 {
		t.Errorf("the content of the first: %v", err)
	}
	for name, id := range map[string]model.ID{"superseded": first.ID, "missing": sample.ID(model.KindPublication, 9)} {
		if _, err := p.publish(func(q *registry.Publishing) { q.Supersedes = id }); model.CodeOf(err) != model.CodeInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	other := p.member(p.national, model.RolePublisher)
	if _, err := p.Publish(other, registry.Publishing{Subject: p.dataset.ID, SubjectVersion: 1, Supersedes: second.ID}); model.CodeOf(err) != model.CodeInvalid {
		t.Errorf("another institution's: %v", err)
	}
}

// TestPublicationNeverChanges: nobody changes it through the API; it is withdrawn with a reason
// that everybody reads, and its content closes.
func TestPublicationNeverChanges(t *testing.T) {
	p := newPublisher(t)
	out := p.published()
	admin := p.member(p.provincial, model.RoleAdministrator)
	for _, w := range []model.Write{
		{Action: model.ActionCreate, Record: sample.Publication()},
		{Action: model.ActionAmend, Record: &model.Publication{Head: model.Head{ID: out.ID}}, Fields: []string{"licence"}, Version: 1},
		{Action: model.ActionDelete, Record: &model.Publication{Head: model.Head{ID: out.ID}}, Version: 1},
	} {
		if err := p.write(admin, w).Err; model.CodeOf(err) != model.CodeForbidden {
			t.Errorf("%s: %v", w.Action, err)
		}
	}
	withdraw := model.Write{Action: model.ActionWithdraw, Record: &model.Publication{Head: model.Head{ID: out.ID}}, Version: 1}
	if err := p.write(p.ctx, withdraw).Err; model.CodeOf(err) != model.CodeInvalid {
		t.Errorf("withdrawn without a reason: %v", err)
	}
	withdraw.Reason = "数据有误"
	if err := p.write(p.ctx, withdraw).Err; err != nil {
		t.Fatal(err)
	}
	w, err := p.Work(p.anonymous(), out.ID)
	if err != nil || !w.Withdrawn() || w.Withdrawal.Reason != "数据有误" || !w.Modified.At.IsZero() {
		t.Errorf("the tombstone: %+v, %v", w.Publication, err)
	}
	if _, err := p.contents(p.anonymous(), out.ID); !errors.Is(err, registry.ErrWithdrawn) {
		t.Errorf("its content: %v", err)
	}
}

// TestPublishedMembersKeepTheirClass: a publication with a member that is not public is not
// public, and a member that ceased to be public is withheld.
func TestPublishedMembersKeepTheirClass(t *testing.T) {
	p := newPublisher(t)
	open := p.published()
	c := &model.Certificate{Head: model.Head{ID: p.certificate.ID, Classification: model.ClassificationNonPublic}}
	if out := p.write(p.ctx, model.Write{Action: model.ActionAmend, Record: c, Fields: []string{"classification"}, Version: 1, Reason: "r"}); out.Err != nil {
		t.Fatal(out.Err)
	}
	contents, err := p.contents(p.anonymous(), open.ID)
	if err != nil || len(contents) != 2 || contents[1] != "" {
		t.Errorf("contents %q, %v", contents, err)
	}
	closed := p.published()
	if closed.Classification != model.ClassificationNonPublic {
		t.Errorf("class %s", closed.Classification)
	}
	if _, err := p.Work(p.anonymous(), closed.ID); model.CodeOf(err) != model.CodeNotFound {
		t.Errorf("the publication of what is not public: %v", err)
	}
	if _, err := p.Resolve(p.anonymous(), closed.Identifier); model.CodeOf(err) != model.CodeNotFound {
		t.Errorf("its identifier: %v", err)
	}
	if contents, err := p.contents(p.member(p.provincial), closed.ID); err != nil || len(p.check(closed, contents)) > 0 {
		t.Errorf("its content for its own institution: %v", err)
	}
}

// TestResolve: identifiers resolve however they are written, and mistyped ones are said to be.
func TestResolve(t *testing.T) {
	p := newPublisher(t)
	out := p.published()
	for _, typed := range []string{out.Identifier, strings.ToLower(out.Identifier), strings.ReplaceAll(out.Identifier, "-", ""), " " + strings.ReplaceAll(out.Identifier, "-", " ")} {
		if id, err := p.Resolve(p.anonymous(), typed); err != nil || id != out.ID {
			t.Errorf("%q: %s, %v", typed, id, err)
		}
	}
	other := model.PublicationIdentifier(sample.ID(model.KindPublication, 7))
	if _, err := p.Resolve(p.anonymous(), other); model.CodeOf(err) != model.CodeNotFound {
		t.Errorf("of none: %v", err)
	}
	swapped := []byte(out.Identifier)
	swapped[0], swapped[1] = swapped[1], swapped[0]
	if swapped[0] != swapped[1] {
		if _, err := p.Resolve(p.anonymous(), string(swapped)); model.CodeOf(err) != model.CodeInvalid {
			t.Errorf("with two characters exchanged: %v", err)
		}
	}
}
