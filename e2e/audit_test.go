package e2e_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestAudit does and is refused what an auditor asks about, and reads the account of it: who,
// what and when, without keys, queries and data; and that it cannot be changed unseen.
func TestAudit(t *testing.T) {
	i := newImporting(t, 1)
	i.stop(t)
	publisher := createKey(t, i.data, "--role", "PUBLISHER")
	i.node = serve(t, i.data)
	i.write([]change{{number: number(0)}})
	id := string(i.records[number(0)].id)
	publish := func(key, reason string) {
		i.as(key).ask(t, `mutation($input: PublishRecordInput!) {publishRecord(input: $input) {errors {code}}}`,
			map[string]any{"input": map[string]any{"id": id, "version": 1, "reason": reason}})
	}
	publish(i.key, "SECRET1")
	publish(publisher, "SECRET2")
	publish("", "SECRET3")
	for range 3 {
		i.as("mg_SECRET4").ask(t, `{me {roles}}`, nil)
	}
	i.as(i.key).read(t, `{certificates {totalCount}}`, nil)
	if err := i.process.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(i.data, "audit.log")
	deadline := time.Now().Add(patience)
	for !strings.Contains(readText(t, path), "reload policy") {
		if time.Now().After(deadline) {
			t.Fatal("the reloading is not in the audit log")
		}
		time.Sleep(5 * time.Millisecond)
	}
	i.stop(t)

	var got []string
	for line := range strings.Lines(readText(t, path)) {
		var e struct{ Action, Outcome, Subject, Via, Kind, Record, Request string }
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatal(err)
		}
		if e.Record != id {
			e.Record = ""
		}
		subject, _, _ := strings.Cut(e.Subject, "_")
		got = append(got, fmt.Sprint(e.Action, " ", e.Kind, " ", e.Outcome, " ", subject, " ", e.Via, " ", e.Record != "", " ", e.Request != ""))
	}
	if d := cmp.Diff([]string{
		"create institution DONE operator local false false", "create credential DONE operator local false false",
		"start  DONE operator local false false", "stop  DONE operator local false false",
		"create credential DONE operator local false false", "start  DONE operator local false false",
		"publish certificate FORBIDDEN key apikey true true", "publish certificate DONE key apikey true true",
		"authenticate  UNAUTHENTICATED   false true", "authenticate  UNAUTHENTICATED   false true", "authenticate  UNAUTHENTICATED   false true",
		"reload policy  DONE operator local false false", "stop  DONE operator local false false",
	}, got); d != "" {
		t.Error(d)
	}
	raw := readText(t, path)
	if strings.Contains(raw, "SECRET") || strings.Contains(raw, i.key) || strings.Contains(raw, publisher) {
		t.Errorf("a secret is in the audit log:\n%s", raw)
	}
	verify(t, i.data)
	changed := bytes.Replace([]byte(raw), []byte("FORBIDDEN"), []byte("DONE"), 1)
	if err := os.WriteFile(path, changed, 0o600); err != nil {
		t.Fatal(err)
	}
	if out := execute(t, "verify", "--data", i.data); out.code != 1 || !strings.Contains(out.stdout, "audit.log line 7: the line was changed") {
		t.Errorf("exit code %d, %q", out.code, out.stdout)
	}
}

func readText(t *testing.T, path string) string {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}
