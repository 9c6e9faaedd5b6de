package config_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"metrograph/config"
)

func file(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "metrograph.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func parse(t *testing.T, args []string, environ ...string) *config.Invocation {
	t.Helper()
	in, err := config.Parse(args, config.Options{Environ: environ})
	if err != nil {
		t.Fatal(err)
	}
	return in
}

func TestDefaults(t *testing.T) {
	want := config.Config{
		Data: "./metrograph-data", Addr: "127.0.0.1:8080", Explorer: true, Introspection: true, Metrics: "public",
		CacheMaxAge: 30 * time.Second, Drain: 15 * time.Second, OperationsOnly: "nobody",
		Limit: config.Limit{Tokens: 4000, Entities: 100, Files: 10,
			Body: 1 << 20, Upload: 64 << 20, Deadline: 10 * time.Second, UploadDeadline: 2 * time.Minute, Stall: 30 * time.Second,
			Depth: 20, Fields: 25_000, Aliases: 500, Fanout: 10_000, Cost: 40_000, Response: 8 << 20,
			Streams: 1000, PublicStreams: 100},
		Rate: config.Rate{Anonymous: 10_000_000, Manufacturer: 20_000_000, ThirdParty: 20_000_000, Provincial: 50_000_000,
			National: 100_000_000, Other: 20_000_000},
		Attachments: config.Attachments{Grace: 24 * time.Hour},
		Resumable:   config.Resumable{Size: 1 << 30, Space: 10 << 30, Most: 16, Keep: 24 * time.Hour},
		Watch:       config.Watch{Every: 2 * time.Second, Classification: "NON_PUBLIC", Status: "RECORDED"},
		Export:      config.Export{Keep: 24 * time.Hour, Running: 2, Space: 50 << 30},
		Statistics:  config.Statistics{Least: 5},
		Webhook:     config.Webhook{Send: true, Timeout: 10 * time.Second, Retry: 5 * time.Second, GiveUp: 72 * time.Hour, Most: 20},
		JWT:         config.JWT{InstitutionClaim: "metrograph_institution", PersonClaim: "metrograph_person", RolesClaim: "metrograph_roles", Leeway: 30 * time.Second},
		SlowQuery:   time.Second, PeersEvery: time.Minute, PeersQuery: 3 * time.Second, Log: config.Log{Level: "info", Format: "text"},
	}
	in := parse(t, []string{"serve"})
	if diff := cmp.Diff(want, in.Config); diff != "" {
		t.Error(diff)
	}
	if in.Command != "serve" || in.Config.Institution.Given() {
		t.Errorf("command %q, institution %+v", in.Command, in.Config.Institution)
	}
}

