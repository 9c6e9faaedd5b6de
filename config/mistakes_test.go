package config_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"metrograph/config"
)

// problems returns the mistakes, one "where: problem" each.
func problems(t *testing.T, args []string, environ ...string) []string {
	t.Helper()
	in, err := config.Parse(args, config.Options{Environ: environ})
	if err == nil {
		return nil
	}
	var mistakes config.Mistakes
	if !errors.As(err, &mistakes) || in != nil || config.ExitCode(err) != 2 {
		t.Fatalf("got %v, %v", in, err)
	}
	return strings.Split(err.Error(), "\n")
}

// Every mistake is named at once, wherever it is made, with the place.
func TestAllMistakesAtOnce(t *testing.T) {
	path := file(t, `addr: nowhere
limits:
  tokens: 7
limit:
  tokens: deep
  entities-: 1
  entities: 0
metrics: [public, off]
log-level: loud
log: {level: info}
jwt:
  audience: us
store: {}
`)
	got := problems(t, []string{"serve", "--institution-kind=SHOP", "--drain=-1s"}, "METROGRAPH_CONFIG="+path,
		"METROGRAPH_LIMIT_DEADLINE=10", "METROGRAPH_EXPLORER=perhaps", "METROGRAPH_CORS_ORIGINS=*,https://a.example/")
	for i := range got {
		got[i] = strings.Replace(got[i], path, "FILE", 1)
	}
	want := []string{
		"FILE:3: there is no setting limits-tokens",
		"FILE:6: there is no setting limit-entities-",
		"FILE:10: log-level is set twice",
		"FILE:13: store has to be a text or a list of texts",
		`METROGRAPH_EXPLORER: explorer: bool value must be true, 1, yes, false, 0 or no but got "perhaps"`,
		`METROGRAPH_LIMIT_DEADLINE: limit-deadline: expected duration but got "10": time: missing unit in duration "10"`,
		`FILE:5: limit-tokens: expected a valid 64 bit int but got "deep"`,
		"FILE:8: metrics: has to be one value and not a list",
		`FILE:1: addr is "nowhere"; it has to be like 127.0.0.1:8080`,
		`METROGRAPH_CORS_ORIGINS: cors-origins has "*"; an origin is like https://portal.example.cn, without a path, a * or capital letters`,
		`METROGRAPH_CORS_ORIGINS: cors-origins has "https://a.example/"; an origin is like https://portal.example.cn, without a path, a * or capital letters`,
		"--drain: drain is -1s; it has to be at least 0s",
		`FILE:9: log-level is "loud"; it has to be one of debug, info, warn, error`,
		"FILE:7: limit-entities is 0; it has to be at least 1",
		"FILE:12: jwt-audience needs a jwt-issuer",
		"--institution-name-zh: institution-name-zh is missing, as is institution-name-en: an institution has a name",
		`--institution-kind: institution-kind is "SHOP"; it has to be one of NATIONAL_INSTITUTE, LOCAL_INSTITUTE, INDUSTRY_CENTRE, THIRD_PARTY_LABORATORY, MANUFACTURER, OTHER`,
		`--institution-level: institution-level is ""; it has to be one of NATIONAL, PROVINCIAL, THIRD_PARTY, MANUFACTURER`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestEachMistake(t *testing.T) {
	dir := t.TempDir()
	for flags, want := range map[string]string{
		"--store=postgres://u:secret@h/d":                "store has to be like",
		"--store=mongodb://u:secret@h":                   "store has to be like",
		"--policy-file=/nowhere.csv":                     "policy-file names a file that cannot be read",
		"--policy-file=" + dir:                           "policy-file names a folder",
		"--model-file=parse.go":                          "model-file needs a policy-file",
		"--addr=:70000":                                  "addr is",
		"--addr=localhost":                               "addr is",
		"--cors-origins=HTTPS://a.example":               "cors-origins has",
		"--cors-origins=null":                            "cors-origins has",
		"--cors-origins=https://*.example":               "cors-origins has",
		"--metrics=all":                                  "metrics is",
		"--log-format=xml":                               "log-format is",
		"--limit-body=10B":                               "limit-body is 10B",
		"--limit-body=65MiB":                             "limit-upload is 64MiB; it has to be at least limit-body, 65MiB",
		"--limit-deadline=1ms":                           "limit-deadline is 1ms",
		"--limit-tokens=5":                               "limit-tokens is 5",
		"--limit-files=0":                                "limit-files is 0",
		"--otlp=collector:4318":                          "otlp has to be like http://",
		"--slow-query=-1s":                               "slow-query is -1s",
		"--cache-max-age=-1s":                            "cache-max-age is -1s",
		"--operations=none":                              "operations names what cannot be read",
		"--operations=. --operations-only=some":          `operations-only is "some"`,
		"--operations-only=everyone":                     "operations-only needs operations",
		"--operations-exempt=key_1":                      "operations-exempt is for operations-only everyone",
		"--tls-cert=parse.go":                            "tls-cert needs a tls-key",
		"--tls-key=parse.go":                             "tls-key needs a tls-cert",
		"--tls-cert=/nowhere --tls-key=parse.go":         "tls-cert names a file that cannot be read",
		"--tls-cert=parse.go --tls-key=parse.go --h2c":   "h2c is for nodes without a tls-cert",
		"--limit-cost=0":                                 "limit-cost is 0",
		"--limit-streams=0":                              "limit-streams is 0",
		"--limit-anonymous-streams=0":                    "limit-anonymous-streams is 0",
		"--limit-response=1":                             "limit-response is 1B",
		"--rate-anonymous=-1":                            "rate-anonymous is -1",
		"--rate-trusted-proxies=10.0.0.1":                "rate-trusted-proxies has",
		"--attachments-store=http://h/b":                 "attachments-store is",
		"--attachments-store=s3://":                      "attachments-store is",
		"--attachments-grace=1m":                         "attachments-grace is 1m0s",
		"--resumable-size=1B":                            "resumable-size is 1B",
		"--resumable-space=1MiB":                         "resumable-space is 1MiB",
		"--resumable-most=0":                             "resumable-most is 0",
		"--resumable-keep=1s":                            "resumable-keep is 1s",
		"--watch-folder=/srv/in":                         "watch-folder has",
		"--watch-folder=key_1=":                          "watch-folder has",
		"--watch-folder=key_1=/a,key_2=/a/":              "watch-folder has /a twice",
		"--watch-every=1ms":                              "watch-every is 1ms",
		"--watch-status=WITHDRAWN":                       "watch-status is",
		"--watch-classification=SECRET":                  "watch-classification is",
		"--webhook-allow=10.0.0.1":                       "webhook-allow has",
		"--webhook-timeout=0s":                           "webhook-timeout is 0s",
		"--webhook-retry=0s":                             "webhook-retry is 0s",
		"--webhook-give-up=-1s":                          "webhook-give-up is -1s",
		"--webhook-most=0":                               "webhook-most is 0",
		"--jwt-issuer=https://i":                         "jwt-audience is missing",
		"--jwt-issuer=http://i.example --jwt-audience=a": "jwt-issuer is",
		"--jwt-jwks=https://i/k":                         "jwt-jwks needs a jwt-issuer",
		"--jwt-leeway=1h --jwt-issuer=http://127.0.0.1:1 --jwt-audience=a":                                             "jwt-leeway is 1h0m0s",
		"--jwt-jwks=ftp://i --jwt-issuer=https://i --jwt-audience=a":                                                   "jwt-jwks is",
		"--jwt-jwks=/nowhere --jwt-issuer=https://i --jwt-audience=a":                                                  "jwt-jwks names a file",
		"--institution-name-en=a --institution-kind=OTHER --institution-level=THIRD_PARTY --institution-region=BJ":     "institution-region is",
		"--institution-name-en=a --institution-kind=OTHER --institution-level=THIRD_PARTY --institution-credit-code=1": "institution-credit-code is",
		"--limit-tokens=many": "--limit-tokens: expected a valid",
		"--no-such-flag":      "unknown flag",
		"--config=/nowhere":   "config: open /nowhere",
	} {
		got := problems(t, append([]string{"serve"}, strings.Fields(flags)...))
		if len(got) != 1 || !strings.Contains(got[0], want) {
			t.Errorf("%s: %q", flags, got)
		}
		if strings.Contains(strings.Join(got, ""), "secret") {
			t.Errorf("%s: a password is shown", flags)
		}
	}
}

func TestGoodValues(t *testing.T) {
	for _, flags := range []string{
		"--addr=:0", "--addr=[::1]:8080", "--store=mongodb://a:1,b:2/metrograph?replicaSet=rs", "--store=mongodb+srv://u:p@h/d",
		"--cors-origins=http://localhost:3000,https://a.example", "--jwt-issuer=http://127.0.0.1:1 --jwt-audience=a --jwt-jwks=parse.go",
		"--institution-name-zh=院 --institution-kind=MANUFACTURER --institution-level=MANUFACTURER --institution-credit-code=91110108MA01ABCD2X",
		"--operations=. --operations-only=everyone --operations-exempt=key_1 --operations-exempt=inst_1", "--cache-max-age=0s",
		"--limit-upload=1GiB", "--limit-body=1000000", "--rate-national=0", "--rate-trusted-proxies=10.0.0.0/8,2001:db8::/32",
		"--webhook-allow=10.0.0.0/8,fd00::/8 --webhook-http --no-webhook-send",
	} {
		if got := problems(t, append([]string{"serve"}, strings.Fields(flags)...)); got != nil {
			t.Errorf("%s: %q", flags, got)
		}
	}
}

func TestBadFiles(t *testing.T) {
	for text, want := range map[string]string{
		"":                       "",
		"# nothing\n":            "",
		"- a\n":                  "a file with settings has lines such as",
		"text":                   "a file with settings has lines such as",
		"a: [":                   "yaml:",
		"data: a\n---\ndata: b":  "more than one document",
		"config: other.yaml\n":   "there is no setting config",
		"seed: 1\n":              "there is no setting seed",
		"addr: *nowhere\n":       "yaml:",
		"cors-origins: [[a]]\n":  "cors-origins has to be a text or a list of texts",
		"? {a: b}\n: c\n":        "there is no setting",
		"limit: 5\n":             "there is no setting limit",
		"limit: {body: 1 MiB}\n": "",
	} {
		got := strings.Join(problems(t, []string{"serve", "--config", file(t, text)}), "\n")
		if (got == "") != (want == "") || !strings.Contains(got, want) {
			t.Errorf("%q: %q", text, got)
		}
	}
}

// Mistakes in the command line do not hide those in the environment.
func TestCommandLineAndEnvironment(t *testing.T) {
	if got := problems(t, []string{"serve", "--limit-entities=x"}, "METROGRAPH_DRAIN=x"); len(got) != 2 {
		t.Errorf("got %q", got)
	}
}

func FuzzFile(f *testing.F) {
	for _, seed := range []string{"addr: a", "limit: {tokens: 1}", "a: &a [*a]", "cors-origins:\n- x", "---\n---\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		_, _ = config.Parse([]string{"serve", "--config", file(t, text)}, config.Options{})
	})
}
