// Package sqlitestore keeps records, their journal and their index in one SQLite file. It is
// the store of a node that has no database server, and the only place with SQL.
//
// # What is in the file
//
// The journal has every revision of every record with its document, by sequence number. A
// document is there and nowhere else: what queries read of a record is its values, and the
// number of its last entry.
//
// For each kind of record there are, see layout:
//   - a narrow table with a row for each record and a column for each queryable field. A text
//     that many records share (a field to group by) is the number of a word, so that a row of
//     a certificate has some 300 bytes and statistics read little;
//   - a full-text index (FTS5) of the index terms and of all values, which finds the records
//     that have any combination of values and terms. It takes batches as sorted runs and
//     merges them later, so that an entry costs a tenth of one in an ordinary index, or less;
//   - in the same index, for each path of the schema whose fields have few values (those that
//     access is decided by, for example), tokens of the words of the path, the primary sort
//     value and the id. The index has its tokens in order: the records of a manufacturer, or
//     what is public, are read newest first without looking at any other;
//   - an ordinary index for the id, the unique key and each further sort key;
//   - a tally of how many records have the same facts, which answers most counts;
//   - zones, see zoneBits, by which a search in the order of ids looks at few records;
//   - a table with what is seldom read: lists of values, and index terms.
//
// # How a page is found
//
// A query with a filter is first tried as a whole: by a walk along what the filter selects, or
// by collecting the few records that have a serial number, an instrument or the words of a text,
// the scope being looked at of each record; for as long as that gets on, see finder.jointly.
// Otherwise it is split into branches, one for each clause of the scope, whose results are
// merged. Branches after the first are searched no further than the page that they come to.
// For each branch there are several ways: to walk along a path in the order asked for, looking
// at the remaining conditions on the way, or to collect all records that the full-text index
// finds and keep the first ones. The ways take turns, each looking at twice as many records as
// before, until one has the page, see finder. So a page costs a small number times what the
// quickest way costs, and that is:
//   - where a path has all the conditions, as for scopes alone: the page;
//   - where one record in n on the path holds the other conditions: n times the page, or the
//     number of records that the full-text index finds, whichever is less.
//
// The worst case is a condition that many records hold, all of them far from where the page
// begins, and grows with the smaller of their number and that distance.
//
// # What counts and groups cost
//
// Counts by what access is decided by, and groups by it, read the tally: as many rows as there
// are combinations of origin, level, class, status and discipline. A count by values and terms
// reads the lists of the full-text index, some tenths of a microsecond for each record in the
// shortest of them. Every other one reads a row of the narrow table for each record: for those
// that the full-text index or the range of a sort key leaves, if they are less than a sixteenth
// of all, and otherwise for all of them one after the other, which takes some 0.4 µs each, so
// that statistics of a million records by any four dimensions take about half a second, and
// grow with the number of records. The buckets are gathered in memory, up to 200,000 of them.
//
// # How it is written
//
// One connection writes, a pool of others reads. Callers encode and index their changes by
// themselves; whoever finds the writer free writes the changes of all who wait, in one
// transaction with one wait for the disk. A transaction is in the file whole or not at all, the
// journal with the rest: after a crash there is nothing to be rolled forward. The log is synced
// before a commit is acknowledged.
package sqlitestore
