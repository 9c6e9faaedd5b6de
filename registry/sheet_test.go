package registry_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"metrograph/model"
)

func (c *centre) sheet(ctx context.Context, subject model.ID) *model.EvaluationSheet {
	c.Helper()
	s, err := c.EvaluationSheet(ctx, subject)
	if err != nil {
		c.Fatal(err)
	}
	return s
}

// line is the only line of a sheet about a topic.
func (c *centre) line(ctx context.Context, subject model.ID, topic model.SheetTopic) model.SheetLine {
	c.Helper()
	for _, l := range c.sheet(ctx, subject).Lines {
		if l.Topic == topic {
			return l
		}
	}
	c.Fatalf("no line about %s", topic)
	return model.SheetLine{}
}

// nationalInstitute records an institution that keeps national standards.
func (c *centre) nationalInstitute(edit ...func(*model.Institution)) *model.Institution {
	c.Helper()
	i := &model.Institution{Name: model.Text{Zh: "国家计量院"}, InstitutionKind: model.InstitutionNationalInstitute}
	i.ID = c.NewID(model.KindInstitution)
	i.Origin, i.Level, i.Region = i.ID, model.LevelNational, "110000"
	i.Classification, i.Status = model.ClassificationPublic, model.StatusPublished
	for _, e := range edit {
		e(i)
	}
	return c.keep(c.operator(), i).(*model.Institution)
}

// using makes a certificate name a standard with its certificate.
func using(standard *model.Instrument, certificate *model.Certificate) func(*model.Certificate) {
	return func(c *model.Certificate) {
		use := model.StandardUse{InstrumentID: standard.ID}
		if certificate != nil {
			use.CertificateID = certificate.ID
		}
		c.Standards = append(c.Standards, use)
	}
}

func TestSheetFollowsTheChainToTheNationalStandard(t *testing.T) {
	c := newCentre(t)
	institute := c.nationalInstitute()
	primary, secondary, gauge := c.instrument(institute, "P-1"), c.instrument(c.provincial, "S-1"), c.instrument(c.thirdParty, "G-1")
	top := c.certificate(institute, "N-1", about(primary), issuedOn("2023-01-01"))
	middle := c.certificate(c.provincial, "M-1", about(secondary), issuedOn("2024-01-01"), using(primary, top))
	loose := c.certificate(c.provincial, "M-2", about(secondary), issuedOn("2024-02-01"))
	hidden := c.certificate(c.provincial, "M-3", nonPublic, about(secondary), issuedOn("2024-03-01"), using(primary, top))
	circle := c.certificate(c.thirdParty, "C-1", about(gauge), using(secondary, loose))
	back := c.certificate(c.thirdParty, "C-2", about(secondary), using(gauge, circle))
	change := &model.Certificate{Head: model.Head{ID: circle.ID}, Standards: []model.StandardUse{{InstrumentID: secondary.ID, CertificateID: back.ID}}}
	out := c.write(c.member(c.thirdParty, model.RoleRecorder, model.RolePublisher),
		model.Write{Action: model.ActionAmend, Record: change, Fields: []string{"standards"}, Version: 1, Reason: "test"})
	if out.Err != nil {
		t.Fatal(out.Err)
	}
	for _, tc := range []struct {
		name string
		edit func(*model.Certificate)
		want model.SheetOutcome
	}{
		{"named certificates up to the institute", using(secondary, middle), model.SheetPassed},
		{"the institute's own standard", using(primary, top), model.SheetPassed},
		{"the newest certificate on the day", using(primary, nil), model.SheetPassed},
		{"a certificate without standards", using(secondary, loose), model.SheetFailed},
		{"a hidden certificate", using(secondary, hidden), model.SheetAttention},
		{"a circle", using(gauge, circle), model.SheetFailed},
		{"no standards", func(*model.Certificate) {}, model.SheetFailed},
		{"one branch of two", func(x *model.Certificate) { using(secondary, middle)(x); using(secondary, loose)(x) }, model.SheetFailed},
	} {
		cert := c.certificate(c.provincial, "T "+tc.name, tc.edit)
		if l := c.line(c.anonymous(), cert.ID, model.SheetChain); l.Outcome != tc.want {
			t.Errorf("%s: %s, want %s: %s", tc.name, l.Outcome, tc.want, l.Found.En)
		}
	}
	if l := c.line(c.anonymous(), top.ID, model.SheetChain); l.Outcome != model.SheetPassed {
		t.Errorf("the institute's own certificate: %s", l.Outcome)
	}
}

