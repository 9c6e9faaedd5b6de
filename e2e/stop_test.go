package e2e_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestStop ends the node in the middle of a large write: it finishes what it has begun,
// acknowledges it, and has it after the next start.
func TestStop(t *testing.T) {
	i := newImporting(t, 1)
	var created []change
	writes := []any{}
	for n := range 1000 {
		created = append(created, change{number: number(n)})
		writes = append(writes, created[n].input(i))
	}
	raw, err := json.Marshal(map[string]any{"query": writeMutation, "variables": map[string]any{"writes": writes}})
	if err != nil {
		t.Fatal(err)
	}
	body := &lastWord{Reader: bytes.NewReader(raw), said: func() { _ = i.process.Process.Signal(syscall.SIGTERM) }}
	r, err := i.as(i.key).send(http.MethodPost, "/graphql", "application/json", body, "Expect", "100-continue")
	if err != nil {
		t.Fatalf("the request was cut off: %v\n%s", err, i.stderr)
	}
	var a answer
	if err := json.Unmarshal([]byte(r.body), &a); err != nil {
		t.Fatalf("%v: %s", err, clip(r.body))
	}
	i.note(created, a, false)
	i.wait(t)
	if code := i.process.ProcessState.ExitCode(); code != 0 {
		t.Errorf("exit code %d:\n%s", code, i.stderr)
	}
	i.node = serve(t, i.data)
	i.checkKept(1000)
	i.stop(t)
	i.checkJournal(1000)
}

// lastWord tells when a request has been sent to its end. With the header Expect it is not
// sent before the node has begun to read it.
type lastWord struct {
	io.Reader
	said func()
}

func (l *lastWord) Read(p []byte) (int, error) {
	n, err := l.Reader.Read(p)
	if errors.Is(err, io.EOF) && l.said != nil {
		l.said()
		l.said = nil
	}
	return n, err
}

// TestOneProcess starts a second process on a data folder: it says why it cannot, and the
// first goes on.
func TestOneProcess(t *testing.T) {
	data := t.TempDir()
	n := serve(t, data, national()...)
	for _, args := range [][]string{{"serve", "--addr", "127.0.0.1:0"}, {"keys", "list"}, {"verify"}} {
		out := execute(t, append(args, "--data", data)...)
		if out.code != 1 || !strings.Contains(out.stderr, "another process has this data folder open") || !strings.Contains(out.stderr, data) {
			t.Errorf("%v: exit code %d, %q", args, out.code, out.stderr)
		}
	}
	n.as("").read(t, `{me {roles}}`, nil)
	n.stop(t)
}

// TestReadyFile looks at what a node says when it is ready.
func TestReadyFile(t *testing.T) {
	n, file := begin(t, append([]string{"serve", "--data", t.TempDir()}, national()...)...)
	for deadline := time.Now().Add(patience); ; time.Sleep(time.Millisecond) {
		if _, err := os.Stat(file); err == nil {
			break
		} else if time.Now().After(deadline) {
			t.Fatalf("no ready file:\n%s", n.stderr)
		}
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var said map[string]string
	if err := json.Unmarshal(raw, &said); err != nil {
		t.Fatalf("%v: %s", err, raw)
	}
	if len(said) != 2 || !strings.HasPrefix(said["url"], "http://127.0.0.1:") || said["graphql"] != said["url"]+"/graphql" {
		t.Errorf("the ready file says %s", raw)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the ready file is open to others: %v %v", info.Mode(), err)
	}
	if r := (&client{url: said["url"]}).get(t, "/readyz"); r.status != http.StatusOK {
		t.Errorf("/readyz answers %d %s", r.status, r.body)
	}
	n.stop(t)
}
