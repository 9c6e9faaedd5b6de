// Package resolvers answers the fields of the GraphQL schema by calls of the registry. It
// translates and decides nothing: what a caller may see or do is the registry's answer.
//
// The files named as those of graph/schema hold the resolvers, entity.go those by which other
// graphs find records; gqlgen writes the frames of their methods and keeps the bodies.
// Everything else is beside them.
package resolvers

import (
	"context"
	"io"

	"metrograph/model"
	"metrograph/registry"
)

// Registry is what resolvers ask of the data: package registry's use cases.
type Registry interface {
	List(ctx context.Context, requests ...registry.ListRequest) ([]registry.Page, error)
	Load(ctx context.Context, kind model.Kind, ids []model.ID, fields model.FieldSet) (registry.Loaded, error)
	Search(ctx context.Context, q registry.SearchRequest) (registry.Page, error)
	Measure(ctx context.Context, q registry.MeasuresRequest) (*registry.Measured, error)
	Facets(ctx context.Context, q registry.FacetRequest) ([]registry.Facet, error)
	Suggest(ctx context.Context, q registry.SuggestRequest) (registry.Suggestions, error)
	Evaluate(ctx context.Context, certificates []model.ID) (registry.Evaluations, error)
	EvaluationSheet(ctx context.Context, subject model.ID) (*model.EvaluationSheet, error)
	InstitutionQuality(ctx context.Context, institutions []model.ID) ([]*model.Quality, error)
	History(ctx context.Context, q registry.HistoryRequest) (registry.RevisionPage, error)
	Explain(ctx context.Context, id model.ID) (registry.Access, error)
	Chain(ctx context.Context, instrument model.ID, depth int) ([]registry.Step, error)
	Write(ctx context.Context, writes []model.Write) ([]model.Written, error)
	WriteBulk(ctx context.Context, writes []model.Write) (job model.ID, written []model.Written, err error)
	AttachmentURL(ctx context.Context, id model.ID) string
	Upload(ctx context.Context, a *model.Attachment, content io.ReadSeeker, reason string) (model.Written, error)
	Me(ctx context.Context) (*model.Principal, error)
	Peers(ctx context.Context) ([]registry.Peer, error)
	RequestHarvest(ctx context.Context, sender model.ID) (model.Written, error)
	RequestSubmission(ctx context.Context, receiver model.ID) (model.Written, error)
	PlaceAt(cursor *string, bound []byte, path string) (*registry.Place, error)
	CursorAt(p registry.Place, bound []byte) string
	Watch(ctx context.Context, q registry.WatchRequest) (<-chan registry.Change, error)
	webhookRegistry
	evaluationRegistry
	analysisRegistry
	publicationRegistry
	Rejections(ctx context.Context, q registry.RejectionsRequest) (registry.RejectionPage, error)
	CancelJob(ctx context.Context, id model.ID, version int, reason string) (model.Written, error)
	WatchJob(ctx context.Context, id model.ID) (<-chan registry.JobEvent, error)
}

// Desk takes documents over that are imported later.
type Desk interface {
	Submit(ctx context.Context, c Collection) (model.ID, error)
}

// Collection is documents as a caller hands them in.
type Collection struct {
	Files          []File
	Format         string // of all files, as addresses have it; empty for whatever each is
	Classification model.Classification
	Status         model.Status
	Check          bool
}

// File is a document; its content is there as long as the request.
type File struct {
	Name    string
	Size    int64
	Content io.Reader
}

// Resolver is the root of the resolvers.
type Resolver struct {
	registry      Registry
	network       Network
	exports       Exports
	desk          Desk
	limits        Limits
	webhooks      Webhooks
	subscriptions *Handler
}
