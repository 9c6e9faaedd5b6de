package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"metrograph/config"
	"metrograph/internal/sample"
	"metrograph/model"
)

// benchOptions say what a benchmark measures.
type benchOptions struct {
	Sizes    []int // numbers of certificates
	Requests int   // of each kind, for each caller
	Data     string
}

// measured is the outcome of one kind of request by one caller at one size.
type measured struct {
	request, caller string
	size            int
	p50, p99        time.Duration
	allocations     uint64 // of the whole process, a request
	perSecond       float64
}

// runBench loads certificates through the registry into an embedded store, asks over HTTP as
// each kind of caller, and prints how the times grow with the size of the store.
func runBench(ctx context.Context, out io.Writer, o benchOptions) error {
	var all []measured
	for _, size := range o.Sizes {
		results, err := benchSize(ctx, out, o, size)
		if err != nil {
			return err
		}
		all = append(all, results...)
	}
	return printBench(out, o.Sizes, all)
}

func benchSize(ctx context.Context, out io.Writer, o benchOptions, size int) ([]measured, error) {
	dir, err := os.MkdirTemp(o.Data, "metrograph-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	data := sample.Options{Certificates: size, Instruments: instrumentsFor(size)}
	n, err := openNode(ctx, demoNode(dir, data))
	if err != nil {
		return nil, err
	}
	defer n.Close()
	began := time.Now()
	kept, err := n.loadDemo(ctx, data)
	if err != nil {
		return nil, err
	}
	took := time.Since(began)
	runtime.GC() // what is alive then is the node's
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	fmt.Fprintf(out, "%d certificates: %d records in %s, %.0f certificates/s, %d MiB alive, %d MiB from the system\n",
		size, kept, took.Round(time.Millisecond), float64(size)/took.Seconds(), memory.HeapAlloc>>20, memory.Sys>>20)
	b, err := newBench(ctx, n, data)
	if err != nil {
		return nil, err
	}
	defer b.server.Close()
	return b.measure(ctx, o.Requests, size)
}

// instrumentsFor keeps the number of certificates of an instrument as it is in the field,
// whatever the size of the store.
func instrumentsFor(certificates int) int { return max(400, certificates/8) }

// bench is a node served over HTTP with a key for each kind of caller.
type bench struct {
	server  *httptest.Server
	callers []benchCaller
	sample  benchSample
}

type benchCaller struct{ name, key string }

// benchSample is what the requests ask for by name.
type benchSample struct{ certificate, instrument, serial model.ID }

func newBench(ctx context.Context, n *node, data sample.Options) (*bench, error) {
	small, err := n.smallMaker(ctx)
	if err != nil {
		return nil, err
	}
	callers, err := n.demoCallers(ctx, data)
	if err != nil {
		return nil, err
	}
	key, err := n.createKey(ctx, keyRequest{Label: "bench", Institution: small})
	if err != nil {
		return nil, err
	}
	handler, err := n.handler(handlerOptions{Config: benchConfig(), stop: ctx})
	if err != nil {
		return nil, err
	}
	b := &bench{server: httptest.NewServer(handler), callers: []benchCaller{{"anonymous", ""}, {"maker of 40", key}}}
	for _, name := range []string{"manufacturer", "thirdParty", "provincial", "national"} {
		b.callers = append(b.callers, benchCaller{name, callers[name].Key})
	}
	return b, b.pick(ctx)
}

// benchConfig leaves every setting at its default but one.
func benchConfig() config.Config {
	invocation, err := config.Parse([]string{"serve"}, config.Options{})
	if err != nil {
		panic("bench: the default configuration is refused: " + err.Error())
	}
	invocation.Rate = config.Rate{} // it asks more than any caller should
	return invocation.Config
}

// smallMaker records a manufacturer with 40 instruments and 40 certificates that are not
// public, which is all of them that it may see beyond what is public.
func (n *node) smallMaker(ctx context.Context) (model.ID, error) {
	maker := sample.Institution(func(i *model.Institution) {
		i.Name = model.Text{Zh: "小型仪器厂", En: "Small instrument works"}
		i.Level, i.InstitutionKind = model.LevelManufacturer, model.InstitutionManufacturer
	})
	maker.ID = n.NewID(model.KindInstitution)
	maker.Origin = maker.ID
	writes := []model.Write{{Action: model.ActionCreate, Record: maker}}
	for i := range 40 {
		instrument := sample.Instrument(func(in *model.Instrument) {
			in.SerialNumber, in.ManufacturerID = fmt.Sprint("SMALL-", i), maker.ID
		})
		certificate := sample.Certificate(func(c *model.Certificate) {
			c.Number, c.Classification, c.Status = fmt.Sprint("SMALL-", i), model.ClassificationNonPublic, model.StatusPublished
			c.Items = []model.Item{{InstrumentID: n.NewID(model.KindInstrument), Name: instrument.Name}}
			instrument.ID = c.Items[0].InstrumentID
		})
		for _, r := range []model.Record{instrument, certificate} {
			head := r.Base()
			head.Origin, head.Level, head.Region = n.institution.ID, n.institution.Level, n.institution.Region
		}
		certificate.ID = n.NewID(model.KindCertificate)
		certificate.IssuerID, certificate.Methods, certificate.Standards, certificate.Personnel = n.institution.ID, nil, nil, nil
		certificate.EnvironmentIDs, certificate.AttachmentIDs, certificate.CustomerID = nil, nil, ""
		writes = append(writes, model.Write{Action: model.ActionCreate, Record: instrument}, model.Write{Action: model.ActionCreate, Record: certificate})
	}
	written, err := n.Write(n.operator(ctx), writes)
	for _, w := range written {
		if err == nil && w.Err != nil {
			err = fmt.Errorf("%w: %s", w.Err, summary(w.Findings))
		}
	}
	return maker.ID, err
}

// pick chooses a certificate and an instrument that everyone may read.
func (b *bench) pick(ctx context.Context) error {
	var answer struct {
		Data struct {
			Certificates struct {
				Edges []struct {
					Node struct {
						ID    model.ID
						Items []struct {
							Instrument   *struct{ ID model.ID }
							SerialNumber model.ID
						}
					}
				}
			}
		}
	}
	body, err := b.ask(ctx, "", `{certificates(first: 100) {edges {node {id items {serialNumber instrument {id}}}}}}`)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return err
	}
	for _, e := range answer.Data.Certificates.Edges {
		if len(e.Node.Items) > 0 && e.Node.Items[0].Instrument != nil {
			b.sample = benchSample{e.Node.ID, e.Node.Items[0].Instrument.ID, e.Node.Items[0].SerialNumber}
			return nil
		}
	}
	return fmt.Errorf("bench: no public certificate of a public instrument in the demo data")
}

