package collect

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"metrograph/collect/row"
	"metrograph/collect/table"
	"metrograph/model"
)

// maxTables is how many tables a folder has at most that are read as one: all of them are open
// while they are.
const maxTables = 64

// tablesIn returns the tables of a folder that has nothing else, and so belong together; nil
// for any other folder. Tables of which one is marked by its name are documents of their own,
// so that the others go on without it.
func tablesIn(dir string) []string {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil // which whoever goes through the folder meets as well
	}
	var names []string
	for _, e := range entries {
		switch name := e.Name(); {
		case strings.HasPrefix(name, "."):
		case e.IsDir() || !isTable(name) || model.NameIsMarked(name):
			return nil
		default:
			names = append(names, filepath.Join(dir, name))
		}
	}
	if len(names) < 2 || len(names) > maxTables {
		return nil
	}
	slices.Sort(names)
	return names
}

// isTable tells whether a file is one of separated values by its name.
func isTable(name string) bool { return strings.EqualFold(filepath.Ext(name), ".csv") }

// folderOf is a folder of tables as one source.
func folderOf(dir string, names []string) Source {
	return Source{Name: dir, Open: func() (io.ReadCloser, error) { return newFolder(names), nil }}
}

// folder is open tables as the archive that the template has them in: as a stream, it is one,
// without compression, so that the same tables have the same hash; the pipeline reads the files
// where they are.
type folder struct {
	names []string // of all files
	left  []string // that the stream has not come to
	out   bytes.Buffer
	zip   *zip.Writer
	in    *os.File // under way; nil for none
	to    io.Writer
	done  bool
}

func newFolder(names []string) *folder {
	f := &folder{names: names, left: names}
	f.zip = zip.NewWriter(&f.out)
	return f
}

func (f *folder) Read(p []byte) (int, error) {
	for f.out.Len() == 0 && !f.done {
		if err := f.step(); err != nil {
			return 0, err
		}
	}
	return f.out.Read(p)
}

// step brings the stream a piece further.
func (f *folder) step() (err error) {
	const piece = 64 << 10
	switch {
	case f.in != nil:
		if _, err = io.CopyN(f.to, f.in, piece); errors.Is(err, io.EOF) {
			err = f.Close()
		}
		return err
	case len(f.left) == 0:
		f.done = true
		return f.zip.Close()
	}
	if f.in, err = os.Open(f.left[0]); err != nil {
		return err
	}
	f.to, err = f.zip.CreateHeader(&zip.FileHeader{Name: filepath.Base(f.left[0])})
	f.left = f.left[1:]
	return err
}

func (f *folder) Close() error {
	if f.in == nil {
		return nil
	}
	in := f.in
	f.in = nil
	return in.Close()
}

// open reads the records of the tables. The stream is gone through for its hash alone.
func (f *folder) open(in *metered) (row.Reader, error) {
	size, err := io.Copy(in.sum, in.opened)
	if err != nil {
		return nil, err
	}
	in.read.Store(size)
	tables := make([]table.File, len(f.names))
	for i, name := range f.names {
		tables[i] = table.File{Name: filepath.Base(name), Open: func() (io.ReadCloser, error) { return os.Open(name) }}
	}
	return table.ReadFiles(tables)
}
