package config

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// checker collects what is wrong; Where is the name of a setting.
type checker struct{ found Mistakes }

func (c *checker) require(ok bool, name, problem string, args ...any) {
	if !ok {
		c.found = append(c.found, Mistake{Where: name, Problem: fmt.Sprintf(problem, args...)})
	}
}

func (c *checker) oneOf(name, value string, allowed ...string) {
	c.require(slices.Contains(allowed, value), name, "is %q; it has to be one of %s", value, strings.Join(allowed, ", "))
}

// roles are those of callers.
func roles() []string {
	return []string{"MEMBER", "NATIONAL", "PROVINCIAL", "THIRD_PARTY", "MANUFACTURER", "RECORDER", "REVIEWER", "EXPERT", "PUBLISHER",
		"ADMINISTRATOR", "AUDITOR", "GOVERNMENT"}
}

func (c *checker) atLeast(name string, value, least int) {
	c.require(value >= least, name, "is %d; it has to be at least %d", value, least)
}

func (c *checker) time(name string, value, least time.Duration) {
	c.require(value >= least, name, "is %s; it has to be at least %s", value, least)
}

func (c *checker) file(name, path string) {
	if path == "" {
		return
	}
	info, err := os.Stat(path)
	c.require(err == nil, name, "names a file that cannot be read: %v", err)
	c.require(err != nil || !info.IsDir(), name, "names a folder: %s", path)
}

// path checks that there is a file or a folder.
func (c *checker) path(name, path string) {
	if path != "" {
		_, err := os.Stat(path)
		c.require(err == nil, name, "names nothing that can be read: %v", err)
	}
}

// mistakes returns everything that is wrong with the settings.
func (c *Config) mistakes() Mistakes {
	check := &checker{}
	check.require(c.Store == "" || isStore(c.Store), "store",
		"has to be like mongodb://host/database, or left out") // says nothing of the value: it may have a password in it
	check.file("policy-file", c.PolicyFile)
	check.file("model-file", c.ModelFile)
	check.path("trust-list", c.TrustList)
	check.require(c.ModelFile == "" || c.PolicyFile != "", "model-file", "needs a policy-file that is written for it")
	check.require(isAddress(c.Addr), "addr", "is %q; it has to be like 127.0.0.1:8080", c.Addr)
	check.file("tls-cert", c.TLSCert)
	check.file("tls-key", c.TLSKey)
	check.require(c.TLSCert == "" || c.TLSKey != "", "tls-cert", "needs a tls-key")
	check.require(c.TLSKey == "" || c.TLSCert != "", "tls-key", "needs a tls-cert")
	check.require(!c.H2C || c.TLSCert == "", "h2c", "is for nodes without a tls-cert, which speak HTTP/2 anyway")
	for _, origin := range c.CORSOrigins {
		check.require(isOrigin(origin), "cors-origins",
			"has %q; an origin is like https://portal.example.cn, without a path, a * or capital letters", origin)
	}
	check.oneOf("metrics", c.Metrics, "public", "private", "off")
	check.time("cache-max-age", c.CacheMaxAge, 0)
	check.time("drain", c.Drain, 0)
	c.checkOperations(check)
	check.require(c.OTLP == "" || isHTTP(c.OTLP), "otlp", "has to be like http://127.0.0.1:4318")
	check.time("slow-query", c.SlowQuery, 0)
	check.time("peers-every", c.PeersEvery, time.Second)
	check.time("peers-query", c.PeersQuery, 10*time.Millisecond)
	check.oneOf("log-level", c.Log.Level, "debug", "info", "warn", "error")
	check.oneOf("log-format", c.Log.Format, "text", "json")
	for _, role := range c.Introspectors {
		check.oneOf("introspection-for", role, roles()...)
	}
	c.Attachments.check(check)
	c.Watch.check(check)
	c.Resumable.check(check)
	c.Limit.check(check)
	c.Rate.check(check)
	c.Export.check(check)
	c.Webhook.check(check)
	check.atLeast("statistics-least", c.Statistics.Least, 0)
	c.JWT.check(check)
	c.Institution.check(check)
	return check.found
}

