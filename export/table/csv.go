package table

import (
	"archive/zip"
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"metrograph/export"
	"metrograph/model"
)

// CSV writes tables as RFC 4180 has them, in UTF-8 with a mark by which spreadsheet programs
// know it. A kind with two tables is an archive of two files, since to repeat a certificate
// on each of its points would make the file many times larger.
type CSV struct{}

// Takes tells whether records of the kind can be written.
func (CSV) Takes(kind model.Kind) bool { return takes(kind) }

// Needs are the kinds of records that are named.
func (CSV) Needs(kind model.Kind) []export.Need { return needs(kind) }

// File is .csv, or .zip for certificates.
func (CSV) File(kind model.Kind) (ending, mediaType string) {
	if kind == model.KindCertificate {
		return ".csv.zip", "application/zip"
	}
	return ".csv", "text/csv; charset=utf-8; header=present"
}

// New begins a file.
func (CSV) New(w io.Writer, o export.Options) (export.Writer, error) {
	tables := tablesOf(o.Kind)
	out := &csvSink{}
	err := out.begin(w, o, tables)
	if err != nil {
		return nil, errors.Join(err, out.close())
	}
	return newWriter(tables, out)
}

// csvSink writes the first table at once; others wait on disk until it is done.
type csvSink struct {
	archive *zip.Writer // nil for a kind with one table
	parts   []*export.Part
	tables  []*csv.Writer
	record  []string
}

const byteOrderMark = "\ufeff"

func (s *csvSink) begin(w io.Writer, o export.Options, tables []table) error {
	if len(tables) > 1 {
		s.archive = export.NewArchive(w)
		var err error
		w, err = s.archive.CreateHeader(&zip.FileHeader{Name: tables[0].name + ".csv", Method: zip.Deflate, Modified: export.Stamp()})
		if err != nil {
			return err
		}
	}
	for i, t := range tables {
		if i > 0 {
			part, err := export.NewPart(o.Dir, t.name+".csv")
			if err != nil {
				return err
			}
			s.parts, w = append(s.parts, part), part
		}
		if _, err := io.WriteString(w, byteOrderMark); err != nil {
			return err
		}
		out := csv.NewWriter(w)
		out.UseCRLF = true
		s.tables = append(s.tables, out)
	}
	return nil
}

func (s *csvSink) row(table int, cells []cell) error {
	s.record = s.record[:0]
	for i := range cells {
		s.record = append(s.record, harmless(&cells[i]))
	}
	return s.tables[table].Write(s.record)
}

// harmless is a cell that no spreadsheet program takes for a formula: a text that begins as
// one has an apostrophe before it. Numbers stay.
func harmless(c *cell) string {
	if c.text == "" || c.number && model.Decimal(c.text).Valid() || !strings.ContainsRune("=+-@\t\r\n＝＋－＠", firstRune(c.text)) {
		return c.text
	}
	return "'" + c.text
}

func firstRune(s string) rune {
	for _, r := range s {
		return r
	}
	return 0
}

func (s *csvSink) finish() error {
	for _, t := range s.tables {
		if t.Flush(); t.Error() != nil {
			return t.Error()
		}
	}
	if s.archive == nil {
		return nil
	}
	for _, part := range s.parts {
		if err := part.AddTo(s.archive); err != nil {
			return err
		}
	}
	return s.archive.Close()
}

func (s *csvSink) close() error {
	var all []error
	for _, part := range s.parts {
		all = append(all, part.Close())
	}
	return errors.Join(all...)
}
