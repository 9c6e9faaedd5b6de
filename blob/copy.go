package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"path"

	"gocloud.dev/blob"
	"gocloud.dev/gcerrors"
)

// CopyTo copies everything that is kept when it begins into another store. Damaged files are
// copied like others, and named: whoever makes a copy keeps as much as there is.
func (s *Store) CopyTo(ctx context.Context, to *Store) (files int, damaged []string, err error) {
	err = s.each(ctx, keptFolders(), func(entry *blob.ListObject) error {
		name, kept := hashOf(entry.Key)
		if !kept {
			return nil // it is just coming in
		}
		hash, err := s.copyFile(ctx, entry.Key, to)
		if gcerrors.Code(err) == gcerrors.NotFound {
			return nil // it was swept meanwhile
		}
		if err != nil {
			return err
		}
		files++
		if hash != name {
			damaged = append(damaged, name)
		}
		return nil
	})
	return files, damaged, err
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

// hashOf is the hash of the file at a place.
func hashOf(key string) (hash string, ok bool) {
	hash = path.Base(key)
	raw, err := hex.DecodeString(hash)
	return hash, err == nil && len(raw) == sha256.Size && key == place(hash)
}
