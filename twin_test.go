package main

import (
	"bytes"
	"flag"
	"maps"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"metrograph/graph"
	"metrograph/internal/twin"
	"metrograph/model"
)

var (
	twinSeed    = flag.Uint64("twin.seed", 1, "the seed of the twin test's requests; 0 for a new one")
	twinQueries = flag.Int("twin.queries", 170, "the number of requests of the twin test for each caller")
	twinTimes   = flag.Int("twin.times", 0, "how often the twin test times a request about a hidden record and about one that is not there")
	twinOnly    = flag.String("twin.caller", "", "the one caller that the twin test asks as; empty for all")
)

// Two nodes, one with all the data and one with only what the caller may see, answer every
// request alike; and one node answers alike about a record that is hidden and one that is not
// there.
func TestTwin(t *testing.T) {
	if *twinSeed == 0 {
		*twinSeed = rand.Uint64()
	}
	t.Logf("-twin.seed=%d -twin.queries=%d", *twinSeed, *twinQueries)
	w := newTwinWorld(t)
	var mu sync.Mutex
	asked := map[string]int{}
	t.Run("as", func(t *testing.T) {
		for i, c := range twinCallers() {
			if *twinOnly != "" && *twinOnly != c.name {
				continue
			}
			t.Run(c.name, func(t *testing.T) {
				t.Parallel()
				p := w.pair(t, c, *twinSeed+uint64(i))
				p.run(t, *twinQueries)
				if *twinTimes > 0 {
					p.times(t, *twinTimes)
				}
				mu.Lock()
				defer mu.Unlock()
				for coordinate, n := range p.generator.Asked() {
					asked[coordinate] += n
				}
			})
		}
	})
	if *twinOnly == "" {
		w.pair(t, twinCallerNamed("national recorder"), *twinSeed).complete(t, asked)
	}
}

// pair is the two nodes of a caller.
type pair struct {
	whole, part *twinNode
	key         string
	every       string // the key of whoever may read most
	institution model.ID
	pool        *twin.Pool
	generator   *twin.Generator
	answered    int // with records
}

func (w *twinWorld) pair(t *testing.T, c twinCaller, seed uint64) *pair {
	t.Helper()
	who := w.principal(t, c)
	visible, needed := w.visible(who), w.needed(who)
	p := &pair{key: w.keys[c.name], every: w.keys[everyReader], institution: who.Institution, pool: twin.NewPool()}
	p.whole = w.copy(t, func(model.Record) bool { return true })
	p.part = w.copy(t, func(r model.Record) bool { return visible(r) || needed(r) })
	hidden := 0
	for _, kind := range model.Kinds() {
		for _, r := range w.all(t, kind) {
			standing := twin.Hidden
			switch {
			case !visible(r):
				hidden++
			case r.Base().Origin == who.Institution:
				standing = twin.Own
			default:
				standing = twin.Seen
			}
			if err := p.pool.Add(r, standing); err != nil {
				t.Fatal(err)
			}
		}
	}
	if hidden == 0 {
		t.Fatal("nothing is hidden from the caller")
	}
	p.generator = twin.New(graph.Schema(), p.pool, seed)
	return p
}

// run asks so many requests, one of five a mutation. A caller is asked about hidden records
// as about others, and tries the cursors of whoever may read everything.
func (p *pair) run(t *testing.T, requests int) {
	t.Helper()
	const enough = 5
	failures := 0
	for i := 0; i < requests && failures < enough; i++ {
		if i%5 == 4 {
			failures += p.compare(t, i, p.mutation())
			continue
		}
		r := p.generator.Query()
		failures += p.compare(t, i, r)
		if id := p.pool.HiddenIn(r); id != "" {
			failures += p.absent(t, i, r, id)
		}
		if i%3 == 0 && r.Method == http.MethodPost {
			p.pool.Learn(p.ask(p.whole, i, p.every, r).Body)
		}
	}
	last := slices.Concat(p.generator.Whole(), streams(), imports(t)) // records from imports have the time of day
	for i, r := range last {
		failures += p.compare(t, requests+i, r)
	}
	if p.answered < requests/10 {
		t.Errorf("only %d of %d answers have records: the requests are no test", p.answered, requests)
	}
}

// mutation is a change that leaves the caller its institution: without that a key is refused,
// which nodes notice when they come to look it up again.
func (p *pair) mutation() twin.Request {
	for {
		r := p.generator.Mutation()
		ends := strings.Contains(r.Body, "deleteRecord") || strings.Contains(r.Body, "withdrawRecord")
		if !ends || p.institution == "" || !strings.Contains(r.Body, string(p.institution)) {
			return r
		}
	}
}

