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
	".":                                  {"*"},
	"analysis":                           {},
	"analysis/chart":                     {"analysis", "analysis/prob"},
	"analysis/comparison":                {"analysis", "analysis/prob"},
	"analysis/conformity":                {"analysis", "analysis/prob"},
	"analysis/cube":                      {},
	"analysis/drift":                     {"model", "analysis", "analysis/prob"},
	"analysis/interval":                  {"analysis", "analysis/prob"},
	"analysis/pattern":                   {"analysis", "analysis/prob"},
	"analysis/precision":                 {"analysis", "analysis/prob"},
	"analysis/prob":                      {},
	"analysis/study":                     {"model", "analysis", "analysis/*"},
	"audit":                              {"model"},
	"auth":                               {"model"},
	"blob":                               {"model"},
	"collect":                            {"model", "collect/*", "spool", "workflow/rules"},
	"collect/dcc":                        {"model", "collect/mapping", "collect/parcel", "collect/xmltree", "internal/dccterm"},
	"collect/dcx":                        {"model", "collect/mapping", "collect/parcel", "collect/xmltree"},
	"collect/mapping":                    {"model", "collect/parcel", "collect/xmltree"},
	"collect/ndjson":                     {"model", "collect/row"},
	"collect/parcel":                     {"model"},
	"collect/row":                        {"model"},
	"collect/spec":                       {"model"},
	"collect/table":                      {"model", "collect/row", "collect/spec"},
	"collect/xmldsig":                    {"model", "collect/xmltree"},
	"collect/xmltree":                    {},
	"config":                             {},
	"e2e":                                {"*"},
	"examples/supergraph/products":       {"examples/supergraph/products/graph"},
	"examples/supergraph/products/graph": {},
	"export":                             {"model"},
	"export/bluebook":                    {"model", "export", "report", "report/*", "workflow/rules"},
	"export/instrument":                  {"model", "export", "export/bluebook", "report/instrument"},
	"export/dcc":                         {"model", "internal/dccterm"},
	"export/dcczip":                      {"model", "export", "export/dcc"},
	"export/ndjson":                      {"model", "export"},
	"export/table":                       {"model", "export"},
	"federate":                           {"model", "registry", "internal/durable", "network"},
	"graph":                              {"model", "graph/gqlmodel", "graph/scalar"},
	"graph/gqlmodel":                     {"model", "graph/scalar"},
	"graph/scalar":                       {"model"},
	"guard":                              {"model"},
	"inbox":                              {"model", "collect", "internal/durable"},
	"internal/dccterm":                   {"model"},
	"internal/durable":                   {},
	"internal/golden":                    {},
	"internal/near":                      {},
	"internal/sample":                    {"model"},
	"internal/sealed":                    {},
	"internal/twin":                      {"model"},
	"model":                              {},
	"network":                            {"model", "registry", "analysis/cube"},
	"policy":                             {"model"},
	"portal/explorer":                    {"wire/accept"},
	"publication":                        {"model"},
	"publication/page":                   {"model", "publication"},
	"registry":                           {"model", "policy", "store", "workflow", "analysis", "report", "blob", "export", "spool", "internal/durable", "workflow/reports", "workflow/rule", "workflow/rules", "workflow/sheet", "analysis/*", "publication", "report/*", "search"},
	"report":                             {"model", "report/figure"},
	"report/bluebook":                    {"model", "analysis/cube", "analysis/drift", "analysis/study", "report", "report/figure", "workflow/rules"},
	"report/figure":                      {},
	"report/instrument":                  {"model", "analysis", "analysis/interval", "analysis/study", "report", "report/figure"},
	"report/typeset":                     {"report", "report/figure"},
	"resolvers":                          {"model", "graph", "graph/*", "guard", "registry", "wire", "network", "collect/spec", "workflow", "workflow/reports", "publication", "analysis/cube"},
	"search":                             {"model"},
	"serve":                              {"model", "auth", "portal/explorer", "wire/accept"},
	"spool":                              {"model", "internal/durable"},
	"store":                              {"model", "search"},
	"store/mongostore":                   {"model", "store", "search"},
	"store/mongostore/mongotest":         {},
	"store/sqlitestore":                  {"model", "store", "search"},
	"store/storetest":                    {"model", "store", "internal/sample", "search"},
	"telemetry":                          {"model", "store"},
	"upload":                             {"model", "internal/sealed", "internal/durable"},
	"webhook":                            {"model", "internal/durable"},
	"wire":                               {"model", "wire/accept", "internal/sealed"},
	"wire/accept":                        {},
	"workflow":                           {"model"},
	"workflow/reports":                   {"model"},
	"workflow/rule":                      {"model"},
	"workflow/rule/ruletest":             {"model", "workflow/rule", "internal/sample"},
	"workflow/rules":                     {"model", "workflow/rule", "workflow/rules/*"},
	"workflow/rules/gbt36344":            {"model", "workflow/rule"},
	"workflow/rules/house":               {"model", "workflow/rule"},
	"workflow/rules/ilacp14":             {"model", "workflow/rule"},
	"workflow/rules/iso17025":            {"model", "workflow/rule"},
	"workflow/rules/jjf1094":             {"model", "workflow/rule"},
	"workflow/sheet":                     {"model", "analysis/*", "workflow/rule", "workflow/rules"},
}

