package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"metrograph/config"
	"metrograph/federate"
	"metrograph/internal/sample"
	"metrograph/model"
	"metrograph/wire"
)

// everything is a selection with all that a query can have: fragments, aliases, variables,
// directives, parts that come late, and edges to other records and lists of them.
const everything = `query Q($first: Int, $no: Boolean = false, $languages: [String!] = ["zh", "en"], $scope: QueryScope, $f: CertificateFilter) {
  certificates(first: $first, filter: $f, scope: $scope) { ...Page }
}
fragment Page on CertificateConnection {
  all: edges { ...Edge other: node { id number } }
  edges { __typename node { id ... on Record { recordKind again: version } } }
  network { complete warnings { code } }
}
fragment Edge on CertificateEdge { __typename node {
  __typename id version number classification status level region replica { version }
  title { zh best(languages: $languages) other { lang text } }
  origin { id name { zh } } issuer { ...Who } customerInstitution { ...Who }
  customer { name { zh en } contact { email } } personnel { name role person { name { zh } } }
  provenance { channel recorder } created { by at } remarks { zh }
  items { serialNumber instrument { id model manufacturer owner certificates(first: 2) { totalCount edges { node { id } } } } }
  results { name { zh } series { columns { label { zh } role } } }
  skipped: number @skip(if: $no) left: number @include(if: $no)
  ... @defer { standards { name { zh } certificate { id number } } }
  history(first: 1) { totalCount: __typename edges { node { version hash } } }
  derivedFrom { __typename id ... on Certificate { number } ... on Instrument { model } }
} }
fragment Who on Institution { id level name { zh } contact { email } }
`

// nodesOf are the records of a list as they were written, by their ids.
func nodesOf(t *testing.T, a meshAnswer) map[string]string {
	t.Helper()
	var answer struct {
		Data struct {
			Certificates struct {
				All []struct {
					Node, Other json.RawMessage
				}
				Edges []struct{ Node json.RawMessage }
			}
		}
	}
	if err := json.Unmarshal(a.raw, &answer); err != nil {
		t.Fatal(err)
	}
	nodes := map[string]string{}
	list := answer.Data.Certificates
	for i, e := range list.All {
		var id struct{ ID string }
		if err := json.Unmarshal(e.Node, &id); err != nil {
			t.Fatal(err)
		}
		nodes[id.ID] = string(e.Node) + string(e.Other) + string(list.Edges[i].Node)
	}
	return nodes
}

// TestOwnersDecide: what the hub shows of another node's records is, byte for byte, what that node
// shows the same caller itself, and nothing more: whoever it does not take the hub's word for
// gets what anybody gets.
func TestOwnersDecide(t *testing.T) {
	m := newMesh(t, 25, 20*time.Second, model.LevelNational, model.LevelProvincial)
	maker := func(n *meshNode) *model.Institution {
		i := sample.Institution(func(i *model.Institution) {
			i.ID, i.Level, i.InstitutionKind, i.Region = "inst_01jd9y3kq8f7vb2m5n6p7q8r9s", model.LevelManufacturer, model.InstitutionManufacturer, "440300"
			i.Origin = i.ID
		})
		if out, err := n.Write(n.operator(t.Context()), []model.Write{{Action: model.ActionCreate, Record: i}}); err != nil || out[0].Err != nil {
			t.Fatal(err, out[0].Err, out[0].Findings)
		}
		return i
	}
	hub, owner := m.nodes[0], m.nodes[1]
	made, _ := maker(hub), maker(owner)
	m.connect(string(made.ID))
	for _, n := range m.nodes {
		n.key("government", hub.institution.ID, model.RoleGovernment)
		n.key("maker", made.ID)
	}
	hub.key("administrator", hub.institution.ID, model.RoleAdministrator, model.RoleAuditor)
	hub.key("insider", owner.institution.ID, model.RoleAuditor)
	stranger := institutionsOf(hub.data)
	at := slices.IndexFunc(stranger, func(i *model.Institution) bool { return i.Level == model.LevelThirdParty })
	hub.key("stranger", stranger[at].ID)
	for caller, c := range map[string]struct {
		as      string
		limited bool
	}{
		"anonymous": {"anonymous", false}, "member": {"member", false}, "government": {"government", false}, "maker": {"maker", false},
		"administrator": {"member", false}, "insider": {"anonymous", true}, "stranger": {"anonymous", true},
	} {
		t.Run(caller, func(t *testing.T) {
			want := nodesOf(t, owner.try(c.as, everything, "first", 100, "scope", "LOCAL"))
			whole := hub.try(caller, everything, "first", 100, "scope", "NETWORK")
			own := nodesOf(t, hub.try(caller, everything, "first", 100, "scope", "LOCAL"))
			got := nodesOf(t, whole)
			for id, node := range own {
				if got[id] != node {
					t.Errorf("the hub's own %s differs:\n%s", id, cmp.Diff(node, got[id]))
				}
				delete(got, id)
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("what the owner shows %s and what the hub shows %s (-owner +hub):\n%s", c.as, caller, d)
			}
			if len(want) == 0 {
				t.Error("there is nothing to compare")
			}
			if limited := strings.Contains(string(whole.raw), `"LIMITED"`); limited != c.limited {
				t.Errorf("the answer says that the caller was not believed: %v, want %v", limited, c.limited)
			}
			redacted := owner.try(c.as, everything, "first", 100, "scope", "LOCAL").Extensions.Redacted
			for _, name := range redacted {
				if !slices.Contains(whole.Extensions.Redacted, name) {
					t.Errorf("%s is masked at the owner, and the hub does not say so", name)
				}
			}
		})
	}
}

