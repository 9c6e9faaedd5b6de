package resolvers

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// Whatever is at fault, no value of the request comes back, and no name is longer than a name.
func TestErrorsDoNotRepeatInput(t *testing.T) {
	const secret = "s3cr3t-值"
	long := strings.Repeat("x", 5000)
	for _, suggestions := range []bool{true, false} {
		o := options(&fake{})
		o.Introspection = suggestions
		for query, variables := range map[string]map[string]any{
			`{ me { via } } "` + secret + `"`:                                           nil,
			`{ me { via } } """` + secret:                                               nil,
			`{ search(text: "\q` + secret + `") { edges { cursor } } }`:                 nil,
			`{ search(text: "\u12 ` + secret + `") { edges { cursor } } }`:              nil,
			`query ("` + secret + `") { me { via } }`:                                   nil,
			`{ me { via } } 值值`:                                                         nil,
			`{ certificates(first: "` + secret + `") { totalCount } }`:                  nil,
			`{ certificates(first: 7777777777777) { totalCount } }`:                     nil,
			`{ search(text: ["` + secret + `", 1]) { edges { cursor } } }`:              nil,
			`{ node(id: {a: "` + secret + `"}) { id } }`:                                nil,
			`{ search(text: "a", kinds: "` + secret + `") { edges { cursor } } }`:       nil,
			`{ certificates(filter: "` + secret + `") { totalCount } }`:                 nil,
			`{ certificates(filter: {region: {eq: "` + secret + `"}}) { totalCount } }`: nil,
			`{ certificates(filter: {level: {eq: "` + secret + `"}}) { totalCount } }`:  nil,
			`{ ` + long + ` }`: nil,
			`query($v: Int) { certificates(first: $v) { totalCount } }`:                                               {"v": secret},
			`query($v: Int ) { certificates(first: $v) { totalCount } }`:                                              {"v": json.Number("7777777777777")},
			`query($v: [RecordKind!]) { search(text: "a", kinds: $v) { edges { cursor } } }`:                          {"v": []string{secret}},
			`query($v: CertificateFilter) { certificates(filter: $v) { totalCount } }`:                                {"v": map[string]any{secret: 1}},
			`query($v: CertificateFilter ) { certificates(filter: $v) { totalCount } }`:                               {"v": map[string]any{"region": map[string]any{"eq": secret}}},
			`query($v: CertificateFilter  ) { certificates(filter: $v) { totalCount } }`:                              {"v": secret},
			`query($v: Decimal!) { instruments(filter: {text: $v}) { totalCount } }`:                                  {"v": secret},
			`query($v: [_Any!]!) { _entities(representations: $v) { __typename } }`:                                   {"v": []any{map[string]any{"__typename": secret}}},
			`query($v: Upload!) { me { via } }`:                                                                       {"v": secret},
			`query($v: CertificateOrderField!) { certificates(orderBy: {field: $v, direction: ASC}) { totalCount } }`: {"v": secret},
		} {
			a := askWith(t, o, query, variables)
			said, _ := json.Marshal(a.Errors)
			if len(a.Errors) == 0 {
				t.Errorf("%s is no fault", query)
			}
			for _, e := range a.Errors {
				if len([]rune(e.Message)) > maxFault || strings.TrimSpace(e.Message) == "" || e.Extensions["code"] == "INTERNAL" {
					t.Errorf("%.100s: %.400s %v", query, e.Message, e.Extensions)
				}
			}
			for _, piece := range []string{"s3cr3t", "7777777777777", "值值", long} {
				if strings.Contains(string(said), piece) {
					t.Errorf("%.100s: %s", query, said)
				}
			}
			if strings.Contains(string(said), "Did you mean") && !suggestions {
				t.Errorf("a suggestion: %s", said)
			}
		}
	}
}

// Suggestions spell out the schema: names of fields, arguments and values that exist.
func TestSuggestionsGoWithIntrospection(t *testing.T) {
	for _, query := range []string{
		`{ certificates { edges { node { nmber } } } }`,
		`{ certificates(orderBy: {fieldd: NUMBER, direction: ASC}) { totalCount } }`,
		`{ certificates(orderBy: {field: NUMBR, direction: ASC}) { totalCount } }`,
		`{ certificates(orderBy: {field: "NUMBR", direction: ASC}) { totalCount } }`,
		`{ node(id: "x") { number } }`,
		`{ me }`,
	} {
		for _, on := range []bool{true, false} {
			o := options(&fake{})
			o.Introspection = on
			if a := askWith(t, o, query, nil); strings.Contains(fmt.Sprint(a.Errors), "Did you mean") != on {
				t.Errorf("%s, introspection %t: %v", query, on, a.Errors)
			}
		}
	}
}

func TestErrorListsAreBounded(t *testing.T) {
	var query strings.Builder
	for i := range 150 {
		fmt.Fprintf(&query, "a%d: explainAccess(id: \"x\") {readable}\n", i)
	}
	if a := ask(t, &fake{}, "{"+query.String()+"}", nil); len(a.Errors) != 100 || a.Data == nil {
		t.Errorf("%d errors of an answer", len(a.Errors))
	}
	if a := ask(t, &fake{}, "{"+strings.ReplaceAll(query.String(), "explainAccess", "none")+"}", nil); len(a.Errors) != 20 || a.Data != nil {
		t.Errorf("%d errors of a refusal", len(a.Errors))
	}
}
