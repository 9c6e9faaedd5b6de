package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime/pprof"
	"strings"
	"testing"

	"github.com/google/pprof/profile"

	"metrograph/internal/sample"
	"metrograph/model"
	"metrograph/store/mongostore/mongotest"
)

// BenchmarkImport takes a file of certificates, of 1.2 KB and with eight points each, into a
// new embedded store, and reports which share of the processors' time each stage takes.
func BenchmarkImport(b *testing.B) {
	benchImport(b, func() string { return "" })
}

// BenchmarkImportMongo is BenchmarkImport over the MongoDB driver: to the server that
// METROGRAPH_TEST_MONGODB names, or else to the double in this process, which scans where a
// server has indexes.
func BenchmarkImportMongo(b *testing.B) {
	server, databases := mongotest.Real(), 0
	if server == "" {
		server = mongotest.Double(b)
	}
	benchImport(b, func() string {
		databases++
		return mongotest.Database(b, server, fmt.Sprint(databases))
	})
}

// benchImport imports into new stores, whose address is empty for the embedded one.
func benchImport(b *testing.B, store func() string) {
	spareCollector()
	certificates := benchCertificates(b)
	path := filepath.Join(b.TempDir(), "certificates.ndjson")
	rows := writeLines(b, path, certificates)
	var samples bytes.Buffer
	for b.Loop() {
		o := demoNode(b.TempDir(), sample.Options{})
		o.Store = store()
		n, err := openNode(b.Context(), o)
		if err != nil {
			b.Fatal(err)
		}
		samples.Reset()
		if err := pprof.StartCPUProfile(&samples); err != nil {
			b.Fatal(err)
		}
		report, err := n.importLocal(b.Context(), importRequest{Files: []string{path}, Status: model.StatusPublished}, nil)
		pprof.StopCPUProfile()
		if err != nil || report.Created != rows {
			b.Fatalf("%d of %d rows created, %v", report.Created, rows, err)
		}
		if err := n.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "records/s")
	reportStages(b, &samples, rows)
}

// writeLines writes instruments, one to eight certificates, and certificates of them; it
// returns the number of records.
func writeLines(b *testing.B, path string, certificates int) int {
	file, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	out := bufio.NewWriter(file)
	fmt.Fprintln(out, `{"__typename":"Method","code":"JJG 52-2013","kind":"JJG","inForce":true}`)
	instruments := (certificates + 7) / 8
	for i := range instruments {
		fmt.Fprintf(out, `{"__typename":"Instrument","name":"压力表","manufacturer":"示例仪表厂","model":"Y-100","serialNumber":"A%06d","discipline":"MECHANICS"}`+"\n", i)
	}
	for i := range certificates {
		fmt.Fprintf(out, `{"number":"C-%07d","title":{"zh":"压力表校准证书","en":"Calibration certificate"},"documentType":"CALIBRATION_CERTIFICATE","activity":"CALIBRATION",`+
			`"discipline":"MECHANICS","customer":{"name":{"zh":"示例机械有限公司第%d分厂"}},"performedFrom":"2024-03-04","issuedAt":"2024-03-%02d",`+
			`"items":[{"instrument":{"manufacturer":"示例仪表厂","model":"Y-100","serialNumber":"A%06d"},"name":"压力表","model":"Y-100","serialNumber":"A%06d"}],`+
			`"methods":[{"method":{"code":"JJG 52-2013"},"code":"JJG 52-2013"}],"statements":[{"conformity":"PASS"}],`+
			`"results":[{"name":"示值误差","adjustment":"NONE","series":[{"columns":[%s,%s,%s]}]}]}`+"\n",
			i, i%97, 5+i%20, i%instruments, i%instruments, linesColumn("REFERENCE_VALUE", i, false), linesColumn("INDICATION", i+1, false), linesColumn("ERROR", i+2, true))
	}
	if err := out.Flush(); err != nil {
		b.Fatal(err)
	}
	if err := file.Close(); err != nil {
		b.Fatal(err)
	}
	return 1 + instruments + certificates
}

// linesColumn is a column of eight values.
func linesColumn(role string, seed int, uncertain bool) string {
	values := make([]string, 8)
	for i := range values {
		values[i] = fmt.Sprintf(`"%d.%04d"`, i, (seed*7919+i*104729)%10000)
	}
	uncertainty := ""
	if uncertain {
		uncertainty = `,"uncertainty":{"kind":"EXPANDED","values":["0.0020"],"coverageFactor":["2"],"probability":["0.95"]}`
	}
	return fmt.Sprintf(`{"role":%q,"label":"压力","quantityKind":"pressure","units":["MPa"],"values":[%s]%s}`, role, strings.Join(values, ","), uncertainty)
}

// stages are told by the functions that they begin with. The time of a function belongs to
// the stage that it is innermost in.
var stages = []struct{ name, function string }{
	{"read", "collect/ndjson.(*Reader).Next"},
	{"map", "collect/ndjson.(*decoder).read"},
	{"match", "collect.(*rowBatch).match"},
	{"match", "collect.(*rowBatch).begin"},
	{"match", "collect.(*rowBatch).decide"},
	{"validate", "registry.(*batch).check"},
	{"validate", "registry.(*batch).draft"},
	{"references", "registry.(*batch).loadReferences"},
	{"encode", "store/sqlitestore.(*Store).prepare"},
	{"commit", "store/sqlitestore.(*Store).transact"},
	{"commit", "store/mongostore.(*Store).Commit"},
	{"account", "collect.(*rowBatch).account"},
	{"account", "collect.(*rowRun).tell"},
	{"collect garbage", "runtime.gcBgMarkWorker"},
}

// stageOf is the stage that a stack, the innermost function first, is in.
func stageOf(stack []*profile.Location) string {
	for _, place := range stack {
		for _, line := range place.Line {
			for _, s := range stages {
				if strings.HasSuffix(line.Function.Name, s.function) {
					return s.name
				}
			}
		}
	}
	return "other"
}

// reportStages reports what a profile says: percent of the processors' time, and the time a
// record.
func reportStages(b *testing.B, samples *bytes.Buffer, rows int) {
	p, err := profile.Parse(samples)
	if err != nil {
		b.Fatal(err)
	}
	spent, whole := map[string]int64{}, int64(0)
	for _, s := range p.Sample {
		spent[stageOf(s.Location)] += s.Value[1]
		whole += s.Value[1]
	}
	for stage, nanoseconds := range spent {
		b.ReportMetric(100*float64(nanoseconds)/float64(whole), "%-"+strings.ReplaceAll(stage, " ", "-"))
	}
	b.ReportMetric(float64(whole)/1e3/float64(rows), "cpu-µs/record")
}
