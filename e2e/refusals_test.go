package e2e_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"metrograph/model"
)

// unknownID is a well-formed id that no record has.
func unknownID(kind model.Kind) model.ID { return model.NewID(kind, time.Now()) }

// checkRefusals asks with the ids of hidden records what can be asked with an id, and
// compares the answers, byte for byte, with those to unknown ids and to garbage.
func (v *visit) checkRefusals(t *testing.T) {
	t.Helper()
	for _, kind := range kinds() {
		for _, r := range v.hidden(t, kind) {
			for _, request := range v.requests(kind) {
				want := v.raw(t, request, string(unknownID(kind)))
				if got := v.raw(t, request, string(r.id)); got != want {
					t.Errorf("%s\nwith %s: %s\nwith an unknown id: %s", request, r, got, want)
				}
				garbage := v.raw(t, request, "garbage")
				if got := v.raw(t, request, "cert_garbage"); got != garbage {
					t.Errorf("%s\nwith garbage: %s\nwith other garbage: %s", request, garbage, got)
				}
				if garbage != want && !strings.Contains(request, "# form") {
					t.Errorf("%s\nwith garbage: %s\nwith an unknown id: %s", request, garbage, want)
				}
			}
		}
	}
}

// hidden returns some records of the kind that the caller may not read: one an origin.
func (v *visit) hidden(t *testing.T, kind model.Kind) []*record {
	t.Helper()
	var some []*record
	origins := map[*origin]bool{}
	for _, r := range v.of(kind) {
		if !v.oracle.of(t, r).readable && !origins[r.origin] {
			origins[r.origin] = true
			some = append(some, r)
		}
	}
	return some
}

// requests are all that take the id of a record of the kind. Those marked "form" say so when
// an id is malformed, which tells nothing of any record.
func (v *visit) requests(kind model.Kind) []string {
	name := kind.TypeName()
	changes := map[model.Kind]string{
		model.KindInstitution: `shortName: {zh: "x"}`, model.KindCertificate: `number: "x"`, model.KindInstrument: `model: "x"`,
		model.KindEnvironment: `name: {zh: "x"}`, model.KindPerson: `phone: "1"`, model.KindMethod: `code: "x"`,
		model.KindDataset: `licence: "x"`, model.KindAttachment: `fileName: "x"`, model.KindAgreement: `until: "2030-01-01"`,
	}[kind]
	const payload = "{errors {code message messageZh path currentVersion findings {rule path message {en zh}}}}"
	requests := []string{
		fmt.Sprintf("query($id: ID!) {%s(id: $id) {id history {edges {node {version}}}}}", kind),
		"query($id: ID!) {node(id: $id) {id}}",
		"query($id: ID!) {nodes(ids: [$id, $id]) {id}}",
		"query($id: ID!) {explainAccess(id: $id) {readable rules {rule}}}",
		fmt.Sprintf("query($id: ID!) {%ss(filter: {id: {eq: $id}}) {totalCount edges {cursor node {id}} pageInfo {endCursor hasNextPage}}}", kind),
		fmt.Sprintf("query($id: ID!) {%ss(filter: {not: {id: {eq: $id}}}) {totalCount}}", kind),
		"query($id: ID!) {statistics(groupBy: [STATUS], filter: {id: {eq: $id}}) {buckets {count}}}",
		fmt.Sprintf(`mutation($id: ID!) {amend%s(input: {id: $id, version: 1, reason: "e2e", changes: {%s}}) %s}`, name, changes, payload),
		fmt.Sprintf(`mutation($id: ID!) {publishRecord(input: {id: $id, version: 1, reason: "e2e"}) %s}`, payload),
		fmt.Sprintf(`mutation($id: ID!) {withdrawRecord(input: {id: $id, version: 9, reason: "e2e"}) %s}`, payload),
		fmt.Sprintf(`mutation($id: ID!) {deleteRecord(input: {id: $id, version: 2, reason: "e2e"}) %s}`, payload),
		fmt.Sprintf(`mutation($id: ID!) {writeRecords(input: {writes: [{id: $id, version: 1, reason: "e2e", record: {%s: {%s}}}]}) {results %s}}`, kind, changes, payload),
		fmt.Sprintf("# form\n"+`mutation($id: ID!) {createDataset(input: {dataset: {name: {zh: "e2e"}, members: [$id]}}) %s}`, payload),
	}
	if isEntity(&record{cell: cell{kind: kind}}) {
		requests = append(requests, fmt.Sprintf(`query($id: ID!) {_entities(representations: [{__typename: %q, id: $id}]) {...on Record {id}}}`, name))
	}
	return requests
}

// raw is the answer's bytes, and its status.
func (v *visit) raw(t *testing.T, request, id string) string {
	t.Helper()
	a := v.client.ask(t, request, map[string]any{"id": id})
	return fmt.Sprint(a.status, " ", strings.ReplaceAll(a.body, id, "ID"))
}
