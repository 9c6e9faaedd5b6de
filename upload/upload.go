// Package upload takes large files in by the protocol tus 1.0 (https://tus.io), which goes on
// where a connection was cut. Nobody has looked at a file before it is whole, and it may be what
// is not to be on a disk: what has come of it is sealed under a key that only the address of
// the upload has, which its client alone knows.
package upload

import (
	"cmp"
	"context"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	tus "github.com/tus/tusd/v2/pkg/handler"
	"github.com/tus/tusd/v2/pkg/memorylocker"
	quiet "golang.org/x/exp/slog"

	"metrograph/model"
)

// Taker is whoever the files are for.
type Taker interface {
	// May refuses an upload before any of it is taken, by what is said of it.
	May(ctx context.Context, said map[string]string, size int64) error
	// Take takes a whole file over and returns the path of what it became. It is called again
	// where it failed or where nobody knows whether it did.
	Take(ctx context.Context, t *Ticket, content io.ReadSeeker) (result string, err error)
}

// Ticket is what is known of an upload.
type Ticket struct {
	Said  map[string]string // by the client: the tus metadata
	Size  int64
	Noted string // what was noted when it was tried to take it before
	note  func(string) error
}

// Note keeps a word for the next attempt.
func (t *Ticket) Note(word string) error {
	if err := t.note(word); err != nil {
		return err
	}
	t.Noted = word
	return nil
}

// Options are limits of uploads; what is 0 has the stated default.
type Options struct {
	Size  int64            // of a file in bytes; 1 GiB
	Space int64            // for all files in bytes; 10 GiB
	Most  int              // that an institution has at once; 16
	Keep  time.Duration    // since something of it came; 24 h
	Clock func() time.Time // nil for the system's
	Log   *slog.Logger     // nil for none
}

// Store is the uploads under way, in a folder.
type Store struct {
	dir   string
	taker Taker
	o     Options

	mu    sync.Mutex
	known map[string]*entry // by name
}

// entry is what an upload takes of the limits.
type entry struct {
	institution model.ID
	size        int64
	touched     time.Time
	busy        int  // requests that are at it
	taken       bool // it became something, and only the word of what is left
}

// Open opens the uploads in a folder, with those that were under way when the last process
// ended.
func Open(dir string, taker Taker, o Options) (*Store, error) {
	o.Size = cmp.Or(o.Size, 1<<30)
	o.Space = cmp.Or(o.Space, 10<<30)
	o.Most = cmp.Or(o.Most, 16)
	o.Keep = cmp.Or(o.Keep, 24*time.Hour)
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	s := &Store{dir: dir, taker: taker, o: o, known: map[string]*entry{}}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	return s, s.recall()
}

// recall finds what an earlier process left.
func (s *Store) recall() error {
	entries, err := os.ReadDir(s.dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		about, err := s.read(e.Name())
		if err != nil { // it was never answered that it is there
			if err := os.RemoveAll(filepath.Join(s.dir, e.Name())); err != nil {
				return err
			}
			continue
		}
		s.known[e.Name()] = &entry{institution: about.Requester.Institution, size: about.Size, touched: s.o.Clock(), taken: about.Result != ""}
	}
	return nil
}

// Handler serves the uploads below a path.
func (s *Store) Handler(path string) (http.Handler, error) {
	composer := tus.NewStoreComposer()
	composer.UseCore(s)
	composer.UseTerminater(s)
	memorylocker.New().UseIn(composer)
	h, err := tus.NewHandler(tus.Config{
		StoreComposer: composer, BasePath: path, MaxSize: s.o.Size, DisableDownload: true, DisableConcatenation: true,
		Cors:                      &tus.CorsConfig{Disable: true},
		Logger:                    quiet.New(quiet.NewTextHandler(io.Discard, nil)), // it would log addresses, and the keys in them
		PreUploadCreateCallback:   s.may,
		PreFinishResponseCallback: s.taken,
	})
	if err != nil {
		return nil, err
	}
	return http.StripPrefix(path, h), nil
}

// may refuses what is not to be begun.
func (s *Store) may(hook tus.HookEvent) (tus.HTTPResponse, tus.FileInfoChanges, error) {
	err := s.taker.May(hook.Context, hook.Upload.MetaData, hook.Upload.Size)
	return tus.HTTPResponse{}, tus.FileInfoChanges{}, s.told(err)
}

// taken tells what an upload became, when its last bytes have come.
func (s *Store) taken(hook tus.HookEvent) (tus.HTTPResponse, error) {
	name, _, err := split(hook.Upload.ID)
	if err != nil {
		return tus.HTTPResponse{}, err
	}
	about, err := s.read(name)
	if err != nil {
		return tus.HTTPResponse{}, s.told(err)
	}
	return tus.HTTPResponse{Header: tus.HTTPHeader{"Content-Location": about.Result}}, nil
}

// Run removes uploads that nothing has come of for long, until the context ends.
func (s *Store) Run(ctx context.Context) {
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for {
		s.Expire(ctx)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Expire removes uploads that nothing has come of for long.
func (s *Store) Expire(ctx context.Context) {
	before := s.o.Clock().Add(-s.o.Keep)
	s.mu.Lock()
	defer s.mu.Unlock()
	for name, e := range s.known {
		if e.busy > 0 || !e.touched.Before(before) {
			continue
		}
		if err := os.RemoveAll(filepath.Join(s.dir, name)); err != nil {
			s.o.Log.ErrorContext(ctx, "an upload that has expired could not be removed", "upload", name, "error", err)
			continue
		}
		delete(s.known, name)
	}
}
