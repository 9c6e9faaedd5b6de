package resolvers

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"metrograph/model"
	"metrograph/registry"
	"metrograph/wire"
)

// following is where a subscription that the node itself follows goes on from, and the cursors
// of the events that were not answered yet, whatever the query selects.
type following struct {
	from   string        // empty for where the query says
	turn   chan struct{} // has one when the event before is done
	passed func(cursor string)
	begun  bool // the subscription is one that can be followed

	mu      sync.Mutex
	cursors []string
}

// since is where a subscription begins.
func (f *following) since(asked *string) *string {
	if f == nil {
		return asked
	}
	f.begun = true
	if f.from == "" {
		return asked
	}
	return &f.from
}

// pace is that of whoever follows; nil where nobody does.
func (f *following) pace() *registry.Pace {
	if f == nil {
		return nil
	}
	return &registry.Pace{Turn: f.turn, Passed: f.passed}
}

// note remembers the cursor of the next event.
func (f *following) note(cursor string) {
	if f == nil {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.cursors = append(f.cursors, cursor)
}

// next is the cursor of the event that was answered.
func (f *following) next() (cursor string, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.cursors) == 0 {
		return "", errPlaceless()
	}
	cursor, f.cursors = f.cursors[0], f.cursors[1:]
	return cursor, nil
}

func errPlaceless() error {
	return invalid("query", "the events of this subscription have no place to go on from; follow recordChanged")
}

// births tells where in the journal records were created.
type births interface {
	BirthOf(ctx context.Context, id model.ID) (cursor string, err error)
}

// Follow executes the subscription of a webhook as the caller of the context, after the change of
// its cursor, and tells of each event until the context ends or tell has an error. An event is
// decided when the one before was told; passed hears where there is nothing more to tell. An error
// with a code says why the subscription was refused.
func (h *Handler) Follow(ctx context.Context, w *model.Webhook, tell func(cursor string, body []byte) error, passed func(cursor string)) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	ctx, oc, err := h.prepare(ctx, w)
	if err != nil {
		return err
	}
	f := &following{from: w.Cursor, turn: make(chan struct{}, 1), passed: passed}
	if w.Cursor == "" && !beginsItself(oc) {
		if f.from, err = h.births.BirthOf(ctx, w.ID); err != nil {
			return err
		}
	}
	operationOf(ctx).following = f
	f.turn <- struct{}{}
	next, ctx := h.inside.DispatchOperation(ctx, oc)
	for response := next(ctx); response != nil; response = next(ctx) {
		if response.Data == nil {
			return refusalIn(response)
		}
		cursor, err := f.next()
		if err == nil {
			err = tell(cursor, wire.Body(response))
		}
		if err != nil {
			return err
		}
		f.turn <- struct{}{}
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return errors.New("a subscription ended by itself")
}

// Check refuses a subscription that the caller could not follow over a WebSocket either.
func (h *Handler) Check(ctx context.Context, w *model.Webhook) error {
	ctx = model.WithPrincipal(context.Background(), model.PrincipalFrom(ctx)) // it is no part of another operation
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	ctx, oc, err := h.prepare(ctx, w)
	if err != nil {
		return err
	}
	f := &following{turn: make(chan struct{})}
	operationOf(ctx).following = f
	next, ctx := h.inside.DispatchOperation(ctx, oc)
	cancel() // it is not to wait for an event
	if response := next(ctx); response != nil && response.Data == nil {
		return refusalIn(response)
	}
	if !f.begun {
		return errPlaceless()
	}
	return nil
}

// prepare makes a webhook's subscription an operation, with the context that has it.
func (h *Handler) prepare(ctx context.Context, w *model.Webhook) (context.Context, *graphql.OperationContext, error) {
	ctx = graphql.StartOperationTrace(ctx)
	params, err := wire.Params(w.Query, w.Variables)
	if err != nil {
		return ctx, nil, invalid("variables", "the variables are not an object in JSON")
	}
	oc, faults := h.inside.CreateOperationContext(ctx, params)
	ctx = graphql.WithOperationContext(ctx, oc)
	switch {
	case len(faults) > 0:
		return ctx, nil, refusalIn(h.inside.DispatchError(ctx, faults))
	case len(oc.Doc.Operations) != 1 || oc.Operation.Operation != ast.Subscription:
		return ctx, nil, invalid("query", "the query has to be one subscription, and nothing else")
	}
	if fields := rootFields(oc); len(fields) != 1 || fields[0].Name == "__typename" {
		return ctx, nil, invalid("query", "the subscription has to select one field that tells of something, such as recordChanged")
	}
	return ctx, oc, nil
}

func rootFields(oc *graphql.OperationContext) []graphql.CollectedField {
	return graphql.CollectFields(oc, oc.Operation.SelectionSet, []string{"Subscription"})
}

// beginsItself tells whether a subscription says where it begins.
func beginsItself(oc *graphql.OperationContext) bool {
	return rootFields(oc)[0].ArgumentMap(oc.Variables)["since"] != nil
}

// refusalIn is the first error of an answer without data.
func refusalIn(response *graphql.Response) error {
	if len(response.Errors) == 0 {
		return errors.New("a subscription was answered with nothing")
	}
	e := response.Errors[0]
	code, _ := e.Extensions["code"].(model.Code)
	if code == "" || code == model.CodeInternal {
		return gqlerror.Wrap(e)
	}
	refusal := model.Errorf(code, "the subscription is refused: %s", e.Message)
	refusal.Path = "query"
	if seconds, ok := e.Extensions["retryAfter"].(int); ok {
		refusal.RetryAfter = time.Duration(seconds) * time.Second
	}
	return refusal
}
