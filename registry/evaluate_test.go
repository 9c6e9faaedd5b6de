package registry_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"metrograph/model"
	"metrograph/store"
)

// found lists the rules that a certificate does not meet for a caller, each once.
func (c *centre) found(ctx context.Context, id model.ID) []string {
	c.Helper()
	e := c.evaluation(ctx, id)
	if e == nil {
		c.Fatal("the certificate is not there")
	}
	var rules []string
	for _, f := range e.Findings {
		if !slices.Contains(rules, f.Rule) {
			rules = append(rules, f.Rule)
		}
	}
	return rules
}

func (c *centre) evaluation(ctx context.Context, id model.ID) *model.CertificateEvaluation {
	c.Helper()
	out, err := c.Evaluate(ctx, []model.ID{id})
	if err != nil {
		c.Fatal(err)
	}
	return out.Certificates[0]
}

func TestEvaluationLooksAtOtherRecords(t *testing.T) {
	c := newCentre(t)
	lab := c.member(c.thirdParty, model.RoleRecorder, model.RolePublisher)
	person := &model.Person{Name: model.Text{Zh: "李某"}, InstitutionID: c.thirdParty.ID,
		Qualifications: []model.Qualification{{Number: "1", ValidUntil: "2024-12-31"}}}
	person.Status = model.StatusPublished
	c.keep(lab, person)
	method := &model.Method{Code: "JJG 52-1999", NormKind: model.NormJJG, ValidUntil: "2014-01-01"}
	method.Classification, method.Status = model.ClassificationPublic, model.StatusPublished
	c.keep(lab, method)
	standards := c.certificate(c.thirdParty, "S-1", issuedOn("2023-01-01"), func(c *model.Certificate) { c.ValidUntil = "2023-12-31" })
	cert := c.certificate(c.thirdParty, "T-1", func(c *model.Certificate) {
		c.Personnel = []model.Assignment{{PersonID: person.ID, Role: model.PersonnelAuthorized}}
		c.Methods = []model.MethodUse{{MethodID: method.ID}}
		c.Standards = []model.StandardUse{{CertificateID: standards.ID}}
	})
	related := []string{"iso17025.standard.certificate", "iso17025.qualification", "iso17025.method.inForce"}
	for _, tc := range []struct {
		caller string
		ctx    context.Context
		want   []string
	}{
		{"the issuer", lab, related},
		{"anyone, who may not read persons", c.anonymous(), []string{related[0], related[2]}},
	} {
		var got []string
		for _, id := range c.found(tc.ctx, cert.ID) {
			if slices.Contains(related, id) {
				got = append(got, id)
			}
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tc.caller, diff)
		}
	}
}

// TestHiddenRecordsAreNotEvaluated: whatever others have recorded that a caller may not read,
// it makes no difference to what the caller is told.
func TestHiddenRecordsAreNotEvaluated(t *testing.T) {
	c := newCentre(t)
	gauge := c.instrument(c.thirdParty, "S-1")
	cert := c.certificate(c.thirdParty, "T-1", about(gauge))
	issuer, everything := c.member(c.thirdParty), c.member(c.national, model.RoleAuditor)
	before := c.evaluation(issuer, cert.ID)
	wrong := errorsAt("9")
	for i := range 6 {
		c.certificate(c.maker, fmt.Sprintf("M-%d", i), nonPublic, about(gauge), wrong, issuedOn(model.Date(fmt.Sprintf("2024-01-0%d", i+1))))
	}
	c.certificate(c.maker, "T-1", nonPublic, about(gauge))
	if diff := cmp.Diff(before, c.evaluation(issuer, cert.ID)); diff != "" {
		t.Errorf("hidden records show (-without +with):\n%s", diff)
	}
	if !slices.Contains(c.found(everything, cert.ID), "house.duplicate") {
		t.Error("who may read both is not told of the duplicate")
	}
}

// errorsAt gives a certificate a table with one error.
func errorsAt(value model.Decimal) func(*model.Certificate) {
	return func(c *model.Certificate) {
		unit := []model.Unit{{Text: `\pascal`}}
		c.Results = []model.MeasurementResult{{Adjustment: model.AdjustmentNone, Series: []model.Series{{Columns: []model.Column{
			{Role: model.ColumnNominal, Units: unit, Values: []model.Decimal{"100"}},
			{Role: model.ColumnError, Units: unit, Values: []model.Decimal{value}}}}}}}
	}
}