// testMayImport is what the tests of a package may import beyond what the package may.
var testMayImport = map[string][]string{
	"analysis":                {"model", "analysis/*", "internal/near"},
	"analysis/chart":          {"internal/near"},
	"analysis/comparison":     {"internal/near"},
	"analysis/conformity":     {"internal/near"},
	"analysis/drift":          {"internal/near"},
	"analysis/interval":       {"internal/near"},
	"analysis/precision":      {"model", "internal/near"},
	"analysis/study":          {"internal/sample"},
	"collect":                 {"internal/sample", "export", "export/*"},
	"collect/dcx":             {"internal/golden"},
	"collect/ndjson":          {"internal/sample", "export", "export/ndjson"},
	"export/dcc":              {"collect/dcc", "collect/parcel", "collect/xmltree", "internal/sample", "internal/golden"},
	"export/dcczip":           {"internal/sample", "collect/dcc", "collect/parcel", "collect/xmltree"},
	"export/ndjson":           {"internal/sample"},
	"export/table":            {"internal/sample"},
	"federate":                {"policy", "blob", "store", "store/sqlitestore"},
	"guard":                   {"graph"},
	"policy":                  {"internal/golden"},
	"publication":             {"internal/golden", "internal/sample"},
	"publication/page":        {"internal/golden", "internal/sample"},
	"registry":                {"store/sqlitestore", "store/mongostore", "store/mongostore/mongotest", "internal/sample"},
	"report/bluebook":         {"internal/golden", "internal/sample", "report/typeset"},
	"report/instrument":       {"internal/golden", "internal/sample", "report/typeset"},
	"resolvers":               {"internal/sample", "policy", "store", "blob", "store/sqlitestore"},
	"spool":                   {"internal/sample"},
	"store":                   {"internal/sample"},
	"store/mongostore":        {"store/storetest", "store/mongostore/mongotest"},
	"store/sqlitestore":       {"store/storetest", "internal/sample"},
	"workflow/rules":          {"workflow/rule/ruletest"},
	"workflow/rules/gbt36344": {"workflow/rule/ruletest", "internal/sample"},
	"workflow/rules/house":    {"workflow/rule/ruletest", "internal/sample"},
	"workflow/rules/ilacp14":  {"workflow/rule/ruletest", "internal/sample"},
	"workflow/rules/iso17025": {"workflow/rule/ruletest", "internal/sample"},
	"workflow/rules/jjf1094":  {"workflow/rule/ruletest", "internal/sample"},
}

// soleUsers of libraries that must not spread through the house.
var soleUsers = map[string][]string{
	"codeberg.org/go-pdf/fpdf":             {"report/typeset"},
	"database/sql":                         {"store/sqlitestore"},
	"github.com/99designs/gqlgen":          {"graph", "graph/gqlmodel", "graph/scalar", "guard", "resolvers", "wire", "examples/supergraph/products", "examples/supergraph/products/graph"},
	"github.com/FerretDB/FerretDB":         {"store/mongostore/mongotest"},
	"github.com/beevik/etree":              {"collect/xmldsig"},
	"github.com/casbin/casbin":             {"policy"},
	"github.com/failsafe-go/failsafe-go":   {"federate"},
	"github.com/mozillazg/go-pinyin":       {"search"},
	"github.com/russellhaering/goxmldsig":  {"collect/xmldsig"},
	"github.com/tus/tusd":                  {"upload"},
	"github.com/xuri/excelize":             {"export/table", "collect/table"},
	"go.etcd.io/bbolt":                     {"federate"},
	"go.mongodb.org/mongo-driver/v2/bson":  {"store", "store/mongostore", "store/sqlitestore"},
	"go.mongodb.org/mongo-driver/v2/mongo": {"store/mongostore", "store/mongostore/mongotest"},
	"go.opentelemetry.io":                  {"telemetry", "resolvers"},
	"gocloud.dev":                          {"blob"},
	"modernc.org/sqlite":                   {"store/sqlitestore"},
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
