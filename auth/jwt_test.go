package auth_test

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/google/go-cmp/cmp"

	"metrograph/auth"
	"metrograph/model"
)

func TestTokenGivesPrincipal(t *testing.T) {
	i := newIssuer(t)
	d, inst := member(model.LevelThirdParty, "440300")
	for name, where := range map[string]func(*auth.JWTOptions){
		"discovery": nil,
		"url":       func(o *auth.JWTOptions) { o.JWKS = i.URL + "/keys" },
		"file":      func(o *auth.JWTOptions) { o.JWKS = i.keysFile(t) },
	} {
		a := i.authenticator(t, d, where)
		for _, kid := range []string{"ed", "rsa", "ec"} {
			t.Run(name+" "+kid, func(t *testing.T) {
				p, err := ask(t, a, "Authorization", "Bearer "+i.token(t, kid, map[string]any{
					"aud":                    []string{"other", "metrograph"},
					"metrograph_institution": inst,
					// The level is the institution's, whatever the token says.
					"metrograph_roles": []any{"EXPERT", "NATIONAL", "ANYONE", "KING", 7},
					"level":            "NATIONAL", "region": "110000",
				}))
				if err != nil {
					t.Fatal(err)
				}
				want := &model.Principal{Subject: "zhang@" + i.URL, Institution: inst, Level: model.LevelThirdParty,
					Region: "440300", Granted: model.Roles(model.RoleExpert), Expires: birth.Add(5 * time.Minute), Via: auth.ViaJWT}
				if diff := cmp.Diff(want, p); diff != "" {
					t.Error(diff)
				}
			})
		}
	}
}

func TestTokenClaimNames(t *testing.T) {
	i := newIssuer(t)
	d, inst := member(model.LevelManufacturer, "320500")
	a := i.authenticator(t, d, func(o *auth.JWTOptions) {
		o.InstitutionClaim, o.RolesClaim = "https://idp.example/institution", "realm_access.roles"
	})
	p, err := ask(t, a, "Authorization", "Bearer "+i.token(t, "ed", map[string]any{
		"https://idp.example/institution": inst,
		"realm_access":                    map[string]any{"roles": "RECORDER, REVIEWER"},
		"metrograph_roles":                []string{"ADMINISTRATOR"},
	}))
	if err != nil || p.Institution != inst || p.Granted != model.Roles(model.RoleRecorder, model.RoleReviewer) {
		t.Errorf("got %+v, %v", p, err)
	}
}

func TestTokenWithoutInstitutionIsNoMember(t *testing.T) {
	i := newIssuer(t)
	p, err := ask(t, i.authenticator(t, newDirectory(), nil), "Authorization", "Bearer "+i.token(t, "ed", nil))
	if err != nil || p.Anonymous() || p.Roles() != model.Roles(model.RoleAnyone) {
		t.Errorf("got %+v, %v", p, err)
	}
}

