package sample

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"iter"
	"slices"
	"strings"
	"sync"
	"testing"

	"metrograph/model"
)

// usual is the usual demo data, which most tests look at.
var usual = sync.OnceValue(func() *Data { return Generate(Options{}) })

func TestEveryRecordIsValid(t *testing.T) {
	for r := range usual().All() {
		checkValid(t, r)
	}
}

func TestEverySizeIsValid(t *testing.T) {
	for _, o := range []Options{
		{Seed: 1, Institutions: 1, Instruments: 1, Certificates: 1},
		{Seed: 2, Institutions: 4, Instruments: 7, Certificates: 60},
		{Seed: 3, Institutions: 40, Instruments: 900, Certificates: 500},
		{Seed: 4, Instruments: 40, Certificates: 5000},
		{Seed: 5, Instruments: 3, Certificates: 1000},
	} {
		n := map[model.Kind]int{}
		seen := map[model.ID]model.Record{}
		for r := range Stream(o) {
			n[r.Kind()]++
			checkValid(t, r)
			checkReferences(t, seen, r)
			seen[r.Base().ID] = r
		}
		if n[model.KindCertificate] != o.Certificates || n[model.KindInstrument] != o.Instruments ||
			n[model.KindInstitution] != max(o.Institutions, minInstitutions) && o.Institutions != 0 {
			t.Errorf("%+v: made %v", o, n)
		}
	}
}

func checkValid(t *testing.T, r model.Record) {
	t.Helper()
	for _, f := range r.Validate() {
		t.Errorf("%s: %s %s at %s: %s", r.Base().ID, f.Severity, f.Rule, f.Path, f.Message.En)
	}
	h := r.Base()
	if h.ID.Kind() != r.Kind() || h.Version != 1 || h.Origin == "" || !h.Region.Valid() || h.Level == "" || h.Classification == "" ||
		h.Status == "" || h.Provenance.Format == "" || h.Provenance.Channel == "" || h.Created.Reason == "" || h.Modified.At.IsZero() {
		t.Errorf("%s: incomplete head %+v", h.ID, h)
	}
}

// checkReferences wants every reference to lead to an earlier record of the right kind.
func checkReferences(t *testing.T, seen map[model.ID]model.Record, r model.Record) {
	t.Helper()
	for _, ref := range r.References() {
		if to := seen[ref.To]; to == nil || ref.Kind != "" && to.Kind() != ref.Kind {
			t.Errorf("%s: %s leads to %s, which is no earlier %s", r.Base().ID, ref.Path(), ref.To, ref.Kind)
		}
	}
	for _, id := range append([]model.ID{r.Base().Origin}, r.Base().Manufacturers...) {
		if seen[id] == nil && id != r.Base().ID {
			t.Errorf("%s: no earlier institution %s", r.Base().ID, id)
		}
	}
	if seen[r.Base().ID] != nil {
		t.Errorf("%s occurs twice", r.Base().ID)
	}
}

func TestReferencesLeadBackwards(t *testing.T) {
	seen, keys := map[model.ID]model.Record{}, map[string]model.ID{}
	for r := range usual().All() {
		checkReferences(t, seen, r)
		seen[r.Base().ID] = r
		if key := string(r.Kind()) + "\x1f" + r.NaturalKey(); r.NaturalKey() != "" {
			if other, taken := keys[key]; taken {
				t.Errorf("%s and %s are the same thing: %q", other, r.Base().ID, key)
			}
			keys[key] = r.Base().ID
		}
	}
}

func TestSizes(t *testing.T) {
	d := usual()
	for name, got := range map[string][2]int{
		"institutions": {len(d.Institutions), 16}, "persons": {len(d.Persons), 60}, "methods": {len(d.Methods), 80},
		"instruments": {len(d.Instruments), 400}, "certificates": {len(d.Certificates), 3000},
	} {
		if got[0] != got[1] {
			t.Errorf("%d %s, want %d", got[0], name, got[1])
		}
	}
	provinces := map[model.Region]bool{}
	for _, i := range d.Institutions {
		provinces[i.Region.Province()] = true
		if !model.CreditCodeValid(i.CreditCode) {
			t.Errorf("%s: credit code %s", i.Name.En, i.CreditCode)
		}
	}
	if len(provinces) != 6 {
		t.Errorf("%d provinces, want 6: %v", len(provinces), provinces)
	}
	if first, last := d.Certificates[0].IssuedAt, d.Certificates[len(d.Certificates)-1].IssuedAt; first > "2018-03-01" || last < "2025-10-01" {
		t.Errorf("certificates from %s to %s, want eight years to 2026", first, last)
	}
}

