package auth_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/go-jose/go-jose/v4"

	"metrograph/auth"
	"metrograph/model"
)

// issuer is an OpenID provider: its discovery document, its keys, and tokens.
type issuer struct {
	*httptest.Server
	clock *clock

	mu      sync.Mutex
	keys    map[string]jose.JSONWebKey // private, by key id
	fetches int
	down    bool
}

func newIssuer(t *testing.T) *issuer {
	t.Helper()
	i := &issuer{clock: &clock{t: birth}, keys: map[string]jose.JSONWebKey{}}
	mux := http.NewServeMux()
	mux.HandleFunc("/.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(map[string]any{"issuer": i.URL, "jwks_uri": i.URL + "/keys",
			"id_token_signing_alg_values_supported": []string{"RS256", "HS256", "none"}})
	})
	mux.HandleFunc("/keys", func(w http.ResponseWriter, _ *http.Request) {
		i.mu.Lock()
		defer i.mu.Unlock()
		i.fetches++
		if i.down {
			http.Error(w, "away", http.StatusServiceUnavailable)
			return
		}
		_, _ = w.Write(i.jwks())
	})
	i.Server = httptest.NewServer(mux)
	t.Cleanup(i.Close)
	i.addKey(t, "ed", jose.EdDSA)
	i.addKey(t, "rsa", jose.RS256)
	i.addKey(t, "ec", jose.ES256)
	return i
}

// jwks is the public key set, with a key of an unknown kind in it.
func (i *issuer) jwks() []byte {
	keys := []any{map[string]any{"kty": "FUTURE", "kid": "x"}}
	for _, k := range i.keys {
		keys = append(keys, k.Public())
	}
	data, _ := json.Marshal(map[string]any{"keys": keys})
	return data
}

func (i *issuer) set(edit func()) {
	i.mu.Lock()
	defer i.mu.Unlock()
	edit()
}

// rsaKey is made once, because it takes a while.
var rsaKey = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) })

func makeKey(t *testing.T, kid string, alg jose.SignatureAlgorithm) jose.JSONWebKey {
	t.Helper()
	var key crypto.Signer
	var err error
	switch alg {
	case jose.EdDSA:
		_, key, err = ed25519.GenerateKey(rand.Reader)
	case jose.RS256:
		key, err = rsaKey()
	case jose.ES256:
		key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	case jose.ES384:
		key, err = ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	}
	if err != nil {
		t.Fatal(err)
	}
	return jose.JSONWebKey{Key: key, KeyID: kid, Algorithm: string(alg), Use: "sig"}
}

func (i *issuer) addKey(t *testing.T, kid string, alg jose.SignatureAlgorithm) {
	t.Helper()
	key := makeKey(t, kid, alg)
	i.set(func() { i.keys[kid] = key })
}

// sign makes a compact token of claims with a key.
func sign(t *testing.T, key jose.JSONWebKey, claims map[string]any) string {
	t.Helper()
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.SignatureAlgorithm(key.Algorithm), Key: key}, nil)
	if err != nil {
		t.Fatal(err)
	}
	payload, _ := json.Marshal(claims)
	token, err := signer.Sign(payload)
	if err != nil {
		t.Fatal(err)
	}
	text, err := token.CompactSerialize()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// claims are good claims with changes; a nil value takes a claim out.
func (i *issuer) claims(changes map[string]any) map[string]any {
	now := i.clock.now().Unix()
	all := map[string]any{"iss": i.URL, "aud": "metrograph", "sub": "zhang", "iat": now, "exp": now + 300}
	maps.Copy(all, changes)
	maps.DeleteFunc(all, func(_ string, v any) bool { return v == nil })
	return all
}

func (i *issuer) token(t *testing.T, kid string, changes map[string]any) string {
	t.Helper()
	return sign(t, i.keys[kid], i.claims(changes))
}

func (i *issuer) authenticator(t *testing.T, d auth.Directory, edit func(*auth.JWTOptions)) *auth.Authenticator {
	t.Helper()
	o := &auth.JWTOptions{Issuer: i.URL, Audience: "metrograph", Client: i.Client()}
	if edit != nil {
		edit(o)
	}
	return newAuthenticator(t, d, auth.Options{JWT: o, Now: i.clock.now})
}

// keysFile writes the public keys to a file.
func (i *issuer) keysFile(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "keys.json")
	if err := os.WriteFile(path, i.jwks(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// member is a directory with one institution.
func member(level model.Level, region model.Region) (*directory, model.ID) {
	d := newDirectory()
	return d, d.addInstitution(level, region)
}
