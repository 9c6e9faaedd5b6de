package blob_test

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"metrograph/blob"
	"metrograph/model"
)

func open(t *testing.T) (*blob.Store, string) {
	t.Helper()
	dir := t.TempDir()
	s, err := blob.OpenDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s, dir
}

func files(t *testing.T, dir string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, d.Name())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestPutAndOpen(t *testing.T) {
	s, dir := open(t)
	const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" // FIPS 180-4, example
	for range 2 {
		hash, size, err := s.Put(t.Context(), strings.NewReader("abc"))
		if hash != abc || size != 3 || err != nil {
			t.Fatalf("got %s, %d, %v", hash, size, err)
		}
	}
	r, err := s.Open(t.Context(), abc)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if _, err := r.Seek(1, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	if got, _ := io.ReadAll(r); string(got) != "bc" {
		t.Errorf("from the second byte on: %q", got)
	}
	if names := files(t, dir); len(names) != 1 {
		t.Errorf("the same bytes are kept once, found %v", names)
	}
}

func TestOpenUnknown(t *testing.T) {
	s, _ := open(t)
	for _, hash := range []string{"", "../../etc/passwd", strings.Repeat("0", 64), strings.Repeat("zz", 32)} {
		if _, err := s.Open(t.Context(), hash); model.CodeOf(err) != model.CodeNotFound {
			t.Errorf("%q: %v", hash, err)
		}
	}
}

func TestNothingIsLeftOfARefusedFile(t *testing.T) {
	s, dir := open(t)
	broken := io.MultiReader(strings.NewReader("half"), iotest.ErrReader(errors.New("cut")))
	if _, _, err := s.Put(t.Context(), broken); err == nil {
		t.Error("a file that was cut was kept")
	}
	huge := io.LimitReader(zeros{}, blob.MaxSize+1)
	if _, _, err := s.Put(t.Context(), huge); model.CodeOf(err) != model.CodeLimitExceeded {
		t.Errorf("a file over the limit: %v", err)
	}
	if names := files(t, dir); len(names) != 0 {
		t.Errorf("left behind: %v", names)
	}
}

// TestCopyTo: a copy has all files, the damaged ones too, which are named; what is just
// coming in stays behind.
func TestCopyTo(t *testing.T) {
	from, dir := open(t)
	var hashes []string
	for _, content := range []string{"a", "b", "c"} {
		hash, _, err := from.Put(t.Context(), strings.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		hashes = append(hashes, hash)
	}
	damaged := filepath.Join(dir, "sha256", hashes[1][:2], hashes[1])
	for path, content := range map[string]string{damaged: "x", damaged + ".tmp": "half"} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	to, copied := open(t)
	n, faults, err := from.CopyTo(t.Context(), to)
	if n != 3 || len(faults) != 1 || faults[0] != hashes[1] || err != nil {
		t.Errorf("%d files copied, %v damaged, %v", n, faults, err)
	}
	slices.Sort(hashes)
	names := files(t, copied)
	slices.Sort(names)
	if !slices.Equal(names, hashes) {
		t.Errorf("the copy has %v, want %v", names, hashes)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }
