// Package spool keeps, in the data folder, what collection jobs need beside their records: the
// documents that wait to be imported, the account of those that were, and the documents that
// were rejected. Each job has a folder of its own; what is kept there survives the process.
package spool

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"metrograph/internal/durable"
	"metrograph/model"
)

// Store is the folders of all jobs.
type Store struct{ dir string }

// OpenDir returns the store in a folder, which is made when something is kept.
func OpenDir(dir string) *Store { return &Store{dir: dir} }

// Jobs lists the jobs that have a folder, the oldest first.
func (s *Store) Jobs() ([]model.ID, error) {
	entries, err := os.ReadDir(s.dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("spool: %w", err)
	}
	var ids []model.ID
	for _, e := range entries {
		if id := model.ID(e.Name()); e.IsDir() && id.Kind() == model.KindCollectionJob {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// CopyTo copies those files of all jobs that are wanted, by their names.
func (s *Store) CopyTo(target *Store, wanted func(name string) bool) (files int, err error) {
	ids, err := s.Jobs()
	for _, id := range ids {
		copied, err := (&Folder{filepath.Join(s.dir, string(id))}).copyTo(&Folder{filepath.Join(target.dir, string(id))}, wanted)
		if files += copied; err != nil {
			return files, err
		}
	}
	return files, err
}

func (f *Folder) copyTo(target *Folder, wanted func(name string) bool) (files int, err error) {
	entries, err := os.ReadDir(f.dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return 0, fmt.Errorf("spool: %w", err)
	}
	for _, e := range entries {
		if !wanted(e.Name()) {
			continue
		}
		file, err := f.Open(e.Name())
		if model.CodeOf(err) == model.CodeNotFound { // removed meanwhile
			continue
		}
		if err == nil {
			err = errors.Join(target.Put(e.Name(), file), file.Close())
		}
		if err != nil {
			return files, err
		}
		files++
	}
	return files, nil
}

// Folder is what is kept of a job.
type Folder struct{ dir string }

// Job returns the folder of a job, which is made when something is kept in it. Its id has to be
// that of a job.
func (s *Store) Job(id model.ID) (*Folder, error) {
	if id.Kind() != model.KindCollectionJob || !id.Valid() {
		return nil, model.NotFound()
	}
	return &Folder{dir: filepath.Join(s.dir, string(id))}, nil
}

// Put keeps a file under a name: whole or not at all, and on the disk when Put returns.
func (f *Folder) Put(name string, content io.Reader) (err error) {
	if err := os.MkdirAll(f.dir, 0o700); err != nil {
		return fmt.Errorf("spool: %w", err)
	}
	part, err := os.CreateTemp(f.dir, ".part-")
	if err != nil {
		return fmt.Errorf("spool: %w", err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(part.Name()) // it may have its name already
			err = fmt.Errorf("spool: %w", err)
		}
	}()
	_, err = io.Copy(part, content)
	if err == nil {
		err = part.Sync()
	}
	if err = errors.Join(err, part.Close()); err != nil {
		return err
	}
	if err = os.Rename(part.Name(), filepath.Join(f.dir, name)); err != nil {
		return err
	}
	return durable.SyncDir(f.dir)
}

// Open opens a file; NOT_FOUND where there is none.
func (f *Folder) Open(name string) (*os.File, error) {
	file, err := os.Open(filepath.Join(f.dir, name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, model.NotFound()
	}
	if err != nil {
		return nil, fmt.Errorf("spool: %w", err)
	}
	return file, nil
}

// Remove removes files, and the folder if nothing is left in it. Those that are not there are
// none to remove.
func (f *Folder) Remove(names ...string) error {
	var errs []error
	for _, name := range names {
		if err := os.Remove(filepath.Join(f.dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	_ = os.Remove(f.dir) // it fails while something is in it
	return errors.Join(errs...)
}

// RemoveAll removes the folder and all that is in it.
func (f *Folder) RemoveAll() error { return os.RemoveAll(f.dir) }

// Append adds lines of JSON to a file. A process that dies meanwhile leaves a part of a line,
// which is no line.
func (f *Folder) Append(name string, entries ...any) error {
	var lines bytes.Buffer
	for _, entry := range entries {
		if err := json.NewEncoder(&lines).Encode(entry); err != nil {
			return fmt.Errorf("spool: %w", err)
		}
	}
	if err := os.MkdirAll(f.dir, 0o700); err != nil {
		return fmt.Errorf("spool: %w", err)
	}
	file, err := os.OpenFile(filepath.Join(f.dir, name), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("spool: %w", err)
	}
	end, err := endOfLines(file)
	if err == nil {
		err = file.Truncate(end)
	}
	if err == nil {
		_, err = file.WriteAt(lines.Bytes(), end)
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("spool: %w", err)
	}
	return nil
}

// endOfLines is where the last whole line of a file ends.
func endOfLines(file *os.File) (int64, error) {
	info, err := file.Stat()
	if err != nil {
		return 0, err
	}
	const step = 4 << 10
	for end := info.Size(); end > 0; end -= min(end, step) {
		block := make([]byte, min(end, step))
		if _, err := file.ReadAt(block, end-int64(len(block))); err != nil {
			return 0, err
		}
		if at := bytes.LastIndexByte(block, '\n'); at >= 0 {
			return end - int64(len(block)) + int64(at) + 1, nil
		}
	}
	return 0, nil
}

// Lines gives the whole lines of a file one after the other, from one on, until each returns
// false. A file that is not there has none.
func (f *Folder) Lines(name string, from int, each func(number int, line []byte) bool) error {
	file, err := f.Open(name)
	if model.CodeOf(err) == model.CodeNotFound {
		return nil
	}
	if err != nil {
		return err
	}
	defer file.Close()
	lines := bufio.NewReaderSize(file, 64<<10)
	for number := 0; ; number++ {
		line, err := lines.ReadBytes('\n')
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("spool: %w", err)
		case number < from:
		case !each(number, line):
			return nil
		}
	}
}
