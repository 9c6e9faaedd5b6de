package registry_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"metrograph/model"
	"metrograph/registry"
	"metrograph/store"
)

func TestWritersWriteOnlyForTheirInstitution(t *testing.T) {
	c := newCentre(t)
	certificate := c.certificate(c.thirdParty, "T-1")
	withdraw := model.Write{Action: model.ActionWithdraw, Record: certificate, Version: 1, Reason: "test"}
	for name, tc := range map[string]struct {
		out  model.Written
		want model.Code
	}{
		"anonymous creates":   {c.write(c.anonymous(), model.Write{Action: model.ActionCreate, Record: newCertificate(c.national, "X")}), model.CodeForbidden},
		"no recorder":         {c.write(c.member(c.national), model.Write{Action: model.ActionCreate, Record: newCertificate(c.national, "X")}), model.CodeForbidden},
		"recorder publishes":  {c.write(c.member(c.national, model.RoleRecorder), model.Write{Action: model.ActionCreate, Record: newCertificate(c.national, "X")}), model.CodeForbidden},
		"another's record":    {c.write(c.member(c.national, model.RoleRecorder), withdraw), model.CodeForbidden},
		"anonymous withdraws": {c.write(c.anonymous(), withdraw), model.CodeForbidden},
		"own record":          {c.write(c.member(c.thirdParty, model.RoleRecorder), withdraw), ""},
	} {
		if got := model.CodeOf(tc.out.Err); got != tc.want {
			t.Errorf("%s: %s, want %s (%v)", name, got, tc.want, tc.out.Err)
		}
	}
}

func TestOriginIsTheWritersAndCannotBeClaimed(t *testing.T) {
	c := newCentre(t)
	cert := newCertificate(c.national, "X")
	cert.Status = ""
	cert.Origin, cert.Level, cert.Region = c.national.ID, model.LevelNational, "110000"
	kept := c.keep(c.member(c.thirdParty, model.RoleRecorder), cert).(*model.Certificate)
	if kept.Origin != c.thirdParty.ID || kept.Level != model.LevelThirdParty || kept.Region != c.thirdParty.Region {
		t.Errorf("origin %s, level %s, region %s", kept.Origin, kept.Level, kept.Region)
	}
	if kept.Status != model.StatusRecorded {
		t.Errorf("status %s", kept.Status)
	}
}

func TestAmendChangesOnlyWhatIsMeant(t *testing.T) {
	c := newCentre(t)
	recorder := c.member(c.thirdParty, model.RoleRecorder)
	cert := c.certificate(c.thirdParty, "T-1")
	change := &model.Certificate{Head: model.Head{ID: cert.ID}, Remarks: model.Text{En: "corrected"}, Number: "ignored"}
	out := c.write(recorder, model.Write{Action: model.ActionAmend, Record: change, Fields: []string{"remarks"}, Version: 1, Reason: "typing error"})
	if out.Err != nil {
		t.Fatal(out.Err)
	}
	got := out.Record.(*model.Certificate)
	if got.Number != "T-1" || got.Remarks.En != "corrected" || got.Version != 2 || got.Modified.Reason != "typing error" {
		t.Errorf("%+v", got)
	}
	stale := c.write(recorder, model.Write{Action: model.ActionAmend, Record: change, Fields: []string{"remarks"}, Version: 1, Reason: "again"})
	if model.CodeOf(stale.Err) != model.CodeConflict {
		t.Errorf("a stale write: %v", stale.Err)
	}
	unknown := c.write(recorder, model.Write{Action: model.ActionAmend, Record: change, Fields: []string{"nonsense"}, Version: 2, Reason: "x"})
	if model.CodeOf(unknown.Err) != model.CodeInvalid {
		t.Errorf("an unknown field: %v", unknown.Err)
	}
}

func TestAFaultyRecordIsRefusedWithItsFindings(t *testing.T) {
	c := newCentre(t)
	cert := newCertificate(c.thirdParty, "")
	cert.Status = ""
	cert.Items = []model.Item{{InstrumentID: c.NewID(model.KindInstrument)}}
	out := c.write(c.member(c.thirdParty, model.RoleRecorder), model.Write{Action: model.ActionCreate, Record: cert})
	paths := map[string]bool{}
	for _, f := range out.Findings {
		if f.Severity == model.SeverityError {
			paths[f.Path] = true
		}
	}
	if model.CodeOf(out.Err) != model.CodeInvalid || !paths["number"] || !paths["items[0].instrument"] {
		t.Errorf("%v, findings at %v", out.Err, paths)
	}
}

