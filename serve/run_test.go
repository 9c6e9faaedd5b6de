package serve_test

import (
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"metrograph/serve"
)

// run starts Run on a free port and returns its address, what stops it and what it returns.
func run(t *testing.T, handler http.Handler, drain time.Duration) (address string, stop func(), result chan error) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	result = make(chan error, 1)
	go func() { result <- serve.Run(ctx, listener, handler, drain, serve.RunOptions{}) }()
	t.Cleanup(cancel)
	return listener.Addr().String(), cancel, result
}

func TestRunFinishesWhatIsRunning(t *testing.T) {
	entered, release := make(chan struct{}), make(chan struct{})
	address, stop, result := run(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		close(entered)
		<-release
		if r.Context().Err() != nil {
			t.Error("the request was cancelled")
		}
		_, _ = io.WriteString(w, "whole")
	}), 10*time.Second)
	answer := make(chan string, 1)
	go func() {
		response, err := http.Get("http://" + address)
		if err != nil {
			answer <- err.Error()
			return
		}
		defer response.Body.Close()
		body, _ := io.ReadAll(response.Body)
		answer <- string(body)
	}()
	<-entered
	stop()
	eventually(t, "the listener's end", func() bool {
		conn, err := net.Dial("tcp", address)
		if err == nil {
			conn.Close()
		}
		return err != nil
	})
	select {
	case err := <-result:
		t.Fatalf("it did not wait: %v", err)
	default:
	}
	close(release)
	if got := <-answer; got != "whole" {
		t.Errorf("the request got %q", got)
	}
	if err := <-result; err != nil {
		t.Error(err)
	}
}

func TestRunCutsOffAfterTheDrainTime(t *testing.T) {
	entered := make(chan struct{})
	address, stop, result := run(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(entered)
		<-r.Context().Done()
	}), 100*time.Millisecond)
	go func() {
		if response, err := http.Get("http://" + address); err == nil {
			response.Body.Close()
		}
	}()
	<-entered
	stop()
	select {
	case err := <-result:
		if err == nil || !strings.Contains(err.Error(), "cut off") {
			t.Errorf("got %v", err)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("it goes on")
	}
}

// The server does not know of WebSockets any more, and they are waited for all the same.
func TestRunWaitsForWebSockets(t *testing.T) {
	entered, release := make(chan struct{}), make(chan struct{})
	address, stop, result := run(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.Close()
		close(entered)
		<-release
		_, _ = io.WriteString(conn, "bye")
	}), 10*time.Second)
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_, _ = io.WriteString(conn, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
	<-entered
	stop()
	select {
	case err := <-result:
		t.Fatalf("it did not wait: %v", err)
	case <-time.After(200 * time.Millisecond):
	}
	close(release)
	if text, _ := io.ReadAll(conn); string(text) != "bye" {
		t.Errorf("got %q", text)
	}
	if err := <-result; err != nil {
		t.Error(err)
	}
}

func TestRunFailsWithTheListener(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener.Close()
	if err := serve.Run(t.Context(), listener, http.NotFoundHandler(), time.Second, serve.RunOptions{}); err == nil {
		t.Error("no error")
	}
}

func TestWriteReady(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "ready.json")
	type ready struct{ Address, Padding string }
	long := strings.Repeat("x", 100_000)
	if err := serve.WriteReady(path, ready{"a", long}); err != nil {
		t.Fatal(err)
	}
	var readers sync.WaitGroup
	readers.Go(func() { // whoever reads sees a whole file at any time
		for range 200 {
			data, err := os.ReadFile(path)
			if err != nil || !json.Valid(data) {
				t.Errorf("%d bytes, %v", len(data), err)
				return
			}
		}
	})
	for range 100 {
		if err := serve.WriteReady(path, ready{"b", long}); err != nil {
			t.Fatal(err)
		}
	}
	readers.Wait()
	if entries, _ := os.ReadDir(dir); len(entries) != 1 {
		t.Errorf("files are left over: %v", entries)
	}
	if info, _ := os.Stat(path); info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v", info.Mode())
	}
	if err := serve.WriteReady(filepath.Join(dir, "missing", "x"), 1); err == nil {
		t.Error("no error for a missing folder")
	}
	if err := serve.WriteReady(path, func() {}); err == nil {
		t.Error("no error for what is no JSON")
	}
	if err := serve.WriteReady(dir, 1); err == nil {
		t.Error("no error for a folder")
	}
}

// TestHTTP2WithoutTLS is spoken where it is asked for only.
func TestHTTP2WithoutTLS(t *testing.T) {
	for _, on := range []bool{false, true} {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		go serve.Run(t.Context(), listener, http.NotFoundHandler(), 0, serve.RunOptions{H2C: on}) //nolint:errcheck // it ends with the test
		protocols := &http.Protocols{}
		protocols.SetUnencryptedHTTP2(true)
		response, err := (&http.Client{Transport: &http.Transport{Protocols: protocols}}).Get("http://" + listener.Addr().String())
		if (err == nil) != on {
			t.Errorf("h2c %t: %v", on, err)
		}
		if err == nil {
			response.Body.Close()
		}
	}
}
