package registry

import (
	"context"
	"slices"

	"metrograph/model"
	"metrograph/store"
	"metrograph/workflow"
)

// What is under evaluation stays as it is, and what was published stays for ever.

// fixed tells which of the records are fixed by an evaluation of this node, and by its state.
func (r *Registry) fixed(ctx context.Context, ids []model.ID) (map[model.ID]model.EvaluationState, error) {
	out := map[model.ID]model.EvaluationState{}
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = string(id)
	}
	q := store.Query{Kind: model.KindEvaluation, Scope: model.Everything(), Where: Equal("subject", texts...), Limit: store.MaxPage}
	for {
		pages, err := r.store.List(ctx, q)
		if err != nil {
			return nil, inside("evaluations", err)
		}
		for _, d := range pages[0].Documents {
			e, err := recordIn[*model.Evaluation](d)
			if err != nil {
				return nil, err
			}
			if e.State.Fixes() && e.Tier == model.TierCentre && !out[e.SubjectID].Public() {
				out[e.SubjectID] = e.State
			}
			q.After = &d.Key
		}
		if !pages[0].More {
			return out, nil
		}
	}
}

// keepFixed refuses changes of what is under evaluation or published with authority, and writes
// of what transitions alone write. The node itself is not asked.
func (b *batch) keepFixed() error {
	if b.who.Trusted() {
		return nil
	}
	var ids []model.ID
	for i := range b.drafts {
		if d := &b.drafts[i]; d.before != nil && d.record.Base().ID.Evaluable() {
			ids = append(ids, d.record.Base().ID)
		}
	}
	fixed := map[model.ID]model.EvaluationState{}
	if len(ids) > 0 {
		var err error
		if fixed, err = b.fixed(b.ctx, ids); err != nil {
			return err
		}
	}
	for i := range b.drafts {
		d := &b.drafts[i]
		out := &b.out[d.index]
		if out.Err != nil {
			continue
		}
		if governed(d.record.Kind()) {
			out.Err = model.Errorf(model.CodeForbidden, "evaluations, reviews and reports are changed by mutations of their own only, such as submitEvaluation and submitReport")
		} else if state, is := fixed[d.record.Base().ID]; is && !(state.Public() && d.op == store.Publish) {
			out.Err = fixedError(d.record, state)
		}
	}
	return nil
}

// fixedError says what can be done instead of a change.
func fixedError(record model.Record, state model.EvaluationState) error {
	switch {
	case !state.Public():
		return invalid("id", "the record is fixed while its evaluation is %s: withdraw the evaluation, or wait for a request to revise it", state)
	case record.Kind() == model.KindDataset:
		return invalid("id", "this version was published with authority and never changes: make a new version with newDatasetVersion")
	}
	return invalid("id", "the certificate was published with authority and never changes: issue another one that amends it")
}

// markSubject gives the subject of an evaluation the status that the evaluation leads it to. The
// selection names the subject as it is then: nothing else of it has changed.
func (r *Registry) markSubject(ctx context.Context, c *workflow.Case, status model.Status) error {
	e := c.Evaluation
	record, err := stored[model.Record](ctx, r, e.SubjectID.Kind(), e.SubjectID)
	if err != nil {
		return err
	}
	head := record.Base()
	switch {
	case !head.Replica.IsZero() || head.Status == model.StatusPublished || head.Status == model.StatusWithdrawn:
		return nil
	case head.Status == status: // perhaps by a step that was cut off before it kept the evaluation
		return r.freezeSubject(ctx, e)
	}
	w := model.Write{Action: model.ActionAmend, Record: record, Version: head.Version, Fields: []string{"status"}, Reason: "evaluation " + string(e.ID)}
	if status == model.StatusPublished {
		w.Action, w.Fields = model.ActionPublish, nil
	} else {
		head.Status = status
	}
	if _, err := r.keepOne(ctx, w); err != nil || status == model.StatusPublished {
		return err
	}
	return r.freezeSubject(ctx, e)
}

// freezeSubject names the subject's version of now in the selection.
func (r *Registry) freezeSubject(ctx context.Context, e *model.Evaluation) error {
	documents, err := r.store.Get(ctx, e.SubjectID.Kind(), []model.ID{e.SubjectID}, standingFields(e.SubjectID.Kind()))
	if err != nil || documents[0] == nil {
		return inside("selection", err)
	}
	record, err := documents[0].Record(standingFields(e.SubjectID.Kind()))
	if err != nil {
		return err
	}
	e.Selection = slices.Clone(e.Selection)
	e.Selection[0] = standingOf(documents[0], record)
	e.Digest = digestOf(e.Selection)
	return nil
}

// NewDatasetVersion makes the next version of a data set: a draft of its own, with the same
// content, that names the version before.
func (r *Registry) NewDatasetVersion(ctx context.Context, id model.ID, label, reason string) (model.Written, error) {
	record, err := r.whole(ctx, id)
	if err != nil {
		return model.Written{}, err
	}
	before, is := record.(*model.Dataset)
	if !is {
		return model.Written{}, model.NotFound()
	}
	if len(before.Masked.Names(model.KindDataset)) > 0 {
		return model.Written{}, model.Errorf(model.CodeForbidden, "some fields of the data set are not open to you, so that you cannot make its next version")
	}
	if label == "" || label == before.VersionLabel {
		return model.Written{}, invalid("versionLabel", "the new version needs a label of its own")
	}
	next := *before
	next.Head = model.Head{Classification: before.Classification, Status: model.StatusDraft}
	next.VersionLabel, next.SupersedesID = label, id
	return r.writeOne(ctx, model.Write{Action: model.ActionCreate, Record: &next, Reason: reason})
}
