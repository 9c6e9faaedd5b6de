// Package storetest is the one suite that every store has to pass. What it asks is the
// contract of package store, and nothing that only one store could give.
package storetest

import (
	"slices"
	"testing"

	"metrograph/store"
)

// Options say how a store is to be opened.
type Options struct {
	// Name names the data: a store that is opened by a name that was used before in the same
	// test has the data that was written then, any other name is an empty store.
	Name   string
	Faults store.Faults
}

// Opened is a store under test.
type Opened struct {
	store.Store

	// Crash leaves the store as a kill would: nothing is flushed, checkpointed or answered
	// any more, and the data can be opened again by its name. The store is not used after.
	Crash func()

	// Tamper changes the data behind the store's back, at a journal entry, as somebody could who
	// has the file or the server; nil where the test has no way to.
	Tamper func(t *testing.T, how Tampering, sequence int64)

	// Lacks says what the backend cannot do. It is for test doubles; a store that is used in
	// production lacks nothing.
	Lacks Caps

	// Scale is about how many records a case may use that needs many; 0 for [DefaultScale].
	Scale int
}

// Caps are capabilities by name. A case that needs one that the backend lacks leaves that
// part out, and says so in its log.
type Caps struct {
	MultiSum       bool // sums and squares of fields, several in one grouping
	Spans          bool // grouping by the month or the year of a date
	LargeDocuments bool // documents near store.MaxDocument
	Durability     bool // what was acknowledged survives Crash
	Speed          bool // an answer costs what it returns, not what is stored
}

// Tampering is a way of changing data behind a store's back.
type Tampering string

// The ways of tampering that the suite tries.
const (
	ChangeEntry  Tampering = "change entry"  // another actor in the journal
	RemoveEntry  Tampering = "remove entry"  // from the journal
	RemoveRecord Tampering = "remove record" // what queries read of the entry's record
)

// DefaultScale is how many records the cases with many records use.
const DefaultScale = 1500

// Open opens a store for a test. The function closes it at the end of the test, if it was
// not closed before.
type Open func(t *testing.T, o Options) Opened

// testCase is one promise of the contract.
type testCase struct {
	name string
	run  func(t *testing.T, open Open)
}

// Run proves that a store keeps the contract.
func Run(t *testing.T, open func(t *testing.T, o Options) Opened) {
	for _, c := range cases() {
		t.Run(c.name, func(t *testing.T) { c.run(t, open) })
	}
}

// RunMeetings runs the part of the suite in which goroutines meet: all that the race detector
// could find something in, for a backend that is too slow under it for the rest.
func RunMeetings(t *testing.T, open func(t *testing.T, o Options) Opened) {
	for _, c := range slices.Concat(concurrentCases(), journalCases(), commitCases(), crashCases()) {
		t.Run(c.name, func(t *testing.T) { c.run(t, open) })
	}
}

// cases lists the suite, one line a file.
func cases() []testCase {
	return slices.Concat(
		queryCases(),
		pageCases(),
		scopeCases(),
		groupCases(),
		scanCases(),
		searchCases(),
		concurrentCases(),
		journalCases(),
		commitCases(),
		crashCases(),
		hostileCases(),
	)
}

// scale returns how many records a case may use.
func (o Opened) scale() int {
	if o.Scale == 0 {
		return DefaultScale
	}
	return o.Scale
}

// without tells whether the backend lacks a capability, and logs what is left out for it.
func without(t *testing.T, lacks bool, what string) bool {
	t.Helper()
	if lacks {
		t.Logf("left out, the backend lacks it: %s", what)
	}
	return lacks
}
