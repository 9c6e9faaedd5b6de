package e2e_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestKillFederation: a laboratory and a nation, two processes, one or both of which are killed
// again and again while records go from the one to the other, pulled and pushed. In the end
// the nation has what the laboratory shares, in the same versions, and nothing else of it.
func TestKillFederation(t *testing.T) {
	const seed, some = 20251123, 40
	kills := 12
	if testing.Short() {
		kills = 4
	}
	f := &killing{T: t, random: rand.New(rand.NewPCG(seed, seed))}
	f.nation = startCentre(t, national()...)
	f.lab = startCentre(t, "--institution-name-en", "Laboratory", "--institution-kind", "THIRD_PARTY_LABORATORY",
		"--institution-level", "THIRD_PARTY", "--institution-region", "440300")
	f.nation.trusts(t, f.lab, "--harvest")
	f.lab.trusts(t, f.nation, "--submit")
	for n := range kills {
		f.change(n*some, some)
		f.killDuring(n)
	}
	want, got := map[string]string{}, map[string]string{}
	f.lab.certificates(t, `{status: {eq: PUBLISHED}}`, "version", want)
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("seed %d (-laboratory +nation):\n%s", seed, cmp.Diff(want, got))
			for name, c := range map[string]*centre{"nation": f.nation, "laboratory": f.lab} {
				t.Logf("%s: %s\n%s", name, execute(t, "peer", "status", "--url", c.URL, "--key", c.admin).stdout, c.stderr)
			}
		}
	})
	eventually(t, "the nation has what the laboratory shares", func() bool {
		clear(got)
		f.nation.certificates(t, fmt.Sprintf(`{origin: {eq: %q}, status: {eq: PUBLISHED}}`, f.lab.id), "replica { version }", got)
		return maps.Equal(want, got)
	})
	if mended := strings.Count(fmt.Sprint(want), "mended"); len(want) < kills*some/2 || mended == 0 {
		t.Errorf("only %d certificates were shared, of which %d were amended", len(want), mended)
	}
	for _, c := range []*centre{f.nation, f.lab} {
		c.stop(t)
		verify(t, c.data)
	}
}

// killing is a federation of two whose processes are killed.
type killing struct {
	*testing.T
	random      *rand.Rand
	nation, lab *centre
	shared      []string // certificates that are published
}

// change has the laboratory publish certificates, and amend, withdraw and delete some that it
// had published.
func (f *killing) change(first, some int) {
	f.Helper()
	writes := make([]any, some)
	for n := range writes {
		class := []string{"PUBLIC", "NON_PUBLIC"}[n%2]
		writes[n] = map[string]any{"record": map[string]any{"certificate": map[string]any{"number": number(first + n), "documentType": "CALIBRATION_CERTIFICATE",
			"activity": "CALIBRATION", "discipline": "MECHANICS", "issuer": f.lab.id, "issuedAt": "2025-01-15", "classification": class}}}
	}
	a := f.lab.as(f.lab.admin).read(f.T, writeMutation, map[string]any{"writes": writes})
	var acts strings.Builder
	for n, result := range list(a.Data, "writeRecords", "results") {
		id, ok := at(result, "id").(string)
		if !ok {
			f.Fatal(clip(a.body))
		}
		fmt.Fprintf(&acts, `p%d: publishRecord(input: {id: %q, version: 1, reason: "ready"}) {errors {code}}`, n, id)
		f.shared = append(f.shared, id)
	}
	for n := range some / 8 { // each of them once
		i := f.random.IntN(len(f.shared) - some/2)
		act := []string{`withdrawRecord(input: {`, `deleteRecord(input: {`, `amendCertificate(input: {changes: {remarks: {en: "mended"}}, `}[n%3]
		fmt.Fprintf(&acts, `c%d: %s id: %q, version: 2, reason: "e2e"}) {errors {code}}`, n, act, f.shared[i])
		f.shared = append(f.shared[:i], f.shared[i+1:]...)
	}
	a = f.lab.as(f.lab.admin).read(f.T, "mutation {"+acts.String()+"}", nil)
	for name, act := range a.Data {
		if len(list(act, "errors")) > 0 {
			f.Fatalf("%s: %v", name, act)
		}
	}
}

// killDuring kills one of the nodes or both at a moment of an exchange, and starts them again.
func (f *killing) killDuring(n int) {
	f.Helper()
	ask := []func(){
		func() {
			_, _ = f.nation.as(f.nation.admin).try(`mutation($p: ID!) {harvest(input: {sender: $p}) {errors {code}}}`, map[string]any{"p": f.lab.id})
		},
		func() {
			_, _ = f.lab.as(f.lab.admin).try(`mutation($p: ID!) {submit(input: {receiver: $p}) {errors {code}}}`, map[string]any{"p": f.nation.id})
		},
	}
	ask[n%2]() // it is done by the node, whether the answer comes or not
	time.Sleep(time.Duration(f.random.Int64N(int64(120 * time.Millisecond))))
	victims := [][]*centre{{f.nation}, {f.lab}, {f.nation, f.lab}}[f.random.IntN(3)]
	for _, c := range victims {
		c.kill(f.T)
	}
	for _, c := range victims {
		c.start(f.T)
	}
}

// certificates are the versions of certificates by number and content.
func (c *centre) certificates(t *testing.T, filter, version string, into map[string]string) {
	t.Helper()
	query := `query($after: String) {certificates(first: 100, after: $after, filter: ` + filter + `) {
		edges {node {id number classification remarks {en} ` + version + `}} pageInfo {hasNextPage endCursor}}}`
	for after := any(nil); ; {
		a := c.as(c.admin).read(t, query, map[string]any{"after": after})
		for _, edge := range list(a.Data, "certificates", "edges") {
			held := at(edge, "node", "version")
			if held == nil {
				held = at(edge, "node", "replica", "version")
			}
			into[at(edge, "node", "id").(string)] = fmt.Sprint(held, at(edge, "node", "number"), at(edge, "node", "classification"), at(edge, "node", "remarks"))
		}
		if at(a.Data, "certificates", "pageInfo", "hasNextPage") != true {
			return
		}
		after = at(a.Data, "certificates", "pageInfo", "endCursor")
	}
}
