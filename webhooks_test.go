package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"metrograph/config"
	"metrograph/model"
	"metrograph/policy"
)

// What a webhook delivers is what the same subscription tells over a WebSocket, in the order of
// the journal, signed, and counted.
func TestWebhookDelivers(t *testing.T) {
	s, r := newSending(t), newReceiver(t)
	made := s.create(t, s.key, r.URL, plain)
	if made.Webhook.State != "ACTIVE" || made.Webhook.Cursor != "" || len(made.Errors) > 0 {
		t.Fatalf("%+v", made)
	}
	c := s.socket(t, protocol)
	c.greet(s.key)
	c.say(subscribe("s", plain))
	c.say(subscribe("q", `{ __typename }`)) // after its answer the subscription is there
	c.hear()
	c.hear()
	var last delivery
	for i := range 5 {
		id := s.publish(t, model.ClassificationNonPublic, fmt.Sprint("HOOK-", i))
		last = r.want(id)
		verify(t, last, made.Secret)
		if told := c.hear().Payload; !sameBut(t, told, last.body, "cost") {
			t.Errorf("delivered %s\ntold      %s", last.body, told)
		}
	}
	if last.Get("Content-Type") != "application/json" {
		t.Error(last.Header)
	}
	h := s.until(t, made.Webhook.ID, func(h hook) bool { return h.Delivered == 5 })
	if want := string(h.ID) + "_" + h.Cursor; last.id() != want || h.Failures != 0 {
		t.Errorf("%s, want %s: %+v", last.id(), want, h)
	}
	if again := s.create(t, s.key, r.URL, plain); again.Secret == made.Secret {
		t.Error("two webhooks have the same secret")
	}
	metrics, err := io.ReadAll(s.request(t, "GET", "/metrics", "").Body)
	for _, want := range []string{`metrograph_webhook_attempts_total{outcome="delivered"} 5`, "metrograph_webhook_attempt_duration_seconds_count 5", "metrograph_webhooks_active"} {
		if err != nil || !bytes.Contains(metrics, []byte(want)) {
			t.Errorf("the metrics lack %s, %v", want, err)
		}
	}
}

// A webhook goes on after a restart with what happened meanwhile, and also when it had no chance
// to keep its place.
func TestWebhookGoesOnAfterARestart(t *testing.T) {
	s, r := newSending(t), newReceiver(t)
	h := s.create(t, s.key, r.URL, plain).Webhook
	first := s.publish(t, model.ClassificationPublic, "HOOK-1")
	r.want(first)
	s.stop()
	meanwhile := s.publish(t, model.ClassificationPublic, "HOOK-2")
	s.start(t)
	second := r.want(meanwhile)
	s.stop()
	forget(t, s.dir)
	s.start(t)
	r.want(first)
	if again := r.want(meanwhile); again.id() != second.id() {
		t.Errorf("the same event is %s and %s", second.id(), again.id())
	}
	s.until(t, h.ID, func(h hook) bool { return h.Delivered == 2 })
}

// A webhook that was paused goes on where it was.
func TestWebhookPause(t *testing.T) {
	s, r := newSending(t), newReceiver(t)
	h := s.create(t, s.key, r.URL, plain).Webhook
	r.want(s.publish(t, model.ClassificationPublic, "HOOK-1"))
	if out := s.amend(t, h.ID, map[string]any{"state": "PAUSED"}); out.Webhook.State != "PAUSED" {
		t.Fatalf("%+v", out)
	}
	s.stop()
	s.start(t) // a paused webhook stays paused
	other := newReceiver(t)
	s.create(t, s.key, other.URL, plain)
	meanwhile := s.publish(t, model.ClassificationPublic, "HOOK-2")
	other.want(meanwhile)
	if len(r.got) > 0 {
		t.Errorf("a paused webhook delivered %s", (<-r.got).body)
	}
	s.amend(t, h.ID, map[string]any{"state": "ACTIVE"})
	r.want(meanwhile)
}

// What is not delivered is delivered again, before what comes after it, under the same id.
func TestWebhookRetries(t *testing.T) {
	s := newSending(t)
	elsewhere := newReceiver(t)
	r := newReceiver(t, status(500), status(http.StatusServiceUnavailable, "Retry-After", "1"),
		status(http.StatusFound, "Location", elsewhere.URL), status(http.StatusTooManyRequests))
	h := s.create(t, s.key, r.URL, plain).Webhook
	first, second := s.publish(t, model.ClassificationPublic, "HOOK-1"), s.publish(t, model.ClassificationPublic, "HOOK-2")
	ids := map[string]bool{}
	for range 5 {
		ids[r.want(first).id()] = true
	}
	if len(ids) != 1 {
		t.Errorf("the event has the ids %v", ids)
	}
	r.want(second)
	if len(elsewhere.got) > 0 {
		t.Error("a redirect was followed")
	}
	if h := s.until(t, h.ID, func(h hook) bool { return h.Delivered == 2 }); h.Failures != 0 || h.Failure != "" {
		t.Errorf("%+v", h)
	}
}