// TestRegisteredOperationsAndPeers: a node that answers registered operations only answers the
// questions of its peers as before, and nobody else's queries.
func TestRegisteredOperationsAndPeers(t *testing.T) {
	m := newMesh(t, 25, 20*time.Second, model.LevelNational, model.LevelProvincial)
	m.connect()
	hub, owner := m.nodes[0], m.nodes[1]
	before := map[string]map[string]string{}
	callers := []string{"anonymous", "member"}
	for _, caller := range callers {
		before[caller] = nodesOf(t, hub.try(caller, everything, "first", 100, "scope", "NETWORK"))
	}
	only := &program{Invocation: &config.Invocation{}}
	only.OperationsOnly = "everyone"
	strict, err := owner.handler(handlerOptions{Config: benchConfig(), stop: t.Context(),
		documents: wire.NewDocuments(wire.DocumentsOptions{Restricted: only.restricted})})
	if err != nil {
		t.Fatal(err)
	}
	owner.between = func(w http.ResponseWriter, r *http.Request, _ http.Handler) { strict.ServeHTTP(w, r) }
	for _, caller := range callers {
		refused := owner.try(caller, everything, "first", 100, "scope", "LOCAL")
		if len(refused.Errors) != 1 || !strings.Contains(refused.Errors[0].Message, "registered operations") {
			t.Errorf("%s is answered by the owner itself: %.300s", caller, refused.raw)
		}
		whole := hub.try(caller, everything, "first", 100, "scope", "NETWORK")
		if d := cmp.Diff(before[caller], nodesOf(t, whole)); d != "" || strings.Contains(string(whole.raw), `"REFUSED"`) {
			t.Errorf("%s gets something else by way of the hub (-before +now):\n%s", caller, d)
		}
	}
}