func TestPeopleDatasetsAndAgreements(t *testing.T) {
	d := usual()
	const today = model.Date("2026-01-01")
	expired, ended, drafts, media := 0, 0, 0, 0
	for _, p := range d.Persons {
		if lastDay(p) < today {
			expired++
		}
	}
	for _, a := range d.Agreements {
		if a.Status == model.StatusPublished && a.Until < today {
			ended++
		}
		if a.Status == model.StatusDraft {
			drafts++
		}
	}
	for _, s := range d.Datasets {
		if len(s.Members)+len(s.Media) == 0 || (s.Stage == model.StageDerived) != (len(s.DerivedFrom) > 0) {
			t.Errorf("%s has %d members and comes from %d records", s.Name.En, len(s.Members), len(s.DerivedFrom))
		}
		media += len(s.Media)
	}
	if expired < 2 || expired > 6 || ended != 1 || drafts != 1 || media == 0 {
		t.Errorf("%d people expired, %d agreements ended, %d are drafts, %d pictures", expired, ended, drafts, media)
	}
}

func TestSameSeedSameData(t *testing.T) {
	small := Options{Seed: 7, Instruments: 60, Certificates: 600}
	first := digest(Generate(small).All())
	if again := digest(Generate(small).All()); again != first {
		t.Error("the same options gave different data")
	}
	if streamed := digest(Stream(small)); streamed != first {
		t.Error("Stream and Generate gave different data")
	}
	small.Seed = 8
	if other := digest(Stream(small)); other == first {
		t.Error("another seed gave the same data")
	}
}

func digest(records iter.Seq[model.Record]) string {
	h := sha256.New()
	encoder := json.NewEncoder(h)
	for r := range records {
		if err := encoder.Encode(r); err != nil {
			panic(err)
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

func TestStreamStopsWhenAsked(t *testing.T) {
	total := 0
	for range Stream(Options{Instruments: 12, Certificates: 60}) {
		total++
	}
	for stop := 1; stop <= total; stop += 7 {
		n := 0
		for range Stream(Options{Instruments: 12, Certificates: 60}) {
			if n++; n == stop {
				break
			}
		}
		if n != stop {
			t.Fatalf("stopped after %d records, want %d", n, stop)
		}
	}
}

func TestCertificateIDsRiseWithTime(t *testing.T) {
	list := usual().Certificates
	for i := 1; i < len(list); i++ {
		if list[i].ID <= list[i-1].ID || list[i].IssuedAt < list[i-1].IssuedAt {
			t.Fatalf("%s of %s follows %s of %s", list[i].ID, list[i].IssuedAt, list[i-1].ID, list[i-1].IssuedAt)
		}
	}
}

func TestFilesHaveTheirContent(t *testing.T) {
	d := usual()
	if len(d.Attachments) < 20 {
		t.Errorf("%d attachments", len(d.Attachments))
	}
	for i, f := range Files(Options{}) {
		sum := sha256.Sum256(f.Content)
		if hex.EncodeToString(sum[:]) != f.SHA256 || int64(len(f.Content)) != f.Size || f.ID != d.Attachments[i].ID {
			t.Errorf("%s: the content is not that of the record", f.FileName)
		}
		if png := strings.HasPrefix(string(f.Content), "\x89PNG"); png != (f.MediaType == "image/png") {
			t.Errorf("%s: %s", f.FileName, f.MediaType)
		}
	}
}

func TestUnitsAreRead(t *testing.T) {
	for _, l := range lines() {
		devices := append([]device{l.national, l.provincial, l.standard}, l.working...)
		for _, d := range devices {
			for _, text := range []string{l.unit, or(l.errUnit, l.unit), or(d.unit, l.unit)} {
				if u, f := model.ParseUnit(text); f != nil || u.UCUM == "" || u.Symbol == "" {
					t.Errorf("%s: unit %s is %+v", d.en, text, u)
				}
			}
			for _, code := range codes(d.methods) {
				if !slices.ContainsFunc(norms(), func(n norm) bool { return n.code == code }) {
					t.Errorf("%s: unknown method %s", d.en, code)
				}
			}
		}
	}
}

func TestSingleRecords(t *testing.T) {
	for _, kind := range model.Kinds() {
		r := One(kind)
		checkValid(t, r)
		if r.Base().ID != ID(kind, 1) {
			t.Errorf("%s: id %s, want %s", kind, r.Base().ID, ID(kind, 1))
		}
		for _, ref := range r.References() {
			if ref.To != ID(ref.To.Kind(), 1) && ref.To != Manufacturer().ID {
				t.Errorf("%s: %s leads out of the world of single records", kind, ref.Path())
			}
		}
	}
	checkValid(t, Manufacturer())
	edited := Certificate(func(c *model.Certificate) { c.Results[0].Series[0].Columns[0].Values[0] = "9" })
	if edited.Results[0].Series[0].Columns[0].Values[0] != "9" || Certificate().Results[0].Series[0].Columns[0].Values[0] == "9" {
		t.Error("single certificates share their results")
	}
	if One("unknown") != nil {
		t.Error("there is a record of an unknown kind")
	}
}

func BenchmarkStream(b *testing.B) {
	b.ReportAllocs()
	n := 0
	for r := range Stream(Options{Instruments: 2000, Certificates: max(b.N, 1)}) {
		if r.Kind() == model.KindCertificate {
			n++
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "certificates/s")
}
