package e2e_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"metrograph/model"
)

// node is a running process of the program that serves.
type node struct {
	ready
	process *exec.Cmd
	stderr  *journal
	ended   chan struct{} // closed when the process has ended
}

// ready is what the ready file says.
type ready struct {
	URL     string               `json:"url"`
	GraphQL string               `json:"graphql"`
	Callers map[string]readyCall `json:"callers"`
}

type readyCall struct {
	Key         string   `json:"key"`
	Institution model.ID `json:"institution"`
}

// patience is how long a process may take to begin or to end on a busy machine.
const patience = time.Minute

// serve starts a node on a data folder and waits until it answers.
func serve(t *testing.T, data string, args ...string) *node {
	t.Helper()
	return launch(t, append([]string{"serve", "--data", data}, args...)...)
}

// serveAt starts a node that listens at an address.
func serveAt(t *testing.T, addr, data string, args ...string) *node {
	t.Helper()
	return launch(t, append([]string{"serve", "--data", data, "--addr", addr}, args...)...)
}

// launch starts a command that serves and waits until it answers.
func launch(t *testing.T, args ...string) *node {
	t.Helper()
	n, file := begin(t, args...)
	deadline := time.After(patience)
	for {
		raw, err := os.ReadFile(file)
		if err == nil {
			if err := json.Unmarshal(raw, &n.ready); err != nil {
				t.Fatalf("the ready file: %v\n%s", err, raw)
			}
			return n
		}
		if !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
		select {
		case <-n.ended:
			t.Fatalf("the node ended before it was ready:\n%s", n.stderr)
		case <-deadline:
			t.Fatalf("the node is not ready after %s:\n%s", patience, n.stderr)
		case <-time.After(2 * time.Millisecond):
		}
	}
}

// begin starts a command that serves, without waiting for it, and names its ready file.
func begin(t *testing.T, args ...string) (n *node, readyFile string) {
	t.Helper()
	readyFile = filepath.Join(t.TempDir(), "ready.json")
	n = &node{stderr: &journal{}, ended: make(chan struct{})}
	if !slices.Contains(args, "--addr") {
		args = append(args, "--addr", "127.0.0.1:0")
	}
	n.process = command(t, append(args, "--log-level", "warn", "--ready-file", readyFile)...)
	n.process.Stderr = n.stderr
	n.process.Env = append(n.process.Env, unlimited()...)
	if err := n.process.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = n.process.Wait() // how it ended is in the process's state
		close(n.ended)
	}()
	t.Cleanup(func() { n.kill(t) })
	return n, readyFile
}

// unlimited are settings by which no caller runs out of what may be spent: tests ask much, and
// want equal answers to be equal bytes. Webhooks may send to this machine. Flags come first.
func unlimited() []string {
	all := []string{"METROGRAPH_WEBHOOK_HTTP=true", "METROGRAPH_WEBHOOK_ALLOW=127.0.0.0/8", "METROGRAPH_WEBHOOK_RETRY=100ms"}
	for _, who := range []string{"ANONYMOUS", "MANUFACTURER", "THIRD_PARTY", "PROVINCIAL", "NATIONAL", "OTHER"} {
		all = append(all, "METROGRAPH_RATE_"+who+"=0")
	}
	return all
}

// kill ends the process as a power cut does.
func (n *node) kill(t *testing.T) {
	t.Helper()
	_ = n.process.Process.Kill() // it may have ended
	n.wait(t)
}

// stop asks the process to end, and expects it to do so in order.
func (n *node) stop(t *testing.T) {
	t.Helper()
	if err := n.process.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	n.wait(t)
	if code := n.process.ProcessState.ExitCode(); code != 0 {
		t.Fatalf("the node stopped with exit code %d:\n%s", code, n.stderr)
	}
}

func (n *node) wait(t *testing.T) {
	t.Helper()
	select {
	case <-n.ended:
	case <-time.After(patience):
		t.Fatalf("the node does not end:\n%s", n.stderr)
	}
}
