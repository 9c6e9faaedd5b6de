package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"path"

	"gocloud.dev/blob"
)

// CopyTo copies everything that is kept when it begins into another store. Damaged files are
// copied like others, and named: whoever makes a copy keeps as much as there is.
func (s *Store) CopyTo(ctx context.Context, to *Store) (files int, damaged []string, err error) {
	list := s.bucket.List(&blob.ListOptions{Prefix: "sha256/"})
	for {
		entry, err := list.Next(ctx)
		if errors.Is(err, io.EOF) {
			return files, damaged, nil
		}
		if err != nil {
			return files, damaged, fmt.Errorf("list files: %w", err)
		}
		name := path.Base(entry.Key)
		if raw, err := hex.DecodeString(name); err != nil || len(raw) != sha256.Size {
			continue // it is just coming in
		}
		hash, err := s.copyFile(ctx, entry.Key, to)
		if err != nil {
			return files, damaged, err
		}
		files++
		if hash != name {
			damaged = append(damaged, name)
		}
	}
}

// copyFile copies a file to the same place in another store, and returns its hash.
func (s *Store) copyFile(ctx context.Context, key string, to *Store) (hash string, err error) {
	r, err := s.bucket.NewReader(ctx, key, nil)
	if err != nil {
		return "", fmt.Errorf("open file: %w", err)
	}
	defer r.Close()
	digest := sha256.New()
	_, err = to.receive(ctx, key, io.TeeReader(r, digest))
	return hex.EncodeToString(digest.Sum(nil)), err
}