func (c *Config) checkOperations(check *checker) {
	if c.OperationsPath != "" {
		_, err := os.Stat(c.OperationsPath)
		check.require(err == nil, "operations", "names what cannot be read: %v", err)
	}
	check.oneOf("operations-only", c.OperationsOnly, "nobody", "anonymous", "everyone")
	check.require(c.OperationsOnly == "nobody" || c.OperationsPath != "", "operations-only", "needs operations that callers may send")
	check.require(len(c.OperationsExempt) == 0 || c.OperationsOnly == "everyone", "operations-exempt", "is for operations-only everyone")
}

func (l Limit) check(c *checker) {
	c.atLeast("limit-files", l.Files, 1)
	c.atLeast("limit-tokens", l.Tokens, 100)
	c.atLeast("limit-entities", l.Entities, 1)
	c.require(l.Body >= 1<<10, "limit-body", "is %s; it has to be at least 1KiB", l.Body)
	c.require(l.Upload >= l.Body, "limit-upload", "is %s; it has to be at least limit-body, %s", l.Upload, l.Body)
	c.time("limit-deadline", l.Deadline, 100*time.Millisecond)
	c.time("limit-upload-deadline", l.UploadDeadline, l.Deadline)
	c.time("limit-stall", l.Stall, time.Second)
	c.atLeast("limit-depth", l.Depth, 1)
	c.atLeast("limit-fields", l.Fields, 1)
	c.atLeast("limit-aliases", l.Aliases, 1)
	c.atLeast("limit-fanout", l.Fanout, 1)
	c.atLeast("limit-cost", l.Cost, 1)
	c.require(l.Response >= 1<<10, "limit-response", "is %s; it has to be at least 1KiB", l.Response)
	c.atLeast("limit-concurrency", l.Concurrency, 0)
	c.atLeast("limit-streams", l.Streams, 1)
	c.atLeast("limit-anonymous-streams", l.PublicStreams, 1)
}

func (r Rate) check(c *checker) {
	for _, rate := range []struct {
		name  string
		value int
	}{
		{"anonymous", r.Anonymous}, {"manufacturer", r.Manufacturer}, {"third-party", r.ThirdParty},
		{"provincial", r.Provincial}, {"national", r.National}, {"other", r.Other},
	} {
		c.atLeast("rate-"+rate.name, rate.value, 0)
	}
	c.networks("rate-trusted-proxies", r.TrustedProxies)
}

func (c *checker) networks(name string, list []string) {
	for _, network := range list {
		_, err := netip.ParsePrefix(network)
		c.require(err == nil, name, "has %q; a network is like 10.0.0.0/8 or 2001:db8::/32", network)
	}
}

func (a Attachments) check(c *checker) {
	u, err := url.Parse(a.Store)
	c.require(a.Store == "" || err == nil && u.Scheme == "s3" && u.Host != "", "attachments-store", "is %q; it has to be s3://bucket", a.Store)
	c.require(a.Grace == 0 || a.Grace >= time.Hour, "attachments-grace", "is %s; it has to be at least 1h, or 0s", a.Grace)
}

func (w Watch) check(c *checker) {
	folders := map[string]bool{}
	for _, entry := range w.Folders {
		key, folder, found := strings.Cut(entry, "=")
		c.require(found && strings.HasPrefix(key, "key_") && folder != "", "watch-folder", "has %q; it has to be like key_…=/srv/incoming", entry)
		folder = filepath.Clean(folder)
		c.require(!folders[folder], "watch-folder", "has %s twice", folder)
		folders[folder] = true
	}
	c.time("watch-every", w.Every, 10*time.Millisecond)
	c.oneOf("watch-classification", w.Classification, "PUBLIC", "NON_PUBLIC")
	c.oneOf("watch-status", w.Status, "DRAFT", "RECORDED", "REVIEWED", "PUBLISHED")
}

func (r Resumable) check(c *checker) {
	c.require(r.Size >= 1<<10, "resumable-size", "is %s; it has to be at least 1KiB", r.Size)
	c.require(r.Space >= r.Size, "resumable-space", "is %s; it has to be at least resumable-size, %s", r.Space, r.Size)
	c.atLeast("resumable-most", r.Most, 1)
	c.time("resumable-keep", r.Keep, time.Minute)
}

