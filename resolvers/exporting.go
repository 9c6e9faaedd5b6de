package resolvers

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator"

	"metrograph/graph"
	"metrograph/graph/gqlmodel"
	"metrograph/model"
	"metrograph/registry"
)

// Exports is what resolvers ask of exports: package registry's.
type Exports interface {
	CreateExport(ctx context.Context, q registry.ExportRequest) (model.Written, error)
	CancelExport(ctx context.Context, id model.ID) (model.Written, error)
	ExportURL(ctx context.Context, e *model.Export) string
	RequestReport(ctx context.Context, c registry.Commission) (model.Written, error)
	MoveReport(ctx context.Context, q registry.ReportStep) (model.Written, error)
}

// noExports is the exports of a node that makes none.
type noExports struct{}

var errNoExports = model.Errorf(model.CodeForbidden, "this node makes no exports")

func (noExports) CreateExport(context.Context, registry.ExportRequest) (model.Written, error) {
	return model.Written{}, errNoExports
}
func (noExports) CancelExport(context.Context, model.ID) (model.Written, error) {
	return model.Written{}, errNoExports
}
func (noExports) RequestReport(context.Context, registry.Commission) (model.Written, error) {
	return model.Written{}, errNoExports
}
func (noExports) MoveReport(context.Context, registry.ReportStep) (model.Written, error) {
	return model.Written{}, errNoExports
}
func (noExports) ExportURL(context.Context, *model.Export) string { return "" }

// createExport begins an export.
func (r *Resolver) createExport(ctx context.Context, input *gqlmodel.ExportCreateInput) (outcome, error) {
	q := registry.ExportRequest{Format: input.Format, Since: input.Since, Book: input.BlueBook, Lang: input.Language}
	given := 0
	for kind, filter := range exportContents(input.Content) {
		if filter != nil {
			q.Content, q.Filter = kind, plainMap(filter)
			given++
		}
	}
	if given != 1 {
		return refused(invalid("content", "give exactly one kind of records"))
	}
	return r.exported(r.exports.CreateExport(ctx, q))
}

func exportContents(c *gqlmodel.ExportContent) map[model.Kind]map[string]any {
	return map[model.Kind]map[string]any{
		model.KindInstitution: c.Institutions, model.KindCertificate: c.Certificates, model.KindInstrument: c.Instruments,
		model.KindEnvironment: c.Environments, model.KindPerson: c.Persons, model.KindMethod: c.Methods,
		model.KindDataset: c.Datasets, model.KindAttachment: c.Attachments,
	}
}

// exported is what became of a mutation of an export.
func (r *Resolver) exported(w model.Written, err error) (outcome, error) {
	if err != nil {
		return refused(err)
	}
	return settle(w)
}

// exportURL looks up what an export's URL depends on, which a query need not ask for.
func (r *Resolver) exportURL(ctx context.Context, id model.ID) (*string, error) {
	fields, _ := model.Fields(model.KindExport, "requester", "state", "availableUntil")
	record, err := operationOf(ctx).load(ctx, recordsKey{model.KindExport, fields}, id)()
	e, _ := record.(*model.Export)
	return given(r.exports.ExportURL(ctx, e)), err
}

// ReadFilter reads a filter of records of a kind from JSON, as a variable of a query.
func ReadFilter(kind model.Kind, text string) (map[string]any, error) {
	if text == "" {
		return nil, nil
	}
	var value any
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&value); err != nil || decoder.More() {
		return nil, invalid("filter", "the filter is not JSON, such as {\"discipline\": {\"eq\": \"LENGTH\"}}")
	}
	typeName := kind.TypeName() + "Filter"
	operation := &ast.OperationDefinition{VariableDefinitions: ast.VariableDefinitionList{{
		Variable: "filter", Type: ast.NonNullNamedType(typeName, nil), Definition: graph.Schema().Types[typeName], Used: true,
	}}}
	read, err := validator.VariableValues(graph.Schema(), operation, map[string]any{"filter": value})
	var fault *gqlerror.Error
	if errors.As(err, &fault) {
		return nil, invalid(strings.TrimPrefix(fault.Path.String(), "variable."), fault.Message)
	}
	if err != nil {
		return nil, err
	}
	filter, _ := read["filter"].(map[string]any)
	return filter, nil
}
