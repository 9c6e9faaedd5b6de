package audit_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"metrograph/audit"
)

// kept is a log in a folder, with a clock that is set by hand.
type kept struct {
	*testing.T
	*audit.Log
	dir string
	now time.Time
	o   audit.Options
}

func newKept(t *testing.T, o audit.Options) *kept {
	t.Helper()
	k := &kept{T: t, dir: t.TempDir(), now: time.Date(2025, 6, 1, 8, 0, 0, 0, time.UTC)}
	o.Now = func() time.Time { return k.now }
	k.o = o
	k.open()
	return k
}

func (k *kept) open() {
	k.Helper()
	var err error
	if k.Log, err = audit.Open(k.dir, k.o); err != nil {
		k.Fatal(err)
	}
}

func (k *kept) close() {
	k.Helper()
	if err := k.Close(); err != nil {
		k.Fatal(err)
	}
}

func (k *kept) done(n int) {
	k.Helper()
	for range n {
		if err := k.Add(audit.Entry{Action: "publish", Outcome: audit.Done, Subject: "key_1", Record: "cert_1"}); err != nil {
			k.Fatal(err)
		}
	}
}

// verify checks the log, and returns how far it goes and what is wrong.
func (k *kept) verify() (audit.Summary, []string) {
	k.Helper()
	var faults []string
	s, err := audit.Verify(k.dir, func(what string) { faults = append(faults, what) })
	if err != nil {
		k.Fatal(err)
	}
	return s, faults
}

func (k *kept) path() string { return filepath.Join(k.dir, "audit.log") }

func (k *kept) entries() (all []audit.Entry) {
	k.Helper()
	raw, err := os.ReadFile(k.path())
	if err != nil {
		k.Fatal(err)
	}
	for line := range bytes.Lines(raw) {
		var e audit.Entry
		if err := json.Unmarshal(line, &e); err != nil {
			k.Fatal(err)
		}
		all = append(all, e)
	}
	return all
}

// TestGoesOn: the chain goes on over restarts, full files, and a line that a crash cut off.
func TestGoesOn(t *testing.T) {
	k := newKept(t, audit.Options{FileSize: 1000})
	for range 5 {
		k.done(3)
		k.close()
		file, err := os.OpenFile(k.path(), os.O_APPEND|os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(file, `{"sequence":9,"at"`)
		file.Close()
		if s, faults := k.verify(); len(faults) > 0 {
			t.Errorf("%+v: %q", s, faults)
		}
		k.open()
	}
	k.close()
	if full, _ := filepath.Glob(filepath.Join(k.dir, "audit-*.log")); len(full) < 2 {
		t.Errorf("full files: %v", full)
	}
	if s, faults := k.verify(); s.First != 1 || s.Last != 15 || len(s.Hash) != 64 || len(faults) > 0 {
		t.Errorf("%+v: %q", s, faults)
	}
}

// TestTampering: whatever is changed in the middle is found.
func TestTampering(t *testing.T) {
	for name, change := range map[string]func(lines []string) []string{
		"another subject":   func(l []string) []string { l[2] = strings.Replace(l[2], "key_1", "key_2", 1); return l },
		"a field more":      func(l []string) []string { l[2] = strings.Replace(l[2], "{", `{"x":1,`, 1); return l },
		"a line taken away": func(l []string) []string { return append(l[:2], l[3:]...) },
		"lines swapped":     func(l []string) []string { l[1], l[2] = l[2], l[1]; return l },
		"a line doubled":    func(l []string) []string { return append(l[:3], l[2:]...) },
		"no JSON":           func(l []string) []string { l[4] = "x\n"; return l },
	} {
		t.Run(name, func(t *testing.T) {
			k := newKept(t, audit.Options{})
			k.done(5)
			k.close()
			raw, err := os.ReadFile(k.path())
			if err != nil {
				t.Fatal(err)
			}
			lines := strings.SplitAfter(string(raw), "\n")
			changed := strings.Join(change(lines), "")
			if err := os.WriteFile(k.path(), []byte(changed), 0o600); err != nil {
				t.Fatal(err)
			}
			if _, faults := k.verify(); len(faults) == 0 {
				t.Error("nothing was found")
			}
			k.open() // a node starts all the same
			k.done(1)
			k.close()
			if _, faults := k.verify(); len(faults) == 0 {
				t.Error("nothing was found after going on")
			}
		})
	}
}

// TestOlderFilesTakenAway: an archive of older files leaves a chain that begins later.
func TestOlderFilesTakenAway(t *testing.T) {
	k := newKept(t, audit.Options{FileSize: 1000})
	k.done(10)
	k.close()
	full, _ := filepath.Glob(filepath.Join(k.dir, "audit-*.log"))
	if err := os.Remove(full[0]); err != nil {
		t.Fatal(err)
	}
	if s, faults := k.verify(); s.First < 2 || s.Last != 10 || len(faults) > 0 {
		t.Errorf("%+v: %q", s, faults)
	}
}

// TestRefusalsAreBounded: of many refusals some are listed and the others counted, each
// outcome by itself.
func TestRefusalsAreBounded(t *testing.T) {
	k := newKept(t, audit.Options{PerMin: 2})
	refuse := func(outcome string, n int) {
		for range n {
			if err := k.Refuse(audit.Entry{Action: "authenticate", Outcome: outcome}); err != nil {
				t.Fatal(err)
			}
		}
	}
	refuse("UNAUTHENTICATED", 5)
	refuse("FORBIDDEN", 1)
	k.now = k.now.Add(time.Minute)
	refuse("UNAUTHENTICATED", 4)
	k.close()
	var got []string
	for _, e := range k.entries() {
		got = append(got, fmt.Sprint(e.Action, " ", e.Outcome, " ", e.Unlisted))
	}
	if d := cmp.Diff([]string{
		"authenticate UNAUTHENTICATED 0", "authenticate UNAUTHENTICATED 0", "authenticate FORBIDDEN 0",
		"others UNAUTHENTICATED 3", "authenticate UNAUTHENTICATED 0", "authenticate UNAUTHENTICATED 0", "others UNAUTHENTICATED 2",
	}, got); d != "" {
		t.Error(d)
	}
}
