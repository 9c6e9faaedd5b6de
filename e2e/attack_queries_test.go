package e2e_test

import (
	"encoding/json"
	"fmt"
	"strings"
)

// attack is a request that is made to take much from the node.
type attack struct{ name, body string }

// attacks are requests of one body. Those that are served are the largest that the limits
// let through.
func attacks() []attack {
	all := []attack{
		{"variables 100,000 deep", deepVariables(100_000)},
		{"variables 9,000 deep", deepVariables(9_000)},
		{"variables of 340,000 lists", `{"query":"query($r: [_Any!]!) { _entities(representations: $r) { __typename } }","variables":{"r":[` + strings.Repeat("[],", 340_000) + `[]]}}`},
		{"variables of 80,000 names", `{"query":"{ me { via } }","variables":{` + repeated(80_000, `"k#":1,`) + `"k":1}}`},
		{"not JSON", strings.Repeat("[{", 500_000)},
		{"20 MB", strings.Repeat("x", 20_000_000)},
	}
	for _, q := range queries() {
		body, _ := json.Marshal(map[string]string{"query": q[1]}) // texts always can be
		all = append(all, attack{q[0], string(body)})
	}
	return all
}

func queries() [][2]string {
	return [][2]string{
		{"fragments 2^26", bombOf(26, `...f# ...f#`)},
		{"fields 2^26", bombOf(26, `a#: amendment { certificate { ...f# } } b#: amendment { certificate { ...f# } }`)},
		{"lists of lists in fragments", bombOf(26, `issuer { certificates(first: 100) { edges { node { ...f# } } } }`)},
		{"a cycle of fragments", `{ certificates { edges { node { ...a } } } } fragment a on Certificate { issuer { certificates { edges { node { ...b } } } } } fragment b on Certificate { ...a }`},
		{"depth 12 with fan-out", fanned(2, 100)},
		{"depth 18 with fan-out", fanned(4, 100)},
		{"the widest fan-out that is served", fanned(1, 66)},
		{"10,000 duplicate fields", `{ ` + strings.Repeat("__typename ", 10_000) + `}`},
		{"3,900 duplicate fields", `{ ` + strings.Repeat("__typename ", 3_900) + `}`},
		{"duplicates in 390 inline fragments", `{ ` + strings.Repeat("... { __typename } ", 390) + `}`},
		{"200,000 __typename", `{ ` + strings.Repeat("__typename ", 200_000) + `}`},
		{"3,000 duplicate objects", `{ ` + strings.Repeat("me { via } ", 3_000) + `}`},
		{"100 duplicate objects", `{ ` + strings.Repeat("me { via roles institution { id } } ", 100) + `}`},
		{"1,000 directives", `{ me ` + strings.Repeat("@a ", 1_000) + `{ via } }`},
		{"1,000 directives on fields", `{ ` + repeated(900, "a#: __typename @skip(if: false) ") + `}`},
		{"5,000 variables", `query(` + repeated(5_000, "$a#: Int ") + `) { me { via } }`},
		{"200 aliases of pages", `{ ` + repeated(190, "a#: certificates(first: 100) { totalCount edges { node { id } } } ") + `}`},
		{"200 aliases of counts", `{ ` + repeated(190, "a#: statistics(groupBy: [MONTH, MANUFACTURER, METHOD, CONFORMITY]) { buckets { count } } ") + `}`},
		{"1,900 unknown fields", `{ ` + repeated(1_900, "x# ") + `}`},
		{"90 fragments in one another", nested(90)},
		{"the schema in itself", `{ __schema { types { ` + strings.Repeat("fields { type { ", 20) + "name" + strings.Repeat(" } }", 20) + ` } } }`},
		{"the schema 100 times", `{ ` + repeated(100, "a#: __schema { types { name fields { name type { name ofType { name } } } } } ") + `}`},
		{"a query of one long text", `{ search(text: "` + strings.Repeat("a ", 400_000) + `") { edges { node { id } } } }`},
		{"a filter of filters", `{ certificates(filter: ` + strings.Repeat("{or: [", 400) + strings.Repeat("]}", 400) + `) { totalCount } }`},
	}
}

func repeated(n int, each string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.ReplaceAll(each, "#", fmt.Sprint(i)))
	}
	return b.String()
}

func deepVariables(depth int) string {
	return `{"query":"query($r: [_Any!]!) { _entities(representations: $r) { __typename } }","variables":{"r":` +
		strings.Repeat("[", depth) + strings.Repeat("]", depth) + `}}`
}

// bombOf has a chain of fragments, each of which has the next one in it.
func bombOf(levels int, body string) string {
	var b strings.Builder
	b.WriteString(`{ certificates { edges { node { ...f0 } } } }`)
	for i := range levels {
		fmt.Fprintf(&b, " fragment f%d on Certificate { %s }", i, strings.ReplaceAll(body, "#", fmt.Sprint(i+1)))
	}
	fmt.Fprintf(&b, " fragment f%d on Certificate { id }", levels)
	return b.String()
}

// fanned asks for pages of the records of pages.
func fanned(levels, first int) string {
	page := fmt.Sprintf("certificates(first: %d) { edges { node { ", first)
	return `{ ` + page + strings.Repeat("issuer { "+strings.Replace(page, fmt.Sprint(first), fmt.Sprint(first-5), 1), levels) + "id number" +
		strings.Repeat(" } } } }", levels) + ` } } } }`
}

// nested spreads each fragment in the one before it, and one of its own besides.
func nested(levels int) string {
	return `{ ...f0 }` + repeated(levels, ` fragment f# on Query { me { via ...g# } ...h# } fragment g# on Principal { level roles institution { id } } fragment h# on Query { me { ...g# } }`) +
		` fragment f` + fmt.Sprint(levels) + ` on Query { me { via } }`
}