// A reference to a hidden record is refused as one to a missing record is.
func TestReferencesToHiddenRecordsAreUnknown(t *testing.T) {
	c := newCentre(t)
	hidden := c.instrument(c.national, "H", func(i *model.Instrument) {
		i.Classification, i.ManufacturerID = model.ClassificationNonPublic, ""
	})
	refusal := func(id model.ID) []model.Finding {
		cert := newCertificate(c.thirdParty, "T-1")
		cert.Status = ""
		cert.Items = []model.Item{{InstrumentID: id}}
		return c.write(c.member(c.thirdParty, model.RoleRecorder), model.Write{Action: model.ActionCreate, Record: cert}).Findings
	}
	missing := refusal(c.NewID(model.KindInstrument))
	if d := cmp.Diff(missing, refusal(hidden.ID)); d != "" || len(missing) == 0 {
		t.Errorf("hidden differs from missing (%v): %s", missing, d)
	}
}

func TestPublishAndWithdrawAreActionsOfTheirOwn(t *testing.T) {
	c := newCentre(t)
	recorder, publisher := c.member(c.national, model.RoleRecorder), c.member(c.national, model.RolePublisher)
	cert := newCertificate(c.national, "N-1")
	cert.Status = ""
	kept := c.keep(recorder, cert)
	status := &model.Certificate{Head: model.Head{ID: kept.Base().ID, Status: model.StatusPublished}}
	if out := c.write(recorder, model.Write{Action: model.ActionAmend, Record: status, Fields: []string{"status"}, Version: 1, Reason: "x"}); model.CodeOf(out.Err) != model.CodeInvalid {
		t.Errorf("published by an amendment: %v", out.Err)
	}
	if out := c.write(recorder, model.Write{Action: model.ActionPublish, Record: kept, Version: 1, Reason: "x"}); model.CodeOf(out.Err) != model.CodeForbidden {
		t.Errorf("published by a recorder: %v", out.Err)
	}
	if out := c.write(publisher, model.Write{Action: model.ActionPublish, Record: kept, Version: 1, Reason: "x"}); out.Err != nil {
		t.Error(out.Err)
	}
	if got := c.numbers(c.anonymous(), registry.ListRequest{}); len(got) != 1 {
		t.Errorf("anonymous sees %v after the publication", got)
	}
	if out := c.write(recorder, model.Write{Action: model.ActionWithdraw, Record: kept, Version: 2, Reason: "x"}); out.Err != nil {
		t.Error(out.Err)
	}
	if got := c.numbers(c.anonymous(), registry.ListRequest{}); len(got) != 0 {
		t.Errorf("anonymous sees %v after the withdrawal", got)
	}
}

func TestHistoryTellsEveryRevision(t *testing.T) {
	c := newCentre(t)
	recorder := c.member(c.thirdParty, model.RoleRecorder)
	cert := c.certificate(c.thirdParty, "T-1")
	change := &model.Certificate{Head: model.Head{ID: cert.ID}, Remarks: model.Text{En: "second"}}
	if out := c.write(recorder, model.Write{Action: model.ActionAmend, Record: change, Fields: []string{"remarks"}, Version: 1, Reason: "why"}); out.Err != nil {
		t.Fatal(out.Err)
	}
	page, err := c.History(recorder, registry.HistoryRequest{ID: cert.ID})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range page.Revisions {
		got = append(got, r.Operation+" "+r.Reason+" "+r.Record.(*model.Certificate).Remarks.En)
	}
	if d := cmp.Diff([]string{"AMEND why second", "CREATE  "}, got); d != "" {
		t.Error(d)
	}
	if page.Revisions[0].PreviousHash != page.Revisions[1].Hash {
		t.Error("the chain of hashes is broken")
	}
	if _, err := c.History(c.anonymous(), registry.HistoryRequest{ID: cert.ID}); model.CodeOf(err) != model.CodeForbidden {
		t.Errorf("anonymous reads the history: %v", err)
	}
}

func TestAnAgreementOpensAndItsEndCloses(t *testing.T) {
	c := newCentre(t)
	c.certificate(c.provincial, "P-secret", nonPublic)
	partner := c.member(c.thirdParty)
	before := c.numbers(partner, registry.ListRequest{})
	agreement := &model.Agreement{Head: model.Head{Status: model.StatusPublished, Classification: model.ClassificationNonPublic},
		GrantorID: c.provincial.ID, GranteeID: c.thirdParty.ID, Kinds: []model.Kind{model.KindCertificate}, Until: "2025-12-31"}
	admin := c.member(c.provincial, model.RoleAdministrator)
	kept := c.keep(admin, agreement)
	during := c.numbers(partner, registry.ListRequest{})
	if out := c.write(admin, model.Write{Action: model.ActionWithdraw, Record: kept, Version: 1, Reason: "ended"}); out.Err != nil {
		t.Fatal(out.Err)
	}
	after := c.numbers(partner, registry.ListRequest{})
	if len(before) != 0 || len(during) != 1 || len(after) != 0 {
		t.Errorf("before %v, during %v, after %v", before, during, after)
	}
}

