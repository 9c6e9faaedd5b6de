package sqlitestore

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"

	sqlite3 "modernc.org/sqlite/lib"

	"metrograph/model"
	"metrograph/store"
)

// Options are what may be changed about a store. The zero value is right for a node.
type Options struct {
	// Readers is how many queries may run at once; 0 for twice the number of processors, but no
	// more than 16.
	Readers int
	// Cache is how much memory each reader may use for pages of the file, in KiB, and the writer
	// eight times; 0 for 8 MiB.
	Cache int
	// Lean is for a process that writes and is hardly asked: half of the memory for pages, and
	// no file in memory, whose pages count as the process's own however little it needs them.
	Lean bool
	// Faults stops commits where a test wants it to.
	Faults store.Faults
}

// Store keeps records in one SQLite file. See the package's description.
type Store struct {
	path    string
	layouts map[model.Kind]*layout
	words   *words
	faults  store.Faults
	queue   queue
	writer  *conn // belongs to whoever holds the queue's right to write
	ledger  ledger
	readers chan *conn
	opened  int  // how many readers there are
	desk    desk // belongs to whoever holds the right to write

	budget   int  // how many records a source looks at in its first turn, see finder.find
	backward bool // for tests: the least promising source has the first turn
}

var _ store.Store = (*Store)(nil)

// Open opens the store in a file, which it makes if there is none.
func Open(ctx context.Context, path string, o Options) (*Store, error) {
	s := &Store{path: path, layouts: layouts(), words: newWords(), faults: o.Faults, budget: 128}
	s.queue.writer = make(chan struct{}, 1)
	readers := o.Readers
	if readers <= 0 {
		readers = min(2*runtime.GOMAXPROCS(0), 16)
	}
	s.readers = make(chan *conn, readers)
	cache := o.Cache
	if cache <= 0 {
		cache = 8 << 10
	}
	how := reading + mapped
	if o.Lean {
		cache, how = cache/2, reading
	}
	if err := s.open(ctx, cache, how); err != nil {
		return nil, errors.Join(wrap(ctx, err, "open", path), s.release())
	}
	return s, nil
}

func (s *Store) open(ctx context.Context, cache int, reading string) error {
	var err error
	if err := private(s.path); err != nil {
		return err
	}
	if s.writer, err = connect(s.path); err != nil {
		return err
	}
	release := s.writer.watch(ctx)
	defer release()
	if err := s.writer.script(fmt.Sprintf(shared, 8*cache)); err != nil {
		return s.unreadable(err)
	}
	if _, err := s.version(s.writer); err != nil {
		return s.unreadable(err)
	}
	if err := s.writer.script(writing); err != nil {
		return err
	}
	if err := s.ledger.open(s.path, s.writer); err != nil {
		return err
	}
	if err := s.migrate(ctx, s.writer); err != nil {
		return err
	}
	for range cap(s.readers) {
		c, err := connect(s.path)
		if err != nil {
			return err
		}
		s.readers <- c
		s.opened++
		if err := c.script(fmt.Sprintf(shared+reading, cache)); err != nil {
			return err
		}
	}
	return nil
}

// private makes a file that is not there yet readable for its owner alone. SQLite gives the
// log the same rights.
func private(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return f.Close()
}

// The settings of connections. A commit waits until the disk has the log (FULL): what was
// acknowledged survives a loss of power, not only a kill. Who copies the log, see ledger. Readers look at
// the file in memory, as far as SQLite lets them (2 GiB), instead of copying pages out of it.
const (
	shared  = "PRAGMA busy_timeout = 10000; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -%d;"
	syncing = "PRAGMA synchronous = FULL;"
	writing = "PRAGMA cell_size_check = 1; PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = 100000000;" + syncing
	reading = "PRAGMA query_only = 1;"
	mapped  = "PRAGMA mmap_size = 2147418112;"
)

// unreadable says what is wrong with a file that is not a store's.
func (s *Store) unreadable(err error) error {
	if is(err, sqlite3.SQLITE_NOTADB) {
		if info, e := os.Stat(s.path); e == nil && info.Size() > 0 {
			return fmt.Errorf("%s is not a store of Metrograph: %w", s.path, err)
		}
	}
	return err
}

// Ping tells whether the file can be read.
func (s *Store) Ping(ctx context.Context) error {
	return wrap(ctx, s.read(ctx, func(c *conn) error {
		_, err := c.number("SELECT count(*) FROM fingerprint")
		return err
	}), "ping", s.path)
}

// read runs a function on a connection that sees the file as it is at one moment.
func (s *Store) read(ctx context.Context, f func(*conn) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case c, open := <-s.readers:
		if !open {
			return model.Errorf(model.CodeInternal, "the store is closed")
		}
		defer func() { s.readers <- c }()
		release := c.watch(ctx)
		defer release()
		return c.within("BEGIN", func() error { return f(c) })
	}
}

// Close waits for what is under way, brings the log into the file and releases it.
func (s *Store) Close() error {
	s.queue.writer <- struct{}{}
	defer func() { <-s.queue.writer }()
	return wrap(context.Background(), s.release(), "close", s.path)
}

func (s *Store) release() error {
	if s.writer == nil {
		return nil
	}
	for range s.opened {
		(<-s.readers).close()
	}
	close(s.readers)
	err := s.ledger.close(s.writer)
	s.writer.close()
	s.writer = nil
	return err
}
