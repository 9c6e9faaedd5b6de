package resolvers

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"

	"metrograph/graph"
	"metrograph/wire"
)

// measured sends queries to a handler that counts them, and returns its counters.
func measured(t *testing.T, o Options, queries ...string) []string {
	t.Helper()
	counters := prometheus.NewRegistry()
	o.Registry, o.Metrics = crowd(3), counters
	h := NewHandler(o)
	for _, query := range queries {
		asked(t, h, postOf(t, query))
	}
	families, err := counters.Gather()
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, family := range families {
		for _, metric := range family.GetMetric() {
			line := strings.TrimPrefix(family.GetName(), "metrograph_graphql_")
			for _, label := range metric.GetLabel() {
				line += " " + label.GetValue()
			}
			value := metric.GetCounter().GetValue()
			if h := metric.GetHistogram(); h != nil {
				value = float64(h.GetSampleCount())
			}
			lines = append(lines, fmt.Sprint(line, " ", value))
		}
	}
	return lines
}

// TestOperationsAreCounted: by names that are registered or in the schema, and no others.
func TestOperationsAreCounted(t *testing.T) {
	const registered = `query Registered { certificates { totalCount } }`
	operations, err := wire.LoadOperations(write(t, map[string]string{"a.gql": registered}), graph.Schema(), 1000)
	if err != nil {
		t.Fatal(err)
	}
	o := Options{Documents: wire.NewDocuments(wire.DocumentsOptions{Registered: operations})}
	got := measured(t, o, registered, `query Mine { me { via } }`, `query Yours { x: me { via } ...a ... { me { roles } } } fragment a on Query { me { via } }`,
		`{ me { via } instruments { totalCount } }`, `{ nothing }`, `{ me {`, `query($a: Boolean!) { me @include(if: $a) { via } }`)
	want := []string{
		"operation_duration_seconds Registered query 1", "operation_duration_seconds me query 3", "operation_duration_seconds several query 1",
		"operations_total INVALID me query 1", "operations_total INVALID unknown unknown 2",
		"operations_total OK Registered query 1", "operations_total OK me query 2", "operations_total OK several query 1",
	}
	got = slices.DeleteFunc(got, func(line string) bool { return strings.HasPrefix(line, "operation_cost_total") })
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

// TestManyNames: whatever callers call their operations, the labels stay few.
func TestManyNames(t *testing.T) {
	var queries []string
	for n := range 100 {
		queries = append(queries, fmt.Sprintf(`query Q%d { a%d: me { via } }`, n, n))
	}
	got := measured(t, Options{}, queries...)
	if want := []string{"operation_cost_total me query 100", "operation_duration_seconds me query 100", "operations_total OK me query 100"}; len(got) != 3 || got[1] != want[1] || got[2] != want[2] {
		t.Errorf("got %v", got)
	}
}

// TestSlowQueries logs what takes long, without any value that a caller sent.
func TestSlowQueries(t *testing.T) {
	const query = `query Q($n: Int = 7) { # SECRET
		SECRET: certificates(first: $n, filter: {number: {in: ["SECRET", "SECRET"]}, level: {eq: NATIONAL}}) @skip(if: false)
		{ edges { node { ...SomeParts } } } } fragment SomeParts on Certificate { id remarks { zh } }`
	var log bytes.Buffer
	o := Options{Logger: slog.New(slog.NewJSONHandler(&log, nil)), SlowQuery: time.Nanosecond}
	measured(t, o, query)
	var line struct {
		Level, Msg, ID, Operation, Query string
		Cost                             int
	}
	if err := json.Unmarshal(log.Bytes(), &line); err != nil {
		t.Fatalf("%v: %s", err, &log)
	}
	want := `query Q($n: Int = _) { certificates(first: $n, filter: {number:{in:[_]},level:{eq:_}}) @skip(if: _) { edges { node { ...SomeParts } } } } ` +
		`fragment SomeParts on Certificate { id remarks { zh } }`
	if d := cmp.Diff(want, line.Query); d != "" {
		t.Error(d)
	}
	if line.Level != "WARN" || line.Msg != "slow query" || line.ID == "" || line.Operation != "certificates" || line.Cost < 2 {
		t.Errorf("%+v", line)
	}
	log.Reset()
	measured(t, Options{Logger: o.Logger, SlowQuery: time.Hour}, query)
	measured(t, Options{Logger: o.Logger}, query)
	if log.Len() > 0 {
		t.Errorf("logged: %s", &log)
	}
}
