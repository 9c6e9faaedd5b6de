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
	if found := regexp.MustCompile(`^([A-Z]+)=\$\((curl .*) \| (sed '.*')\)$`).FindStringSubmatch(line); found != nil {
		sed := exec.CommandContext(t.Context(), "sh", "-c", found[3])
		sed.Stdin = strings.NewReader(runCurl(t, shellWords(t, found[2])))
		value, err := sed.Output()
		if err != nil || !regexp.MustCompile(`^[\w-]+\s*$`).Match(value) {
			t.Fatalf("%s: %q, %v", line, value, err)
		}
		t.Setenv(found[1], strings.TrimSpace(string(value)))
		return
	}
	if until := regexp.MustCompile(`^until (curl .*) \| grep -q '(.*)'; do sleep 1; done$`).FindStringSubmatch(line); until != nil {
		eventually(t, line, func() bool { return regexp.MustCompile(until[2]).MatchString(runCurl(t, shellWords(t, until[1]))) })
		return
	}
	line, background := strings.CutSuffix(line, " &")
	words := shellWords(t, line)
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

// shellWords are the words of a command line, as a shell says.
func shellWords(t *testing.T, line string) []string {
	t.Helper()
	raw, err := exec.CommandContext(t.Context(), "sh", "-c", `set -- `+line+`; printf '%s\0' "$@"`).Output()
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	return strings.Split(strings.TrimSuffix(string(raw), "\x00"), "\x00")
}

// runCurl does what curl does, which need not be here, and returns the answer of a query. One
// command of the tour is refused: it assigns an expert of the applicant.
func runCurl(t *testing.T, words []string) string {
	t.Helper()
	if len(words) == 5 && words[2] == "-o" {
		r, err := (&client{url: words[4]}).send(http.MethodGet, "", "", nil)
		if err != nil || r.status != http.StatusOK {
			t.Fatalf("%q: %+v, %v", words, r, err)
		}
		if err := os.WriteFile(words[3], []byte(r.body), 0o600); err != nil {
			t.Fatal(err)
		}
		return ""
	}
	if len(words) != 9 || words[1] != "-s" || words[3] != "-H" || words[5] != "-H" || words[7] != "-d" {
		t.Fatalf("this is another command than expected: %q", words)
	}
	c := client{url: strings.TrimSuffix(words[2], "/graphql"), key: strings.TrimPrefix(words[6], "Authorization: Bearer ")}
	r, err := c.send(http.MethodPost, "/graphql", strings.TrimPrefix(words[4], "Content-Type: "), strings.NewReader(words[8]))
	if err != nil || r.status != http.StatusOK || strings.Contains(r.body, `"errors":[{`) && !strings.Contains(r.body, "evaluation.conflict.institution") {
		t.Errorf("%q: %+v, %v", words, r, err)
	}
	return r.body
}
