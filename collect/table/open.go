package table

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"metrograph/collect/row"
)

// Names of the formats.
const (
	XLSX = "XLSX"
	CSV  = "CSV"
)

// SniffBook tells whether a source begins as workbooks and archives do.
func SniffBook(head []byte) bool { return bytes.HasPrefix(head, []byte("PK\x03\x04")) }

// SniffCSV tells whether a source begins with rows of which one is a header of the template.
func SniffCSV(head []byte) bool {
	if bytes.IndexByte(head, 0) >= 0 && !bytes.HasPrefix(head, []byte("\xff\xfe")) && !bytes.HasPrefix(head, []byte("\xfe\xff")) {
		return false
	}
	in, err := newCSV(io.NopCloser(bytes.NewReader(head)))
	if err != nil {
		return false
	}
	for range headerWithin {
		found, err := in.next()
		if err != nil {
			return false
		}
		if match("", found) != nil {
			return true
		}
	}
	return false
}

// ReadCSV reads the records of one table of separated values.
func ReadCSV(in io.Reader) (row.Reader, error) {
	return newReader(&book{lone: true, tables: []bookTable{{"", func() (lines, error) { return newCSV(io.NopCloser(in)) }}}})
}

// ReadBook reads the records of a workbook, or of an archive of tables of separated values.
func ReadBook(in io.ReaderAt, size int64) (row.Reader, error) {
	archive, err := zip.NewReader(in, size)
	if err != nil {
		return unreadable(err), nil
	}
	for _, f := range archive.File {
		if f.Name == "xl/workbook.xml" {
			b, err := openWorkbook(archive)
			if err != nil {
				return unreadable(err), nil
			}
			return newReader(b)
		}
	}
	var files []File
	for _, f := range archive.File {
		if name := entryName(f.Name); strings.EqualFold(path.Ext(name), ".csv") {
			files = append(files, File{name, f.Open})
		}
	}
	return ReadFiles(files)
}

// File is a table of separated values among others.
type File struct {
	Name string
	Open func() (io.ReadCloser, error)
}

// ReadFiles reads the records of tables that belong together.
func ReadFiles(files []File) (row.Reader, error) {
	b := &book{}
	for _, f := range files {
		b.tables = append(b.tables, bookTable{strings.TrimSuffix(path.Base(f.Name), path.Ext(f.Name)), func() (lines, error) {
			content, err := f.Open()
			if err != nil {
				return nil, err
			}
			return newCSV(content)
		}})
	}
	return newReader(b)
}

// entryName is the name of an entry, also of an archive that a Chinese system made.
func entryName(name string) string {
	if utf8.ValidString(name) {
		return name
	}
	if text, err := simplifiedchinese.GB18030.NewDecoder().String(name); err == nil {
		return text
	}
	return strings.ToValidUTF8(name, "\uFFFD")
}

// unreadable is a source of one row that says what is wrong with it.
func unreadable(err error) row.Reader {
	fault := &row.Row{}
	fault.Fault(ruleBook, "", strings.ReplaceAll(fmt.Sprint(err), "zip: ", ""))
	return &single{fault}
}

type single struct{ fault *row.Row }

func (s *single) Next() (*row.Row, error) {
	if s.fault == nil {
		return nil, io.EOF
	}
	fault := s.fault
	s.fault = nil
	return fault, nil
}

var errParts = errors.New("a part of the workbook is missing or is not as it should be")