// TestEveryNetworkField asks each field that can be asked of the network, of the network and of
// each of its nodes.
func TestEveryNetworkField(t *testing.T) {
	m := newMesh(t, 25, 20*time.Second, model.LevelNational, model.LevelProvincial, model.LevelThirdParty)
	m.connect()
	hub := m.nodes[0]
	var item struct{ manufacturer, model, serial string }
	certificates := m.nodes[1].ask("member", `{ certificates(first: 50) { edges { node { items { instrument { manufacturer model serialNumber } } } } } }`)
	for _, e := range inside(certificates.Data, "certificates", "edges").([]any) {
		items, _ := inside(e, "node", "items").([]any)
		for _, i := range items {
			text := func(name string) string { s, _ := inside(i, "instrument", name).(string); return s }
			if item.serial == "" && text("manufacturer") != "" && text("serialNumber") != "" {
				item.manufacturer, item.model, item.serial = text("manufacturer"), text("model"), text("serialNumber")
			}
		}
	}
	for field, arguments := range map[string]string{
		"certificates": `orderBy: {field: NUMBER, direction: ASC}`, "instruments": `orderBy: {field: SERIAL_NUMBER, direction: DESC}`,
		"institutions": `filter: {level: {eq: THIRD_PARTY}}`, "methods": `orderBy: {field: MODIFIED_AT, direction: ASC}`,
		"search":            `text: "示范"`,
		"instrumentHistory": `manufacturer: ` + asText(item.manufacturer) + `, model: ` + asText(item.model) + `, serialNumber: ` + asText(item.serial),
	} {
		t.Run(field, func(t *testing.T) {
			ids := func(n *meshNode, scope string) (all []string) {
				var cursor any
				for {
					a := n.ask("member", `query($c: String) { `+field+`(`+arguments+`, scope: `+scope+`, first: 9, after: $c) {
						edges { node { id } } pageInfo { hasNextPage endCursor } } }`, "c", cursor)
					for _, e := range inside(a.Data, field, "edges").([]any) {
						all = append(all, inside(e, "node", "id").(string))
					}
					if inside(a.Data, field, "pageInfo", "hasNextPage") != true {
						return all
					}
					cursor = inside(a.Data, field, "pageInfo", "endCursor")
				}
			}
			want := map[string]bool{}
			for _, n := range m.nodes {
				for _, id := range ids(n, "LOCAL") {
					want[id] = true
				}
			}
			got := ids(hub, "NETWORK")
			if len(got) != len(want) || !maps.Equal(want, setOf(got)) || len(got) == 0 {
				t.Errorf("%d records, want %d", len(got), len(want))
			}
		})
	}
	t.Run("statistics", func(t *testing.T) {
		count := func(n *meshNode, scope string) map[string]float64 {
			counts := map[string]float64{}
			a := n.ask("member", `{ statistics(groupBy: [YEAR, DISCIPLINE], filter: {status: {eq: PUBLISHED}}, scope: `+scope+`) { buckets { keys { value } count } } }`)
			for _, b := range inside(a.Data, "statistics", "buckets").([]any) {
				key, _ := json.Marshal(inside(b, "keys"))
				counts[string(key)] += inside(b, "count").(float64)
			}
			return counts
		}
		want := map[string]float64{}
		for _, n := range m.nodes {
			for key, n := range count(n, "LOCAL") {
				want[key] += n
			}
		}
		if d := cmp.Diff(want, count(hub, "NETWORK")); d != "" {
			t.Errorf("(-sum of the nodes +network):\n%s", d)
		}
	})
	t.Run("measures", func(t *testing.T) { m.measures(t) })
}

// measures asks the hub for measures of the whole network: what is added up comes to the sum over
// the nodes, things to no more, a total to the sum of its buckets, and the rest to what is left.
func (m *mesh) measures(t *testing.T) {
	type table map[string]map[string]float64
	ask := func(n *meshNode, rest string) table {
		a := n.ask("member", `{ statistics(groupBy: [DISCIPLINE], filter: {status: {eq: PUBLISHED}}, measures: [COUNT, INSTRUMENTS, INSTITUTIONS, CONFORMITY_RATE, MEDIAN_TURNAROUND, RELATIVE_UNCERTAINTY], `+rest+`) {
			buckets { count keys { value other total } values { measure value of previous } } } }`)
		out := table{}
		buckets, _ := inside(a.Data, "statistics", "buckets").([]any)
		for _, b := range buckets {
			key := inside(b, "keys").([]any)[0]
			name := fmt.Sprintf("%v%v%v", inside(key, "value"), inside(key, "other"), inside(key, "total"))
			out[name] = map[string]float64{}
			for _, v := range inside(b, "values").([]any) {
				value, _ := inside(v, "value").(float64)
				of, _ := inside(v, "of").(float64)
				out[name][inside(v, "measure").(string)], out[name][inside(v, "measure").(string)+" of"] = value, of
			}
		}
		return out
	}
	hub, sums, rates := m.nodes[0], table{}, table{}
	for _, n := range m.nodes {
		for key, values := range ask(n, "scope: LOCAL, totals: true") {
			if sums[key] == nil {
				sums[key], rates[key] = map[string]float64{}, map[string]float64{}
			}
			for name, v := range values {
				sums[key][name] += v
				rates[key][name] += v * values[name+" of"]
			}
		}
	}
	got := ask(hub, "scope: NETWORK, totals: true")
	if len(got) != len(sums) || len(got) < 3 {
		t.Fatalf("%d buckets, want %d", len(got), len(sums))
	}
	for key, values := range got {
		for _, name := range []string{"COUNT", "CONFORMITY_RATE of", "MEDIAN_TURNAROUND of", "RELATIVE_UNCERTAINTY of"} {
			if values[name] != sums[key][name] {
				t.Errorf("%s of %s: %v, want %v", name, key, values[name], sums[key][name])
			}
		}
		for _, name := range []string{"CONFORMITY_RATE", "RELATIVE_UNCERTAINTY"} {
			if want := rates[key][name] / max(1, values[name+" of"]); math.Abs(values[name]-want) > 1e-9*math.Abs(want) {
				t.Errorf("%s of %s: %v, want %v", name, key, values[name], want)
			}
		}
		if values["INSTRUMENTS"] > sums[key]["INSTRUMENTS"] || values["INSTRUMENTS"] == 0 || values["INSTITUTIONS"] > sums[key]["INSTITUTIONS"] {
			t.Errorf("%s: %v things, the nodes have %v", key, values, sums[key])
		}
	}
	first := ask(hub, "scope: NETWORK, totals: true, top: [{dimension: DISCIPLINE, first: 1}], orderBy: {measure: COUNT}")
	rest, total, largest := first["<nil>truefalse"], first["<nil>falsetrue"], 0.0
	for key, values := range first {
		if !strings.HasPrefix(key, "<nil>") {
			largest = values["COUNT"]
		}
	}
	if len(first) != 3 || rest["COUNT"]+largest != total["COUNT"] || rest["COUNT"] == 0 {
		t.Errorf("the first and the rest: %v", first)
	}
}

