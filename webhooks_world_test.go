package main

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"metrograph/config"
	"metrograph/internal/sample"
	"metrograph/model"
)

// sending is a node that sends events, and an administrator of its institution.
type sending struct {
	*streaming
	key    string
	config config.Config
	stop   func() // ends the sending as the end of the node does
}

func newSending(t *testing.T, edits ...func(*config.Config)) *sending {
	t.Helper()
	s := &sending{streaming: newStreaming(t), config: benchConfig()}
	s.key = s.keys["administrator"]
	s.config.Webhook.HTTP, s.config.Webhook.Allow = true, []string{"127.0.0.0/8"}
	s.config.Webhook.Retry = 20 * time.Millisecond
	for _, edit := range edits {
		edit(&s.config)
	}
	s.start(t)
	return s
}

// start has the node send events, as it does when it starts.
func (s *sending) start(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	all, err := s.services(handlerOptions{Config: s.config, stop: ctx})
	if err != nil {
		t.Fatal(err)
	}
	s.Config.Handler = all
	ended := make(chan struct{})
	go func() {
		s.sendEvents(ctx, all)
		close(ended)
	}()
	s.stop = sync.OnceFunc(func() {
		cancel()
		<-ended
	})
	t.Cleanup(func() { s.stop() })
}

// ask sends a GraphQL request and reads the data of its answer.
func (s *sending) ask(t *testing.T, key, query string, variables map[string]any, data any) {
	t.Helper()
	body, _ := json.Marshal(map[string]any{"query": query, "variables": variables})
	r := s.request(t, "POST", "/graphql", string(body), "Content-Type", "application/json", "Authorization", "Bearer "+key)
	raw, err := io.ReadAll(r.Body)
	var answer struct {
		Data   json.RawMessage
		Errors []any
	}
	if err == nil {
		err = json.Unmarshal(raw, &answer)
	}
	if err == nil && len(answer.Errors) == 0 {
		err = json.Unmarshal(answer.Data, data)
	}
	if err != nil || len(answer.Errors) > 0 {
		t.Fatalf("%v: %s", err, raw)
	}
}

// hook is what is told of a webhook.
type hook struct {
	ID                  model.ID
	Version             int
	State               string
	Delivered, Failures int
	Failure, Cursor     string
	URL                 string
}

// written is the payload of a mutation of a webhook.
type written struct {
	Webhook hook
	Secret  string
	Errors  []struct{ Code, Message, Path string }
}

const writtenFields = `{ webhook { id version state delivered failures failure cursor url } secret errors { code message path } }`

func (s *sending) mutate(t *testing.T, key, mutation, input string, fields map[string]any) written {
	t.Helper()
	var data map[string]written
	s.ask(t, key, fmt.Sprintf(`mutation($input: %s!) { %s(input: $input) %s }`, input, mutation, writtenFields), map[string]any{"input": fields}, &data)
	return data[mutation]
}

func (s *sending) create(t *testing.T, key, url, query string) written {
	t.Helper()
	return s.mutate(t, key, "createWebhook", "CreateWebhookInput", map[string]any{"url": url, "query": query, "label": "test", "reason": "test"})
}

// amend changes a webhook as it is by now.
func (s *sending) amend(t *testing.T, id model.ID, fields map[string]any) written {
	t.Helper()
	fields["id"], fields["version"], fields["reason"] = id, s.hook(t, id).Version, "test"
	return s.mutate(t, s.key, "amendWebhook", "AmendWebhookInput", fields)
}

func (s *sending) hook(t *testing.T, id model.ID) hook {
	t.Helper()
	var data struct{ Webhook hook }
	s.ask(t, s.key, `query($id: ID!) { webhook(id: $id) { id version state delivered failures failure cursor url } }`, map[string]any{"id": id}, &data)
	return data.Webhook
}

// until waits for something to become of a webhook.
func (s *sending) until(t *testing.T, id model.ID, holds func(hook) bool) hook {
	t.Helper()
	var h hook
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if h = s.hook(t, id); holds(h) {
			return h
		}
	}
	t.Fatalf("it did not come to that: %+v", h)
	return h
}