// request is a kind of request: a document in which $after stands for a cursor.
type request struct{ name, query string }

func (b *bench) requests() []request {
	const row = `edges {node {id number issuedAt}} pageInfo {endCursor hasNextPage}`
	return []request{
		{"by id", fmt.Sprintf(`{certificate(id: %q) {id number issuedAt}}`, b.sample.certificate)},
		{"first page", `{certificates(first: 50) {` + row + `}}`},
		{"filtered page", `{certificates(first: 50, filter: {discipline: {eq: THERMAL}, activity: {eq: CALIBRATION}}) {` + row + `}}`},
		{"page 100", `{certificates(first: 50, after: $after) {` + row + `}}`},
		{"instrument", fmt.Sprintf(`{instrument(id: %q) {id name {zh} certificates(first: 20) {edges {node {id number}}}}}`, b.sample.instrument)},
		{"joined page", `{certificates(first: 50) {edges {node {id items {instrument {id model}} issuer {id name {zh}} methods {method {code}}}}}}`},
		{"search", fmt.Sprintf(`{search(text: %q, first: 20) {edges {node {id}}}}`, b.sample.serial)},
		{"search common", `{search(text: "温度", first: 20) {edges {node {id}}}}`},
		{"total", `{certificates(first: 1) {totalCount}}`},
		{"statistics", `{statistics(groupBy: [DISCIPLINE, YEAR]) {buckets {count}}}`},
	}
}

