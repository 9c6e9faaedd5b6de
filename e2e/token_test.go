package e2e_test

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/google/go-cmp/cmp"
)

const (
	issuer   = "https://login.example.cn/realms/metrology"
	audience = "metrograph"
)

// TestTokens starts a node that accepts the tokens of an issuer, and signs some.
func TestTokens(t *testing.T) {
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	data := t.TempDir()
	n := serve(t, data, append(national(), "--jwt-issuer", issuer, "--jwt-audience", audience, "--jwt-jwks", keyFile(t, public))...)
	institutions := n.as("").read(t, `{institutions {edges {node {id}}}}`, nil)
	own := at(list(institutions.Data, "institutions", "edges")[0], "node", "id").(string)
	claims := func(changes map[string]any) map[string]any {
		all := map[string]any{"iss": issuer, "aud": []string{"other", audience}, "sub": "li.wei", "exp": time.Now().Add(time.Hour).Unix(),
			"iat": time.Now().Unix(), "metrograph_institution": own, "metrograph_roles": []string{"AUDITOR"}}
		maps.Copy(all, changes)
		return all
	}
	accepted(t, n, sign(t, private, claims(nil)), own, "ANYONE", "MEMBER", "NATIONAL", "AUDITOR")
	accepted(t, n, sign(t, private, claims(map[string]any{"metrograph_institution": nil, "metrograph_roles": []string{"NATIONAL", "GOVERNMENT", "ROOT"}})),
		nil, "ANYONE", "GOVERNMENT")
	_, stranger, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	refused(t, n, map[string]string{
		"another audience":     sign(t, private, claims(map[string]any{"aud": "other"})),
		"no audience":          sign(t, private, claims(map[string]any{"aud": nil})),
		"another issuer":       sign(t, private, claims(map[string]any{"iss": "https://evil.example"})),
		"expired":              sign(t, private, claims(map[string]any{"exp": time.Now().Add(-time.Minute).Unix()})),
		"no expiry":            sign(t, private, claims(map[string]any{"exp": nil})),
		"from the future":      sign(t, private, claims(map[string]any{"nbf": time.Now().Add(time.Hour).Unix()})),
		"no subject":           sign(t, private, claims(map[string]any{"sub": ""})),
		"unknown institution":  sign(t, private, claims(map[string]any{"metrograph_institution": "inst_00000000000000000000000000"})),
		"another signer":       sign(t, stranger, claims(nil)),
		"algorithm none":       unsigned(t, claims(nil)),
		"public key as secret": symmetric(t, public, claims(nil)),
		"garbage":              "a.b.c",
		"wrong API key":        "mg_0000000000000000000000000000000000000000000000000",
	})
}

// keyFile writes a key set with the public key.
func keyFile(t *testing.T, public ed25519.PublicKey) string {
	t.Helper()
	raw, err := json.Marshal(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: public, KeyID: "1", Algorithm: "EdDSA", Use: "sig"}}})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "jwks.json")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func sign(t *testing.T, key ed25519.PrivateKey, claims map[string]any) string {
	t.Helper()
	return compact(t, jose.SigningKey{Algorithm: jose.EdDSA, Key: jose.JSONWebKey{Key: key, KeyID: "1"}}, claims)
}

// symmetric signs with the public key as if it were a shared secret.
func symmetric(t *testing.T, public ed25519.PublicKey, claims map[string]any) string {
	t.Helper()
	return compact(t, jose.SigningKey{Algorithm: jose.HS256, Key: []byte(public)}, claims)
}

// compact signs what is not nil of the claims.
func compact(t *testing.T, key jose.SigningKey, claims map[string]any) string {
	t.Helper()
	signer, err := jose.NewSigner(key, nil)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := signer.Sign(payload(t, claims))
	if err != nil {
		t.Fatal(err)
	}
	token, err := signed.CompactSerialize()
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func payload(t *testing.T, claims map[string]any) []byte {
	t.Helper()
	maps.DeleteFunc(claims, func(_ string, v any) bool { return v == nil })
	raw, err := json.Marshal(claims)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func unsigned(t *testing.T, claims map[string]any) string {
	t.Helper()
	encode := base64.RawURLEncoding.EncodeToString
	return encode([]byte(`{"alg":"none","typ":"JWT"}`)) + "." + encode(payload(t, claims)) + "."
}

// accepted asks who the caller with the token is.
func accepted(t *testing.T, n *node, token string, institution any, roles ...string) {
	t.Helper()
	a := n.as(token).read(t, `{me {subject institution {id} roles via}}`, nil)
	var got []string
	for _, role := range list(a.Data, "me", "roles") {
		got = append(got, role.(string))
	}
	if d := cmp.Diff(roles, got); d != "" {
		t.Errorf("roles (-want +got):\n%s", d)
	}
	if at(a.Data, "me", "institution", "id") != institution || at(a.Data, "me", "via") != "jwt" || at(a.Data, "me", "subject") != "li.wei@"+issuer {
		t.Errorf("me: %s", a.body)
	}
}

// refused expects one and the same answer to all tokens.
func refused(t *testing.T, n *node, tokens map[string]string) {
	t.Helper()
	first := ""
	for _, name := range slices.Sorted(maps.Keys(tokens)) {
		a, err := n.as(tokens[name]).try(`{me {subject}}`, nil)
		if err != nil {
			t.Fatal(err)
		}
		if first == "" {
			first = a.body
		}
		if a.status != 401 || len(a.Errors) != 1 || a.Errors[0].Extensions.Code != "UNAUTHENTICATED" || a.body != first {
			t.Errorf("%s: status %d: %s", name, a.status, a.body)
		}
	}
}
