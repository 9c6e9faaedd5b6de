package collect

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"metrograph/collect/parcel"
	"metrograph/model"
)

const thermometer = "dcc/testdata/thermometer-v3.1.xml"

func document1(t *testing.T, file string) string {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func run1(t *testing.T, n *node, o Options, sources ...Source) Report {
	t.Helper()
	report, err := Import(context.Background(), n, sources, o)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// TestTwice imports a folder twice: the first time everything is written, whole and with
// final identifiers, and the second time nothing is.
func TestTwice(t *testing.T) {
	n := newNode(t)
	sources, err := Files(nil, "dcc/testdata", "dcx/testdata")
	if err != nil {
		t.Fatal(err)
	}
	var documents []Source
	for _, s := range sources {
		if filepath.Ext(s.Name) == ".xml" {
			documents = append(documents, s)
		}
	}
	o := Options{Classification: model.ClassificationPublic, Status: model.StatusRecorded, Level: model.LevelNational, Channel: "import", Recorder: "tester"}
	first := run1(t, n, o, documents...)
	if first.Created != len(documents) || first.Read != len(documents) {
		t.Fatalf("%+v", first)
	}
	for _, r := range n.records {
		h := r.Base()
		if parcel.Provisional(h.ID) || !h.ID.Valid() || h.Classification != o.Classification || h.Status != o.Status ||
			h.Provenance.SourceHash == "" || h.Provenance.Recorder != "tester" || h.Provenance.Channel != "import" || h.Provenance.At.IsZero() {
			t.Errorf("%s: %+v", r.Kind(), h)
		}
		if (h.Level == o.Level) == (r.Kind() == model.KindInstitution) {
			t.Errorf("%s has level %q", r.Kind(), h.Level)
		}
	}
	for _, c := range of[*model.Certificate](n) {
		// Of what Metrograph wrote nothing is left over.
		own := strings.HasPrefix(c.Provenance.SourceName, "metrograph-v")
		if leftOver := len(c.Provenance.Findings)+len(c.Provenance.Unmapped) > 0; leftOver == own {
			t.Errorf("%s has no findings or no leftovers", c.Number)
		}
	}
	for _, a := range of[*model.Attachment](n) {
		if _, kept := n.files[a.SHA256]; !kept {
			t.Errorf("%s is not kept", a.FileName)
		}
	}
	written := len(n.writes)
	second := run1(t, n, o, documents...)
	if second.Unchanged != len(documents) || len(n.writes) != written {
		t.Errorf("%+v, %d writes", second, len(n.writes)-written)
	}
	for i := range second.Files {
		if second.Files[i].Certificate != first.Files[i].Certificate || second.Files[i].Certificate == "" {
			t.Errorf("%s: another certificate", second.Files[i].Name)
		}
	}
}

// TestCorrected imports a document, its correction, and both again.
func TestCorrected(t *testing.T) {
	n := newNode(t)
	original := document1(t, "dcc/testdata/weights-v3.0.xml") // its instruments have no natural keys
	corrected := strings.Replace(original, "10.000006E-3", "10.000007E-3", 1)
	old, new := Bytes("old.xml", []byte(original)), Bytes("new.xml", []byte(corrected))
	run1(t, n, Options{}, old)
	cert := of[*model.Certificate](n)[0]
	cert.Discipline, cert.Stage = model.DisciplineMechanics, model.StageBasic // set by a person since
	instruments, institutions := len(of[*model.Instrument](n)), len(of[*model.Institution](n))

	report := run1(t, n, Options{}, new)
	if report.Amended != 1 {
		t.Fatalf("%+v", report)
	}
	last := n.writes[len(n.writes)-1]
	if last.Action != model.ActionAmend || last.Version != 1 || last.Reason == "" || last.Record.Base().ID != cert.ID {
		t.Errorf("%+v", last)
	}
	now := of[*model.Certificate](n)[0]
	if now.Stage != model.StageBasic || now.Items[0].InstrumentID != cert.Items[0].InstrumentID ||
		now.Provenance.SourceHash == cert.Provenance.SourceHash || now.Version != 2 {
		t.Errorf("%+v", now)
	}
	if len(of[*model.Certificate](n)) != 1 || len(of[*model.Instrument](n)) != instruments || len(of[*model.Institution](n)) != institutions {
		t.Error("records were doubled")
	}
	written := len(n.writes)
	if again := run1(t, n, Options{}, old, new, old); again.Unchanged != 3 || len(n.writes) != written {
		t.Errorf("%+v", again)
	}
}

// TestShared imports two certificates of one laboratory and one instrument.
func TestShared(t *testing.T) {
	n := newNode(t)
	a := document1(t, thermometer)
	b := strings.ReplaceAll(a, "TEST-T-0003", "TEST-T-0004")
	b = strings.Replace(b, "<dcc:city>Beispielstadt</dcc:city><dcc:countryCode>DE</dcc:countryCode>", "<dcc:city>Neustadt</dcc:city>", 1)
	report := run1(t, n, Options{}, Bytes("a.xml", []byte(a)), Bytes("b.xml", []byte(b)))
	if report.Created != 2 || len(of[*model.Certificate](n)) != 2 {
		t.Fatalf("%+v", report)
	}
	if len(of[*model.Institution](n)) != 1 || len(of[*model.Instrument](n)) != 2 || len(of[*model.Person](n)) != 1 || len(of[*model.Method](n)) != 1 {
		t.Error("records were doubled")
	}
	if !has(report.Files[1], ruleLeftAlone.id) {
		t.Error("nothing says that the address differs")
	}
}

// TestMakers names a maker that the node has as an institution, before and after it has it.
func TestMakers(t *testing.T) {
	n := newNode(t)
	a := document1(t, thermometer)
	run1(t, n, Options{}, Bytes("a.xml", []byte(a)))
	for _, i := range of[*model.Instrument](n) {
		if i.ManufacturerID != "" {
			t.Error("an institution was made of a name")
		}
	}
	maker := &model.Institution{Name: model.Plain("Example Sensors AG"), InstitutionKind: model.InstitutionManufacturer}
	maker.ID = n.NewID(model.KindInstitution)
	n.records[maker.ID] = maker
	b := strings.ReplaceAll(strings.ReplaceAll(a, "TEST-T-0003", "TEST-T-0004"), "SN-42", "SN-43")
	run1(t, n, Options{}, Bytes("b.xml", []byte(b)))
	for _, i := range of[*model.Instrument](n) {
		if made := i.ManufacturerID == maker.ID; made != (i.SerialNumber == "SN-43") {
			t.Errorf("%s: %s", i.SerialNumber, i.ManufacturerID)
		}
	}
	if len(of[*model.Instrument](n)) != 3 { // the standard R-7 is found under its maker's name
		t.Error("an instrument was doubled")
	}
}

func has(f FileReport, rule string) bool {
	for _, finding := range f.Findings {
		if finding.Rule == rule {
			return true
		}
	}
	return false
}

// TestRejected imports what cannot be imported, beside what can.
func TestRejected(t *testing.T) {
	good := document1(t, thermometer)
	endless := Source{Name: "endless.xml", Open: func() (io.ReadCloser, error) { return io.NopCloser(zeroes{}), nil }}
	huge := Source{Name: "huge.xml", Size: 200 << 20, Open: func() (io.ReadCloser, error) { return io.NopCloser(io.LimitReader(zeroes{}, 4096)), nil }}
	missing := Source{Name: "no.xml", Open: func() (io.ReadCloser, error) { return os.Open("/nowhere/no.xml") }}
	n := newNode(t)
	report := run1(t, n, Options{MaxBytes: 1 << 20},
		Bytes("a.csv", []byte("number;value\n")), Bytes("b.xml", []byte("<a>")), Bytes("c.xml", nil), endless, huge, missing,
		Bytes("d.xml", []byte(strings.Replace(good, "2022-05-04</dcc:beg", "2022-05-06</dcc:beg", 1))),
		Bytes("good.xml", []byte(good)))
	if report.Rejected != 7 || report.Created != 1 {
		t.Fatalf("%+v", report)
	}
	for i, want := range []struct {
		rule string
		line int
	}{{"collect.format", 0}, {"xml.malformed", 1}, {"collect.format", 0}, {"collect.size", 0}, {"collect.size", 0}, {"collect.open", 0}, {"certificate.dates.order", 18}} {
		file := report.Files[i]
		found := false
		for _, f := range file.Findings {
			found = found || f.Rule == want.rule && f.Line == want.line && f.Severity == model.SeverityError
		}
		if !found || file.Outcome != Rejected || file.Code == "" {
			t.Errorf("%s: %v", file.Name, file.Findings)
		}
		if strings.Contains(file.String(), "nowhere") {
			t.Error("the report tells a path twice")
		}
	}
}

type zeroes struct{}

func (zeroes) Read(p []byte) (int, error) { return len(p), nil }

// TestRefused is a node that refuses one of the records that a certificate points to.
func TestRefused(t *testing.T) {
	n := newNode(t)
	n.refuse = func(w model.Write) error {
		if w.Record.Kind() == model.KindMethod {
			return model.Errorf(model.CodeForbidden, "no")
		}
		return nil
	}
	source := Bytes("a.xml", []byte(document1(t, thermometer)))
	report := run1(t, n, Options{}, source)
	if f := report.Files[0]; f.Outcome != Rejected || f.Code != model.CodeForbidden || !has(f, ruleRefused.id) || !has(f, rulePartial.id) {
		t.Errorf("%+v", f)
	}
	if len(of[*model.Certificate](n)) != 0 {
		t.Error("a certificate was written without its method")
	}
	n.refuse = nil
	if report = run1(t, n, Options{}, source); report.Created != 1 {
		t.Errorf("%+v", report)
	}
}

// TestBroken is a node that fails: the import ends, and says what was done.
func TestBroken(t *testing.T) {
	n := newNode(t)
	n.fail = errors.New("no database")
	report, err := Import(context.Background(), n, []Source{Bytes("a.xml", []byte(document1(t, thermometer)))}, Options{})
	if !errors.Is(err, n.fail) || report.Read != 0 {
		t.Errorf("%+v %v", report, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Import(ctx, newNode(t), []Source{Bytes("a.xml", nil)}, Options{}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// TestCheck reads and matches without writing, and knows what it would do.
func TestCheck(t *testing.T) {
	n := newNode(t)
	a := document1(t, thermometer)
	changed := Bytes("changed.xml", []byte(strings.Replace(a, "0.072", "0.073", 1)))
	source := Bytes("a.xml", []byte(a))
	if report := run1(t, n, Options{Check: true}, source, source); report.Created != 1 || report.Unchanged != 1 || len(n.writes)+len(n.files) > 0 || !report.Check {
		t.Errorf("%+v", report)
	}
	run1(t, n, Options{}, source)
	written := len(n.writes)
	if report := run1(t, n, Options{Check: true}, source, changed); report.Unchanged != 1 || report.Amended != 1 || len(n.writes) != written {
		t.Errorf("%+v", report)
	}
}

// TestAmendedCertificate points to the certificate that a certificate replaces.
func TestAmendedCertificate(t *testing.T) {
	n := newNode(t)
	now := document1(t, "dcc/testdata/meter-zh-v3.2.xml")
	before := strings.Replace(now, "2023-0004", "2023-0003", 1)
	from := strings.Index(before, "<reportAmendedSubstituted>")
	to := strings.Index(before, "</reportAmendedSubstituted>") + len("</reportAmendedSubstituted>")
	before = before[:from] + before[to:]
	report := run1(t, n, Options{}, Bytes("before.xml", []byte(before)), Bytes("now.xml", []byte(now)))
	if report.Created != 2 {
		t.Fatalf("%+v", report)
	}
	c := n.records[report.Files[1].Certificate].(*model.Certificate)
	if c.Amendment.CertificateID != report.Files[0].Certificate {
		t.Errorf("%+v", c.Amendment)
	}
}

// TestPublished imports the published certificates, where they are, twice.
func TestPublished(t *testing.T) {
	sources, err := Files(nil, "../../shared/dcc")
	if err != nil {
		t.Skip("the published certificates are not here")
	}
	var documents []Source
	for _, s := range sources {
		if filepath.Ext(s.Name) == ".xml" {
			documents = append(documents, s)
		}
	}
	n := newNode(t)
	report := run1(t, n, Options{}, documents...)
	if report.Rejected != 0 {
		for _, f := range report.Files {
			t.Log(f)
			_ = f.WriteFindings(testWriter{t}, model.SeverityError)
		}
		t.Fail()
	}
	written := len(n.writes)
	if report = run1(t, n, Options{}, documents...); report.Unchanged != len(documents) || len(n.writes) != written {
		t.Errorf("%+v", report)
	}
}

type testWriter struct{ t *testing.T }

func (w testWriter) Write(p []byte) (int, error) {
	w.t.Log(string(p))
	return len(p), nil
}