func TestACorrectedMakerMovesTheCertificates(t *testing.T) {
	c := newCentre(t)
	other := c.institution("另一厂", model.LevelManufacturer, "330100")
	gauge := c.instrument(c.thirdParty, "S-1")
	c.certificate(c.thirdParty, "T-secret", nonPublic, about(gauge))
	change := &model.Instrument{Head: model.Head{ID: gauge.ID}, ManufacturerID: other.ID}
	out := c.write(c.member(c.thirdParty, model.RoleRecorder), model.Write{Action: model.ActionAmend, Record: change,
		Fields: []string{"manufacturerInstitution"}, Version: 1, Reason: "wrong maker"})
	if out.Err != nil {
		t.Fatal(out.Err)
	}
	if got := c.numbers(c.member(c.maker), registry.ListRequest{}); len(got) != 0 {
		t.Errorf("the wrong maker still sees %v", got)
	}
	if got := c.numbers(c.member(other), registry.ListRequest{}); len(got) != 1 {
		t.Errorf("the right maker sees %v", got)
	}
}

func TestDeletionLeavesATombstoneAndFreesTheNumber(t *testing.T) {
	c := newCentre(t)
	recorder := c.member(c.thirdParty, model.RoleRecorder)
	cert := c.certificate(c.thirdParty, "T-1")
	if again := c.write(recorder, model.Write{Action: model.ActionCreate, Record: func() model.Record {
		n := newCertificate(c.thirdParty, "T-1")
		n.Status = ""
		return n
	}()}); model.CodeOf(again.Err) != model.CodeConflict {
		t.Errorf("the same number twice: %v", again.Err)
	}
	if out := c.write(recorder, model.Write{Action: model.ActionDelete, Record: cert, Version: 1, Reason: "twice"}); out.Err != nil {
		t.Fatal(out.Err)
	}
	if got := c.numbers(recorder, registry.ListRequest{}); len(got) != 0 {
		t.Errorf("still listed: %v", got)
	}
	c.certificate(c.thirdParty, "T-1")
	if _, err := store.Verify(t.Context(), c.store, func(f store.Fault) { t.Error(f) }); err != nil {
		t.Error(err)
	}
}

func TestAttachmentsAreServedToWhoMayDownloadThem(t *testing.T) {
	c := newCentre(t)
	a := &model.Attachment{FileName: "data.csv", MediaType: "text/csv", Role: model.AttachmentRawData}
	out, err := c.Upload(c.member(c.thirdParty, model.RoleRecorder), a, strings.NewReader("a,b"), "raw data")
	if err != nil {
		t.Fatal(err)
	}
	_, content, err := c.Download(c.member(c.thirdParty), out.ID)
	if err != nil {
		t.Fatal(err)
	}
	defer content.Close()
	if got, _ := io.ReadAll(content); string(got) != "a,b" {
		t.Errorf("got %q", got)
	}
	if _, _, err := c.Download(c.anonymous(), out.ID); model.CodeOf(err) != model.CodeNotFound {
		t.Errorf("anonymous downloads an internal attachment: %v", err)
	}
	if _, err := c.Upload(c.anonymous(), &model.Attachment{FileName: "x"}, strings.NewReader("x"), ""); model.CodeOf(err) != model.CodeForbidden {
		t.Errorf("anonymous uploads: %v", err)
	}
}

func TestStateSecretsAreRefused(t *testing.T) {
	c := newCentre(t)
	recorder := c.member(c.thirdParty, model.RoleRecorder)
	cert := newCertificate(c.thirdParty, "T-1")
	cert.Status, cert.Remarks.Zh = "", "密级：机密★10年"
	out := c.write(recorder, model.Write{Action: model.ActionCreate, Record: cert})
	if model.CodeOf(out.Err) != model.CodeClassifiedRefused || out.ID != "" || out.Findings != nil {
		t.Errorf("got %+v", out)
	}
	file := &model.Attachment{FileName: "【绝密】", MediaType: "text/plain", Role: model.AttachmentOther}
	if _, err := c.Upload(recorder, file, strings.NewReader("x"), ""); model.CodeOf(err) != model.CodeClassifiedRefused {
		t.Errorf("a file with a marking in its name: %v", err)
	}
}