func TestSheetLooksAtTheValidityOfStandards(t *testing.T) {
	c := newCentre(t)
	standard := c.instrument(c.provincial, "S-1")
	until := func(d model.Date) func(*model.Certificate) {
		return func(c *model.Certificate) { c.ValidUntil = d }
	}
	valid := c.certificate(c.provincial, "V", about(standard), issuedOn("2024-01-01"), until("2026-01-01"))
	expired := c.certificate(c.provincial, "E", about(standard), issuedOn("2023-01-01"), until("2024-01-01"))
	for _, tc := range []struct {
		name string
		edit func(*model.Certificate)
		want model.SheetOutcome
	}{
		{"valid", using(standard, valid), model.SheetPassed},
		{"expired", using(standard, expired), model.SheetFailed},
		{"said to be expired", func(x *model.Certificate) {
			x.Standards = []model.StandardUse{{SerialNumber: "1", ValidUntil: "2025-01-01"}}
		}, model.SheetFailed},
		{"said to be valid", func(x *model.Certificate) {
			x.Standards = []model.StandardUse{{SerialNumber: "1", ValidUntil: "2025-02-01"}}
		}, model.SheetPassed},
		{"nothing is known", func(x *model.Certificate) { x.Standards = []model.StandardUse{{SerialNumber: "1"}} }, model.SheetAttention},
		{"no standards", func(*model.Certificate) {}, model.SheetNotApplicable},
	} {
		cert := c.certificate(c.thirdParty, "T "+tc.name, tc.edit)
		if l := c.line(c.anonymous(), cert.ID, model.SheetStandards); l.Outcome != tc.want {
			t.Errorf("%s: %s, want %s: %s", tc.name, l.Outcome, tc.want, l.Found.En)
		}
	}
}

// kilopascal100 is a result at 100 kPa with an error in pascals and its expanded uncertainty.
func kilopascal100(err, expanded model.Decimal) func(*model.Certificate) {
	return func(c *model.Certificate) {
		c.Results = []model.MeasurementResult{{Adjustment: model.AdjustmentNone, Series: []model.Series{{Columns: []model.Column{
			{Role: model.ColumnNominal, QuantityKind: "pressure", Units: []model.Unit{{Text: "kPa"}}, Values: []model.Decimal{"100"}},
			{Role: model.ColumnError, QuantityKind: "pressure", Units: []model.Unit{{Text: "Pa"}}, Values: []model.Decimal{err},
				Uncertainty: &model.ColumnUncertainty{Kind: model.UncertaintyExpanded, Values: []model.Decimal{expanded}, CoverageFactor: []model.Decimal{"2"}}}}}}}}
	}
}

func TestSheetComparesWithTheCapability(t *testing.T) {
	c := newCentre(t)
	kPa := model.Unit{Text: "kPa"}
	able := c.nationalInstitute(func(i *model.Institution) {
		i.Capabilities = []model.Capability{
			{QuantityKind: "pressure", Discipline: model.DisciplineMechanics, Unit: model.Unit{Text: "hPa"},
				Range:       model.Interval{Lower: &model.Quantity{Value: "0", Unit: kPa}, Upper: &model.Quantity{Value: "0.1", Unit: model.Unit{Text: "MPa"}}},
				Uncertainty: model.Uncertainty{Kind: model.UncertaintyExpanded, Value: "0.03", CoverageFactor: "3"}},
			{QuantityKind: "temperature", Unit: model.Unit{Text: "K"}, Range: model.Interval{Lower: &model.Quantity{Value: "0", Unit: model.Unit{Text: "K"}}},
				Uncertainty: model.Uncertainty{Kind: model.UncertaintyExpanded, Value: "1e-9", CoverageFactor: "2"}},
		}
	}) // u = 1 Pa up to 100 kPa
	for _, tc := range []struct {
		name string
		of   *model.Institution
		edit func(*model.Certificate)
		want model.SheetOutcome
	}{
		{"as large", able, kilopascal100("1", "2.0"), model.SheetPassed},
		{"rounded down", able, kilopascal100("1", "1.95"), model.SheetPassed},
		{"smaller", able, kilopascal100("1", "1.8"), model.SheetFailed},
		{"out of range", able, func(x *model.Certificate) {
			kilopascal100("1", "1.8")(x)
			x.Results[0].Series[0].Columns[0].Values[0] = "101"
		}, model.SheetAttention},
		{"an issuer that states none", c.thirdParty, kilopascal100("1", "1.8"), model.SheetNotApplicable},
		{"no uncertainty", able, errorsAt("1"), model.SheetNotApplicable},
	} {
		cert := c.certificate(tc.of, "T "+tc.name, tc.edit)
		if l := c.line(c.anonymous(), cert.ID, model.SheetCapability); l.Outcome != tc.want {
			t.Errorf("%s: %s, want %s: %s", tc.name, l.Outcome, tc.want, l.Found.En)
		}
	}
	l := c.line(c.anonymous(), c.certificate(able, "numbers", kilopascal100("1", "1.8")).ID, model.SheetCapability)
	if l.Value != "1.8" || l.Limit != "2" || l.Unit.Text != "Pa" || !slices.Contains(l.Records, able.ID) {
		t.Errorf("%+v", l)
	}
}