func TestEvaluationKnowsTheInstrumentsHistory(t *testing.T) {
	c := newCentre(t)
	gauge := c.instrument(c.thirdParty, "S-1")
	for i, value := range []model.Decimal{"0.10", "0.12", "0.11", "0.09", "0.10"} {
		c.certificate(c.thirdParty, fmt.Sprintf("T-%d", i), about(gauge), errorsAt(value), issuedOn(model.Date(fmt.Sprintf("202%d-01-15", i))))
	}
	for value, unlike := range map[model.Decimal]bool{"0.13": false, "9.10": true} {
		cert := c.certificate(c.thirdParty, "T-"+string(value), about(gauge), errorsAt(value), issuedOn("2025-02-01"))
		if got := slices.Contains(c.found(c.anonymous(), cert.ID), "house.history"); got != unlike {
			t.Errorf("%s is unlike the past: %t", value, got)
		}
	}
}

func TestMaskedFieldsAreNotEvaluated(t *testing.T) {
	c := newCentre(t)
	cert := c.certificate(c.thirdParty, "T-1", func(c *model.Certificate) { c.Customer = model.Customer{} })
	if !slices.Contains(c.found(c.member(c.thirdParty), cert.ID), "iso17025.customer") {
		t.Error("the issuer is not told that the customer is missing")
	}
	out, err := c.Evaluate(c.anonymous(), []model.ID{cert.ID})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range out.Certificates[0].Findings {
		if f.Path == "customer" || f.Path == "personnel" {
			t.Errorf("anyone is told of %s", f.Path)
		}
	}
	if !slices.Contains(out.Redacted, "Certificate.customer") {
		t.Errorf("redacted: %v", out.Redacted)
	}
}

func TestEvaluationOfNothing(t *testing.T) {
	c := newCentre(t)
	hidden := c.certificate(c.thirdParty, "T-1", nonPublic)
	out, err := c.Evaluate(c.anonymous(), []model.ID{hidden.ID, c.NewID(model.KindCertificate), "garbage", c.national.ID})
	if err != nil || !slices.Equal(out.Certificates, make([]*model.CertificateEvaluation, 4)) || out.Redacted != nil {
		t.Errorf("%+v, %v", out, err)
	}
}

// TestQualityOfAnInstitution is of what the caller may read of it.
func TestQualityOfAnInstitution(t *testing.T) {
	c := newCentre(t)
	for i := range 3 {
		c.certificate(c.thirdParty, fmt.Sprintf("T-%d", i))
	}
	c.certificate(c.thirdParty, "T-secret", nonPublic)
	c.certificate(c.national, "N-1")
	for caller, want := range map[string]int{"anonymous": 3, "issuer": 4} {
		ctx := c.anonymous()
		if caller == "issuer" {
			ctx = c.member(c.thirdParty)
		}
		list, err := c.InstitutionQuality(ctx, []model.ID{c.thirdParty.ID, c.maker.ID})
		if err != nil {
			t.Fatal(err)
		}
		q, none := list[0], list[1]
		if q.Certificates != want || q.Score == nil || *q.Score <= 0 || *q.Score >= 100 || len(q.Lowering) == 0 || q.Lowering[0].Certificates != want {
			t.Errorf("%s: %+v", caller, q)
		}
		if none.Certificates != 0 || none.Score != nil || len(none.Lowering) != 0 {
			t.Errorf("%s: an institution without certificates: %+v", caller, none)
		}
	}
}

// watched counts the calls of a store.
type watched struct {
	store.Store
	calls int
}

func (w *watched) Get(ctx context.Context, kind model.Kind, ids []model.ID, fields model.FieldSet) ([]*store.Document, error) {
	w.calls++
	return w.Store.Get(ctx, kind, ids, fields)
}

func (w *watched) List(ctx context.Context, queries ...store.Query) ([]store.Page, error) {
	w.calls++
	return w.Store.List(ctx, queries...)
}

// TestEvaluationCostsAFewCalls however many certificates are asked for.
func TestEvaluationCostsAFewCalls(t *testing.T) {
	plain := newCentre(t)
	w := &watched{Store: plain.store}
	c := centreOver(t, w)
	gauge := c.instrument(c.thirdParty, "S-1")
	var ids []model.ID
	for i := range 40 {
		ids = append(ids, c.certificate(c.thirdParty, fmt.Sprintf("T-%d", i), about(gauge), errorsAt("1")).ID)
	}
	for _, n := range []int{1, 40} {
		w.calls = 0
		if _, err := c.Evaluate(c.anonymous(), ids[:n]); err != nil || w.calls != 4 { // certificates, issuer, instrument, the rest
			t.Errorf("%d certificates: %d calls, %v", n, w.calls, err)
		}
		w.calls = 0
		if _, err := c.InstitutionQuality(c.anonymous(), []model.ID{c.thirdParty.ID, c.maker.ID}); err != nil || w.calls != 3 {
			t.Errorf("two institutions: %d calls, %v", w.calls, err)
		}
	}
}
