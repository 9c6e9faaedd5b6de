package main

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"
)

// mayImport is the architecture: which package of ours may import which. A package without
// a row fails the test, tests of a package may also import what testMayImport adds.
var mayImport = map[string][]string{
	".":                          {"*"},
	"audit":                      {"model"},
	"auth":                       {"model"},
	"blob":                       {"model"},
	"collect":                    {"model", "collect/*", "spool"},
	"collect/dcc":                {"model", "collect/parcel", "collect/xmltree", "internal/dccterm"},
	"collect/ndjson":             {"model", "collect/row"},
	"collect/row":                {"model"},
	"collect/spec":               {"model"},
	"collect/table":              {"model", "collect/row", "collect/spec"},
	"collect/xmltree":            {},
	"collect/parcel":             {"model"},
	"config":                     {},
	"e2e":                        {"*"},
	"export":                     {"model"},
	"export/dcc":                 {"model", "internal/dccterm"},
	"export/dcczip":              {"model", "export", "export/dcc"},
	"export/ndjson":              {"model", "export"},
	"export/table":               {"model", "export"},
	"federate":                   {"model", "registry"},
	"graph":                      {"model", "graph/gqlmodel", "graph/scalar"},
	"graph/gqlmodel":             {"model", "graph/scalar"},
	"graph/scalar":               {"model"},
	"guard":                      {"model"},
	"internal/dccterm":           {"model"},
	"internal/golden":            {},
	"internal/sample":            {"model"},
	"internal/twin":              {"model"},
	"model":                      {},
	"policy":                     {"model"},
	"portal/explorer":            {"wire/accept"},
	"registry":                   {"model", "policy", "store", "workflow", "analysis", "report", "blob", "export", "spool"},
	"resolvers":                  {"model", "collect/spec", "graph", "graph/*", "guard", "registry", "wire"},
	"serve":                      {"model", "auth", "portal/explorer", "wire/accept"},
	"spool":                      {"model"},
	"store":                      {"model"},
	"store/mongostore":           {"model", "store"},
	"store/mongostore/mongotest": {},
	"store/sqlitestore":          {"model", "store"},
	"store/storetest":            {"model", "store", "internal/sample"},
	"telemetry":                  {"model", "store"},
	"webhook":                    {"model"},
	"wire":                       {"model", "wire/accept"},
	"wire/accept":                {},
}

// testMayImport is what the tests of a package may import beyond what the package may.
var testMayImport = map[string][]string{
	"export/dcc":        {"collect/dcc", "collect/parcel", "collect/xmltree", "internal/sample", "internal/golden"},
	"export/dcczip":     {"internal/sample", "collect/dcc", "collect/parcel", "collect/xmltree"},
	"export/ndjson":     {"internal/sample"},
	"export/table":      {"internal/sample"},
	"federate":          {"policy", "blob", "store", "store/sqlitestore"},
	"guard":             {"graph"},
	"policy":            {"internal/golden"},
	"spool":             {"internal/sample"},
	"registry":          {"store/sqlitestore", "store/mongostore", "store/mongostore/mongotest", "internal/sample"},
	"resolvers":         {"internal/sample", "policy", "store", "blob", "store/sqlitestore"},
	"store/mongostore":  {"store/storetest", "store/mongostore/mongotest"},
	"store":             {"internal/sample"},
	"store/sqlitestore": {"store/storetest", "internal/sample"},
	"collect":           {"internal/sample", "export", "export/*"},
	"collect/ndjson":    {"internal/sample", "export", "export/ndjson"},
}

// soleUsers of libraries that must not spread through the house.
var soleUsers = map[string][]string{
	"github.com/casbin/casbin":             {"policy"},
	"modernc.org/sqlite":                   {"store/sqlitestore"},
	"database/sql":                         {"store/sqlitestore"},
	"go.mongodb.org/mongo-driver/v2/mongo": {"store/mongostore", "store/mongostore/mongotest"},
	"go.mongodb.org/mongo-driver/v2/bson":  {"store", "store/mongostore", "store/sqlitestore"},
	"github.com/FerretDB/FerretDB":         {"store/mongostore/mongotest"},
	"github.com/xuri/excelize":             {"export/table", "collect/table"},
	"go.etcd.io/bbolt":                     {"federate"},
	"go.opentelemetry.io":                  {"telemetry", "resolvers"},
	"github.com/99designs/gqlgen":          {"graph", "graph/gqlmodel", "graph/scalar", "guard", "resolvers", "wire"},
}

type listed struct {
	ImportPath                         string
	Standard                           bool
	Imports, TestImports, XTestImports []string
}

func TestArchitecture(t *testing.T) {
	for _, p := range packages(t) {
		room := roomOf(p.ImportPath)
		allowed, known := mayImport[room]
		if !known {
			t.Errorf("package %s has no row in the architecture table", room)
			continue
		}
		checkImports(t, room, p.Imports, allowed)
		tests := append(slices.Clone(allowed), testMayImport[room]...)
		checkImports(t, room, append(p.TestImports, p.XTestImports...), append(tests, room))
		checkLibraries(t, room, p.Imports)
	}
}

// TestModelImportsOnlyTheStandardLibrary holds the lowest room to its word.
func TestModelImportsOnlyTheStandardLibrary(t *testing.T) {
	for _, p := range packages(t) {
		if roomOf(p.ImportPath) != "model" {
			continue
		}
		for _, imported := range p.Imports {
			if strings.Contains(strings.Split(imported, "/")[0], ".") {
				t.Errorf("model imports %s", imported)
			}
		}
	}
}

func checkImports(t *testing.T, room string, imports, allowed []string) {
	t.Helper()
	for _, imported := range imports {
		target, ours := strings.CutPrefix(imported, "metrograph/")
		if !ours || slices.ContainsFunc(allowed, func(pattern string) bool { return matches(pattern, target) }) {
			continue
		}
		t.Errorf("%s imports %s, which its row does not allow", room, target)
	}
}

func checkLibraries(t *testing.T, room string, imports []string) {
	t.Helper()
	for library, users := range soleUsers {
		for _, imported := range imports {
			if strings.HasPrefix(imported, library) && !slices.Contains(users, room) {
				t.Errorf("%s imports %s, which is for %v alone", room, imported, users)
			}
		}
	}
}

func matches(pattern, target string) bool {
	if pattern == "*" {
		return true
	}
	ok, _ := path.Match(pattern, target)
	return ok
}

func roomOf(importPath string) string {
	if importPath == "metrograph" {
		return "."
	}
	return strings.TrimPrefix(importPath, "metrograph/")
}

func packages(t *testing.T) []listed {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Standard,Imports,TestImports,XTestImports", "./...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []listed
	for decoder := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}
