package auth

import (
	"errors"
	"net/http"
	"strings"
)

// maxCredential bounds the length of a credential; a JWT with many claims has some 2,000
// characters.
const maxCredential = 8 << 10

// errMalformed is the cause of refusing headers that say nothing clear.
var errMalformed = errors.New("malformed credential header")

// fromHeaders returns the credential of a request: the token of Authorization: Bearer, or
// the value of X-API-Key; empty where the request has neither header. Two credentials in
// one request are refused, because intermediaries disagree about which of them counts.
func fromHeaders(h http.Header) (credential string, err error) {
	bearer, key := h.Values("Authorization"), h.Values("X-API-Key")
	switch {
	case len(bearer) == 0 && len(key) == 0:
		return "", nil
	case len(bearer) == 1 && len(key) == 0:
		return bearerToken(bearer[0])
	case len(bearer) == 0 && len(key) == 1 && wellFormed(key[0]):
		return key[0], nil
	}
	return "", errMalformed
}

// bearerToken reads the value of Authorization (RFC 6750, 2.1).
func bearerToken(header string) (string, error) {
	scheme, token, found := strings.Cut(header, " ")
	token = strings.TrimLeft(token, " ")
	if !found || !strings.EqualFold(scheme, "Bearer") || !isToken(token) {
		return "", errMalformed
	}
	return token, nil
}

// isToken tells whether a text is a b64token: letters, digits, some signs, padding.
func isToken(s string) bool {
	body := strings.TrimRight(s, "=")
	if body == "" || len(s) > maxCredential {
		return false
	}
	for i := range len(body) {
		c := body[i]
		alphanumeric := '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
		if !alphanumeric && !strings.ContainsRune("-._~+/", rune(c)) {
			return false
		}
	}
	return true
}
