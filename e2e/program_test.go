package e2e_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
)

// outcome is what a run of the program came to.
type outcome struct {
	stdout, stderr string
	code           int
}

// command is a run of the program that has not begun, in an environment without settings.
func command(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.CommandContext(context.Background(), path, args...)
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "METROGRAPH_") {
			c.Env = append(c.Env, variable)
		}
	}
	return c
}

// execute runs the program to its end.
func execute(t *testing.T, args ...string) outcome {
	t.Helper()
	var stdout, stderr bytes.Buffer
	c := command(t, args...)
	c.Stdout, c.Stderr = &stdout, &stderr
	err := c.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatalf("metrograph %s: %v", strings.Join(args, " "), err)
	}
	return outcome{stdout.String(), stderr.String(), c.ProcessState.ExitCode()}
}

// succeed runs the program and expects the exit code 0; it returns what was printed.
func succeed(t *testing.T, args ...string) string {
	t.Helper()
	out := execute(t, args...)
	if out.code != 0 {
		t.Fatalf("metrograph %s: exit code %d\n%s%s", strings.Join(args, " "), out.code, out.stdout, out.stderr)
	}
	return out.stdout
}

// createKey makes an API key with the command line, for which no node may be running.
func createKey(t *testing.T, data string, args ...string) string {
	t.Helper()
	out := succeed(t, append([]string{"keys", "create", "--data", data, "--label", "e2e"}, args...)...)
	return strings.TrimSpace(out)
}

// national are the settings of a new node of a national institution.
func national() []string {
	return []string{"--institution-name-zh", "国家计量院", "--institution-name-en", "National institute",
		"--institution-kind", "NATIONAL_INSTITUTE", "--institution-level", "NATIONAL", "--institution-region", "110000"}
}

// journal is a buffer that a process writes and a test reads.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}