// Flags come before the environment, the environment before the file, the file before the
// default: for a setting of each type, in a group and out of one.
func TestPrecedence(t *testing.T) {
	path := file(t, `
addr: 127.0.0.1:1
limit: {tokens: 1001, body: 1001KiB}
explorer: false
drain: 1s
cors-origins: [https://file.example]
`)
	type settings struct {
		Addr     string
		Tokens   int
		Body     config.Size
		Explorer bool
		Drain    time.Duration
		Origins  string
	}
	of := func(in *config.Invocation) settings {
		return settings{in.Addr, in.Limit.Tokens, in.Limit.Body, in.Explorer, in.Drain, strings.Join(in.CORSOrigins, " ")}
	}
	environ := []string{"METROGRAPH_CONFIG=" + path, "METROGRAPH_ADDR=127.0.0.1:2", "METROGRAPH_LIMIT_TOKENS=1002",
		"METROGRAPH_LIMIT_BODY=1002KiB", "METROGRAPH_EXPLORER=true", "METROGRAPH_DRAIN=2s",
		"METROGRAPH_CORS_ORIGINS=https://a.example,https://b.example"}
	flags := []string{"serve", "--addr=127.0.0.1:3", "--limit-tokens=1003", "--limit-body=1003KiB", "--no-explorer", "--drain=3s",
		"--cors-origins=https://flag.example"}

	fromFile := settings{"127.0.0.1:1", 1001, 1001 << 10, false, time.Second, "https://file.example"}
	fromEnvironment := settings{"127.0.0.1:2", 1002, 1002 << 10, true, 2 * time.Second, "https://a.example https://b.example"}
	fromFlags := settings{"127.0.0.1:3", 1003, 1003 << 10, false, 3 * time.Second, "https://flag.example"}
	for name, c := range map[string]struct {
		got  *config.Invocation
		want settings
	}{
		"file over default":     {parse(t, []string{"serve"}, environ[:1]...), fromFile},
		"file named by flag":    {parse(t, []string{"serve", "--config", path}), fromFile},
		"flag names the file":   {parse(t, []string{"--config=" + path, "serve"}, "METROGRAPH_CONFIG=/nowhere"), fromFile},
		"environment over file": {parse(t, []string{"serve"}, environ...), fromEnvironment},
		"flag over environment": {parse(t, flags, environ...), fromFlags},
		"flag over file":        {parse(t, flags, environ[:1]...), fromFlags},
		"flag alone":            {parse(t, flags), fromFlags},
		"empty is not set":      {parse(t, []string{"serve"}, environ[0], "METROGRAPH_ADDR=", "METROGRAPH_DRAIN="), fromFile},
		"also below a command":  {parse(t, []string{"demo"}, environ...), fromEnvironment},
	} {
		if diff := cmp.Diff(c.want, of(c.got)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// A setting that one flag gives must not keep the others from the file and the environment.
func TestSourcesMix(t *testing.T) {
	in := parse(t, []string{"serve", "--addr=:0"}, "METROGRAPH_CONFIG="+file(t, "data: /from/file\nlog:\n  level: warn\n"),
		"METROGRAPH_LIMIT_ENTITIES=7")
	if in.Addr != ":0" || in.Data != "/from/file" || in.Log.Level != "warn" || in.Limit.Entities != 7 || in.Log.Format != "text" {
		t.Errorf("got %+v", in.Config)
	}
}

// YAML would read some of these as numbers, dates or truth values.
func TestFileKeepsTexts(t *testing.T) {
	in := parse(t, []string{"serve", "--config", file(t, `
institution:
  name-zh: 浙江省计量科学研究院
  name-en: 2024-01-01
  kind: LOCAL_INSTITUTE
  level: PROVINCIAL
  region: 330000
  credit-code: 123300004700063390
store: ~
`)})
	want := config.Institution{NameZh: "浙江省计量科学研究院", NameEn: "2024-01-01", Kind: "LOCAL_INSTITUTE",
		Level: "PROVINCIAL", Region: "330000", CreditCode: "123300004700063390"}
	if diff := cmp.Diff(want, in.Config.Institution); diff != "" {
		t.Error(diff)
	}
}

func TestCommands(t *testing.T) {
	for line, want := range map[string]string{
		"serve":                     "serve",
		"demo a.xml b.xml":          "demo",
		"demo":                      "demo",
		"import a.xml --check":      "import",
		"keys create --label=x":     "keys create",
		"keys list":                 "keys list",
		"keys revoke key_1":         "keys revoke",
		"policy check policy.csv":   "policy check",
		"verify --json":             "verify",
		"manifest verify m.json a":  "manifest verify",
		"schema --federation":       "schema",
		"version":                   "version",
		"bench --requests 10":       "bench",
		"--data=x --addr=:0 verify": "verify",
	} {
		if in := parse(t, strings.Fields(line)); in.Command != want {
			t.Errorf("%q is %q", line, in.Command)
		}
	}
	in := parse(t, strings.Fields("keys create --label=x --role=RECORDER --role=REVIEWER --expires=720h --action=read,count"))
	want := config.KeysCreate{Label: "x", Institution: "own", Roles: []string{"RECORDER", "REVIEWER"}, Actions: []string{"read", "count"}, Expires: 720 * time.Hour}
	if diff := cmp.Diff(want, in.Keys.Create); diff != "" {
		t.Error(diff)
	}
	if in := parse(t, []string{"demo", "a.xml", "--seed=7"}); in.Demo.Seed != 7 || len(in.Demo.Files) != 1 || in.Demo.Certificates != 3000 {
		t.Errorf("got %+v", in.Demo)
	}
}

func TestHelp(t *testing.T) {
	for line, want := range map[string][2]string{ // what is in it, and what is not
		"":                   {"Commands:", "--limit-tokens"},
		"--help":             {"METROGRAPH_STORE", "--cors-origins"},
		"serve --help":       {"METROGRAPH_LIMIT_TOKENS", "--label"},
		"demo -h":            {"--seed", "METROGRAPH_SEED"},
		"keys create --help": {"--label", "METROGRAPH_LABEL"},
	} {
		var out bytes.Buffer
		in, err := config.Parse(strings.Fields(line), config.Options{Stdout: &out})
		if !errors.Is(err, config.ErrHelp) || in != nil || config.ExitCode(err) != 0 {
			t.Errorf("%q: %v", line, err)
		}
		if !strings.Contains(out.String(), want[0]) || strings.Contains(out.String(), want[1]) {
			t.Errorf("%q prints\n%s", line, &out)
		}
	}
}

func TestWarnings(t *testing.T) {
	in := parse(t, []string{"serve"}, "METROGRAPH_ADRR=:0", "METROGRAPH_TEST_MONGODB=x", "METROGRAPH_PORT=tcp://10.0.0.1:8080",
		"METROGRAPH_PORT_8080_TCP=x", "METROGRAPH_SERVICE_HOST=10.0.0.1", "PATH=/bin")
	if diff := cmp.Diff([]string{"there is no setting for the variable METROGRAPH_ADRR"}, in.Warnings); diff != "" {
		t.Error(diff)
	}
}
