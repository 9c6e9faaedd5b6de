package sample

import (
	"testing"

	"metrograph/model"
)

// seenValues counts the values of enumerations.
type seenValues map[any]int

// cover tells which values of an enumeration did not occur.
func cover[T interface {
	comparable
	Values() []T
}](t *testing.T, seen seenValues, except ...T) {
	t.Helper()
	var zero T
	left := map[T]bool{}
	for _, v := range except {
		left[v] = true
	}
	for _, v := range zero.Values() {
		if seen[v] == 0 && !left[v] {
			t.Errorf("%T %v does not occur", v, v)
		}
	}
}

func TestEveryValueOccurs(t *testing.T) {
	for seed := range uint64(4) {
		d := usual()
		if seed > 0 {
			d = Generate(Options{Seed: seed})
		}
		seen := seenValues{}
		for r := range d.All() {
			seen[r.Base().Classification]++
			seen[r.Base().Status]++
			seen[r.Base().Level]++
		}
		seen.masters(d)
		for _, c := range d.Certificates {
			seen.certificate(c)
		}
		cover[model.Classification](t, seen)
		cover[model.Status](t, seen)
		cover[model.Level](t, seen)
		cover[model.InstitutionKind](t, seen)
		cover[model.AccreditationKind](t, seen)
		cover[model.NormKind](t, seen)
		cover[model.InstrumentRole](t, seen)
		// Only pictures, tables and texts are made: the others would not be genuine files.
		cover(t, seen, model.AttachmentPDF, model.AttachmentVideo, model.AttachmentOther)
		cover[model.Discipline](t, seen)
		cover[model.Activity](t, seen)
		cover[model.DocumentType](t, seen)
		cover[model.VerificationKind](t, seen)
		cover[model.SourceCategory](t, seen)
		cover[model.DataStage](t, seen)
		cover[model.PlaceKind](t, seen)
		cover[model.PersonnelRole](t, seen)
		cover[model.Adjustment](t, seen)
		cover[model.ColumnRole](t, seen)
		cover[model.UncertaintyKind](t, seen)
		cover[model.Conformity](t, seen)
		cover[model.AmendmentKind](t, seen)
	}
}

func (s seenValues) masters(d *Data) {
	for _, i := range d.Institutions {
		s[i.InstitutionKind]++
		for _, a := range i.Accreditations {
			s[a.Kind]++
		}
	}
	for _, m := range d.Methods {
		s[m.NormKind]++
	}
	for _, i := range d.Instruments {
		s[i.Role]++
	}
	for _, f := range d.Attachments {
		s[f.Role]++
	}
}

func (s seenValues) certificate(c *model.Certificate) {
	s[c.Discipline]++
	s[c.Activity]++
	s[c.DocumentType]++
	s[c.VerificationKind]++
	s[c.SourceCategory]++
	s[c.Stage]++
	s[c.Place.PlaceKind]++
	for _, p := range c.Personnel {
		s[p.Role]++
	}
	for _, st := range c.Statements {
		s[st.Conformity]++
	}
	if c.Amendment != nil {
		s[c.Amendment.AmendmentKind]++
	}
	for _, r := range c.Results {
		s[r.Adjustment]++
		for _, series := range r.Series {
			for _, column := range series.Columns {
				s[column.Role]++
				if column.Uncertainty != nil {
					s[column.Uncertainty.Kind]++
				}
			}
		}
	}
}

func TestShares(t *testing.T) {
	count := map[model.Status]int{}
	public := 0
	hidden := map[model.Level]int{}
	for _, c := range usual().Certificates {
		count[c.Status]++
		switch {
		case c.Status != model.StatusPublished:
		case c.Classification == model.ClassificationPublic:
			public++
		default:
			hidden[c.Level]++
		}
	}
	percent := func(n int) int { return 100 * n / len(usual().Certificates) }
	if p := percent(public); p < 50 || p > 60 {
		t.Errorf("%d %% are public and published, want about 55", p)
	}
	for _, s := range []model.Status{model.StatusDraft, model.StatusRecorded, model.StatusReviewed, model.StatusWithdrawn} {
		if p := percent(count[s]); p < 1 || p > 6 {
			t.Errorf("%d %% are %s, want a few", p, s)
		}
	}
	for _, l := range model.Level("").Values() {
		if hidden[l] < 10 {
			t.Errorf("%d published, non-public certificates of level %s", hidden[l], l)
		}
	}
}
