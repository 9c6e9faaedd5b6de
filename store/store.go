// Package store declares what the node asks of a store of records: queries under a caller's
// scope, an append-only journal, and documents as BSON. The stores themselves are in
// mongostore and sqlitestore; storetest proves that both keep this contract.
package store

import (
	"context"

	"metrograph/model"
)

// Store keeps records, their journal and their index. It is safe for concurrent use. It
// decides nothing: every question comes with the scope that it is to be answered under.
type Store interface {
	// Get returns the documents of a kind by id, in the order of the ids; a nil entry where
	// there is no such record (or no longer).
	Get(ctx context.Context, kind model.Kind, ids []model.ID, fields model.FieldSet) ([]*Document, error)

	// Facts returns what access to records is decided by, in the order of the ids, which may be
	// of any kinds; a nil entry where there is no such record. It is cheaper than their
	// documents, and costs the same for all records.
	Facts(ctx context.Context, ids []model.ID) ([]*model.Facts, error)

	// Lookup returns the documents of a kind by their [UniqueKey], in the order of the keys; a
	// nil entry where there is none.
	Lookup(ctx context.Context, kind model.Kind, keys []string) ([]*Document, error)

	// List answers each of the queries with a page. Many queries in one call cost one trip.
	List(ctx context.Context, queries ...Query) ([]Page, error)

	// Count counts the records that a query without a page would list.
	Count(ctx context.Context, q Query) (int64, error)

	// Group counts and sums by dimensions. Every record is in a bucket at least, so that the
	// counts by fields with one value add up to what Count says.
	Group(ctx context.Context, g Grouping) ([]Bucket, error)

	// Scan calls a function with the cells of each record, in the order of the fields and in no
	// order of the records. They are there until it returns; its error ends the scan.
	Scan(ctx context.Context, s Scan, each func([]Cell) error) error

	// Commit appends each change to the journal and then updates what queries read. Each
	// change is atomic by itself and has its own outcome; those that succeed keep their order.
	// When Commit returns, the accepted changes are durable.
	Commit(ctx context.Context, changes []Change) ([]Outcome, error)

	// Changes returns up to limit journal entries with sequence numbers above after, in order
	// and without a gap.
	Changes(ctx context.Context, after int64, limit int) ([]Entry, error)

	// Last returns the sequence number of the newest journal entry; 0 where there is none.
	Last(ctx context.Context) (int64, error)

	// History returns the journal entries of one record with versions below before (0: all),
	// newest first.
	History(ctx context.Context, kind model.Kind, id model.ID, before, limit int) ([]Entry, error)

	// Ping tells whether the store can answer.
	Ping(ctx context.Context) error

	// Close finishes what was acknowledged and releases the store.
	Close() error
}

// MaxDocument is the largest document that a store accepts, in bytes of BSON: what fits,
// with index and journal data around it, into the 16 MiB of a MongoDB document.
const MaxDocument = 15 << 20

// MaxPage is the largest page that a query may ask for.
const MaxPage = 1000
