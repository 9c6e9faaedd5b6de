package resolvers

import (
	"errors"
	"strings"
	"testing"

	"metrograph/model"
	"metrograph/registry"
)

// A filter in an address is read as a variable of a query is: what it says is checked, and
// what is wrong is named.
func TestReadFilter(t *testing.T) {
	got, err := ReadFilter(model.KindCertificate, `{"discipline":{"in":["LENGTH","THERMAL"]},"mandatory":{"eq":true},"itemCount":{"gte":2}}`)
	if err != nil || len(got) != 3 {
		t.Fatal(got, err)
	}
	if _, err := registry.ParseFilter(model.KindCertificate, got); err != nil {
		t.Error(err)
	}
	for text, path := range map[string]string{
		`x`: "filter", `{} {}`: "filter", `[1]`: "filter", `null`: "filter", `1`: "filter",
		`{"nothing":{"eq":"x"}}`:         "filter.nothing",
		`{"discipline":{"eq":"ABC"}}`:    "filter.discipline.eq",
		`{"discipline":{"is":"x"}}`:      "filter.discipline.is",
		`{"and":[{"discipline":"ABC"}]}`: "filter.and[0].discipline",
	} {
		_, err := ReadFilter(model.KindCertificate, text)
		var coded *model.Error
		if !errors.As(err, &coded) || coded.Code != model.CodeInvalid || !strings.HasPrefix(coded.Path, path) {
			t.Errorf("%s: %v, want INVALID at %s", text, err, path)
		}
	}
}

// Whatever an address says, it is read as a filter or refused.
func FuzzReadFilter(f *testing.F) {
	for _, text := range []string{``, `{}`, `{"number":{"contains":"A"}}`, `{"and":[{"issuedAt":{"gte":"2025-01-01"}},{"not":{"text":"x"}}]}`,
		`{"modifiedAt":{"lt":"2025-01-01T00:00:00Z"}}`, `{"itemCount":{"eq":1e9}}`, `{"id":{"in":[null]}}`, `{"or":[]}`} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		filter, err := ReadFilter(model.KindCertificate, text)
		if err == nil {
			_, err = registry.ParseFilter(model.KindCertificate, filter)
		}
		if code := model.CodeOf(err); err != nil && code != model.CodeInvalid && code != model.CodeLimitExceeded {
			t.Errorf("%q: %v", text, err)
		}
	})
}
