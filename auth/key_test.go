package auth_test

import (
	"errors"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"metrograph/auth"
	"metrograph/model"
)

func TestNewKey(t *testing.T) {
	shape := regexp.MustCompile(`^mg_[0-9A-Za-z]{49}$`)
	seen := map[string]bool{}
	for range 1000 {
		key, hash, hint := auth.NewKey()
		if !shape.MatchString(key) || seen[key] {
			t.Fatalf("bad key %q", key)
		}
		seen[key] = true
		if hash != auth.HashKey(key) || !regexp.MustCompile(`^[0-9a-f]{64}$`).MatchString(hash) {
			t.Fatalf("bad hash %q", hash)
		}
		if begin := strings.TrimSuffix(hint, "…"); !strings.HasPrefix(key, begin) || len(begin) != 9 {
			t.Fatalf("bad hint %q", hint)
		}
	}
}

func TestKeyGivesPrincipal(t *testing.T) {
	d := newDirectory()
	inst := d.addInstitution(model.LevelProvincial, "330000")
	// Level roles on a credential are a mistake or worse: only the institution gives them.
	key, hash := d.addKey(inst, model.RoleRecorder, model.RoleNational, model.RoleMember, "KING")
	until := birth.Add(time.Hour)
	d.change(hash, func(c *model.Credential) {
		c.ExpiresAt, c.Actions = until, []model.Action{model.ActionRead}
	})
	now := &clock{t: birth}
	a := newAuthenticator(t, d, auth.Options{Now: now.now})
	want := &model.Principal{
		Subject: string(d.credentials[hash].ID), Institution: inst, Level: model.LevelProvincial, Region: "330000",
		Granted: model.Roles(model.RoleRecorder), Actions: []model.Action{model.ActionRead}, Expires: until, Via: auth.ViaAPIKey,
	}
	for _, header := range [][]string{
		{"Authorization", "Bearer " + key},
		{"authorization", "bEARER   " + key},
		{"X-API-Key", key},
		{"x-api-key", " " + key + " "},
	} {
		p, err := ask(t, a, header...)
		if err != nil {
			t.Fatalf("%s: %v", header, err)
		}
		if diff := cmp.Diff(want, p); diff != "" {
			t.Errorf("%s: %s", header, diff)
		}
	}
}

func TestNoCredentialIsAnonymous(t *testing.T) {
	p, err := ask(t, newAuthenticator(t, newDirectory(), auth.Options{}))
	if err != nil || !p.Anonymous() || p.Granted != 0 || p.Institution != "" {
		t.Errorf("got %+v, %v", p, err)
	}
}

func TestBadKeysAreRefusedAlike(t *testing.T) {
	d := newDirectory()
	inst := d.addInstitution(model.LevelThirdParty, "110000")
	good, _ := d.addKey(inst)
	expired, hash := d.addKey(inst)
	d.change(hash, func(c *model.Credential) { c.ExpiresAt = birth })
	revoked, hash := d.addKey(inst)
	d.change(hash, func(c *model.Credential) { c.RevokedAt = birth.Add(-time.Hour) })
	withdrawn, hash := d.addKey(inst)
	d.change(hash, func(c *model.Credential) { c.Status = model.StatusWithdrawn })
	orphan, _ := d.addKey(model.NewID(model.KindInstitution, birth))
	unknown, _, _ := auth.NewKey()
	other := "a"
	if strings.HasSuffix(good, "a") {
		other = "b"
	}
	now := &clock{t: birth}
	a := newAuthenticator(t, d, auth.Options{Now: now.now})
	for name, headers := range map[string][]string{
		"expired":          {"Authorization", "Bearer " + expired},
		"revoked":          {"Authorization", "Bearer " + revoked},
		"withdrawn":        {"Authorization", "Bearer " + withdrawn},
		"unknown":          {"Authorization", "Bearer " + unknown},
		"orphan":           {"Authorization", "Bearer " + orphan},
		"mistyped":         {"Authorization", "Bearer " + good[:len(good)-1] + other},
		"cut short":        {"X-API-Key", good[:20]},
		"basic":            {"Authorization", "Basic dXNlcjpwYXNz"},
		"no scheme":        {"Authorization", good},
		"no token":         {"Authorization", "Bearer"},
		"empty":            {"Authorization", ""},
		"empty key":        {"X-API-Key", ""},
		"two tokens":       {"Authorization", "Bearer " + good + " " + good},
		"twice":            {"Authorization", "Bearer " + good, "Authorization", "Bearer " + good},
		"both headers":     {"Authorization", "Bearer " + good, "X-API-Key", good},
		"bearer as key":    {"X-API-Key", "Bearer " + good},
		"comma":            {"Authorization", "Bearer " + good + ",Bearer " + good},
		"long":             {"Authorization", "Bearer " + strings.Repeat("a", 9000)},
		"a token, no JWTs": {"Authorization", "Bearer eyJhbGciOiJub25lIn0.e30."},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := ask(t, a, headers...)
			wantRefused(t, p, err)
			if strings.Contains(err.Error(), good) {
				t.Error("the error has the key in it")
			}
		})
	}
}

func TestMistypedKeysAreNotLookedUp(t *testing.T) {
	d := newDirectory()
	a := newAuthenticator(t, d, auth.Options{})
	_, _ = ask(t, a, "X-API-Key", "mg_"+strings.Repeat("0", 49))
	if d.asked != 0 {
		t.Errorf("asked %d times", d.asked)
	}
}

func TestBrokenDirectoryIsNotARefusal(t *testing.T) {
	d := newDirectory()
	key, _ := d.addKey("")
	d.broken = errors.New("disk on fire")
	_, err := ask(t, newAuthenticator(t, d, auth.Options{}), "X-API-Key", key)
	if model.CodeOf(err) != model.CodeInternal {
		t.Errorf("got %v", err)
	}
}

// Revocation is noticed within the stated time, at once after Forget, and expiry always.
func TestCacheOutlivesNothing(t *testing.T) {
	d := newDirectory()
	inst := d.addInstitution(model.LevelNational, "100000")
	key, hash := d.addKey(inst)
	now := &clock{t: birth}
	a := newAuthenticator(t, d, auth.Options{Now: now.now, CacheFor: 10 * time.Second})
	works := func() bool { _, err := ask(t, a, "X-API-Key", key); return err == nil }

	if !works() || !works() || d.asked != 1 {
		t.Fatalf("not remembered: asked %d times", d.asked)
	}
	d.change(hash, func(c *model.Credential) { c.RevokedAt = birth })
	now.pass(10*time.Second - 1)
	if !works() {
		t.Error("not remembered for as long as stated")
	}
	now.pass(1)
	if works() {
		t.Error("a revoked key works for longer than stated")
	}
	d.change(hash, func(c *model.Credential) { c.RevokedAt = time.Time{} })
	a.Forget()
	if !works() {
		t.Fatal("a restored key does not work")
	}
	d.change(hash, func(c *model.Credential) { c.RevokedAt = birth })
	a.Forget()
	if works() {
		t.Error("a revoked key works after Forget")
	}
	d.change(hash, func(c *model.Credential) { c.RevokedAt, c.ExpiresAt = time.Time{}, now.now().Add(time.Second) })
	a.Forget()
	if !works() {
		t.Fatal("a restored key does not work")
	}
	now.pass(time.Second)
	if works() {
		t.Error("an expired key works because it is remembered")
	}
}
