// Package mongotest lends tests a server that speaks the MongoDB protocol: the one that
// METROGRAPH_TEST_MONGODB names, and always a double in the test's own process, FerretDB
// over SQLite. Nothing outside tests imports it.
package mongotest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/FerretDB/FerretDB/ferretdb"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
)

// Environment is the variable that names a real server to run tests on as well.
const Environment = "METROGRAPH_TEST_MONGODB"

// Double starts a FerretDB that lives as long as the test and returns its URI, without a
// database. Its data is gone with the test.
//
// FerretDB reads a document and writes it back in two steps, so that two updates at one time
// may undo each other, which no MongoDB does. The double therefore takes one command at a
// time, see [gate].
func Double(t testing.TB) string {
	t.Helper()
	folder, err := os.MkdirTemp("", "ferret") // t.TempDir is too long for the path of a socket
	if err != nil {
		t.Fatal(err)
	}
	server, err := ferretdb.New(&ferretdb.Config{
		Listener:  ferretdb.ListenerConfig{Unix: filepath.Join(folder, "s")},
		Logger:    slog.New(slog.DiscardHandler),
		Handler:   "sqlite",
		SQLiteURL: "file:" + folder + "/",
	})
	if err != nil {
		t.Fatalf("start FerretDB: %v", err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = server.Run(ctx) // it has nothing to report but that it was stopped
	}()
	door := openGate(t, filepath.Join(folder, "s"))
	t.Cleanup(func() {
		door.close()
		stop()
		<-ended
		_ = os.RemoveAll(folder)
	})
	return "mongodb://" + door.address() + "/"
}

// Real returns the URI of the real server to test on, without a database; empty if there
// is none.
func Real() string { return os.Getenv(Environment) }

// Database returns the URI of a database of the test's own on a server: each name is another
// one. It is dropped at the end of the test.
func Database(t testing.TB, server, name string) string {
	t.Helper()
	sum := sha256.Sum256([]byte(t.Name() + "\x00" + name))
	database := "metrograph_test_" + hex.EncodeToString(sum[:8])
	t.Cleanup(func() { drop(t, server, database) })
	hosts, query, _ := strings.Cut(server, "?")
	uri := strings.TrimSuffix(hosts, "/") + "/" + database
	if query != "" {
		uri += "?" + query
	}
	return uri
}

// drop removes a database. A server that is gone has nothing to remove.
func drop(t testing.TB, server, database string) {
	client, err := mongo.Connect(options.Client().SetServerSelectionTimeout(time.Second).ApplyURI(server))
	if err != nil {
		t.Logf("drop %s: %v", database, err)
		return
	}
	ctx := context.Background()
	if err := client.Database(database).Drop(ctx); err != nil {
		t.Logf("drop %s: %v", database, err)
	}
	_ = client.Disconnect(ctx)
}