func asText(s string) string { raw, _ := json.Marshal(s); return string(raw) }

func setOf(all []string) map[string]bool {
	set := map[string]bool{}
	for _, one := range all {
		set[one] = true
	}
	return set
}

// TestNetworkQueriesAreBounded: they cost as much for each node, are kept by no cache, lead no
// further, and their cursors are theirs alone.
func TestNetworkQueriesAreBounded(t *testing.T) {
	m := newMesh(t, 12, 20*time.Second, model.LevelNational, model.LevelProvincial, model.LevelThirdParty)
	m.connect()
	hub := m.nodes[0]
	cost := func(scope string) int {
		return hub.ask("member", `{ certificates(first: 50, scope: `+scope+`) { edges { node { id issuer { id } } } } }`).Extensions.Cost.Requested
	}
	if local, wide := cost("LOCAL"), cost("NETWORK"); wide != 3*local {
		t.Errorf("a query of three nodes costs %d, and of one %d", wide, local)
	}
	for scope, want := range map[string]string{"LOCAL": "public, max-age=30", "NETWORK": "no-store"} {
		response, err := http.Get(hub.URL + "/graphql?query=" + `%7Bcertificates(scope:` + scope + `)%7Bedges%7Bcursor%7D%7D%7D`)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if got := response.Header.Get("Cache-Control"); got != want {
			t.Errorf("%s: Cache-Control %q, want %q", scope, got, want)
		}
	}
	page := func(scope, arguments string, variables ...any) meshAnswer {
		return hub.try("member", `query($c: String) { certificates(first: 2, scope: `+scope+`, after: $c`+arguments+`) { edges { cursor } } }`, variables...)
	}
	cursor := inside(page("NETWORK", "").Data, "certificates", "edges").([]any)[1].(map[string]any)["cursor"]
	for what, a := range map[string]meshAnswer{
		"of another scope": page("LOCAL", "", "c", cursor), "of another order": page("NETWORK", ", orderBy: {field: NUMBER, direction: ASC}", "c", cursor),
		"of another filter": page("NETWORK", ", filter: {discipline: {eq: LENGTH}}", "c", cursor), "garbage": page("NETWORK", "", "c", "AAAAAAAAAAAAAAAAAAAAAAAA"),
	} {
		if len(a.Errors) != 1 || !strings.Contains(a.Errors[0].Message, "cursor") {
			t.Errorf("a cursor %s is taken: %s", what, a.raw)
		}
	}
	if a := page("NETWORK", "", "c", cursor); len(a.Errors) > 0 {
		t.Errorf("a cursor of the list itself is refused: %s", a.raw)
	}
	// Two nodes that put queries to each other do not ask one another for ever.
	m.nodes[1].trust(hub, federate.Terms{Live: true})
	if a := hub.ask("member", askedRows); inside(a.Data, "certificates", "network", "complete") != true {
		t.Errorf("%s", a.raw)
	}
}
