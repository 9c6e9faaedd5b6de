package accept_test

import (
	"testing"

	"metrograph/wire/accept"
)

func TestMedia(t *testing.T) {
	for header, want := range map[string]string{
		"*/*":                               accept.JSON,
		"application/*":                     accept.JSON,
		"application/json":                  accept.JSON,
		"application/json; charset=UTF-8":   accept.JSON,
		"Application/GraphQL-Response+JSON": accept.GraphQL,
		"application/graphql-response+json, application/json;q=0.9":                           accept.GraphQL,
		"application/json;q=0.9,application/graphql-response+json":                            accept.GraphQL,
		"application/json, application/graphql-response+json":                                 accept.JSON,
		"application/graphql-response+json; charset=utf-8, application/json; charset=utf-8":   accept.GraphQL,
		"*/*, application/graphql-response+json":                                              accept.GraphQL,
		"application/json;q=0, */*":                                                           accept.GraphQL,
		"application/graphql-response+json;q=0.2, */*;q=0.1":                                  accept.GraphQL,
		"text/html, application/xhtml+xml, */*;q=0.8":                                         accept.JSON,
		"multipart/mixed;subscriptionSpec=1.0, application/json":                              accept.JSON,
		"text/event-stream, application/json;q=0.5, application/graphql-response+json;q=0.25": accept.JSON,
		"text/html":                       "",
		"application/json;charset=gbk":    "",
		"application/json;q=0":            "",
		"application/json;q=2":            "",
		"application/json;q=x, nonsense/": "",
		"":                                "",
	} {
		if got, ok := accept.Media([]string{header}); got != want || ok != (want != "") {
			t.Errorf("%s: %q, %t; want %q", header, got, ok, want)
		}
	}
	if got, ok := accept.Media(nil); got != accept.JSON || !ok {
		t.Errorf("without the header: %q", got)
	}
	if got, _ := accept.Media([]string{"text/html", accept.GraphQL}); got != accept.GraphQL {
		t.Errorf("in two lines: %q", got)
	}
}

func TestTakesParts(t *testing.T) {
	for header, want := range map[string]bool{
		"multipart/mixed": true,
		"multipart/mixed;deferSpec=20220824,application/graphql-response+json,application/json;q=0.9": true,
		"application/json, multipart/mixed":                                true,
		"application/json;q=0.5, Multipart/Mixed;boundary=\"-\";q=0.5":     true,
		"application/json, multipart/mixed;q=0.9":                          false,
		"multipart/mixed;q=0":                                              false,
		"multipart/mixed;q=2":                                              false,
		"multipart/*, */*":                                                 false,
		"multipart/mixed;deferSpec=20230101, application/json":             false,
		"multipart/mixed;subscriptionSpec=1.0, application/json":           false,
		"multipart/mixed;incrementalSpec=v0.2, application/json":           false,
		"multipart/mixed;incrementalSpec=v0.2, multipart/mixed;q=0.8, a/b": true,
		"application/json":                                                 false,
		"":                                                                 false,
	} {
		if got := accept.TakesParts([]string{header}); got != want {
			t.Errorf("%s: %t", header, got)
		}
	}
}

func TestCoding(t *testing.T) {
	for header, want := range map[string]struct {
		coding string
		plain  bool
	}{
		"":                             {"", true},
		"gzip":                         {"gzip", true},
		"GZIP":                         {"gzip", true},
		"gzip, deflate, br, zstd":      {"zstd", true},
		"gzip, deflate, br":            {"br", true},
		"zstd;q=0.5, gzip;q=0.8":       {"gzip", true},
		"br;q=0, *":                    {"zstd", true},
		"*;q=0":                        {"", false},
		"*;q=0, identity":              {"", true},
		"gzip;q=0.5, identity":         {"", true},
		"gzip, identity;q=0.5":         {"gzip", true},
		"identity;q=0, gzip;q=0.001":   {"gzip", false},
		"deflate, compress":            {"", true},
		"gzip;q=-1, br;q=1.5, zstd;q=": {"", true},
	} {
		coding, plain := accept.Coding([]string{header}, "zstd", "br", "gzip")
		if coding != want.coding || plain != want.plain {
			t.Errorf("%s: %q, %t; want %+v", header, coding, plain, want)
		}
	}
}
