package blob_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"metrograph/blob"
	"metrograph/model"
)

// backends are the kinds of stores: what holds for one holds for all.
func backends(t *testing.T, test func(t *testing.T, s *blob.Store)) {
	t.Helper()
	t.Run("folder", func(t *testing.T) {
		s, _ := open(t)
		test(t, s)
	})
	t.Run("s3", func(t *testing.T) { test(t, openS3(t)) })
}

// openS3 opens a store in a bucket of an object store in this process.
func openS3(t *testing.T) *blob.Store {
	t.Helper()
	objects := s3mem.New()
	if err := objects.CreateBucket("metrology"); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(gofakes3.New(objects).Server())
	t.Cleanup(server.Close)
	t.Setenv("AWS_ACCESS_KEY_ID", "key")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "secret")
	s, err := blob.Open(t.Context(), "s3://metrology?region=cn-north-1&use_path_style=true&prefix=centre/&endpoint="+server.URL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if err := s.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

func put(t *testing.T, s *blob.Store, content string) (hash string) {
	t.Helper()
	hash, size, err := s.Put(t.Context(), strings.NewReader(content))
	if err != nil || size != int64(len(content)) {
		t.Fatalf("put %q: %d bytes, %v", content, size, err)
	}
	return hash
}

// kept tells whether a store has a file.
func kept(t *testing.T, s *blob.Store, hash string) bool {
	t.Helper()
	r, err := s.Open(t.Context(), hash)
	if model.CodeOf(err) == model.CodeNotFound {
		return false
	}
	if err != nil {
		t.Fatal(err)
	}
	r.Close()
	return true
}

// TestConformance: bytes come back as they were put, from any place on.
func TestConformance(t *testing.T) {
	backends(t, func(t *testing.T, s *blob.Store) {
		content := bytes.Repeat([]byte("0123456789"), 1<<20) // more than one part of an upload to S3
		hash, size, err := s.Put(t.Context(), bytes.NewReader(content))
		if err != nil || size != int64(len(content)) {
			t.Fatal(size, err)
		}
		r, err := s.Open(t.Context(), hash)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		for _, at := range []int64{0, 5_000_003, int64(len(content)) - 4} {
			if _, err := r.Seek(at, io.SeekStart); err != nil {
				t.Fatal(err)
			}
			piece := make([]byte, 4)
			if _, err := io.ReadFull(r, piece); err != nil || !bytes.Equal(piece, content[at:at+4]) {
				t.Errorf("at %d: %q, %v", at, piece, err)
			}
		}
		if kept(t, s, strings.Repeat("0", 64)) {
			t.Error("a file that was never put")
		}
		if _, _, err := s.Put(t.Context(), io.MultiReader(strings.NewReader("half"), iotest.ErrReader(errors.New("cut")))); err == nil {
			t.Error("a file that was cut was kept")
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, _, err := s.Put(ctx, strings.NewReader("nobody waits")); err == nil {
			t.Error("a file that nobody waits for was kept")
		}
	})
}

// TestSweep: what is old and what nothing refers to goes, and nothing else.
func TestSweep(t *testing.T) {
	backends(t, func(t *testing.T, s *blob.Store) {
		used, unused := put(t, s, "used"), put(t, s, "unused")
		references := func(_ context.Context, hashes []string) (map[string]bool, error) {
			return map[string]bool{used: true}, nil
		}
		if swept, err := s.Sweep(t.Context(), time.Now().Add(-time.Hour), references); err != nil || swept.Files != 0 {
			t.Fatalf("of young files: %+v, %v", swept, err)
		}
		later := time.Now().Add(time.Hour) // by which all are old
		swept, err := s.Sweep(t.Context(), later, references)
		if err != nil || swept.Files != 1 || swept.Bytes != int64(len("unused")) {
			t.Errorf("swept %+v, %v", swept, err)
		}
		if !kept(t, s, used) || kept(t, s, unused) {
			t.Error("not what is unused was swept")
		}
		failure := errors.New("the store is down")
		if _, err := s.Sweep(t.Context(), later, func(context.Context, []string) (map[string]bool, error) { return nil, failure }); !errors.Is(err, failure) {
			t.Errorf("without an answer: %v", err)
		}
		if !kept(t, s, used) {
			t.Error("swept without an answer")
		}
	})
}

// TestSweepAgainstPut: a file that is put again after it was found to be unused stays.
func TestSweepAgainstPut(t *testing.T) {
	s, _ := open(t)
	hash := put(t, s, "again")
	time.Sleep(20 * time.Millisecond)
	before := time.Now() // the file is older
	time.Sleep(20 * time.Millisecond)
	swept, err := s.Sweep(t.Context(), before, func(context.Context, []string) (map[string]bool, error) {
		put(t, s, "again")
		return nil, nil
	})
	if err != nil || swept.Files != 0 || !kept(t, s, hash) {
		t.Errorf("swept %+v, %v", swept, err)
	}
}

// TestSweepAmongPuts: whatever is put while files are swept can be read at once.
func TestSweepAmongPuts(t *testing.T) {
	s, _ := open(t)
	var writers sync.WaitGroup
	stop := make(chan struct{})
	writers.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
			}
			if _, err := s.Sweep(t.Context(), time.Now().Add(-time.Minute), func(context.Context, []string) (map[string]bool, error) { return nil, nil }); err != nil {
				t.Error(err)
				return
			}
		}
	})
	for i := range 200 {
		hash, _, err := s.Put(t.Context(), strings.NewReader(fmt.Sprint(i%5)))
		if err != nil || !kept(t, s, hash) {
			t.Fatal("put and gone", err)
		}
	}
	close(stop)
	writers.Wait()
}

// TestKilled kills a process that puts files: what has the name of a hash has its content, and
// what was left half received is swept.
func TestKilled(t *testing.T) {
	if dir := os.Getenv("METROGRAPH_TEST_BLOB"); dir != "" {
		putForEver(t, dir)
	}
	s, dir := open(t)
	for range 3 {
		process := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestKilled$")
		process.Env = append(os.Environ(), "METROGRAPH_TEST_BLOB="+dir)
		out, err := process.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := process.Start(); err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadFull(out, make([]byte, 20)); err != nil { // some files are there, and the next is under way
			t.Fatal(err)
		}
		if err := process.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = process.Wait() // it was killed
	}
	to, _ := open(t)
	whole, damaged, err := s.CopyTo(t.Context(), to)
	if err != nil || whole == 0 || len(damaged) > 0 {
		t.Fatalf("%d files, damaged %v, %v", whole, damaged, err)
	}
	if _, err := s.Sweep(t.Context(), time.Now().Add(time.Hour), func(context.Context, []string) (map[string]bool, error) { return nil, nil }); err != nil {
		t.Fatal(err)
	}
	if left := files(t, dir); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// putForEver is the process that is killed.
func putForEver(t *testing.T, dir string) {
	t.Helper()
	s, err := blob.OpenDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; ; i++ {
		content := strings.NewReader(strings.Repeat(fmt.Sprintln(os.Getpid(), i), 20_000))
		if _, _, err := s.Put(t.Context(), content); err != nil {
			t.Fatal(err)
		}
		fmt.Print(".")
	}
}