func (b *bench) measure(ctx context.Context, requests, size int) ([]measured, error) {
	var all []measured
	for _, caller := range b.callers {
		for _, q := range b.requests() {
			query, err := b.prepare(ctx, caller, q)
			if err != nil {
				return nil, err
			}
			m, err := b.time(ctx, caller, q.name, query, requests)
			if err != nil {
				return nil, err
			}
			m.size = size
			all = append(all, m)
		}
	}
	return all, nil
}

// prepare completes the document of a request for a caller: page 100 has to be walked to.
func (b *bench) prepare(ctx context.Context, caller benchCaller, q request) (string, error) {
	if !strings.Contains(q.query, "$after") {
		return q.query, nil
	}
	cursor, err := b.walk(ctx, caller, 99)
	return strings.ReplaceAll(q.query, "$after", strconv.Quote(cursor)), err
}

// walk follows pages of 50 and returns the cursor after the last; earlier where the list is
// shorter.
func (b *bench) walk(ctx context.Context, caller benchCaller, pages int) (cursor string, err error) {
	for range pages {
		var answer struct {
			Data struct {
				Certificates struct {
					PageInfo struct {
						EndCursor   *string
						HasNextPage bool
					}
				}
			}
		}
		after := ""
		if cursor != "" {
			after = fmt.Sprintf(", after: %q", cursor)
		}
		body, err := b.ask(ctx, caller.key, `{certificates(first: 50`+after+`) {pageInfo {endCursor hasNextPage}}}`)
		if err != nil {
			return "", err
		}
		if err := json.Unmarshal(body, &answer); err != nil {
			return "", err
		}
		info := answer.Data.Certificates.PageInfo
		if !info.HasNextPage || info.EndCursor == nil {
			break
		}
		cursor = *info.EndCursor
	}
	return cursor, nil
}

func (b *bench) time(ctx context.Context, caller benchCaller, name, query string, requests int) (measured, error) {
	took := make([]time.Duration, requests)
	if _, err := b.ask(ctx, caller.key, query); err != nil { // a first one that is not counted
		return measured{}, fmt.Errorf("bench: %s as %s: %w", name, caller.name, err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	began := time.Now()
	for i := range took {
		start := time.Now()
		if _, err := b.ask(ctx, caller.key, query); err != nil {
			return measured{}, fmt.Errorf("bench: %s as %s: %w", name, caller.name, err)
		}
		took[i] = time.Since(start)
	}
	whole := time.Since(began)
	runtime.ReadMemStats(&after)
	slices.Sort(took)
	return measured{
		request: name, caller: caller.name, p50: took[requests/2], p99: took[requests*99/100],
		allocations: (after.Mallocs - before.Mallocs) / uint64(requests), perSecond: float64(requests) / whole.Seconds(),
	}, nil
}

// ask sends a query and expects an answer without errors.
func (b *bench) ask(ctx context.Context, key, query string) ([]byte, error) {
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, b.server.URL+"/graphql", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	if key != "" {
		r.Header.Set("Authorization", "Bearer "+key)
	}
	response, err := b.server.Client().Do(r)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err == nil && (response.StatusCode != http.StatusOK || bytes.Contains(answer, []byte(`"errors":`))) {
		err = fmt.Errorf("status %d: %.300s", response.StatusCode, answer)
	}
	return answer, err
}

// printBench prints a row a request and caller, with a column a size and the growth from
// the first to the last.
func printBench(out io.Writer, sizes []int, all []measured) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(w, "request\tcaller\t")
	for _, size := range sizes {
		fmt.Fprintf(w, "p50 %d\tp99\treq/s\tallocs\t", size)
	}
	fmt.Fprintln(w, "growth\t")
	perSize := len(all) / len(sizes)
	for i := range perSize {
		fmt.Fprintf(w, "%s\t%s\t", all[i].request, all[i].caller)
		for s := range sizes {
			m := all[s*perSize+i]
			fmt.Fprintf(w, "%s\t%s\t%.0f\t%d\t", round(m.p50), round(m.p99), m.perSecond, m.allocations)
		}
		last := all[(len(sizes)-1)*perSize+i]
		fmt.Fprintf(w, "%.2f×\t\n", float64(last.p50)/float64(all[i].p50))
	}
	return w.Flush()
}

func round(d time.Duration) time.Duration { return d.Round(10 * time.Microsecond) }