// complete asks on until every coordinate of the schema has been asked for.
func (p *pair) complete(t *testing.T, asked map[string]int) {
	t.Helper()
	maps.Copy(p.generator.Asked(), asked)
	missing := func() []string {
		return slices.DeleteFunc(twin.Coordinates(graph.Schema()), func(coordinate string) bool { return p.generator.Asked()[coordinate] > 0 })
	}
	const most = 2000
	for i := 0; i < most && len(missing()) > 0 && !t.Failed(); i++ {
		p.compare(t, i, p.generator.Query())
		p.compare(t, i, p.mutation())
	}
	for _, coordinate := range missing() {
		t.Errorf("no request has %s", coordinate)
	}
}

// streams are everything of each kind of data that the caller may read, in a format that has
// all of a record and in one that has more of what it refers to.
func streams() (all []twin.Request) {
	for _, kind := range model.Kinds() {
		if !kind.Shareable() {
			continue
		}
		for _, format := range []model.ExportFormat{model.ExportNDJSON, model.ExportCSV, model.ExportDCCZip} {
			all = append(all, twin.Request{Method: http.MethodGet, Path: "/records/" + string(kind) + "s?format=" + string(format)})
		}
	}
	return all
}

// imports are documents for the node to take in.
func imports(t *testing.T) (all []twin.Request) {
	t.Helper()
	files, err := filepath.Glob("collect/dcc/testdata/*.xml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no documents: %v", err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, twin.Request{Method: http.MethodPut, Path: "/collect/dcc", MediaType: "application/xml", Body: string(content)})
	}
	return all
}

// effort is what an import took of time, which is no part of what is compared.
var effort = regexp.MustCompile(`"seconds":[0-9.e-]+`)

// ask asks a node. What it makes anew depends on the number of the request.
func (p *pair) ask(n *twinNode, number int, key string, r twin.Request) twin.Answer {
	n.births.begin(number)
	a := twin.Ask(n, key, r)
	a.Body = effort.ReplaceAll(a.Body, nil)
	return a
}

// compare asks both nodes, and returns 1 where they answer otherwise.
func (p *pair) compare(t *testing.T, number int, r twin.Request) int {
	t.Helper()
	a, b := p.ask(p.whole, number, p.key, r), p.ask(p.part, number, p.key, r)
	p.pool.Learn(a.Body)
	if bytes.Contains(a.Body, []byte(`"__typename":"`)) {
		p.answered++
	}
	difference := twin.Difference(a, b)
	if difference == "" && bytes.Contains(a.Body, []byte(model.CodeInternal)) {
		difference = "a fault of the node: " + string(a.Body)
	}
	return told(t, "with and without what is hidden", r, difference)
}

// absent asks one node about a hidden record and about one that is not there, and returns 1
// where it answers otherwise.
func (p *pair) absent(t *testing.T, number int, r twin.Request, id model.ID) int {
	t.Helper()
	other := twin.Absent(id.Kind())
	about := p.ask(p.whole, number, p.key, r)
	instead := twin.About(p.ask(p.whole, number, p.key, r.With(string(id), string(other))), string(other), string(id))
	return told(t, "hidden and absent: "+string(id), r, twin.Difference(twin.About(about, "", ""), instead))
}

func told(t *testing.T, what string, r twin.Request, difference string) int {
	t.Helper()
	if difference == "" {
		return 0
	}
	t.Errorf("LEAK (%s)\n%s\n%s", what, r, difference)
	return 1
}

// times says how long requests take about a hidden record and about one that is not there.
func (p *pair) times(t *testing.T, times int) {
	t.Helper()
	for _, query := range []string{
		`{node(id: "ID") {id}}`, `{nodes(ids: ["ID"]) {id}}`, `{explainAccess(id: "ID") {readable}}`,
		`{_entities(representations: [{__typename: "Certificate", id: "ID"}]) {__typename}}`,
		`{certificates(filter: {id: {eq: "ID"}}) {totalCount}}`, `{certificates(filter: {amends: {eq: "ID"}}) {totalCount}}`,
		`{statistics(groupBy: [YEAR], filter: {amends: {eq: "ID"}}) {buckets {count}}}`,
		`mutation {publishRecord(input: {id: "ID", version: 1, reason: "twin"}) {errors {code}}}`,
	} {
		hidden := p.pool.HiddenOf(model.KindCertificate)
		about := func(id model.ID) twin.Request { return twin.Query(strings.ReplaceAll(query, "ID", string(id))) }
		m := twin.Medians(p.whole, p.key, times, about(hidden), about(twin.Absent(model.KindCertificate)))
		t.Logf("hidden %8s  absent %8s  %s", m[0], m[1], query)
	}
}
