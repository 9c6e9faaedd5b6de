package resolvers

import (
	"context"
	"fmt"

	"metrograph/graph/gqlmodel"
	"metrograph/model"
	"metrograph/registry"
)

// rejections answers the documents that a job rejected; null where its findings are masked.
func (r *Resolver) rejections(ctx context.Context, job model.ID, w window) (*gqlmodel.CollectionRejectionConnection, error) {
	page, err := r.registry.Rejections(ctx, registry.RejectionsRequest{Job: job, First: w.first, After: w.after, Last: w.last, Before: w.before})
	if err != nil {
		return nil, err
	}
	if len(page.Redacted) > 0 {
		findings, _ := model.Fields(model.KindCollectionJob, "findings")
		operationOf(ctx).redact(model.KindCollectionJob, findings, page.Redacted)
		return nil, nil
	}
	out := &gqlmodel.CollectionRejectionConnection{
		Edges:    make([]*gqlmodel.CollectionRejectionEdge, len(page.Rejections)),
		PageInfo: pageInfo(registry.Page{Cursors: page.Cursors, HasNext: page.HasNext, HasPrevious: page.HasPrevious}),
	}
	for i := range page.Rejections {
		out.Edges[i] = &gqlmodel.CollectionRejectionEdge{Cursor: page.Cursors[i], Node: rejection(job, &page.Rejections[i])}
	}
	return out, nil
}

func rejection(job model.ID, r *model.Rejection) *gqlmodel.CollectionRejection {
	out := &gqlmodel.CollectionRejection{Place: r.Place, Name: given(r.Name), Format: given(r.Format), Hash: given(r.Hash), Size: given(r.Size),
		Code: r.Code, Findings: pointers(r.Findings)}
	if r.Hash != "" || r.Rows > 0 {
		out.URL = given(fmt.Sprintf("/collections/%s/rejections/%d", job, r.Place))
	}
	return out
}
