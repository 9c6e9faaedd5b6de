package registry

import (
	"context"

	"metrograph/model"
)

// Act is what a caller did or was refused, for whoever keeps account of it.
type Act struct {
	Action  model.Action
	Kind    model.Kind
	ID      model.ID   // empty for a record that did not come into being
	Version int        // that the record got; 0 for a refused act
	Code    model.Code // why it was refused; empty for what was done
}

// account tells of the writes that an auditor asks about: the refused ones, and those that
// decide who sees what. All others are in the journal.
func (b *batch) account() {
	if b.audit == nil {
		return
	}
	var acts []Act
	for i := range b.writes {
		w, out := &b.writes[i], &b.out[i]
		if w.Record == nil {
			continue
		}
		a := Act{Action: w.Action, Kind: w.Record.Kind(), ID: w.Record.Base().ID, Version: out.Version}
		switch {
		case out.Err == nil && privileged(a.Action, a.Kind):
		case refusal(out.Err):
			a.Code = model.CodeOf(out.Err)
			if a.Action == model.ActionCreate {
				a.ID = ""
			}
		default:
			continue
		}
		acts = append(acts, a)
	}
	if len(acts) > 0 {
		b.audit(b.ctx, acts)
	}
}

// refused tells of an act that was refused, if it was, and returns the error.
func (r *Registry) refused(ctx context.Context, a Act, err error) error {
	if a.Code = model.CodeOf(err); r.audit != nil && refusal(err) {
		r.audit(ctx, []Act{a})
	}
	return err
}

// refusal tells whether an error says that the caller may not do what was asked for. Missing
// and hidden records are alike, to auditors as well.
func refusal(err error) bool {
	code := model.CodeOf(err)
	return err != nil && (code == model.CodeForbidden || code == model.CodeClassifiedRefused)
}

// privileged tells whether a change decides who sees what, or what leaves the node.
func privileged(action model.Action, kind model.Kind) bool {
	switch kind {
	case model.KindCredential, model.KindAgreement, model.KindInstitution, model.KindWebhook:
		return true
	}
	return action == model.ActionPublish || action == model.ActionWithdraw || action == model.ActionDelete
}
