package dcc

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"metrograph/collect/xmltree"
	"metrograph/model"
)

// FuzzRead says that no document makes the reader fail, and that what comes of any document
// is well formed: tables are aligned, references point somewhere, and nothing is dropped.
func FuzzRead(f *testing.F) {
	own, _ := filepath.Glob("testdata/*.xml")
	for _, file := range own {
		raw, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Add([]byte(minimal))
	f.Fuzz(func(t *testing.T, raw []byte) {
		limits := xmltree.Limits{Bytes: 1 << 20, Nodes: 20_000}
		p, err := Read(context.Background(), "fuzz.xml", raw, limits)
		if err != nil {
			t.Fatal(err)
		}
		if p.Certificate == nil {
			if !model.Grave(p.Findings) {
				t.Fatal("no certificate, and no error that says why")
			}
			return
		}
		if _, err := json.Marshal(p); err != nil {
			t.Fatal(err)
		}
		aligned(t, p.Certificate)
		ids := map[model.ID]bool{}
		for _, r := range p.Records() {
			ids[r.Base().ID] = true
		}
		for _, known := range p.Known {
			ids[known.ID] = true
		}
		for _, r := range p.Records() {
			for _, ref := range r.References() {
				if !ids[ref.To] {
					t.Fatalf("%s %s points nowhere", r.Kind(), ref.Path())
				}
			}
		}
		complete(t, raw, limits)
	})
}

// aligned checks that columns have as many values as there are rows, or one.
func aligned(t *testing.T, c *model.Certificate) {
	for _, res := range c.Results {
		for _, s := range res.Series {
			rows := s.Rows()
			for _, col := range s.Columns {
				n := col.Len()
				if n > 1 && n != rows || len(col.Values) > 0 && len(col.Texts) > 0 || len(col.Units) > 1 && len(col.Units) != n {
					t.Fatalf("column of %d values and %d units in %d rows", n, len(col.Units), rows)
				}
			}
		}
	}
}

// complete checks that every text that can be replaced comes out again.
func complete(t *testing.T, raw []byte, limits xmltree.Limits) {
	if strings.Contains(string(raw), "<![CDATA[") || strings.Contains(string(raw), "&") {
		return // the marking of texts does not go that far
	}
	marked := mark(t, raw)
	p, err := Read(context.Background(), "fuzz.xml", marked.document, limits)
	if err != nil || p.Certificate == nil {
		return
	}
	if missing := marked.missing(everything(t, p)); len(missing) > 0 {
		t.Fatalf("dropped: %s", strings.Join(missing, "; "))
	}
}
