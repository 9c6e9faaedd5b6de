package dcc

import (
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"metrograph/collect/xmltree"
	"metrograph/model"
)

// TestMutations reads documents that are well-formed but not valid: elements are removed,
// doubled, moved and exchanged at random. Whatever is in them has to come out.
func TestMutations(t *testing.T) {
	rounds := uint64(100)
	if testing.Short() {
		rounds = 40
	}
	own, _ := filepath.Glob("testdata/*.xml")
	for _, file := range own {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for seed := range rounds {
			document := raw
			random := rand.New(rand.NewPCG(seed, 1))
			for range 1 + random.IntN(4) {
				document = mutate(random, document)
			}
			t.Run(fmt.Sprintf("%s/%d", filepath.Base(file), seed), func(t *testing.T) {
				p, err := Read(context.Background(), "mutant.xml", document, xmltree.Limits{})
				if err != nil {
					t.Fatal(err)
				}
				if p.Certificate == nil {
					return
				}
				aligned(t, p.Certificate)
				sound(t, p.Records())
				complete(t, document, xmltree.Limits{})
			})
		}
	}
}

// sound checks that the model finds no error in the tables: the reader leaves over what
// would be one.
func sound(t *testing.T, records []model.Record) {
	for _, r := range records {
		for _, f := range r.Validate() {
			switch f.Rule {
			case "certificate.number.required", "certificate.issuer.required", "certificate.dates.order",
				"certificate.amendment.target", "instrument.name.required":
			default:
				if f.Severity == model.SeverityError {
					t.Errorf("%s %s: %s", r.Kind(), f.Path, f.Message.En)
				}
			}
		}
	}
}

// span is where an element stands.
type span struct{ start, end int }

func elements(raw []byte) []span {
	var all []span
	var open []int
	d := xml.NewDecoder(bytes.NewReader(raw))
	for {
		start := int(d.InputOffset())
		token, err := d.RawToken()
		if err != nil {
			return all
		}
		switch token.(type) {
		case xml.StartElement:
			open = append(open, start)
		case xml.EndElement:
			last := len(open) - 1
			if last > 0 { // the root stays
				all = append(all, span{open[last], int(d.InputOffset())})
			}
			open = open[:last]
		}
	}
}

func mutate(random *rand.Rand, raw []byte) []byte {
	all := elements(raw)
	if len(all) < 2 {
		return raw
	}
	a, b := all[random.IntN(len(all))], all[random.IntN(len(all))]
	cut := func(from, to int) []byte { return raw[from:to:to] }
	join := func(parts ...[]byte) []byte { return bytes.Join(parts, nil) }
	switch random.IntN(3) {
	case 0: // remove
		return join(cut(0, a.start), cut(a.end, len(raw)))
	case 1: // copy to another place
		return join(cut(0, b.start), cut(a.start, a.end), cut(b.start, len(raw)))
	default: // exchange
		if a.start > b.start {
			a, b = b, a
		}
		if a.end > b.start {
			return raw
		}
		return join(cut(0, a.start), cut(b.start, b.end), cut(a.end, b.start), cut(a.start, a.end), cut(b.end, len(raw)))
	}
}
