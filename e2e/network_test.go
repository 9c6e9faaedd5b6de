package e2e_test

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"metrograph/model"
)

// network is what the ready file of the demo network says.
type network struct {
	Nodes map[string]struct {
		ready
		Institution model.ID
		Data        string
		Process     int
	}
}

// startNetwork starts the demo network and waits until it is ready.
func startNetwork(t *testing.T, args ...string) (nodes network, process *node, stdout *journal) {
	t.Helper()
	file, stdout := filepath.Join(t.TempDir(), "ready.json"), &journal{}
	process = &node{stderr: &journal{}, ended: make(chan struct{})}
	process.process = command(t, append([]string{"demo", "--network", "--certificates", "600", "--addr", "127.0.0.1:0", "--ready-file", file}, args...)...)
	process.process.Stdout, process.process.Stderr = stdout, process.stderr
	process.process.Env = append(process.process.Env, unlimited()...)
	if err := process.process.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = process.process.Wait() // how it ended is in the process's state
		close(process.ended)
	}()
	t.Cleanup(func() { process.kill(t) })
	eventually(t, "the network is ready", func() bool {
		raw, err := os.ReadFile(file)
		if errors.Is(err, fs.ErrNotExist) {
			select {
			case <-process.ended:
				t.Fatalf("the network ended before it was ready:\n%s", process.stderr)
			default:
			}
			return false
		}
		return err == nil && json.Unmarshal(raw, &nodes) == nil
	})
	return nodes, process, stdout
}

// TestNetworkTour: the program takes its own tour, and every step shows what it promises.
func TestNetworkTour(t *testing.T) {
	out := succeed(t, "demo", "--network", "--tour", "--certificates", "600", "--addr", "127.0.0.1:0")
	if !strings.Contains(out, "Every step showed what it promised.") {
		t.Error(out)
	}
}

// TestNetworkAsPrinted starts the network, tries the keys of its ready file, and runs each
// command of the tour as it is printed. The nodes end with the process that started them,
// however that ends.
func TestNetworkAsPrinted(t *testing.T) {
	nodes, process, stdout := startNetwork(t, "--data", t.TempDir())
	if len(nodes.Nodes) != 5 {
		t.Fatalf("the ready file has %+v", nodes)
	}
	for name, n := range nodes.Nodes {
		for kind, c := range n.Callers {
			a := (&client{url: n.URL, key: c.Key}).read(t, `{me {institution {id} roles}}`, nil)
			if at(a.Data, "me", "institution", "id") != string(c.Institution) {
				t.Errorf("%s at %s: %s", kind, name, a.body)
			}
		}
		if missing := len(demoKeys()) - len(n.Callers); missing > 0 || n.Callers["recorder"].Institution != n.Institution {
			t.Errorf("%s has the callers %+v", name, n.Callers)
		}
	}
	eventually(t, "the tour is printed", func() bool { return strings.Contains(stdout.String(), "Ctrl-C") })
	for _, line := range regexp.MustCompile(`(?m)^  (\S.* .*)$`).FindAllStringSubmatch(stdout.String(), -1) {
		if _, node := nodes.Nodes[strings.Fields(line[1])[0]]; !node {
			runPrinted(t, line[1])
		}
	}
	process.kill(t)
	for name, n := range nodes.Nodes {
		eventually(t, name+" has ended", func() bool {
			response, err := http.Get(n.URL + "/healthz") //nolint:noctx // it is answered at once or not at all
			if err == nil {
				response.Body.Close()
			}
			return err != nil
		})
	}
}

// runPrinted does what a printed command does. A shell says which words it has.
func runPrinted(t *testing.T, line string) {
	t.Helper()
	line, background := strings.CutSuffix(line, " &")
	raw, err := exec.CommandContext(t.Context(), "sh", "-c", `set -- `+line+`; printf '%s\0' "$@"`).Output()
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	words := strings.Split(strings.TrimSuffix(string(raw), "\x00"), "\x00")
	switch words[0] {
	case "curl":
		runCurl(t, words)
	case "kill":
		pid, err := strconv.Atoi(words[1])
		if err == nil {
			err = syscall.Kill(pid, syscall.SIGTERM)
		}
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		eventually(t, "the node has ended", func() bool { return syscall.Kill(pid, 0) != nil })
	default:
		ctx, cancel := context.WithCancel(context.Background())
		c := exec.CommandContext(ctx, words[0], words[1:]...)
		c.Env = command(t).Env
		if !background {
			defer cancel()
			if out, err := c.CombinedOutput(); err != nil {
				t.Errorf("%s: %v\n%s", line, err, out)
			}
			return
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { cancel(); _ = c.Wait() })
	}
}

// runCurl sends a request as curl does, which need not be here.
func runCurl(t *testing.T, words []string) {
	t.Helper()
	if len(words) != 9 || words[1] != "-s" || words[3] != "-H" || words[5] != "-H" || words[7] != "-d" {
		t.Fatalf("this is another command than expected: %q", words)
	}
	c := client{url: strings.TrimSuffix(words[2], "/graphql"), key: strings.TrimPrefix(words[6], "Authorization: Bearer ")}
	r, err := c.send(http.MethodPost, "/graphql", strings.TrimPrefix(words[4], "Content-Type: "), strings.NewReader(words[8]))
	if err != nil || r.status != http.StatusOK || strings.Contains(r.body, `"errors":[{`) {
		t.Errorf("%q: %+v, %v", words, r, err)
	}
}
