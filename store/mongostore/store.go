package mongostore

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
	"go.mongodb.org/mongo-driver/v2/mongo/readpref"
	"go.mongodb.org/mongo-driver/v2/mongo/writeconcern"

	"metrograph/store"
)

// Options say how a store works. The zero value is right for most.
type Options struct {
	// ReadPreference names the servers that queries read from: primary, primaryPreferred,
	// secondary, secondaryPreferred or nearest. Empty for what the URI says, else primary.
	// Another than primary may show a caller a state before his own last write. Commits, the
	// journal and its readers always ask the primary.
	ReadPreference string

	// Parallel is how many queries of one List are under way at a time; 0 for 8.
	Parallel int

	// Batch is how many writes go into one command; 0 for 500.
	Batch int

	// Faults stops commits in tests.
	Faults store.Faults
}

// Store keeps records in a MongoDB database.
type Store struct {
	client *mongo.Client
	db     *mongo.Database // of the primary
	reads  *mongo.Database // of the servers that queries read from
	o      Options
	groups bool // the server groups as MongoDB does
	queue  queue

	// settled is the last sequence number of which it is known that no failure can take it
	// back, and that queries read what it wrote.
	settled atomic.Int64

	// Whoever holds the turn may commit, and may touch what follows.
	turn   chan struct{}
	next   int64 // where the next entry is likely to go; 0 if that is not known
	kept   int64 // the low-water mark as it is kept
	closed bool
}

var _ store.Store = (*Store)(nil)

// Open connects to a database: the one that the URI's path names, else metrograph. It creates
// what indexes are missing and finishes commits that a crash cut short. Whatever the URI says
// of it, a write counts when a majority has it in its logs.
func Open(ctx context.Context, uri string, o Options) (*Store, error) {
	s, err := connect(uri, o)
	if err != nil {
		return nil, wrap(err, "open", "database")
	}
	if err := s.start(ctx); err != nil {
		return nil, wrap(errors.Join(err, s.client.Disconnect(context.WithoutCancel(ctx))), "open", "database")
	}
	return s, nil
}

func connect(uri string, o Options) (*Store, error) {
	if o.Parallel <= 0 {
		o.Parallel = 8
	}
	if o.Batch <= 0 {
		o.Batch = 500
	}
	journaled := true
	settings := options.Client().SetServerSelectionTimeout(10 * time.Second).SetAppName("metrograph").ApplyURI(uri).
		SetWriteConcern(&writeconcern.WriteConcern{W: "majority", Journal: &journaled})
	prefer := settings.ReadPreference
	if prefer == nil {
		prefer = readpref.Primary()
	}
	if o.ReadPreference != "" {
		mode, err := readpref.ModeFromString(o.ReadPreference)
		if err != nil {
			return nil, err
		}
		if prefer, err = readpref.New(mode); err != nil {
			return nil, err
		}
	}
	client, err := mongo.Connect(settings)
	if err != nil {
		return nil, err
	}
	name := databaseOf(uri)
	return &Store{
		client: client, o: o, turn: make(chan struct{}, 1),
		db:    client.Database(name, options.Database().SetReadPreference(readpref.Primary())),
		reads: client.Database(name, options.Database().SetReadPreference(prefer)),
	}, nil
}

// databaseOf returns the database that the path of a URI names.
func databaseOf(uri string) string {
	_, rest, _ := strings.Cut(uri, "://")
	rest, _, _ = strings.Cut(rest, "?")
	_, name, _ := strings.Cut(rest, "/")
	if plain, err := url.PathUnescape(name); err == nil {
		name = plain
	}
	if name == "" {
		return "metrograph"
	}
	return name
}

// start prepares the database.
func (s *Store) start(ctx context.Context) error {
	if err := s.client.Ping(ctx, readpref.Primary()); err != nil {
		return err
	}
	if err := s.createIndexes(ctx); err != nil {
		return fmt.Errorf("create indexes: %w", err)
	}
	if err := s.probe(ctx); err != nil {
		return fmt.Errorf("probe: %w", err)
	}
	if err := s.rollForward(ctx); err != nil {
		return fmt.Errorf("roll forward: %w", err)
	}
	return nil
}

// Ping tells whether the server answers.
func (s *Store) Ping(ctx context.Context) error {
	return wrap(s.client.Ping(ctx, readpref.Primary()), "ping", "server")
}

// closing is how long closing a store may take.
const closing = 10 * time.Second

// Close waits for the commit that is under way and leaves the server.
func (s *Store) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), closing)
	defer cancel()
	if err := s.enter(ctx); err != nil {
		return wrap(errors.Join(err, s.client.Disconnect(ctx)), "close", "store")
	}
	defer s.leave()
	if s.closed {
		return nil
	}
	s.closed = true
	return wrap(errors.Join(s.keepMark(ctx), s.client.Disconnect(ctx)), "close", "store")
}

// enter takes the turn; leave passes it on.
func (s *Store) enter(ctx context.Context) error {
	select {
	case s.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *Store) leave() { <-s.turn }

// isText tells whether a server can be asked about a text at all.
func isText(s string) bool { return utf8.ValidString(s) }
