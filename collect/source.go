package collect

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"metrograph/collect/dcc"
	"metrograph/collect/dcx"
	"metrograph/collect/xmltree"
	"metrograph/model"
)

// Source is a document to import.
type Source struct {
	Name string // of the file
	Size int64  // in bytes, if it is known
	Open func() (io.ReadCloser, error)
	// Format is what the document was said to be, by a name of [Formats]; empty for whatever it is.
	Format string

	refused *FileReport // of a document that was refused before; nil for one to read
}

// StandardInput is the path that means the standard input.
const StandardInput = "-"

// Files returns the named files as sources: those that a pattern such as *.xml means, those in
// folders and below but for hidden ones, the documents in .zip and .gz files, and for "-" what
// comes by the standard input. Tables that have a folder, or an archive, to themselves are one.
func Files(stdin io.Reader, paths ...string) ([]Source, error) {
	var sources []Source
	for _, path := range paths {
		if path == StandardInput {
			sources = append(sources, Source{Name: "stdin", Open: func() (io.ReadCloser, error) { return io.NopCloser(stdin), nil }})
			continue
		}
		names, err := expand(path)
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			found, err := filesAt(name)
			if err != nil {
				return nil, err
			}
			sources = append(sources, found...)
		}
	}
	return sources, nil
}

// expand returns the paths that a pattern means. What is there by its name is no pattern.
func expand(path string) ([]string, error) {
	if _, err := os.Lstat(path); err == nil || !strings.ContainsAny(path, "*?[") {
		return []string{path}, nil
	}
	names, err := filepath.Glob(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("%s means no file", path)
	}
	return names, nil
}

// filesAt returns a file, or the files in a folder and below.
func filesAt(path string) (sources []Source, err error) {
	err = filepath.WalkDir(path, func(name string, entry fs.DirEntry, err error) error {
		switch hidden := strings.HasPrefix(nameOf(entry), ".") && name != path; {
		case err != nil:
			return err
		case entry.IsDir() && hidden:
			return filepath.SkipDir
		case hidden:
			return nil
		case entry.IsDir():
			tables := tablesIn(name)
			if tables == nil {
				return nil
			}
			sources = append(sources, folderOf(name, tables))
			return filepath.SkipDir
		}
		found, err := fileAt(name, entry)
		sources = append(sources, found...)
		return err
	})
	return sources, err
}

// fileAt returns the documents of a file.
func fileAt(name string, entry fs.DirEntry) ([]Source, error) {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".zip":
		return zipped(name)
	case ".gz":
		return []Source{gzipped(name)}, nil
	}
	source := Source{Name: name, Open: func() (io.ReadCloser, error) { return os.Open(name) }}
	if info, err := entry.Info(); err == nil {
		source.Size = info.Size()
	}
	return []Source{source}, nil
}

// nameOf is the name of an entry; a path that cannot be read has none.
func nameOf(entry fs.DirEntry) string {
	if entry == nil {
		return ""
	}
	return entry.Name()
}

// Bytes returns a document that is in memory as a source.
func Bytes(name string, content []byte) Source {
	return Source{Name: name, Size: int64(len(content)), Open: func() (io.ReadCloser, error) {
		return inMemory{bytes.NewReader(content)}, nil
	}}
}

// inMemory is an open document that is in memory.
type inMemory struct{ *bytes.Reader }

func (inMemory) Close() error { return nil }

// opened is a source that is being read, of which the head was seen.
type opened struct {
	*bufio.Reader
	io.Closer
	whole io.Reader // as it was opened
	head  []byte
}

// open begins to read a source. A finding says why there is nothing to go on with.
func (s Source) open() (*opened, *model.Finding) {
	in, err := s.Open()
	if err != nil {
		return nil, finding(ruleOpen, reason(err))
	}
	o := &opened{Reader: bufio.NewReaderSize(in, headBytes), Closer: in, whole: in}
	o.head, err = o.Peek(headBytes)
	if len(o.head) == 0 && err != nil && !errors.Is(err, io.EOF) { // later it is told when it is met
		return nil, finding(ruleOpen, reason(errors.Join(err, in.Close())))
	}
	if other := otherThan(s.Format, o.head); other != nil {
		_ = in.Close() // which was read only
		return nil, other
	}
	return o, nil
}

// load reads a document up to the limit.
func (o *opened) load(limit int64) (raw []byte, hash string, problem *model.Finding) {
	raw, err := io.ReadAll(io.LimitReader(o, limit+1))
	switch {
	case err != nil:
		return nil, "", finding(ruleOpen, reason(err))
	case int64(len(raw)) > limit:
		return nil, "", tooLarge(limit)
	}
	sum := sha256.Sum256(raw)
	return raw, hex.EncodeToString(sum[:]), nil
}

func tooLarge(limit int64) *model.Finding { return finding(ruleSize, fmt.Sprintf("%d", limit>>20)) }

// reason is why a file cannot be read, without its path, which the report has beside it.
func reason(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err.Error()
	}
	return err.Error()
}

// headBytes of a source tell what it is; a root element may come after long comments.
const headBytes = 4 << 10

// format is a format of documents.
type format struct {
	sniff func(head []byte) bool
	read  func(ctx context.Context, name string, raw []byte, limits xmltree.Limits) (*Parcel, error)
}

// formats are tried in this order.
var formats = []format{{dcx.Sniff, dcx.Read}, {dcc.Sniff, dcc.Read}}

// parse reads a document in whatever format it is.
func parse(ctx context.Context, name string, raw []byte, limit int64) (*Parcel, error) {
	for _, f := range formats {
		if f.sniff(raw[:min(len(raw), headBytes)]) {
			return f.read(ctx, name, raw, xmltree.Limits{Bytes: limit})
		}
	}
	return &Parcel{Findings: []model.Finding{*finding(ruleFormat)}}, nil
}
