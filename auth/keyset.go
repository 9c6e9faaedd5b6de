package auth

import (
	"context"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/go-jose/go-jose/v4"

	"metrograph/model"
)

const (
	// keysFresh is how long keys are used before they are fetched again, so that a key that
	// its issuer takes back is no longer accepted after that time.
	keysFresh = 10 * time.Minute
	// keysRetry is the shortest time between two fetches, however many tokens with unknown
	// key ids arrive.
	keysRetry = 10 * time.Second
	// keysStale is how long keys serve on while they cannot be fetched.
	keysStale = time.Hour
	// keysLimit bounds a key set's size, in bytes.
	keysLimit = 1 << 20
	// minRSABits is the shortest RSA key that is used (RFC 7518, 3.3).
	minRSABits = 2048
)

// errUnknownKey is the cause of refusing a token that no key of the issuer verifies.
var errUnknownKey = errors.New("no key of the issuer verifies the token")

// keySet is the issuer's public keys, fetched when they are first needed, so that a node
// starts while its issuer is away. Unlike the OIDC library's own it forgets keys that the
// issuer withdraws, and strangers' tokens cannot make it fetch without end.
type keySet struct {
	fetch func(ctx context.Context) ([]jose.JSONWebKey, error)
	now   func() time.Time

	fetching sync.Mutex // held during a fetch
	tried    time.Time  // when a fetch last began

	mu      sync.Mutex // guards what follows, never for long
	keys    []jose.JSONWebKey
	fetched time.Time // when the keys were last fetched
	failure error     // of the last fetch
}

func newKeySet(o JWTOptions, now func() time.Time) *keySet {
	return &keySet{now: now, fetch: func(ctx context.Context) ([]jose.JSONWebKey, error) {
		data, err := o.fetch(ctx)
		if err != nil {
			return nil, err
		}
		return parseKeys(data)
	}}
}

// payload returns what a compact token says, when one of the keys verifies it.
func (s *keySet) payload(ctx context.Context, raw string) ([]byte, error) {
	token, err := jose.ParseSignedCompact(raw, algorithms[:])
	if err != nil {
		return nil, err
	}
	keys, err := s.current(ctx)
	if err != nil {
		return nil, err
	}
	if payload, ok := verifyWith(keys, token); ok {
		return payload, nil
	}
	s.refresh(ctx, true) // the issuer may have a new key
	keys, _, _ = s.held()
	if payload, ok := verifyWith(keys, token); ok {
		return payload, nil
	}
	return nil, errUnknownKey
}

// current returns the keys, fetched again when they are due.
func (s *keySet) current(ctx context.Context) ([]jose.JSONWebKey, error) {
	keys, age, _ := s.held()
	if age < keysFresh {
		return keys, nil
	}
	s.refresh(ctx, age >= keysStale)
	keys, age, failure := s.held()
	if age >= keysStale {
		return nil, &unavailableError{&model.Error{Code: model.CodePeerUnavailable,
			Message: "the issuer of tokens cannot be reached", Cause: failure}}
	}
	return keys, nil
}

func (s *keySet) held() (keys []jose.JSONWebKey, age time.Duration, failure error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.keys, s.now().Sub(s.fetched), s.failure
}

// refresh fetches the keys, unless that was tried a moment ago. While somebody else does, it
// waits or lets be.
func (s *keySet) refresh(ctx context.Context, wait bool) {
	if wait {
		s.fetching.Lock()
	} else if !s.fetching.TryLock() {
		return
	}
	defer s.fetching.Unlock()
	now := s.now()
	if now.Sub(s.tried) < keysRetry {
		return
	}
	s.tried = now
	// The fetch is for everybody who waits, so it does not end with one caller's request.
	keys, err := s.fetch(context.WithoutCancel(ctx))
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failure = err; err == nil {
		s.keys, s.fetched = keys, now
	}
}

// verifyWith tries the keys that may have signed the token: those with its key id, or all
// where it names none.
func verifyWith(keys []jose.JSONWebKey, token *jose.JSONWebSignature) ([]byte, bool) {
	header := token.Signatures[0].Header // a compact token has exactly one
	for i := range keys {
		key := &keys[i]
		if header.KeyID != "" && header.KeyID != key.KeyID || !suits(key, jose.SignatureAlgorithm(header.Algorithm)) {
			continue
		}
		if payload, err := token.Verify(key); err == nil {
			return payload, true
		}
	}
	return nil, false
}

// suits tells whether the key is meant for signatures of the algorithm and strong enough.
func suits(key *jose.JSONWebKey, algorithm jose.SignatureAlgorithm) bool {
	if key.Use != "" && key.Use != "sig" || key.Algorithm != "" && key.Algorithm != string(algorithm) {
		return false
	}
	switch k := key.Key.(type) {
	case ed25519.PublicKey:
		return algorithm == jose.EdDSA
	case *ecdsa.PublicKey:
		return algorithm == jose.ES256 && k.Curve == elliptic.P256()
	case *rsa.PublicKey:
		return algorithm == jose.RS256 && k.N.BitLen() >= minRSABits
	}
	return false
}

// parseKeys reads a JSON Web Key Set; a key of an unknown kind is left out, as RFC 7517, 5
// asks for.
func parseKeys(data []byte) ([]jose.JSONWebKey, error) {
	var set struct{ Keys []json.RawMessage }
	if err := json.Unmarshal(data, &set); err != nil {
		return nil, err
	}
	var keys []jose.JSONWebKey
	for _, raw := range set.Keys {
		var key jose.JSONWebKey
		if err := json.Unmarshal(raw, &key); err == nil && key.Valid() {
			keys = append(keys, key)
		}
	}
	return keys, nil
}

// fetch reads the key set from where the options say.
func (o JWTOptions) fetch(ctx context.Context) ([]byte, error) {
	address := o.JWKS
	if address == "" {
		provider, err := oidc.NewProvider(oidc.ClientContext(ctx, o.Client), o.Issuer)
		if err != nil {
			return nil, err
		}
		var found struct {
			JWKS string `json:"jwks_uri"`
		}
		if err := provider.Claims(&found); err != nil {
			return nil, err
		}
		address = found.JWKS
		if !isURL(address) {
			return nil, errors.New("the issuer names no key set")
		}
	}
	if !isURL(address) {
		return os.ReadFile(address)
	}
	return get(ctx, o.Client, address)
}

func isURL(s string) bool { return strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://") }

func get(ctx context.Context, client *http.Client, address string) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	response, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s answers %s", address, response.Status)
	}
	return io.ReadAll(io.LimitReader(response.Body, keysLimit))
}
