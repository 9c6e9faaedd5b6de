// Package mongostore keeps records in MongoDB, or in an engine that speaks its protocol. It is
// the only user of the driver. It needs no transactions, change streams, collations or scripts,
// and is right on a standalone server, on a replica set and on compatible engines, with any
// number of processes at work on one database.
//
// # What is kept
//
// The journal is the truth, one document an entry, the sequence number its _id, the record as
// bytes. Each kind of record has a collection of what queries read, the projection, which can
// always be made again from the journal: the record as BSON with its queryable values, phrases
// and index terms beside it. A deleted record leaves a stub of its id, version and hash. The
// collection state holds the low-water mark.
//
// # How a change is committed
//
// Calls of Commit that meet in a process are committed together, by one of them.
//
//  1. Plan. Where each record stands is read from the projection, or from the journal where a
//     change does not fit that. Stale changes and taken keys are refused here.
//  2. Append. The entries go into the journal by one ordered insert, numbered from where the
//     journal is thought to end. The server stops at the first that is not unique, so that what
//     is written is a beginning of the list and no number is left out. Three things are unique:
//     the number; the revision, which is kind, id and version; and the claim to a unique key. If
//     the insert stopped, somebody was faster: the rest is planned anew, from the journal alone,
//     which now says whether the change is stale, its key is taken, or only the number was.
//  3. Project. Each record is written, if it is of an older version, by one guarded replacement
//     a record. That can be done by anybody, at any time, any number of times and in any order:
//     it never takes a record back. The stubs are there for this: without one, a delayed writer
//     would bring a deleted record back to life.
//  4. Answer, after everything was acknowledged by a majority and is in the servers' logs.
//
// A change is committed by the insert of its entry, which is one document: it is there wholly
// or not at all, with nothing to clean up when it is refused.
//
// # Unique keys
//
// No two records of a kind and origin share a natural key. A record that takes a key it did not
// have before claims it in its entry: the key with a generation, one more than the claim before.
// Keys are read before the insert: a key is taken when the record of the last claim still has
// it, as that record's last entry tells. Two writers who both find a key free claim the same
// generation, and the unique index lets one of them in. There is no lock and no reservation that
// a crash could leave behind, and a key is free the moment that an entry gives it up.
//
// # Crashes, and helping
//
// An entry whose writer died before projecting it is projected by the next start, by the next
// commit of whatever process, and by the next reader of the journal: each settles all entries
// before its own. The low-water mark tells up to where everything is settled; it is kept now
// and then and only ever rises, so that a start looks at a few hundred entries at most.
//
// # Servers that fail
//
// A server shows a write before it is durable and may lose it when it fails. Nobody therefore
// builds on an entry of another writer, to number his own after it or to hand it to a reader,
// before a fence: a small durable write of his own, after which the entry is still there.
// Servers make writes durable in the order in which they show them, so that no entry can vanish
// and leave a gap, and no reader has seen what never came to be. When a call fails in between,
// what became of it is not known; the journal tells.
//
// The collections of records may be sharded by _id. The journal and the state are one place by
// their nature: they stay on one shard.
//
// # How queries are asked
//
// The alternatives of a filter and of a scope are multiplied out, so that they stand at the root
// of the filter, each with the range of the page: the server walks one index for each and merges
// them in order. What would become too many comes in several finds, merged here, or stays a
// condition within the others. Grouping is done here if a probe at the start shows that the
// server cannot.
package mongostore
