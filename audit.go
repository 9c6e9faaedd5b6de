package main

import (
	"context"
	"net/http"

	"metrograph/audit"
	"metrograph/auth"
	"metrograph/model"
	"metrograph/registry"
	"metrograph/serve"
)

// account adds to the audit log what a caller did or was refused at the door to the data.
func (n *node) account(ctx context.Context, acts []registry.Act) {
	var done []audit.Entry
	for _, a := range acts {
		e := entryOf(ctx, string(a.Action), a.Code)
		e.Kind, e.Record, e.Version = a.Kind, a.ID, a.Version
		if a.Code != "" {
			n.accounted(ctx, n.audit.Refuse(e))
			continue
		}
		done = append(done, e)
	}
	n.accounted(ctx, n.audit.Add(done...))
}

// accountOwn adds to the audit log what the operator did, and which policy holds after it.
func (n *node) accountOwn(ctx context.Context, action string, code model.Code) {
	e := entryOf(ctx, action, code)
	e.Policy = n.policy.Version()
	n.accounted(ctx, n.audit.Add(e))
}

// accountReload adds to the audit log that the policy was read again, and whether it holds.
func (n *node) accountReload(ctx context.Context, err error) {
	var code model.Code
	if err != nil {
		code = model.CodeInvalid
	}
	n.accountOwn(n.operator(ctx), "reload policy", code)
}

// entryOf is an entry of the caller of a context, about what was done unless there is a code.
func entryOf(ctx context.Context, action string, code model.Code) audit.Entry {
	who := model.PrincipalFrom(ctx)
	e := audit.Entry{Action: action, Outcome: audit.Done, Subject: who.Subject, Institution: who.Institution, Via: who.Via,
		Request: serve.RequestID(ctx)}
	if code != "" {
		e.Outcome = string(code)
	}
	return e
}

// accounted logs that the audit log could not be written. What was done is done, and in the
// journal.
func (n *node) accounted(ctx context.Context, err error) {
	if err != nil {
		n.log.ErrorContext(ctx, "the audit log cannot be written", "error", err)
	}
}

// recogniser recognises callers, and keeps account of credentials that are not accepted.
type recogniser struct {
	*auth.Authenticator
	node *node
}

func (r recogniser) Principal(ctx context.Context, request *http.Request) (*model.Principal, error) {
	p, err := r.Authenticator.Principal(ctx, request)
	if code := model.CodeOf(err); err != nil && code == model.CodeUnauthenticated {
		r.node.accounted(ctx, r.node.audit.Refuse(entryOf(ctx, "authenticate", code)))
	}
	return p, err
}
