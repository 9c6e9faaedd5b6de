// Package blob keeps the bytes of attachments by their SHA-256, in a local folder or, with
// another bucket URL, in an object store. What is kept is never changed; the same bytes are
// kept once.
package blob

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"

	"gocloud.dev/blob"
	"gocloud.dev/blob/fileblob"
	"gocloud.dev/gcerrors"

	"metrograph/model"
)

// MaxSize is the largest file that is kept, in bytes.
const MaxSize = 256 << 20

// Store keeps bytes by content hash. It is safe for concurrent use.
type Store struct{ bucket *blob.Bucket }

// OpenDir opens, and makes if need be, a store in a folder. A file appears there whole or
// not at all.
func OpenDir(dir string) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("attachments folder: %w", err)
	}
	bucket, err := fileblob.OpenBucket(dir, &fileblob.Options{NoTempDir: true, Metadata: fileblob.MetadataDontWrite})
	if err != nil {
		return nil, fmt.Errorf("attachments folder %s: %w", dir, err)
	}
	return &Store{bucket: bucket}, nil
}

// Close releases the store.
func (s *Store) Close() error { return s.bucket.Close() }

// Put keeps everything that it reads, up to [MaxSize], and returns its hash in hexadecimal
// and its size in bytes.
func (s *Store) Put(ctx context.Context, r io.Reader) (hash string, size int64, err error) {
	incoming := "incoming/" + rand.Text()
	digest := sha256.New()
	if size, err = s.receive(ctx, incoming, io.TeeReader(io.LimitReader(r, MaxSize+1), digest)); err != nil {
		return "", 0, err
	}
	defer func() {
		if dropped := s.bucket.Delete(ctx, incoming); err == nil {
			err = dropped
		}
	}()
	if size > MaxSize {
		return "", 0, model.Errorf(model.CodeLimitExceeded, "a file may have at most %d bytes", MaxSize)
	}
	hash = hex.EncodeToString(digest.Sum(nil))
	if err := s.bucket.Copy(ctx, place(hash), incoming, nil); err != nil {
		return "", 0, fmt.Errorf("keep file: %w", err)
	}
	return hash, size, nil
}

// receive writes what it reads under a name; nothing appears there if it fails.
func (s *Store) receive(ctx context.Context, name string, r io.Reader) (size int64, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	w, err := s.bucket.NewWriter(ctx, name, &blob.WriterOptions{ContentType: "application/octet-stream"})
	if err != nil {
		return 0, fmt.Errorf("keep file: %w", err)
	}
	size, err = io.Copy(w, r)
	if err != nil {
		cancel() // closing a writer whose context is cancelled drops what was written
		_ = w.Close()
		return 0, fmt.Errorf("receive file: %w", err)
	}
	if err := w.Close(); err != nil {
		return 0, fmt.Errorf("keep file: %w", err)
	}
	return size, nil
}

// Open opens the bytes with a hash; NOT_FOUND where there are none. The reader must be
// closed.
func (s *Store) Open(ctx context.Context, hash string) (io.ReadSeekCloser, error) {
	if raw, err := hex.DecodeString(hash); err != nil || len(raw) != sha256.Size {
		return nil, model.NotFound()
	}
	r, err := s.bucket.NewReader(ctx, place(hash), nil)
	if gcerrors.Code(err) == gcerrors.NotFound {
		return nil, model.NotFound()
	}
	if err != nil {
		return nil, fmt.Errorf("open file: %w", err)
	}
	return r, nil
}

// place spreads files over folders by the first byte of their hash.
func place(hash string) string { return "sha256/" + hash[:2] + "/" + hash }
