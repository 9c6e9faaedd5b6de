package dcc_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"testing"
	"testing/iotest"
	"time"

	"metrograph/export/dcc"
	"metrograph/internal/golden"
	"metrograph/internal/sample"
	"metrograph/model"
)

// TestDemoCertificatesAreWritten says that every document is well-formed.
func TestDemoCertificatesAreWritten(t *testing.T) {
	w, certificates := demo(sample.Options{Certificates: 60, Instruments: 30})
	for _, c := range certificates {
		wellFormed(t, write(t, w.document(c)))
	}
	wellFormed(t, write(t, newWorld().document(&model.Certificate{})))
}

func wellFormed(t testing.TB, raw []byte) {
	t.Helper()
	for d := xml.NewDecoder(bytes.NewReader(raw)); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

// single is the certificate of the sample pressure gauge with its records.
func single() (*world, *model.Certificate) {
	w, c := newWorld(), sample.Certificate()
	w.add(sample.Institution(), sample.Instrument(), sample.Person(), sample.Method(), sample.Environment())
	w.attach(c, sample.Attachment(), sample.Content())
	w.attach(c, sample.Attachment(func(a *model.Attachment) {
		a.ID, a.FileName, a.MediaType, a.Role = sample.ID(model.KindAttachment, 2), "certificate.pdf", "application/pdf", model.AttachmentPDF
	}), []byte("%PDF-1.7\n"))
	return w, c
}

// TestGolden fixes two documents: of a certificate with all its records, and of one of which
// the caller may see next to nothing.
func TestGolden(t *testing.T) {
	w, c := single()
	golden.Check(t, "testdata/pressure-gauge.golden.xml", string(write(t, w.document(c))))
	comesBack(t, compile(), w, c)
	bare := &model.Certificate{Number: "GDMI-2024-V00002", DocumentType: model.DocumentTestReport,
		Activity: model.ActivityTesting, Discipline: model.DisciplineMechanics, Items: []model.Item{{Model: "Y-100"}}}
	golden.Check(t, "testdata/masked.golden.xml", string(write(t, newWorld().document(bare))))
}

// TestNothingIsGuessed says that what the certificate does not have is read as missing.
func TestNothingIsGuessed(t *testing.T) {
	c := &model.Certificate{Number: "1", DocumentType: model.DocumentCalibrationCertificate, Activity: model.ActivityCalibration}
	w := newWorld()
	lab := &model.Institution{Name: model.Text{En: "Laboratory"}, InstitutionKind: model.InstitutionOther}
	lab.ID = model.KindInstitution.ID(time.UnixMilli(1), [16]byte{1})
	w.add(lab)
	c.IssuerID = lab.ID
	comesBack(t, compile(), w, c)
}

// TestErrorsAreTold says that the error of a file or of the destination ends the writing.
func TestErrorsAreTold(t *testing.T) {
	broken := errors.New("broken")
	w, c := single()
	d := w.document(c)
	d.Files = func(model.ID) (io.ReadCloser, error) { return nil, broken }
	if err := dcc.Write(io.Discard, d); !errors.Is(err, broken) {
		t.Errorf("a file that cannot be opened: %v", err)
	}
	d.Files = func(model.ID) (io.ReadCloser, error) { return io.NopCloser(iotest.ErrReader(broken)), nil }
	if err := dcc.Write(io.Discard, d); !errors.Is(err, broken) {
		t.Errorf("a file that cannot be read: %v", err)
	}
	out, in := io.Pipe()
	out.CloseWithError(broken)
	if err := dcc.Write(in, w.document(c)); !errors.Is(err, broken) {
		t.Errorf("a destination that takes nothing: %v", err)
	}
	both := *c
	both.Results = []model.MeasurementResult{{Series: []model.Series{{Columns: []model.Column{
		{Values: []model.Decimal{"1"}, Texts: []string{"one"}}}}}}}
	if err := dcc.Write(io.Discard, w.document(&both)); model.CodeOf(err) != model.CodeInvalid {
		t.Errorf("a column of numbers and texts: %v", err)
	}
}
