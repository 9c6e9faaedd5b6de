// Package e2e_test runs the real program: it builds the binary once, starts it on a free
// port with a data folder of its own, and asks it over HTTP what any caller may ask.
//
// With -short the import that is killed is of 2,000 records instead of 10,000. With -kills more,
// processes are killed that many times as often.
package e2e_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

var kills = flag.Int("kills", 1, "how many times as often as usual processes are killed")

// rounds is how often a test has a process killed, that usually does so n times.
func rounds(n int) int {
	if testing.Short() {
		return min(n, 2)
	}
	return n * *kills
}

// workshop is the folder that the program is built in.
var workshop = sync.OnceValues(func() (string, error) { return os.MkdirTemp("", "metrograph-e2e-") })

// program builds the program once and returns its path.
var program = sync.OnceValues(func() (string, error) {
	dir, err := workshop()
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "metrograph")
	build := exec.CommandContext(context.Background(), "go", "build", "-o", path, "metrograph")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, out)
	}
	return path, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if dir, err := workshop(); err == nil {
		_ = os.RemoveAll(dir) // it is a temporary folder anyway
	}
	os.Exit(code)
}