func TestAccessFactsCannotBeAmended(t *testing.T) {
	c := newCentre(t)
	cert := c.certificate(c.thirdParty, "T-1")
	change := &model.Certificate{Head: model.Head{ID: cert.ID, Level: model.LevelNational, Region: "110000", Origin: c.national.ID}}
	for _, field := range []string{"level", "region", "origin", "manufacturers", "version", "created"} {
		out := c.write(c.member(c.thirdParty, model.RoleRecorder), model.Write{Action: model.ActionAmend, Record: change,
			Fields: []string{field}, Version: 1, Reason: "x"})
		if model.CodeOf(out.Err) != model.CodeInvalid {
			t.Errorf("%s: %v", field, out.Err)
		}
	}
}

// What a record points to may be deleted or hidden later; the record can still be amended
// and taken back.
func TestARecordOutlivesWhatItPointsTo(t *testing.T) {
	c := newCentre(t)
	recorder := c.member(c.thirdParty, model.RoleRecorder)
	gauge := c.instrument(c.thirdParty, "S-1")
	cert := c.certificate(c.thirdParty, "T-1", about(gauge))
	if out := c.write(recorder, model.Write{Action: model.ActionDelete, Record: gauge, Version: 1, Reason: "twice"}); out.Err != nil {
		t.Fatal(out.Err)
	}
	change := &model.Certificate{Head: model.Head{ID: cert.ID}, Remarks: model.Text{En: "corrected"}}
	if out := c.write(recorder, model.Write{Action: model.ActionAmend, Record: change, Fields: []string{"remarks"}, Version: 1, Reason: "x"}); out.Err != nil {
		t.Errorf("amend: %v %v", out.Err, out.Findings)
	}
	if out := c.write(recorder, model.Write{Action: model.ActionWithdraw, Record: cert, Version: 2, Reason: "x"}); out.Err != nil {
		t.Errorf("withdraw: %v %v", out.Err, out.Findings)
	}
}

func TestStatisticsDoNotNameHiddenRecords(t *testing.T) {
	c := newCentre(t)
	code := func(name string, class model.Classification) model.MethodUse {
		m := &model.Method{Head: model.Head{Classification: class, Status: model.StatusPublished}, Code: name, NormKind: model.NormLocal}
		kept := c.keep(c.member(c.national, model.RoleRecorder, model.RolePublisher), m)
		return model.MethodUse{MethodID: kept.Base().ID, Code: name}
	}
	open := code("open", model.ClassificationPublic)
	first, second := code("first", model.ClassificationNonPublic), code("second", model.ClassificationNonPublic)
	for i, methods := range [][]model.MethodUse{{open}, {first}, {second}, {first, second}, {open, first, second}, nil} {
		c.certificate(c.national, fmt.Sprint("N-", i), func(c *model.Certificate) { c.Methods = methods })
	}
	method, issuer := registry.Dimension{Field: "method"}, registry.Dimension{Field: "issuer"}
	id, national := string(open.MethodID), string(c.national.ID)
	for _, tc := range []struct {
		by   []registry.Dimension
		want []registry.Bucket
	}{
		{[]registry.Dimension{method}, []registry.Bucket{{Keys: []string{""}, Count: 4}, {Keys: []string{id}, Count: 2}}},
		{[]registry.Dimension{issuer, method}, []registry.Bucket{{Keys: []string{national, ""}, Count: 4}, {Keys: []string{national, id}, Count: 2}}},
	} {
		got, err := c.Statistics(c.anonymous(), registry.StatisticsRequest{Kind: model.KindCertificate, By: tc.by})
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(tc.want, got); d != "" {
			t.Error(d)
		}
	}
}

// A member must not make an institution of a higher level and have tokens speak for it.
func TestInstitutionsOfMembersAreNotSpokenFor(t *testing.T) {
	c := newCentre(t)
	made := func(by *model.Institution, name string) model.ID {
		i := &model.Institution{Name: model.Text{Zh: name}, InstitutionKind: model.InstitutionOther}
		i.Level, i.Region = model.LevelNational, "110000"
		return c.keep(c.member(by, model.RoleRecorder), i).Base().ID
	}
	first := made(c.national, "由国家院登记")
	recorded, err := c.Institution(t.Context(), first)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Institution(t.Context(), made(recorded, "再由其登记")); model.CodeOf(err) != model.CodeNotFound {
		t.Errorf("an institution that a member recorded: %v", err)
	}
}
