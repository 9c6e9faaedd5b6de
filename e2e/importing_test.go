package e2e_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"metrograph/model"
)

// importing is an import of certificates into a node that is killed again and again. It
// knows what was acknowledged, and sends again what was not.
type importing struct {
	*testing.T
	*node
	data    string
	key     string
	issuer  model.ID
	random  *rand.Rand
	kills   int                    // that are still to come
	left    int                    // requests that are still to come
	usual   map[bool]time.Duration // of a request that creates, and one that amends
	records map[string]*acknowledged
	killed  int // times that the node was killed during or after a request
	cut     int // requests without an answer
	lost    int // acknowledgements that got lost: the change was kept
}

// acknowledged is what the node said of a certificate. The id is empty where only a conflict
// told that it was kept.
type acknowledged struct {
	id      model.ID
	version int
}

// change is a write of one certificate: its creation, or its amendment to the version 2.
type change struct {
	number string
	amend  bool
}

func (c change) input(i *importing) map[string]any {
	if c.amend {
		return map[string]any{"id": i.records[c.number].id, "version": 1, "reason": "e2e",
			"record": map[string]any{"certificate": map[string]any{"remarks": text("corrected")}}}
	}
	return map[string]any{"record": map[string]any{"certificate": map[string]any{
		"number": c.number, "issuer": i.issuer, "documentType": model.DocumentCalibrationCertificate, "activity": model.ActivityCalibration,
		"discipline": model.DisciplineMechanics, "issuedAt": "2025-03-01", "title": text("证书 " + c.number), "classification": "PUBLIC",
		"items": []any{map[string]any{"name": text("砝码"), "serialNumber": "S-" + c.number}},
	}}}
}

func (c change) version() int {
	if c.amend {
		return 2
	}
	return 1
}

func newImporting(t *testing.T, seed uint64) *importing {
	t.Helper()
	i := &importing{T: t, data: t.TempDir(), random: rand.New(rand.NewPCG(seed, seed)),
		usual: map[bool]time.Duration{}, records: map[string]*acknowledged{}}
	i.key = createKey(t, i.data, append(national(), "--role", "RECORDER")...)
	i.node = serve(t, i.data)
	me := i.as(i.key).read(t, `{me {institution {id}}}`, nil)
	i.issuer = model.ID(at(me.Data, "me", "institution", "id").(string))
	return i
}

// write writes changes until all of them are kept, restarting the node when it was killed.
func (i *importing) write(changes []change) {
	i.Helper()
	again := false
	for len(changes) > 0 {
		writes := make([]any, len(changes))
		for n, c := range changes {
			writes[n] = c.input(i)
		}
		amends := changes[0].amend
		end := i.maybeKill(i.usual[amends])
		began := time.Now()
		a, err := i.as(i.key).try(writeMutation, map[string]any{"writes": writes})
		if err == nil {
			i.usual[amends] = time.Since(began)
			changes = i.note(changes, a, again)
		}
		if err != nil {
			i.cut++
		}
		if end() {
			i.restart()
			again = true
		} else if err != nil {
			i.Fatalf("the node was not killed, and yet: %v\n%s", err, i.stderr)
		}
	}
}

// maybeKill decides by chance whether the node is killed during the next request, or a bit
// later. The function it returns waits for that, and tells whether it came to it.
func (i *importing) maybeKill(usual time.Duration) (killed func() bool) {
	i.left--
	if usual == 0 || i.kills == 0 || i.random.IntN(max(i.left, 1)) >= i.kills {
		return func() bool { return false }
	}
	i.kills--
	i.killed++
	n := i.node
	delay := time.Duration(i.random.Int64N(int64(usual) * 5 / 4))
	if i.killed%2 == 0 { // near the end, where what is kept may go without its acknowledgement
		delay = usual*3/4 + delay/4
	}
	timer := time.AfterFunc(delay, func() { _ = n.process.Process.Kill() })
	return func() bool {
		if timer.Stop() { // the answer came sooner: then at once
			_ = n.process.Process.Kill()
		}
		n.wait(i.T)
		return true
	}
}

// restart starts the node again; now and then it is killed once more while it starts.
func (i *importing) restart() {
	i.Helper()
	if i.random.IntN(2) == 0 {
		n, _ := begin(i.T, "serve", "--data", i.data)
		time.Sleep(time.Duration(i.random.Int64N(int64(150 * time.Millisecond))))
		n.kill(i.T)
	}
	i.node = serve(i.T, i.data)
}

// note keeps what the node acknowledged and returns what it did not. A conflict says that a
// change was kept whose acknowledgement got lost: that can only be when it is sent again.
func (i *importing) note(changes []change, a answer, again bool) (rest []change) {
	i.Helper()
	results := list(a.Data, "writeRecords", "results")
	if len(results) != len(changes) {
		i.Fatalf("%d results of %d changes: %s", len(results), len(changes), clip(a.body))
	}
	for n, c := range changes {
		code := ""
		if errors := list(results[n], "errors"); len(errors) > 0 {
			code = at(errors[0], "code").(string)
		}
		switch version := at(results[n], "version"); {
		case code == "" && version == float64(c.version()):
			i.records[c.number] = &acknowledged{model.ID(at(results[n], "id").(string)), c.version()}
		case code == "CONFLICT" && again && c.amend:
			i.records[c.number].version = 2
			i.lost++
		case code == "CONFLICT" && again:
			i.records[c.number] = &acknowledged{version: 1}
			i.lost++
		default:
			i.Fatalf("%+v: %v", c, results[n])
		}
	}
	return nil
}

func number(n int) string { return fmt.Sprintf("KILL-%05d", n) }
