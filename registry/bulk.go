package registry

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"metrograph/model"
)

// WriteBulk is Write for records that a caller hands in by the request, which is a collection
// as one of files is: it leaves a job, whose id is returned. A caller who may have no jobs gets
// none, and neither does a request without writes.
func (r *Registry) WriteBulk(ctx context.Context, writes []model.Write) (job model.ID, written []model.Written, err error) {
	account := &model.CollectionJob{Total: len(writes)}
	account.Provenance = model.Provenance{Format: "GraphQL", Channel: "bulk"}
	if len(writes) > 0 {
		err = r.BeginJob(ctx, account)
	}
	if err != nil && model.CodeOf(err) != model.CodeForbidden {
		return "", nil, err
	}
	written, err = r.Write(ctx, writes)
	if account.ID == "" {
		return "", written, err
	}
	for i := range written {
		countWrite(account, i, &writes[i], &written[i])
	}
	if account.State = model.JobDone; err != nil {
		account.State, account.Failure = model.JobFailed, "the node could not go on; its log says why"
	}
	return account.ID, written, errors.Join(err, r.AdvanceJob(context.WithoutCancel(ctx), account))
}

// countWrite counts in a job what became of a write, and keeps what was found of it.
func countWrite(job *model.CollectionJob, index int, w *model.Write, out *model.Written) {
	t := model.Tally{Read: 1}
	switch {
	case out.Err != nil:
		t.Rejected = 1
	case w.Action == model.ActionCreate:
		t.Created = 1
	default:
		t.Amended = 1
	}
	job.Tally.Add(t)
	var found []model.Finding
	for _, f := range foundOf(out) {
		if place := fmt.Sprintf("writes[%d]", index); f.Path == "" {
			f.Path = place
		} else if !strings.HasPrefix(f.Path, place) { // which the fault of what is no write has
			f.Path = place + ": " + f.Path
		}
		found = append(found, f)
	}
	job.Find(found)
}

// foundOf is what was found of a write: of a refused one at least that it was refused, of a
// classified one nothing else.
func foundOf(out *model.Written) []model.Finding {
	var e *model.Error
	code := model.CodeOf(out.Err)
	switch {
	case out.Err == nil, code != model.CodeClassifiedRefused && model.Grave(out.Findings):
		return out.Findings
	case code == model.CodeClassifiedRefused:
		return []model.Finding{{Rule: "collect.classified", Severity: model.SeverityError, Message: model.Text{
			En: "The record is marked as classified; it is refused, and nothing of it was kept.", Zh: "记录带有涉密标识；已拒绝，未保存任何内容。"}}}
	}
	refusal := model.Finding{Rule: "collect.refused", Severity: model.SeverityError, Message: model.Text{
		En: fmt.Sprintf("The node refused the record: %s.", code), Zh: fmt.Sprintf("节点拒绝了该记录：%s。", code)}}
	if code != model.CodeInternal && errors.As(out.Err, &e) {
		refusal.Path, refusal.Message.En = e.Path, fmt.Sprintf("The node refused the record: %s, %s.", code, e.Message)
	}
	return append(out.Findings[:len(out.Findings):len(out.Findings)], refusal)
}
