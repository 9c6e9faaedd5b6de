package e2e_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"metrograph/model"
)

// stream is the events of a subscription, by server-sent events.
type stream struct {
	*testing.T
	lines *bufio.Reader
}

// follow subscribes as the caller.
func (c *client) follow(t *testing.T, query string, variables map[string]any) *stream {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, c.url+"/graphql", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "text/event-stream")
	request.Header.Set("Authorization", "Bearer "+c.key)
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { answer.Body.Close() })
	return &stream{t, bufio.NewReader(answer.Body)}
}

// next is the next event, without what it cost.
func (s *stream) next() event {
	s.Helper()
	for {
		line, err := s.lines.ReadString('\n')
		if err != nil {
			s.Fatal(err)
		}
		if data, ok := strings.CutPrefix(line, "data: "); ok {
			return eventIn(s.T, []byte(data))
		}
	}
}

// event is what is told of a change.
type event struct {
	Data struct {
		RecordChanged struct {
			ID      model.ID
			Version int
			Cursor  string
		}
	}
	text string // all of it but what it cost
}

func eventIn(t *testing.T, raw []byte) (e event) {
	t.Helper()
	var all map[string]any
	if json.Unmarshal(raw, &all) != nil || json.Unmarshal(raw, &e) != nil || e.Data.RecordChanged.ID == "" {
		t.Fatalf("%s is no event", clip(string(raw)))
	}
	delete(all["extensions"].(map[string]any), "cost")
	text, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	e.text = string(text)
	return e
}

// subscriber is a receiver of webhooks, which takes everything.
type subscriber struct {
	*httptest.Server
	mu     sync.Mutex
	ids    []string
	bodies [][]byte
	came   chan struct{}
}

func newSubscriber(t *testing.T) *subscriber {
	s := &subscriber{came: make(chan struct{}, 1)}
	s.Server = httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return // the node was killed, and sends it again
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		s.ids, s.bodies = append(s.ids, r.Header.Get("webhook-id")), append(s.bodies, body)
		select {
		case s.came <- struct{}{}:
		default:
		}
	}))
	t.Cleanup(s.Close)
	return s
}

// until waits for an event about a record, and returns all events in the order in which they
// came first, with how often an event came again.
func (s *subscriber) until(t *testing.T, id model.ID) (events []event, again int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*patience)
	defer cancel()
	seen := map[string]bool{}
	for read := 0; ; {
		s.mu.Lock()
		ids, bodies := s.ids[read:], s.bodies[read:]
		s.mu.Unlock()
		for i := range ids {
			if seen[ids[i]] {
				again++
				continue
			}
			seen[ids[i]] = true
			events = append(events, eventIn(t, bodies[i]))
			if events[len(events)-1].Data.RecordChanged.ID == id {
				return events, again
			}
		}
		if read += len(ids); len(ids) > 0 {
			continue
		}
		select {
		case <-s.came:
		case <-ctx.Done():
			t.Fatalf("no event about %s after %d others", id, len(events))
		}
	}
}

func (c *client) createWebhook(t *testing.T, url, query string, variables map[string]any) (id model.ID) {
	t.Helper()
	text, err := json.Marshal(variables)
	if err != nil {
		t.Fatal(err)
	}
	a := c.read(t, `mutation($input: CreateWebhookInput!) {createWebhook(input: $input) {webhook {id} errors {code message}}}`,
		map[string]any{"input": map[string]any{"url": url, "query": query, "variables": string(text), "reason": "e2e"}})
	created, _ := at(a.Data, "createWebhook", "webhook", "id").(string)
	if created == "" {
		t.Fatal(a.body)
	}
	return model.ID(created)
}

// createMethod records and publishes a method that everybody may read.
func (c *client) createMethod(t *testing.T, code string) model.ID {
	t.Helper()
	a := c.read(t, `mutation($m: MethodInput!) {createMethod(input: {method: $m, reason: "e2e"}) {method {id} errors {message findings {path message {en}}}}}`,
		map[string]any{"m": map[string]any{"code": code, "title": text("方法"), "kind": model.NormLocal, "classification": "PUBLIC"}})
	id, _ := at(a.Data, "createMethod", "method", "id").(string)
	if id == "" {
		t.Fatal(a.body)
	}
	c.read(t, `mutation($id: ID!) {publishRecord(input: {id: $id, version: 1, reason: "e2e"}) {version errors {message}}}`, map[string]any{"id": id})
	return model.ID(id)
}

