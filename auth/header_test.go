package auth

import (
	"net/http"
	"strings"
	"testing"
)

func FuzzHeaders(f *testing.F) {
	key, _, _ := NewKey()
	for _, seed := range [][2]string{{"Bearer " + key, ""}, {"", key}, {"bearer a.b.c", ""}, {"Bearer ==", "x"}, {"Basic a", ""}, {" ", " "}} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, authorization, apiKey string) {
		h := http.Header{}
		if authorization != "" {
			h.Set("Authorization", authorization)
		}
		if apiKey != "" {
			h.Set("X-API-Key", apiKey)
		}
		credential, err := fromHeaders(h)
		switch {
		case len(h) == 0:
			if credential != "" || err != nil {
				t.Errorf("no headers: %q, %v", credential, err)
			}
		case err == nil && credential == "":
			t.Error("a header was taken for none")
		case err == nil && len(h) == 2:
			t.Error("two credentials were accepted")
		case err == nil && !strings.HasSuffix(authorization+apiKey, credential):
			t.Errorf("%q is not what was sent", credential)
		case err == nil && (len(credential) > maxCredential || strings.ContainsAny(credential, " ,\t\r\n\"{}")):
			t.Errorf("%q is no token", credential)
		}
	})
}