// Failures are visible, without what the receiver wrote, and end a webhook in the end; its owner
// starts it again.
func TestWebhookGivesUp(t *testing.T) {
	s := newSending(t, func(c *config.Config) { c.Webhook.GiveUp = 200 * time.Millisecond })
	var failing []func(http.ResponseWriter)
	for range 1000 {
		failing = append(failing, status(500))
	}
	r := newReceiver(t, failing...)
	h := s.create(t, s.key, r.URL, plain).Webhook
	id := s.publish(t, model.ClassificationPublic, "HOOK-1")
	got := s.until(t, h.ID, suspended)
	if got.Failures < 2 || got.Failure != "the receiver answered 500" {
		t.Errorf("%+v", got)
	}
	r.mu.Lock()
	r.answers = nil
	r.mu.Unlock()
	for len(r.got) > 0 {
		<-r.got
	}
	if out := s.amend(t, h.ID, map[string]any{"state": "ACTIVE"}); out.Webhook.State != "ACTIVE" {
		t.Fatalf("%+v", out)
	}
	r.want(id)
}

// A receiver that says that it is gone is not asked again.
func TestWebhookGone(t *testing.T) {
	s, r := newSending(t), newReceiver(t, status(http.StatusGone))
	h := s.create(t, s.key, r.URL, plain).Webhook
	r.want(s.publish(t, model.ClassificationPublic, "HOOK-1"))
	if got := s.until(t, h.ID, suspended); !strings.Contains(got.Failure, "410") || got.Failures != 1 {
		t.Errorf("%+v", got)
	}
	log, err := os.ReadFile(filepath.Join(s.dir, "audit.log"))
	if err != nil {
		t.Fatal(err)
	}
	var acts []string
	for line := range strings.Lines(string(log)) {
		var e struct{ Action, Kind, Record, Via string }
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatal(err)
		}
		if e.Record == string(h.ID) {
			acts = append(acts, e.Action+" "+e.Kind+" "+e.Via)
		}
	}
	if got := strings.Join(acts, ", "); got != "create webhook apikey, amend webhook local" {
		t.Errorf("the audit log has: %s", got)
	}
}

// When the node stops, what is on its way is finished and counted; the rest comes after the next
// start.
func TestWebhookDrains(t *testing.T) {
	s := newSending(t)
	hold := make(chan struct{})
	r := newReceiver(t, func(w http.ResponseWriter) { <-hold; w.WriteHeader(http.StatusNoContent) })
	h := s.create(t, s.key, r.URL, plain).Webhook
	r.want(s.publish(t, model.ClassificationPublic, "HOOK-1"))
	second := s.publish(t, model.ClassificationPublic, "HOOK-2")
	ended := make(chan struct{})
	go func() {
		s.stop()
		close(ended)
	}()
	select {
	case <-ended:
		t.Error("the node did not wait for what was on its way")
	case <-time.After(100 * time.Millisecond):
	}
	close(hold)
	<-ended
	s.start(t)
	r.want(second)
	s.until(t, h.ID, func(h hook) bool { return h.Delivered == 2 })
}

// A webhook ends with the key that it was made with, also while it waits.
func TestWebhookEndsWithTheKey(t *testing.T) {
	s, r := newSending(t), newReceiver(t)
	key, err := s.createKey(t.Context(), keyRequest{Label: "hook", Institution: s.institution.ID, Roles: []model.Role{model.RoleAdministrator}})
	if err != nil {
		t.Fatal(err)
	}
	h := s.create(t, key, r.URL, plain).Webhook
	r.want(s.publish(t, model.ClassificationNonPublic, "HOOK-1"))
	var me struct{ Me struct{ Subject model.ID } }
	s.ask(t, key, `{ me { subject } }`, nil, &me)
	if err := s.revokeKey(t.Context(), me.Me.Subject); err != nil {
		t.Fatal(err)
	}
	if got := s.until(t, h.ID, suspended); !strings.Contains(got.Failure, "key") {
		t.Errorf("%+v", got)
	}
	s.publish(t, model.ClassificationNonPublic, "HOOK-2")
	other := newReceiver(t)
	s.create(t, s.key, other.URL, plain)
	other.want(s.publish(t, model.ClassificationNonPublic, "HOOK-3"))
	if len(r.got) > 0 {
		t.Errorf("delivered after the end of the key: %s", (<-r.got).body)
	}
}

