package resolvers

import (
	"context"
	"fmt"
	"reflect"

	"github.com/99designs/gqlgen/graphql"

	"metrograph/graph/gqlmodel"
	"metrograph/model"
)

// maxWrites is the largest number of records that one request may write.
const maxWrites = 1000

// writeAll writes many records as one collection, or tells why none of them could be.
func (r *Resolver) writeAll(ctx context.Context, input []*gqlmodel.RecordWrite) (*gqlmodel.WriteRecordsPayload, error) {
	if len(input) > maxWrites {
		u := userError(model.Errorf(model.CodeLimitExceeded, "at most %d records can be written at once", maxWrites))
		return &gqlmodel.WriteRecordsPayload{Errors: []*gqlmodel.UserError{u}}, nil
	}
	job, written, err := r.registry.WriteBulk(ctx, bulkWrites(ctx, input))
	operationOf(ctx).forget()
	if err != nil {
		out, err := refused(err)
		return &gqlmodel.WriteRecordsPayload{Errors: out.errors}, err
	}
	results := make([]*gqlmodel.RecordWriteResult, len(written))
	for i, w := range written {
		results[i] = writeResult(settleOne(ctx, w))
	}
	payload := &gqlmodel.WriteRecordsPayload{Results: results}
	if job != "" && asksFor(ctx, "collectionJob") {
		var out outcome
		out, err = r.jobOf(ctx, job)
		payload.CollectionJob, _ = out.record.(*model.CollectionJob)
	}
	return payload, err
}

// settleOne settles a write of many. The errors of the others must not get lost in one that
// the caller cannot mend, so that one is told both ways.
func settleOne(ctx context.Context, w model.Written) outcome {
	out, err := settle(w)
	if err != nil {
		graphql.AddError(ctx, err)
		out.errors = []*gqlmodel.UserError{{Code: model.CodeInternal, Message: internalMessage, Findings: []*model.Finding{}}}
	}
	return out
}

// rawWrites is the writes as the caller gave them.
func rawWrites(ctx context.Context) []any {
	input, _ := arguments(ctx)["input"].(map[string]any)
	return graphql.CoerceList(input["writes"])
}

// bulkWrites are the writes of a request; one that says nothing that could be written is kept
// in its place with its fault.
func bulkWrites(ctx context.Context, input []*gqlmodel.RecordWrite) []model.Write {
	writes, raw := make([]model.Write, len(input)), rawWrites(ctx)
	for i, in := range input {
		w, err := bulkWrite(in, i, raw[i])
		w.Fault = err
		writes[i] = w
	}
	return writes
}

func bulkWrite(in *gqlmodel.RecordWrite, index int, raw any) (model.Write, error) {
	path := fmt.Sprintf("writes[%d]", index)
	content := contents(in.Record)
	if len(content) != 1 {
		return model.Write{}, invalid(path+".record", "give exactly one kind of record")
	}
	record := content[0]
	kind := record.Kind()
	switch {
	case in.ID == nil && kind == model.KindAttachment:
		return model.Write{}, invalid(path+".record", "attachments are created by uploadAttachment")
	case in.ID == nil:
		return model.Write{Action: model.ActionCreate, Record: record, Reason: value(in.Reason)}, nil
	case in.Version == nil || value(in.Reason) == "":
		return model.Write{}, invalid(path, "to amend a record, give its version and a reason")
	case in.ID.Kind() != kind:
		return model.Write{}, model.NotFound()
	}
	return amendment(change{*in.ID, *in.Version, *in.Reason}, record, names(raw, "record", string(kind)))
}

// contents lists the records that the content of a write has; it should be one.
func contents(c *gqlmodel.RecordContent) []model.Record {
	var list []model.Record
	for _, field := range reflect.ValueOf(*c).Fields() {
		if !field.IsNil() {
			list = append(list, field.Interface().(model.Record))
		}
	}
	return list
}

// invalid is the error of an input that is at fault at a path.
func invalid(path, message string) error {
	return &model.Error{Code: model.CodeInvalid, Message: message, Path: path}
}
