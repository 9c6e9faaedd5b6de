package store_test

import (
	"bytes"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.mongodb.org/mongo-driver/v2/bson"

	"metrograph/internal/sample"
	"metrograph/model"
	"metrograph/store"
)

// TestCodec writes and reads records of every kind, and compares with what the database
// driver reads.
func TestCodec(t *testing.T) {
	seen := map[model.Kind]bool{}
	records := slices.Collect(sample.Stream(sample.Options{Certificates: 300, Instruments: 60}))
	for _, kind := range model.Kinds() {
		records = append(records, sample.One(kind))
	}
	for _, want := range records {
		kind := want.Kind()
		seen[kind] = true
		raw, err := store.Encode(want)
		if err != nil {
			t.Fatal(err)
		}
		got, err := store.Decode(kind, raw, 0)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Fatalf("%s:\n%s", want.Base().ID, d)
		}
		driver := kind.New()
		decoder := bson.NewDecoder(bson.NewDocumentReader(bytes.NewReader(raw)))
		decoder.UseJSONStructTags()
		if err := decoder.Decode(driver); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, driver); d != "" {
			t.Fatalf("%s, read by the driver:\n%s", want.Base().ID, d)
		}
	}
	for _, kind := range model.Kinds() {
		if !seen[kind] {
			t.Errorf("no %s among the records", kind)
		}
	}
}

// FuzzDecode holds that no bytes make reading a record panic, and that what was read is
// written and read as the same.
func FuzzDecode(f *testing.F) {
	for _, r := range []model.Record{sample.Institution(), sample.Certificate(), sample.Instrument()} {
		raw, err := store.Encode(r)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(r.Kind()), raw)
		f.Add(string(r.Kind()), raw[:len(raw)/2])
	}
	later, _ := bson.Marshal(bson.M{"id": nil, "version": int32(3), "unknownField": bson.A{1, "x"}, "items": bson.A{nil, bson.M{}}})
	f.Add(string(model.KindCertificate), later)
	f.Fuzz(func(t *testing.T, kind string, raw []byte) {
		r, err := store.Decode(model.Kind(kind), raw, 0)
		if err != nil {
			return
		}
		again, err := store.Encode(r)
		if model.CodeOf(err) == model.CodeInvalid {
			return // bytes that are no text
		}
		if err != nil {
			t.Fatal(err)
		}
		read, err := store.Decode(model.Kind(kind), again, 0)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(r, read); d != "" {
			t.Fatal(d)
		}
	})
}

func BenchmarkCodec(b *testing.B) {
	c := sample.Certificate()
	raw, err := store.Encode(c)
	if err != nil {
		b.Fatal(err)
	}
	number, _ := model.Fields(model.KindCertificate, "number")
	b.Run("encode", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, _ = store.Encode(c)
		}
	})
	b.Run("decode", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, _ = store.Decode(model.KindCertificate, raw, 0)
		}
	})
	b.Run("decode one field", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, _ = store.Decode(model.KindCertificate, raw, number)
		}
	})
}