func TestBadTokensAreRefusedAlike(t *testing.T) {
	i := newIssuer(t)
	d, inst := member(model.LevelNational, "110000")
	a := i.authenticator(t, d, nil)
	at := func(d time.Duration) int64 { return birth.Add(d).Unix() }
	stranger := makeKey(t, "ed", jose.EdDSA) // a known key id on an unknown key
	unknownID := i.keys["ed"]
	unknownID.KeyID = "nobody"
	p384 := makeKey(t, "p384", jose.ES384)
	i.set(func() { i.keys["p384"] = p384 })
	good := i.token(t, "ed", nil)

	cases := map[string]string{
		"wrong audience":       i.token(t, "ed", map[string]any{"aud": "other"}),
		"no audience":          i.token(t, "ed", map[string]any{"aud": nil}),
		"audience a number":    i.token(t, "ed", map[string]any{"aud": 7}),
		"wrong issuer":         i.token(t, "ed", map[string]any{"iss": i.URL + "/"}),
		"no issuer":            i.token(t, "ed", map[string]any{"iss": nil}),
		"expired":              i.token(t, "ed", map[string]any{"exp": at(-30 * time.Second)}),
		"no expiry":            i.token(t, "ed", map[string]any{"exp": nil}),
		"expiry a text":        i.token(t, "ed", map[string]any{"exp": "2099-01-01"}),
		"expiry out of bounds": i.token(t, "ed", map[string]any{"exp": 1e300}),
		"not yet":              i.token(t, "ed", map[string]any{"nbf": at(31 * time.Second)}),
		"issued in the future": i.token(t, "ed", map[string]any{"iat": at(time.Minute)}),
		"no subject":           i.token(t, "ed", map[string]any{"sub": nil}),
		"empty subject":        i.token(t, "ed", map[string]any{"sub": ""}),
		"unknown institution":  i.token(t, "ed", map[string]any{"metrograph_institution": model.NewID(model.KindInstitution, birth)}),
		"institution no id":    i.token(t, "ed", map[string]any{"metrograph_institution": "NIM"}),
		"institution a list":   i.token(t, "ed", map[string]any{"metrograph_institution": []any{inst}}),
		"institution a key":    i.token(t, "ed", map[string]any{"metrograph_institution": model.NewID(model.KindCredential, birth)}),
		"stranger's key":       sign(t, stranger, i.claims(nil)),
		"unknown key id":       sign(t, unknownID, i.claims(nil)),
		"ES384":                sign(t, p384, i.claims(nil)),
		"no algorithm":         unsigned(t, "none", i.claims(nil)),
		"No algorithm":         unsigned(t, "NoNe", i.claims(nil)),
		"HMAC with public key": hmacConfusion(t, i),
		"changed":              change(good),
		"no signature":         good[:strings.LastIndex(good, ".")+1],
		"two parts":            good[:strings.LastIndex(good, ".")],
		"garbage":              "a.b.c",
		"not three parts":      "abcdef",
		"not an object":        signText(t, i.keys["ed"], `"text"`),
		"null":                 signText(t, i.keys["ed"], `null`),
	}
	for name, token := range cases {
		t.Run(name, func(t *testing.T) {
			p, err := ask(t, a, "Authorization", "Bearer "+token)
			wantRefused(t, p, err)
			if strings.Contains(err.Error(), token) {
				t.Error("the error has the token in it")
			}
		})
	}
	if _, err := ask(t, a, "Authorization", "Bearer "+good); err != nil {
		t.Errorf("the good token is refused: %v", err)
	}
	if _, err := ask(t, a, "X-API-Key", good); err == nil {
		t.Error("a token is accepted as a key")
	}
}

// The other serializations of JOSE can hold several signatures: only the compact one counts.
func TestCompactTokensOnly(t *testing.T) {
	i := newIssuer(t)
	a := i.authenticator(t, newDirectory(), nil)
	good := i.token(t, "ed", nil)
	parts := strings.Split(good, ".")
	full, _ := json.Marshal(map[string]string{"protected": parts[0], "payload": parts[1], "signature": parts[2]})
	by := func(credential string) (*model.Principal, error) {
		return a.Principal(t.Context(), &http.Request{Header: http.Header{"Authorization": {"Bearer " + credential}}})
	}
	for _, credential := range []string{"", " ", string(full), good + "\n", "Bearer " + good} {
		p, err := by(credential)
		wantRefused(t, p, err)
	}
	if _, err := by(good); err != nil {
		t.Error(err)
	}
}

