package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// The graph answers for what other graphs name, in their order: null for what the manufacturer
// did not make, and no product for a model that it does not sell.
func TestProducts(t *testing.T) {
	graph, err := newHandler()
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(graph)
	t.Cleanup(server.Close)
	const instrument = `{\"__typename\":\"Instrument\",\"manufacturer\":\"苏州示例精密仪器有限公司\",`
	for name, c := range map[string]struct{ query, want string }{
		"entities": {
			`{ _entities(representations: [` + gql(instrument+`\"model\":\"tw-100d\",\"serialNumber\":\"tw1300386\"}`) + `,` +
				gql(instrument+`\"model\":\"TW-100D\",\"serialNumber\":\"X\"}`) + `,` + gql(instrument+`\"model\":\"Y\",\"serialNumber\":\"X\"}`) + `,` +
				gql(`{\"__typename\":\"Instrument\",\"manufacturer\":\"others\",\"model\":\"TW-100D\",\"serialNumber\":\"TW1300386\"}`) +
				`]) { ... on Instrument { product { model } recalls { number } } } }`,
			`{"data":{"_entities":[{"product":{"model":"TW-100D"},"recalls":[{"number":"ZH-2025-07"}]},` +
				`{"product":{"model":"TW-100D"},"recalls":[]},{"product":null,"recalls":[]},null]}}`,
		},
		"texts": {
			`{ product(model: \"EB-220C\") { name { zh best other { lang } de: best(languages: [\"de\", \"zh\"]) } } none: product(model: \"Z\") { model } }`,
			`{"data":{"product":{"name":{"zh":"电子天平","best":"Electronic balance","other":[],"de":"电子天平"}},"none":null}}`,
		},
		"notices": {
			`{ recallNotices { number product { model } instruments { model serialNumber } } }`,
			`{"data":{"recallNotices":[{"number":"ZH-2025-07","product":{"model":"TW-100D"},"instruments":[{"model":"TW-100D","serialNumber":"TW1300386"},` +
				`{"model":"TW-100D","serialNumber":"TW1500334"},{"model":"TW-100D","serialNumber":"TW1500178"},{"model":"TW-100D","serialNumber":"TW1900907"}]},` +
				`{"number":"ZH-2024-11","product":{"model":"EB-220C"},"instruments":[{"model":"EB-220C","serialNumber":"EB1600377"},` +
				`{"model":"EB-220C","serialNumber":"EB1700078"},{"model":"EB-220C","serialNumber":"EB1900908"}]}]}}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			response, err := http.Post(server.URL, "application/json", strings.NewReader(`{"query":"`+c.query+`"}`))
			if err != nil {
				t.Fatal(err)
			}
			defer response.Body.Close()
			if got, _ := io.ReadAll(response.Body); string(got) != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

// gql writes a JSON object as GraphQL does: names without quotes.
func gql(object string) string {
	for _, name := range []string{"__typename", "manufacturer", "model", "serialNumber"} {
		object = strings.Replace(object, `\"`+name+`\":`, name+":", 1)
	}
	return object
}
