package resolvers

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/99designs/gqlgen/graphql/handler/apollofederatedtracingv1/generated"
	"google.golang.org/protobuf/proto"

	"metrograph/model"
)

// TestTracesAreForGatewaysThatAreTrusted: for everybody else the header changes nothing.
func TestTracesAreForGatewaysThatAreTrusted(t *testing.T) {
	o := options(crowd(2))
	o.Trace = func(p *model.Principal) bool { return p.Subject == "key_gateway" }
	trusting, plain := NewHandler(o), NewHandler(options(crowd(2)))
	ask := func(h http.Handler, subject, query, trace string) (string, answer) {
		t.Helper()
		request := postOf(t, query)
		request.Header.Set("Apollo-Federation-Include-Trace", trace)
		request.Header.Set("X-Request-Id", "0000")
		request = request.WithContext(model.WithPrincipal(t.Context(), &model.Principal{Subject: subject}))
		response := httptest.NewRecorder()
		h.ServeHTTP(response, request)
		var a answer
		if err := json.Unmarshal(response.Body.Bytes(), &a); err != nil {
			t.Fatalf("%v in %s", err, response.Body)
		}
		return fmt.Sprint(response.Code, response.Header(), response.Body), a
	}
	for _, query := range []string{`{ certificates { edges { node { issuer { id } n: number } } } }`, `{ me { via } nothing }`, `{ node(id: "x") { id } }`,
		`{ institutions(first: 1000) { totalCount } }`} {
		want, _ := ask(plain, "key_gateway", query, "")
		for _, subject := range []string{"", "key_other", "key_gateway"} {
			if got, _ := ask(plain, subject, query, "ftv1"); got != want {
				t.Errorf("no gateway is trusted, and %q is told %s, not %s", subject, got, want)
			}
			got, a := ask(trusting, subject, query, "ftv1")
			trace, traced := a.Extensions["ftv1"].(string)
			if expected := subject == "key_gateway" && string(a.Data) != ""; traced != expected || !traced && got != want {
				t.Errorf("%q is told %s", subject, got)
			}
			if traced {
				checkTrace(t, trace)
			}
		}
	}
	if _, a := ask(trusting, "key_gateway", `{ me { via } }`, ""); a.Extensions["ftv1"] != nil {
		t.Error("a trace that nobody asked for")
	}
}

func checkTrace(t *testing.T, text string) {
	t.Helper()
	raw, err := base64.StdEncoding.DecodeString(text)
	var trace generated.Trace
	if err == nil {
		err = proto.Unmarshal(raw, &trace)
	}
	if err != nil || len(trace.Root.Child) == 0 || trace.Root.Child[0].ParentType != "Query" || trace.DurationNs == 0 {
		t.Errorf("%v %v", err, &trace)
	}
}