func TestTimesHaveLeeway(t *testing.T) {
	i := newIssuer(t)
	a := i.authenticator(t, newDirectory(), nil)
	for name, changes := range map[string]map[string]any{
		"just expired":    {"exp": birth.Add(-29 * time.Second).Unix()},
		"just early":      {"nbf": birth.Add(30 * time.Second).Unix()},
		"with a fraction": {"exp": float64(birth.Unix()) + 0.5},
	} {
		if _, err := ask(t, a, "Authorization", "Bearer "+i.token(t, "ec", changes)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestKeysRotate(t *testing.T) {
	i := newIssuer(t)
	a := i.authenticator(t, newDirectory(), nil)
	accepted := func(token string) bool { _, err := ask(t, a, "Authorization", "Bearer "+token); return err == nil }
	old := i.token(t, "ed", map[string]any{"exp": birth.Add(time.Hour).Unix()})
	if !accepted(old) {
		t.Fatal("refused at first")
	}
	i.clock.pass(time.Minute)
	i.addKey(t, "new", jose.EdDSA)
	i.set(func() { delete(i.keys, "ed") })
	if !accepted(i.token(t, "new", nil)) {
		t.Error("a new key is not found")
	}
	if accepted(old) {
		t.Error("a withdrawn key is accepted after a new one was fetched")
	}
}

func TestWithdrawnKeyExpires(t *testing.T) {
	i := newIssuer(t)
	a := i.authenticator(t, newDirectory(), nil)
	long := map[string]any{"exp": birth.Add(time.Hour).Unix()}
	token := i.token(t, "ed", long)
	if _, err := ask(t, a, "Authorization", "Bearer "+token); err != nil {
		t.Fatal(err)
	}
	i.set(func() { delete(i.keys, "ed") })
	i.clock.pass(10 * time.Minute)
	p, err := ask(t, a, "Authorization", "Bearer "+token)
	wantRefused(t, p, err)
}

func TestStrangersCannotMakeItFetch(t *testing.T) {
	i := newIssuer(t)
	a := i.authenticator(t, newDirectory(), nil)
	unknown := i.keys["ed"]
	for n := range 20 {
		unknown.KeyID = strings.Repeat("k", n+1)
		_, _ = ask(t, a, "Authorization", "Bearer "+sign(t, unknown, i.claims(nil)))
	}
	if i.fetches != 1 {
		t.Errorf("%d fetches", i.fetches)
	}
}

func TestIssuerAway(t *testing.T) {
	i := newIssuer(t)
	i.set(func() { i.down = true })
	a := i.authenticator(t, newDirectory(), nil)
	code := func() model.Code {
		_, err := ask(t, a, "Authorization", "Bearer "+i.token(t, "rsa", nil))
		return model.CodeOf(err)
	}
	if got := code(); got != model.CodePeerUnavailable {
		t.Errorf("before the first fetch: %s", got)
	}
	i.set(func() { i.down = false })
	i.clock.pass(11 * time.Second)
	if got := code(); got != "" {
		t.Errorf("back again: %s", got)
	}
	i.set(func() { i.down = true })
	i.clock.pass(59 * time.Minute)
	if got := code(); got != "" {
		t.Errorf("away for less than an hour: %s", got)
	}
	i.clock.pass(time.Minute)
	if got := code(); got != model.CodePeerUnavailable {
		t.Errorf("away for an hour: %s", got)
	}
}

func TestUnreadableKeysFile(t *testing.T) {
	i := newIssuer(t)
	path := i.keysFile(t)
	if err := os.WriteFile(path, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	a := i.authenticator(t, newDirectory(), func(o *auth.JWTOptions) { o.JWKS = path })
	if _, err := ask(t, a, "Authorization", "Bearer "+i.token(t, "ed", nil)); model.CodeOf(err) != model.CodePeerUnavailable {
		t.Errorf("got %v", err)
	}
}

func TestIncompleteOptions(t *testing.T) {
	for _, o := range []auth.JWTOptions{{}, {Issuer: "https://a"}, {Audience: "a"}} {
		if _, err := auth.New(newDirectory(), auth.Options{JWT: &o}); err == nil {
			t.Errorf("%+v is accepted", o)
		}
	}
}

// unsigned makes a token that claims to need no signature.
func unsigned(t *testing.T, alg string, claims map[string]any) string {
	t.Helper()
	payload, err := json.Marshal(claims)
	if err != nil {
		t.Fatal(err)
	}
	encode := base64.RawURLEncoding.EncodeToString
	return encode([]byte(`{"alg":"`+alg+`"}`)) + "." + encode(payload) + "."
}

// hmacConfusion signs with the text of a public key as if it were a shared secret.
func hmacConfusion(t *testing.T, i *issuer) string {
	t.Helper()
	key := i.keys["rsa"]
	public, err := key.Public().MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	return sign(t, jose.JSONWebKey{Key: public, KeyID: "rsa", Algorithm: string(jose.HS256)}, i.claims(nil))
}

func signText(t *testing.T, key jose.JSONWebKey, payload string) string {
	t.Helper()
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.EdDSA, Key: key}, nil)
	if err != nil {
		t.Fatal(err)
	}
	token, err := signer.Sign([]byte(payload))
	if err != nil {
		t.Fatal(err)
	}
	text, _ := token.CompactSerialize()
	return text
}

// change flips a bit of a token's claims.
func change(token string) string {
	at := strings.Index(token, ".") + 5
	return token[:at] + string(token[at]^1) + token[at+1:]
}