// The policy that decides is that of the delivery: what was waiting for a slow receiver is not
// delivered when it is no longer for the subscriber.
func TestWebhookUnderThePolicyOfTheDelivery(t *testing.T) {
	s := newSending(t)
	hold := make(chan struct{})
	r := newReceiver(t, func(w http.ResponseWriter) { <-hold; w.WriteHeader(http.StatusNoContent) })
	s.create(t, s.key, r.URL, plain)
	first := s.publish(t, model.ClassificationNonPublic, "HOOK-1")
	r.want(first)
	s.publish(t, model.ClassificationNonPublic, "HOOK-2")
	source := policy.Default()
	source.Rules += "\np, ANYONE, certificate, read, \"r.obj.classification == 'NON_PUBLIC'\", *, deny\n"
	if err := s.policy.Reload(source); err != nil {
		t.Fatal(err)
	}
	close(hold)
	r.want(s.publish(t, model.ClassificationPublic, "HOOK-3"))
	if len(r.got) > 0 {
		t.Errorf("delivered against the policy: %s", (<-r.got).body)
	}
}

// What a subscriber may not see is masked in the events, and named.
func TestWebhookMasks(t *testing.T) {
	s, r := newSending(t), newReceiver(t)
	laboratory := institutionOf(t, s, model.LevelThirdParty)
	key, err := s.createKey(t.Context(), keyRequest{Label: "lab", Institution: laboratory, Roles: []model.Role{model.RoleAdministrator}})
	if err != nil {
		t.Fatal(err)
	}
	s.create(t, key, r.URL, plain)
	s.publish(t, model.ClassificationNonPublic, "HOOK-1")
	d := r.want(s.publish(t, model.ClassificationPublic, "HOOK-2"))
	if !bytes.Contains(d.body, []byte(`"customer":null`)) || !bytes.Contains(d.body, []byte(`"redacted":["Certificate.customer"]`)) {
		t.Errorf("%s", d.body)
	}
}

// A receiver that does not answer keeps nobody else waiting.
func TestWebhookSlowReceiver(t *testing.T) {
	s := newSending(t)
	hold := make(chan struct{})
	slow := newReceiver(t, func(http.ResponseWriter) { <-hold })
	defer close(hold)
	fast := newReceiver(t)
	s.create(t, s.key, slow.URL, plain)
	s.create(t, s.key, fast.URL, plain)
	id := s.publish(t, model.ClassificationPublic, "HOOK-1")
	slow.want(id)
	fast.want(id)
	for i := range 20 {
		fast.want(s.publish(t, model.ClassificationPublic, fmt.Sprint("HOOK-FAST-", i)))
	}
}

// Whoever changes where events go is the one under whose access they are sent.
func TestWebhookBelongsToWhoeverDirectsIt(t *testing.T) {
	s, r := newSending(t), newReceiver(t)
	key, err := s.createKey(t.Context(), keyRequest{Label: "strong", Institution: s.institution.ID,
		Roles: []model.Role{model.RoleAdministrator, model.RoleAuditor}})
	if err != nil {
		t.Fatal(err)
	}
	h := s.create(t, key, r.URL, plain).Webhook
	requester := func() string {
		var data struct {
			Webhook struct{ Requester struct{ Subject string } }
		}
		s.ask(t, s.key, `query($id: ID!) { webhook(id: $id) { requester { subject } } }`, map[string]any{"id": h.ID}, &data)
		return data.Webhook.Requester.Subject
	}
	maker := requester()
	s.amend(t, h.ID, map[string]any{"label": "another label"})
	if requester() != maker {
		t.Error("a new label changes whose webhook it is")
	}
	s.amend(t, h.ID, map[string]any{"url": r.URL + "/elsewhere"})
	if requester() == maker {
		t.Error("events go elsewhere under the access of another")
	}
}

// After a rotation events are signed with both secrets.
func TestWebhookRotation(t *testing.T) {
	s, r := newSending(t), newReceiver(t)
	made := s.create(t, s.key, r.URL, plain)
	rotated := s.mutate(t, s.key, "rotateWebhookSecret", "RotateWebhookSecretInput",
		map[string]any{"id": made.Webhook.ID, "version": 1, "reason": "test"})
	if rotated.Secret == "" || rotated.Secret == made.Secret {
		t.Fatalf("%+v", rotated)
	}
	d := r.want(s.publish(t, model.ClassificationPublic, "HOOK-1"))
	for len(strings.Fields(d.Get("webhook-signature"))) < 2 { // it was on its way already
		d = r.want(s.publish(t, model.ClassificationPublic, "HOOK-2"))
	}
	verify(t, d, made.Secret)
	verify(t, d, rotated.Secret)
}