func TestSheetComparesWithReferenceValues(t *testing.T) {
	c := newCentre(t)
	compare := func(role model.ColumnRole, value model.Decimal) func(*model.Certificate) {
		column := func(role model.ColumnRole, unit string, value, expanded model.Decimal) model.Column {
			return model.Column{Role: role, Units: []model.Unit{{Text: unit}}, Values: []model.Decimal{value},
				Uncertainty: &model.ColumnUncertainty{Kind: model.UncertaintyExpanded, Values: []model.Decimal{expanded}, CoverageFactor: []model.Decimal{"2"}}}
		}
		return func(c *model.Certificate) {
			c.Results = []model.MeasurementResult{{Adjustment: model.AdjustmentNone, Series: []model.Series{{Columns: []model.Column{
				column(model.ColumnReferenceValue, "mm", "10.0000", "0.0003"), column(role, "µm", value, "0.4")}}}}}
		}
	}
	// U = 0.3 µm and 0.4 µm: En = difference / 0.5 µm.
	for _, tc := range []struct {
		role  model.ColumnRole
		value model.Decimal
		want  model.SheetOutcome
		en    model.Decimal
	}{
		{model.ColumnMeasuredValue, "10000.4", model.SheetPassed, "0.8"},
		{model.ColumnMeasuredValue, "9999.4", model.SheetFailed, "-1.2"},
		{model.ColumnIndication, "9999.4", model.SheetAttention, "-1.2"},
	} {
		cert := c.certificate(c.thirdParty, fmt.Sprint(tc.role, tc.value), compare(tc.role, tc.value))
		if l := c.line(c.anonymous(), cert.ID, model.SheetReference); l.Outcome != tc.want || l.Value != tc.en {
			t.Errorf("%s %s: %s, En %s", tc.role, tc.value, l.Outcome, l.Value)
		}
	}
}

func TestSheetComparesWithTheInstrumentsHistory(t *testing.T) {
	c := newCentre(t)
	gauge := c.instrument(c.thirdParty, "G-1")
	for i, value := range []model.Decimal{"1.0", "2.1", "2.9", "4.0"} { // a drift of 1 Pa a year
		c.certificate(c.thirdParty, fmt.Sprintf("T-%d", i), about(gauge), kilopascal100(value, "0.4"), issuedOn(model.Date(fmt.Sprintf("202%d-01-15", i))))
	}
	for value, want := range map[model.Decimal]model.SheetOutcome{"5.0": model.SheetPassed, "2.5": model.SheetAttention} {
		cert := c.certificate(c.thirdParty, "T-"+string(value), about(gauge), kilopascal100(value, "0.4"), issuedOn("2024-01-15"))
		l := c.line(c.anonymous(), cert.ID, model.SheetHistory)
		if l.Outcome != want || l.Checked != 1 || len(l.Records) != 5 {
			t.Errorf("%s: %s after %d records: %s", value, l.Outcome, len(l.Records), l.Found.En)
		}
	}
	first := c.certificate(c.thirdParty, "T-first", about(gauge), kilopascal100("1", "0.4"), issuedOn("2019-01-01"))
	if l := c.line(c.anonymous(), first.ID, model.SheetHistory); l.Outcome != model.SheetNotApplicable {
		t.Errorf("the first certificate: %s", l.Outcome)
	}
}

