// Package blob keeps the bytes of attachments by their SHA-256, in a local folder or, with
// another bucket URL, in an object store. What is kept is never changed; the same bytes are
// kept once.
package blob

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"

	"gocloud.dev/blob"
	"gocloud.dev/blob/fileblob"
	_ "gocloud.dev/blob/s3blob" // makes s3:// a bucket's address
	"gocloud.dev/gcerrors"

	"metrograph/model"
)

// MaxSize is the largest file that is kept, in bytes.
const MaxSize = 256 << 20

// Store keeps bytes by content hash. It is safe for concurrent use.
type Store struct {
	bucket  *blob.Bucket
	placing sync.RWMutex // held for reading while a file gets its place, and whole while one loses it
}

// S3 begins the address of a bucket in an object store.
const S3 = "s3://"

// Open opens a store in a bucket that has an address, such as s3://bucket?region=…; a folder
// is what has none.
func Open(ctx context.Context, address string) (*Store, error) {
	if !strings.HasPrefix(address, S3) {
		return OpenDir(address)
	}
	bucket, err := blob.OpenBucket(ctx, address)
	if err != nil {
		return nil, fmt.Errorf("attachments store: %w", err)
	}
	return &Store{bucket: bucket}, nil
}

// Check tells whether the store can be reached.
func (s *Store) Check(ctx context.Context) error {
	ok, err := s.bucket.IsAccessible(ctx)
	if err == nil && !ok {
		err = errors.New("there is no such bucket, or no access to it")
	}
	if err != nil {
		return fmt.Errorf("attachments store: %w", err)
	}
	return nil
}

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
	incoming := incomingFolder + rand.Text()
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
	s.placing.RLock()
	defer s.placing.RUnlock()
	// What is there already is written anew, and is as young as if it had not been there.
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

// Where a bucket has what is coming in, and what is kept.
const (
	incomingFolder = "incoming/"
	keptFolder     = "sha256/"
)

// place spreads files over folders by the first byte of their hash.
func place(hash string) string { return keptFolder + hash[:2] + "/" + hash }
