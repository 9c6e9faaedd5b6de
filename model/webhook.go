package model

import "time"

// Webhook is a subscription whose events the node sends to an address of the subscriber.
type Webhook struct {
	Head        `bson:",inline"`
	State       WebhookState `json:"state"`
	Label       string       `json:"label,omitempty"`
	URL         string       `json:"url"`                 // where events are sent
	Query       string       `json:"query"`               // the GraphQL subscription that shapes them
	Variables   string       `json:"variables,omitempty"` // of the query, as JSON
	Requester   Requester    `json:"requester,omitzero"`
	Rotations   int          `json:"rotations,omitempty"` // how often the secret that signs the events was changed
	RotatedAt   time.Time    `json:"rotatedAt,omitzero"`
	Cursor      string       `json:"cursor,omitempty"`    // of the last change that was delivered
	Delivered   int          `json:"delivered,omitempty"` // events so far
	Failures    int          `json:"failures,omitempty"`  // failed attempts since the last delivery
	DeliveredAt time.Time    `json:"deliveredAt,omitzero"`
	FailedAt    time.Time    `json:"failedAt,omitzero"`
	Failure     string       `json:"failure,omitempty"` // of the last attempt, if it failed
}

// WebhookState is whether events are sent.
type WebhookState string

const (
	WebhookActive    WebhookState = "ACTIVE"    // 启用
	WebhookPaused    WebhookState = "PAUSED"    // 暂停, by its owner
	WebhookSuspended WebhookState = "SUSPENDED" // 停用, by the node, after too many failures or when access ended
)

// Values lists the states.
func (WebhookState) Values() []WebhookState {
	return []WebhookState{WebhookActive, WebhookPaused, WebhookSuspended}
}

func (*Webhook) Kind() Kind         { return KindWebhook }
func (w *Webhook) Facts() Facts     { return w.facts(KindWebhook, "") }
func (*Webhook) NaturalKey() string { return "" }

// References lists the institution of whoever asked for it.
func (w *Webhook) References() []Reference {
	return references{}.one("requester.institution", w.Requester.Institution, KindInstitution).one("requester.person", w.Requester.Person, KindPerson)
}

// Validate checks the webhook by itself; see [Rules].
func (w *Webhook) Validate() []Finding {
	var k checker
	w.Head.check(&k, KindWebhook)
	k.enumRequired(ruleTaskState, "state", string(w.State), webhookStates)
	k.code("label", w.Label)
	k.require(ruleWebhookURL, "url", w.URL != "")
	k.url(ruleWebhookURL, "url", w.URL)
	k.require(ruleWebhookQuery, "query", w.Query != "")
	k.prose("query", w.Query)
	k.prose("variables", w.Variables)
	w.Requester.check(&k)
	k.code("cursor", w.Cursor)
	k.prose("failure", w.Failure)
	return k.findings
}