func TestSheetLooksAtImpartiality(t *testing.T) {
	c := newCentre(t)
	gauge := c.instrument(c.thirdParty, "G-1")
	for of, want := range map[*model.Institution]model.SheetOutcome{c.thirdParty: model.SheetPassed, c.maker: model.SheetAttention} {
		cert := c.certificate(of, "T", about(gauge))
		if l := c.line(c.anonymous(), cert.ID, model.SheetIndependence); l.Outcome != want {
			t.Errorf("%s: %s", of.Name.Zh, l.Outcome)
		}
	}
	for other, want := range map[string]model.SheetOutcome{"李某": model.SheetPassed, "王某": model.SheetAttention} {
		cert := c.certificate(c.thirdParty, "P "+other, func(x *model.Certificate) {
			x.Personnel = []model.Assignment{{Name: "王某", Role: model.PersonnelPerformed}, {Name: other, Role: model.PersonnelAuthorized}}
		})
		if l := c.line(c.member(c.thirdParty), cert.ID, model.SheetSeparation); l.Outcome != want {
			t.Errorf("authorized by %s: %s", other, l.Outcome)
		}
		if l := c.line(c.anonymous(), cert.ID, model.SheetSeparation); l.Outcome != model.SheetNotApplicable {
			t.Errorf("anyone is told who authorized: %s", l.Found.En)
		}
	}
}

// TestSheetOfADataset: of a data set each question has the worst of its members' answers, and
// what a caller may not read makes no difference.
func TestSheetOfADataset(t *testing.T) {
	c := newCentre(t)
	gauge := c.instrument(c.thirdParty, "G-1")
	institute := c.nationalInstitute()
	good := c.certificate(institute, "N-1", kilopascal100("1", "2"))
	c.certificate(c.thirdParty, "T-1", about(gauge), kilopascal100("1", "2"))
	dataset := &model.Dataset{Name: model.Text{Zh: "压力"}, Members: []model.ID{good.ID, good.ID, gauge.ID}}
	dataset.Classification, dataset.Status = model.ClassificationPublic, model.StatusPublished
	recorder := c.member(c.thirdParty, model.RoleRecorder, model.RolePublisher)
	c.keep(recorder, dataset)
	open := c.sheet(c.anonymous(), dataset.ID)
	if open.Certificates != 2 || len(open.Members) != 2 || open.More {
		t.Fatalf("%d certificates, %d members", open.Certificates, len(open.Members))
	}
	for _, l := range open.Lines {
		switch l.Topic {
		case model.SheetChain:
			if l.Outcome != model.SheetFailed {
				t.Errorf("the chain of all: %s", l.Outcome)
			}
		case model.SheetUnits:
			if l.Outcome != model.SheetPassed || l.Checked != 4 {
				t.Errorf("units: %s of %d", l.Outcome, l.Checked)
			}
		}
	}
	c.certificate(c.thirdParty, "T-2", nonPublic, about(gauge), errorsAt("9"))
	if diff := cmp.Diff(open, c.sheet(c.anonymous(), dataset.ID)); diff != "" {
		t.Errorf("a hidden certificate shows (-without +with):\n%s", diff)
	}
	if own := c.sheet(c.member(c.thirdParty), dataset.ID); own.Certificates != 3 {
		t.Errorf("its owner is shown %d", own.Certificates)
	}
}

func TestSheetOfNothing(t *testing.T) {
	c := newCentre(t)
	hidden := c.certificate(c.thirdParty, "T-1", nonPublic)
	for _, id := range []model.ID{hidden.ID, c.NewID(model.KindCertificate), c.NewID(model.KindDataset), "garbage", c.national.ID} {
		if s, err := c.EvaluationSheet(c.anonymous(), id); s != nil || model.CodeOf(err) != model.CodeNotFound {
			t.Errorf("%s: %v, %v", id, s, err)
		}
	}
}