func suspended(h hook) bool { return h.State == "SUSPENDED" }

// delivery is a request that a receiver got.
type delivery struct {
	http.Header
	body []byte
}

func (d delivery) id() string { return d.Get("webhook-id") }

// receiver is a subscriber's server: it answers as it is told, one after the other, and 204 when
// it is told nothing more.
type receiver struct {
	*httptest.Server
	*testing.T
	got chan delivery

	mu      sync.Mutex
	answers []func(http.ResponseWriter)
}

func newReceiver(t *testing.T, answers ...func(http.ResponseWriter)) *receiver {
	r := &receiver{T: t, got: make(chan delivery, 1000), answers: answers}
	r.Server = httptest.NewServer(r)
	t.Cleanup(r.Server.Close)
	return r
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	body, _ := io.ReadAll(request.Body)
	r.mu.Lock()
	answer := func(w http.ResponseWriter) { w.WriteHeader(http.StatusNoContent) }
	if len(r.answers) > 0 {
		answer, r.answers = r.answers[0], r.answers[1:]
	}
	r.mu.Unlock()
	r.got <- delivery{request.Header, body}
	answer(w)
}

func (r *receiver) next() delivery {
	r.Helper()
	select {
	case d := <-r.got:
		return d
	case <-time.After(time.Minute):
		r.Fatal("nothing was delivered")
		return delivery{}
	}
}

// want expects events about records, in this order, and returns the last one.
func (r *receiver) want(ids ...model.ID) (d delivery) {
	r.Helper()
	for _, id := range ids {
		if d = r.next(); !bytes.Contains(d.body, []byte(id)) {
			r.Fatalf("delivered %s, want %s", d.body, id)
		}
	}
	return d
}

func status(code int, header ...string) func(http.ResponseWriter) {
	return func(w http.ResponseWriter) {
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(code)
		fmt.Fprint(w, "what the receiver says of itself")
	}
}

// verify checks a signature as the Standard Webhooks specification says.
func verify(t *testing.T, d delivery, secret string) {
	t.Helper()
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil || len(key) < 24 {
		t.Fatal(secret, err)
	}
	digest := hmac.New(sha256.New, key)
	fmt.Fprintf(digest, "%s.%s.%s", d.id(), d.Get("webhook-timestamp"), d.body)
	want := "v1," + base64.StdEncoding.EncodeToString(digest.Sum(nil))
	for _, signature := range strings.Fields(d.Get("webhook-signature")) {
		if signature == want {
			return
		}
	}
	t.Errorf("signed %s, want %s", d.Get("webhook-signature"), want)
}

// plain is a subscription that does not ask for its cursor.
const plain = `subscription { recordChanged(filter: {kinds: [CERTIFICATE]}) { operation id record { ... on Certificate { number customer { name { zh } } } } } }`

// sameBut tells whether two JSON objects have the same members, whatever one extension says.
func sameBut(t *testing.T, a, b []byte, extension string) bool {
	t.Helper()
	without := func(raw []byte) string {
		var v map[string]any
		if err := json.Unmarshal(raw, &v); err != nil {
			t.Fatalf("%v: %s", err, raw)
		}
		delete(v["extensions"].(map[string]any), extension)
		out, _ := json.Marshal(v)
		return string(out)
	}
	return without(a) == without(b)
}

func institutionOf(t *testing.T, s *sending, level model.Level) model.ID {
	t.Helper()
	for _, i := range institutionsOf(sample.Options{Certificates: 30, Instruments: 30}) {
		if i.Level == level {
			return i.ID
		}
	}
	t.Fatal("the demo has no such institution")
	return ""
}

// forget takes away what the node knows of the progress of webhooks, as a crash before it was
// written does.
func forget(t *testing.T, dir string) {
	t.Helper()
	if err := os.RemoveAll(filepath.Join(dir, webhooksFolder)); err != nil {
		t.Fatal(err)
	}
}
