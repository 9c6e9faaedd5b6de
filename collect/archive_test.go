package collect

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"metrograph/model"
)

// packed writes an archive of files, each a name and a content.
func packed(t testing.TB, path string, files ...[2]string) string {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range files {
		e, err := w.CreateHeader(&zip.FileHeader{Name: f[0], Method: zip.Deflate, NonUTF8: true})
		if err == nil {
			_, err = io.WriteString(e, f[1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return written(t, path, out.Bytes())
}

func written(t testing.TB, path string, content []byte) string {
	t.Helper()
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestArchives: documents are read wherever they are, and written nowhere.
func TestArchives(t *testing.T) {
	dir := t.TempDir()
	good := document1(t, thermometer)
	numbered := func(number string) string { return strings.Replace(good, "TEST-T-0003", number, 1) }
	marked, err := simplifiedchinese.GB18030.NewEncoder().String("机密/a.xml")
	if err != nil {
		t.Fatal(err)
	}
	packed(t, filepath.Join(dir, "a.ZIP"), [2]string{"in/one.xml", numbered("Z-1")}, [2]string{"../../../escape.xml", numbered("Z-2")}, [2]string{"/abs.xml", "<a>"},
		[2]string{marked, numbered("Z-3")}, [2]string{"__MACOSX/x.xml", "x"}, [2]string{"in/.hidden.xml", "x"})
	var squeezed bytes.Buffer
	w := gzip.NewWriter(&squeezed)
	_, _ = io.WriteString(w, numbered("G-1")) // a buffer takes everything
	_ = w.Close()
	written(t, filepath.Join(dir, "b.xml.gz"), squeezed.Bytes())
	written(t, filepath.Join(dir, "c.xml.gz"), squeezed.Bytes()[:50])
	written(t, filepath.Join(dir, "d[1].xml"), []byte(numbered("P-1")))
	sources, err := Files(strings.NewReader(numbered("S-1")), filepath.Join(dir, "*"), filepath.Join(dir, "d[1].xml"), "-")
	if err != nil {
		t.Fatal(err)
	}
	n := newNode(t)
	r := run1(t, n, Options{}, sources...)
	var outcomes []string
	for _, f := range r.Files {
		outcomes = append(outcomes, strings.TrimPrefix(f.Name, dir+"/")+" "+string(f.Outcome)+string(f.Code))
	}
	want := []string{"a.ZIP/in/one.xml CREATED", "a.ZIP/../../../escape.xml CREATED", "a.ZIP//abs.xml REJECTEDINVALID", "#4 REJECTEDCLASSIFIED_REFUSED",
		"b.xml CREATED", "c.xml REJECTEDINVALID", "d[1].xml CREATED", "d[1].xml UNCHANGED", "stdin CREATED"}
	if !slices.Equal(outcomes, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(outcomes, "\n"), strings.Join(want, "\n"))
	}
	for _, c := range of[*model.Certificate](n) {
		if name := c.Provenance.SourceName; strings.ContainsAny(name, `/\`) {
			t.Errorf("a certificate is from %s", name)
		}
	}
	if files := left(t, filepath.Dir(dir)); slices.ContainsFunc(files, func(f string) bool { return strings.Contains(f, "escape") }) {
		t.Error(files)
	}
	if _, err := Files(nil, filepath.Join(dir, "*.none")); err == nil {
		t.Error("a pattern without files is taken")
	}
}

// TestBombs: a document that unpacks to more than one may have is refused without being
// unpacked whole, whatever the archive says of it.
func TestBombs(t *testing.T) {
	dir := t.TempDir()
	bomb := strings.Repeat("a", 4<<20)
	archive := packed(t, filepath.Join(dir, "bomb.zip"), [2]string{"bomb.xml", bomb})
	raw, err := os.ReadFile(archive)
	if err != nil {
		t.Fatal(err)
	}
	var squeezed bytes.Buffer
	w := gzip.NewWriter(&squeezed)
	_, _ = io.WriteString(w, bomb) // a buffer takes everything
	_ = w.Close()
	written(t, filepath.Join(dir, "bomb.xml.gz"), squeezed.Bytes())
	liar := bytes.ReplaceAll(raw, []byte{0, 0, 0x40, 0}, []byte{16, 0, 0, 0}) // that it has 16 bytes
	written(t, filepath.Join(dir, "liar.zip"), liar)
	sources, err := Files(nil, dir)
	if err != nil {
		t.Fatal(err)
	}
	r := run1(t, newNode(t), Options{MaxBytes: 1 << 20}, sources...)
	if r.Read != 3 || r.Rejected != 3 {
		t.Errorf("%+v", r)
	}
	for _, f := range r.Files {
		if f.Code != model.CodeLimitExceeded && !strings.Contains(f.Name, "liar") {
			t.Errorf("%s: %s", f.Name, f.Code)
		}
	}
}

// FuzzArchive opens whatever is called an archive, and reads what is in it.
func FuzzArchive(f *testing.F) {
	raw, err := os.ReadFile(packed(f, filepath.Join(f.TempDir(), "a.zip"), [2]string{"a.xml", "<a/>"}, [2]string{"b/", ""}))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	f.Add([]byte("PK"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		sources, err := Files(nil, written(t, filepath.Join(t.TempDir(), "a.zip"), raw))
		if err != nil {
			return
		}
		for _, s := range sources {
			in, problem := s.open()
			if problem != nil {
				continue
			}
			if content, _, problem := in.load(1 << 16); problem == nil && len(content) > 1<<16 {
				t.Errorf("%d bytes of %s", len(content), s.Name)
			}
			in.Close()
		}
	})
}