// testWebhooks has an administrator of each origin told of all that ever happened, by a webhook
// and by a stream: both tell the same, byte for byte.
func testWebhooks(t *testing.T, w *world) {
	selection, fragments := w.shape.spread(kinds()...)
	query := "subscription($since: String) {recordChanged(since: $since) {cursor operation id recordKind version at record " + selection + "}}\n" + fragments
	since := map[string]any{"since": w.begin}
	subscribers := map[string]*subscriber{}
	for _, o := range w.origins {
		subscribers[o.name] = newSubscriber(t)
		w.as(w.keys["administrator of "+o.name]).createWebhook(t, subscribers[o.name].URL, query, since)
	}
	last := w.as(w.keys["writer of N"]).createMethod(t, "E2E the last one")
	counts := map[int]bool{}
	for _, o := range w.origins {
		got, _ := subscribers[o.name].until(t, last)
		told := w.as(w.keys["administrator of "+o.name]).follow(t, query, since)
		for i, e := range got {
			if want := told.next(); e.text != want.text {
				t.Fatalf("%s, event %d (-told +delivered):\n%s", o.name, i, cmp.Diff(want.text, e.text))
			}
		}
		counts[len(got)] = true
	}
	if len(counts) < 3 {
		t.Errorf("the origins are told of as many changes as each other: %v", counts)
	}
}

// TestKillWebhooks imports certificates while the node is killed at random moments. In the end
// each change was delivered, in the order of the journal.
func TestKillWebhooks(t *testing.T) {
	const seed, batch = 20250303, 50
	size, kills := 1_000, 5
	if testing.Short() {
		size, kills = 500, 3
	}
	i := newImporting(t, seed)
	i.stop(t)
	administrator := createKey(t, i.data, "--role", "ADMINISTRATOR", "--role", "RECORDER", "--role", "PUBLISHER")
	i.node = serve(t, i.data)
	s := newSubscriber(t)
	const query = `subscription($since: String) {recordChanged(filter: {kinds: [CERTIFICATE, METHOD]}, since: $since) {cursor id version}}`
	i.as(administrator).createWebhook(t, s.URL, query, map[string]any{})
	i.kills, i.left = kills, 2*size/batch
	for first := 0; first < size; first += batch {
		var created, corrected []change
		for n := first; n < first+batch; n++ {
			created = append(created, change{number: number(n)})
		}
		i.write(created)
		for _, c := range created {
			if i.records[c.number].id != "" && i.random.IntN(4) == 0 {
				corrected = append(corrected, change{c.number, true})
			}
		}
		i.write(corrected)
	}
	got, again := s.until(t, i.as(administrator).createMethod(t, "E2E the last one"))
	t.Logf("seed %d: %d kills; %d events, %d of them again", seed, i.killed, len(got), again)
	told := i.as(administrator).follow(t, query, map[string]any{"since": got[0].Data.RecordChanged.Cursor})
	for n, e := range got[1:] {
		if want := told.next(); e.text != want.text {
			t.Fatalf("event %d (-told +delivered):\n%s", n, cmp.Diff(want.text, e.text))
		}
	}
	delivered := map[string]bool{}
	for _, e := range got {
		delivered[fmt.Sprint(e.Data.RecordChanged.ID, e.Data.RecordChanged.Version)] = true
	}
	for _, r := range i.records {
		if r.id != "" && !delivered[fmt.Sprint(r.id, r.version)] {
			t.Errorf("%s, version %d, was acknowledged and not delivered", r.id, r.version)
		}
	}
	if !slices.ContainsFunc(got, func(e event) bool { return e.Data.RecordChanged.Version == 2 }) || len(got) < size {
		t.Errorf("%d events of %d certificates", len(got), size)
	}
}
