package sealed_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"

	"metrograph/internal/sealed"
)

// TestRoundTrip: whatever is written, in whatever pieces and over however many openings, is
// read from any place on, and none of it is in the file.
func TestRoundTrip(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		path, key := filepath.Join(dir, "file"), sealed.NewKey()
		defer os.Remove(path)
		f, err := sealed.Create(path, key)
		if err != nil {
			t.Fatal(err)
		}
		var whole []byte
		for _, piece := range rapid.SliceOfN(rapid.SliceOfN(rapid.Byte(), 0, 200_000), 0, 4).Draw(t, "pieces") {
			if n, err := f.ReadFrom(bytes.NewReader(piece)); err != nil || n != int64(len(piece)) {
				t.Fatal(n, err)
			}
			whole = append(whole, piece...)
			if err := f.Close(); err != nil {
				t.Fatal(err)
			}
			if f, err = sealed.Open(path, key); err != nil {
				t.Fatal(err)
			}
		}
		defer f.Close()
		from := rapid.IntRange(0, len(whole)).Draw(t, "from")
		r := f.Reader()
		if _, err := r.Seek(int64(from), io.SeekStart); err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(r)
		if err != nil || !bytes.Equal(got, whole[from:]) || f.Size() != int64(len(whole)) {
			t.Fatalf("%d bytes of %d from %d on: %v", len(got), f.Size(), from, err)
		}
		if raw, _ := os.ReadFile(path); len(whole) > 16 && bytes.Contains(raw, whole[:16]) {
			t.Fatal("what was written is in the file")
		}
	})
}

func TestReader(t *testing.T) {
	f, err := sealed.Temporary()
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	content := bytes.Repeat([]byte("0123456789"), 20_000)
	if _, err := f.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := iotest.TestReader(f.Reader(), content); err != nil {
		t.Error(err)
	}
}

// TestCut: of a file that a dying process left at any length, what was whole before stays.
func TestCut(t *testing.T) {
	path, key := filepath.Join(t.TempDir(), "file"), sealed.NewKey()
	f, err := sealed.Create(path, key)
	if err != nil {
		t.Fatal(err)
	}
	for _, piece := range []string{"first", "second", "third"} {
		if _, err := f.Write([]byte(piece)); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	kept := map[string]int{}
	for length := range len(whole) {
		if err := os.WriteFile(path, whole[:length], 0o600); err != nil {
			t.Fatal(err)
		}
		f, err := sealed.Open(path, key)
		if err != nil {
			t.Fatal(length, err)
		}
		if _, err := f.Write([]byte("!")); err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(f.Reader())
		if err != nil {
			t.Fatal(length, err)
		}
		kept[string(got)]++
		f.Close()
	}
	if len(kept) != 3 || kept["!"] == 0 || kept["first!"] == 0 || kept["firstsecond!"] == 0 {
		t.Errorf("%v", kept)
	}
}

// TestDamaged: other keys and changed files are found out.
func TestDamaged(t *testing.T) {
	path, key := filepath.Join(t.TempDir(), "file"), sealed.NewKey()
	f, err := sealed.Create(path, key)
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if _, err := f.Write([]byte("content")); err != nil {
			t.Fatal(err)
		}
	}
	f.Close()
	if _, err := sealed.Open(path, sealed.NewKey()); !errors.Is(err, sealed.ErrDamaged) {
		t.Errorf("with another key: %v", err)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	raw[20] ^= 1 // in the first of three
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	if f, err = sealed.Open(path, key); err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := io.ReadAll(f.Reader()); !errors.Is(err, sealed.ErrDamaged) {
		t.Errorf("changed: %v", err)
	}
}
