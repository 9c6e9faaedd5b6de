package mongostore

import (
	"context"
	"testing"

	"metrograph/store/mongostore/mongotest"
	"metrograph/store/storetest"
)

// doubleBatch is how many writes FerretDB can be given in one command: it divides ordered
// inserts after 100 and goes on with the next part after an error, and it keeps a connection
// to its file for each update of a command, of which it has 100.
const doubleBatch = 40

func TestDouble(t *testing.T) {
	server := mongotest.Double(t)
	run, scale := storetest.Run, 200
	if raced || testing.Short() {
		run, scale = storetest.RunMeetings, 40
	}
	run(t, func(t *testing.T, o storetest.Options) storetest.Opened {
		opened := open(t, server, Options{Batch: doubleBatch, Faults: o.Faults}, o.Name)
		opened.Lacks = storetest.Caps{Speed: true}
		opened.Scale = scale
		return opened
	})
}

func TestServer(t *testing.T) {
	server := mongotest.Real()
	if server == "" {
		t.Skipf("%s names no server", mongotest.Environment)
	}
	storetest.Run(t, func(t *testing.T, o storetest.Options) storetest.Opened {
		return open(t, server, Options{Faults: o.Faults}, o.Name)
	})
}

// open opens a store of a test's own, by the name that the suite has for it.
func open(t *testing.T, server string, o Options, name string) storetest.Opened {
	t.Helper()
	s, err := Open(t.Context(), mongotest.Database(t, server, name), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return storetest.Opened{Store: s, Crash: func() { _ = s.client.Disconnect(context.Background()) }, Tamper: s.tamper}
}

// tamper changes the data as somebody could who has the server.
func (s *Store) tamper(t *testing.T, how storetest.Tampering, sequence int64) {
	t.Helper()
	at := doc(entrySequence, sequence)
	var err error
	switch how {
	case storetest.ChangeEntry:
		_, err = s.journal().UpdateOne(t.Context(), at, doc("$set", doc("actor", "nobody")))
	case storetest.RemoveEntry:
		_, err = s.journal().DeleteOne(t.Context(), at)
	case storetest.RemoveRecord:
		var e storedEntry
		if err = s.journal().FindOne(t.Context(), at).Decode(&e); err == nil {
			_, err = s.db.Collection(e.Kind).DeleteOne(t.Context(), doc(fieldID, e.ID))
		}
	}
	if err != nil {
		t.Fatalf("tamper: %v", err)
	}
}