// A test is sent at once, and tells what came of it.
func TestWebhookTest(t *testing.T) {
	s, r := newSending(t), newReceiver(t, status(200), status(404))
	made := s.create(t, s.key, r.URL, plain)
	for _, want := range []int{200, 404} {
		var data struct {
			TestWebhook struct {
				Delivered bool
				Status    int
				Failure   string
			}
		}
		s.ask(t, s.key, `mutation($id: ID!) { testWebhook(input: {id: $id}) { delivered status failure errors { code } } }`,
			map[string]any{"id": made.Webhook.ID}, &data)
		if out := data.TestWebhook; out.Status != want || out.Delivered != (want == 200) || strings.Contains(out.Failure, "itself") {
			t.Errorf("%+v", out)
		}
		verify(t, r.next(), made.Secret)
	}
}

// What cannot be sent is refused when the webhook is made, with what to do about it.
func TestWebhookRefusals(t *testing.T) {
	s := newSending(t, func(c *config.Config) { c.Webhook.HTTP = false })
	short, err := s.createKey(t.Context(), keyRequest{Label: "short", Institution: s.institution.ID,
		Roles: []model.Role{model.RoleAdministrator}, Expires: 10 * time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	const good = "https://receiver.example.org/events"
	for _, c := range []struct{ name, key, url, query, code, says string }{
		{"no administrator", s.keys["national"], good, plain, "FORBIDDEN", "you may not create"},
		{"a key that ends", short, good, plain, "INVALID", "one that lasts"},
		{"not encrypted", s.key, "http://receiver.example.org", plain, "INVALID", "https://"},
		{"a private address", s.key, "https://10.0.0.1/", plain, "INVALID", "not public"},
		{"a password", s.key, "https://user:word@receiver.example.org/", plain, "INVALID", "password"},
		{"the port of mail", s.key, "https://receiver.example.org:25/", plain, "INVALID", "port"},
		{"no address", s.key, "receiver", plain, "INVALID", "address"},
		{"a query", s.key, good, `{ me { level } }`, "INVALID", "one subscription"},
		{"two operations", s.key, good, plain + ` query Q { me { level } }`, "INVALID", ""},
		{"no field", s.key, good, `subscription { __typename }`, "INVALID", ""},
		{"unknown field", s.key, good, `subscription { recordChanged { secret } }`, "INVALID", "secret"},
		{"not GraphQL", s.key, good, `subscription {`, "INVALID", ""},
		{"a cursor of nobody", s.key, good, `subscription { recordChanged(since: "x") { id } }`, "INVALID", "cursor"},
	} {
		out := s.create(t, c.key, c.url, c.query)
		if len(out.Errors) != 1 || out.Errors[0].Code != c.code || !strings.Contains(out.Errors[0].Message, c.says) || out.Secret != "" || out.Webhook.ID != "" {
			t.Errorf("%s: %+v", c.name, out)
		}
	}
	var h hook
	for range s.config.Webhook.Most {
		h = s.create(t, s.key, good, plain).Webhook
	}
	if out := s.create(t, s.key, good, plain); len(out.Errors) != 1 || out.Errors[0].Code != "LIMIT_EXCEEDED" {
		t.Errorf("more than the institution may have: %+v", out)
	}
	for name, fields := range map[string]map[string]any{
		"a state of the node's": {"state": "SUSPENDED"}, "nothing": {}, "a query": {"query": "{ me { level } }"},
		"a private address": {"url": "https://192.168.1.1/"}, "no address": {"url": nil},
	} {
		if out := s.amend(t, h.ID, fields); len(out.Errors) != 1 || out.Errors[0].Code != "INVALID" {
			t.Errorf("%s: %+v", name, out)
		}
	}
}

// What waits for a slow receiver is decided when its turn comes, by what the record is then.
func TestWebhookDecidesWhenTheTurnComes(t *testing.T) {
	s := newSending(t)
	key, err := s.createKey(t.Context(), keyRequest{Label: "lab", Institution: institutionOf(t, s, model.LevelThirdParty),
		Roles: []model.Role{model.RoleAdministrator}})
	if err != nil {
		t.Fatal(err)
	}
	hold := make(chan struct{})
	r := newReceiver(t, func(w http.ResponseWriter) { <-hold; w.WriteHeader(http.StatusNoContent) })
	s.create(t, key, r.URL, `subscription { recordChanged { id } }`)
	first := s.publish(t, model.ClassificationPublic, "HOOK-1")
	r.want(first)
	second := s.publish(t, model.ClassificationPublic, "HOOK-2")
	hidden := &model.Certificate{Head: model.Head{ID: second, Classification: model.ClassificationNonPublic}}
	out, err := s.Write(s.operator(t.Context()), []model.Write{{Action: model.ActionAmend, Record: hidden, Fields: []string{"classification"}, Version: 1, Reason: "test"}})
	if err != nil || out[0].Err != nil {
		t.Fatal(err, out[0].Err)
	}
	close(hold)
	r.want(s.publish(t, model.ClassificationPublic, "HOOK-3"))
}
