// Package durable writes files so that they survive the loss of power: a file is there whole
// or as it was before.
package durable

import (
	"errors"
	"os"
	"path/filepath"
)

// Part begins the names of files that are written: one that is left over is of a process that
// died, and can be removed when no other writes.
const Part = ".part-"

// WriteFile writes a file that only its owner may read, whole or not at all. When it returns,
// the content and the name are on the disk.
func WriteFile(path string, content []byte) (err error) {
	part, err := os.CreateTemp(filepath.Dir(path), Part)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(part.Name()) // it may have its name already
		}
	}()
	_, err = part.Write(content)
	if err = errors.Join(err, part.Sync(), part.Close()); err != nil {
		return err
	}
	if err = os.Rename(part.Name(), path); err != nil {
		return err
	}
	return SyncDir(filepath.Dir(path))
}

// SyncDir makes the names in a folder durable.
func SyncDir(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
