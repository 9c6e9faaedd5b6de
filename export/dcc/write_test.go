package dcc_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"testing"

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