func (e Export) check(c *checker) {
	c.time("export-keep", e.Keep, time.Minute)
	c.atLeast("export-running", e.Running, 1)
	c.require(e.Space >= 1<<20, "export-space", "is %s; it has to be at least 1MiB", e.Space)
}

func (w Webhook) check(c *checker) {
	c.networks("webhook-allow", w.Allow)
	c.time("webhook-timeout", w.Timeout, 100*time.Millisecond)
	c.time("webhook-retry", w.Retry, 10*time.Millisecond)
	c.time("webhook-give-up", w.GiveUp, 0)
	c.atLeast("webhook-most", w.Most, 1)
}

func (j JWT) check(c *checker) {
	if j.Issuer == "" {
		c.require(j.Audience == "", "jwt-audience", "needs a jwt-issuer")
		c.require(j.JWKS == "", "jwt-jwks", "needs a jwt-issuer")
		return
	}
	c.require(isSafeURL(j.Issuer), "jwt-issuer", "is %q; it has to be an https URL (http on this machine only)", j.Issuer)
	c.require(j.Audience != "", "jwt-audience", "is missing: without it tokens for other services would be accepted")
	if strings.Contains(j.JWKS, "://") {
		c.require(isSafeURL(j.JWKS), "jwt-jwks", "is %q; it has to be an https URL (http on this machine only) or a file", j.JWKS)
	} else {
		c.file("jwt-jwks", j.JWKS)
	}
	c.require(j.InstitutionClaim != "", "jwt-institution-claim", "is empty")
	c.require(j.PersonClaim != "", "jwt-person-claim", "is empty")
	c.require(j.RolesClaim != "", "jwt-roles-claim", "is empty")
	c.require(j.Leeway >= 0 && j.Leeway <= 10*time.Minute, "jwt-leeway", "is %s; it has to be from 0s to 10m", j.Leeway)
}

var (
	regionShape     = regexp.MustCompile(`^[1-9][0-9]{5}$`)
	creditCodeShape = regexp.MustCompile(`^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$`)
)

func (i Institution) check(c *checker) {
	if !i.Given() {
		return
	}
	c.require(i.NameZh != "" || i.NameEn != "", "institution-name-zh", "is missing, as is institution-name-en: an institution has a name")
	c.oneOf("institution-kind", i.Kind, "NATIONAL_INSTITUTE", "LOCAL_INSTITUTE", "INDUSTRY_CENTRE", "THIRD_PARTY_LABORATORY",
		"MANUFACTURER", "OTHER")
	c.oneOf("institution-level", i.Level, "NATIONAL", "PROVINCIAL", "THIRD_PARTY", "MANUFACTURER")
	c.require(i.Region == "" || regionShape.MatchString(i.Region), "institution-region",
		"is %q; it has to be the six digits of GB/T 2260, for example 110000", i.Region)
	c.require(i.CreditCode == "" || creditCodeShape.MatchString(i.CreditCode), "institution-credit-code",
		"is %q; it has to be the 18 characters of GB 32100", i.CreditCode)
}

func isAddress(s string) bool {
	_, port, err := net.SplitHostPort(s)
	n, portErr := strconv.Atoi(port)
	return err == nil && portErr == nil && n >= 0 && n <= 65535
}

// isStore does not use package url: the hosts of a replica set are a list.
func isStore(s string) bool {
	_, rest, found := strings.Cut(s, "://")
	hosts, database, _ := strings.Cut(rest, "/")
	database, _, _ = strings.Cut(database, "?")
	return found && hosts != "" && database != "" &&
		(strings.HasPrefix(s, "mongodb://") || strings.HasPrefix(s, "mongodb+srv://"))
}

// isOrigin tells whether a text is an origin as a browser writes it in the header Origin
// (RFC 6454, 6.1).
func isOrigin(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && !strings.Contains(s, "*") &&
		s == strings.ToLower(u.Scheme+"://"+u.Host)
}

func isHTTP(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

// isSafeURL tells whether what comes from there cannot be changed on its way.
func isSafeURL(s string) bool {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	local := u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
	return u.Scheme == "https" || u.Scheme == "http" && local
}
