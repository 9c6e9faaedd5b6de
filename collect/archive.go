package collect

import (
	"archive/zip"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"metrograph/model"
)

// Bounds of an archive. What a document of it may have is bounded as of any other.
const (
	maxArchiveEntries = 100_000
	maxArchiveBytes   = 64 << 30 // of all documents, as the archive says
)

// archive is a ZIP file that is open while its documents are read, one after the other.
type archive struct {
	name string

	mu     sync.Mutex
	reader *zip.ReadCloser
	left   int // documents that were not read yet
}

// zipped returns the documents of a ZIP file. Their names are names and nothing else: no file
// is written, so that none can be written where it should not.
func zipped(name string) ([]Source, error) {
	reader, err := zip.OpenReader(name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	defer reader.Close()
	if len(reader.File) > maxArchiveEntries {
		return nil, fmt.Errorf("%s has more than %d documents; divide it", name, maxArchiveEntries)
	}
	a := &archive{name: name}
	var sources []Source
	var whole uint64
	for i, f := range reader.File {
		entry := entryName(f)
		if f.FileInfo().IsDir() || hiddenEntry(entry) {
			continue
		}
		if whole += min(f.UncompressedSize64, maxArchiveBytes); whole > maxArchiveBytes {
			return nil, fmt.Errorf("%s has more than %d GiB of documents; divide it", name, maxArchiveBytes>>30)
		}
		sources = append(sources, Source{Name: name + "/" + entry, Size: int64(min(f.UncompressedSize64, maxArchiveBytes)), Open: func() (io.ReadCloser, error) { return a.open(i) }})
	}
	if len(sources) > 1 && !slices.ContainsFunc(sources, func(s Source) bool { return !isTable(s.Name) || model.NameIsMarked(s.Name) }) {
		return []Source{{Name: name, Open: func() (io.ReadCloser, error) { return os.Open(name) }}}, nil // tables that belong together
	}
	a.left = len(sources)
	return sources, nil
}

// entryName is the name of an entry; one that is not UTF-8 is in the encoding of Chinese
// systems, so that a marking in it is found.
func entryName(f *zip.File) string {
	if utf8.ValidString(f.Name) {
		return f.Name
	}
	name, err := simplifiedchinese.GB18030.NewDecoder().String(f.Name)
	if err != nil {
		return strings.ToValidUTF8(f.Name, "\uFFFD")
	}
	return name
}

// hiddenEntry tells of what systems put into archives beside what was meant.
func hiddenEntry(name string) bool {
	return strings.HasPrefix(name, "__MACOSX/") || strings.HasPrefix(path.Base(name), ".")
}

// open opens the document at a place of the archive.
func (a *archive) open(place int) (_ io.ReadCloser, err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.reader == nil {
		if a.reader, err = zip.OpenReader(a.name); err != nil {
			return nil, err
		}
	}
	if place >= len(a.reader.File) {
		return nil, errors.New("the archive was changed meanwhile")
	}
	content, err := a.reader.File[place].Open()
	if err != nil {
		return nil, errors.Join(err, a.done())
	}
	return entry{content, a}, nil
}

// done closes the archive with its last document.
func (a *archive) done() error {
	if a.left--; a.left > 0 || a.reader == nil {
		return nil
	}
	reader := a.reader
	a.reader = nil
	return reader.Close()
}

// entry is an open document of an archive.
type entry struct {
	io.ReadCloser
	of *archive
}

func (e entry) Close() error {
	e.of.mu.Lock()
	defer e.of.mu.Unlock()
	return errors.Join(e.ReadCloser.Close(), e.of.done())
}

// gzipped is a document in a file of gzip, named without its ending.
func gzipped(name string) Source {
	return Source{Name: name[:len(name)-len(".gz")], Open: func() (io.ReadCloser, error) {
		file, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		content, err := gzip.NewReader(file)
		if err != nil {
			return nil, errors.Join(err, file.Close())
		}
		return unpacked{content, file}, nil
	}}
}

type unpacked struct {
	*gzip.Reader
	file *os.File
}

func (u unpacked) Close() error { return errors.Join(u.Reader.Close(), u.file.Close()) }
