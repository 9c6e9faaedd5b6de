package dcc_test

import (
	"bytes"
	"context"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	reader "metrograph/collect/dcc"
	"metrograph/collect/xmltree"
	"metrograph/export/dcc"
	"metrograph/model"
)

// FuzzWrite says of any certificate that the model takes that its document is well-formed, and
// is read without an error.
func FuzzWrite(f *testing.F) {
	for _, word := range plainWords {
		f.Add(uint64(len(word)), word)
	}
	f.Add(uint64(7), " blank \r\n ends\t")
	f.Add(uint64(8), "no character: \x01\ufffe")
	f.Add(uint64(9), "metrograph_term-%zz ]]> <!-- &amp;")
	f.Fuzz(func(t *testing.T, seed uint64, word string) {
		if !utf8.ValidString(word) || strings.Contains(word, "\x00") || len(word) > 400 {
			return // the model takes none of these
		}
		a := &arbitrary{Rand: rand.New(rand.NewPCG(seed, 5)), words: []string{word, "other"}}
		c := a.certificate()
		c.Number += word
		if model.Grave(c.Validate()) {
			return
		}
		var out bytes.Buffer
		if err := dcc.Write(&out, a.world.document(c)); err != nil {
			t.Fatal(err)
		}
		p, err := reader.Read(context.Background(), "c.xml", out.Bytes(), xmltree.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range p.Findings {
			if found.Severity == model.SeverityError && found.Rule != "dcc.missing" { // a name of blanks is none
				t.Fatalf("%s: %s", found.Path, found.Message.En)
			}
		}
		if p.Certificate == nil {
			t.Fatal("no certificate")
		}
	})
}
