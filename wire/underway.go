package wire

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"sync"
)

// underWay are the operations of one connection, by the client's identifiers.
type underWay struct {
	most int

	mu  sync.Mutex
	all map[string]*operation
}

// operation is one of them, until it has ended or the client has enough of it. Its
// identifier is free from then on.
type operation struct {
	id     string
	cancel context.CancelFunc
	among  *underWay
}

func newUnderWay(most int) *underWay { return &underWay{most: most, all: map[string]*operation{}} }

var (
	errDuplicate = refusalf(http.StatusConflict, "there is an operation of this identifier already")
	errTooMany   = limited(http.StatusTooManyRequests, "too many operations at once on one connection")
)

// begin begins an operation.
func (x *underWay) begin(ctx context.Context, id string) (*operation, context.Context, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	switch {
	case x.all[id] != nil:
		return nil, nil, errDuplicate
	case len(x.all) >= x.most:
		return nil, nil, errTooMany
	}
	ctx, cancel := context.WithCancel(ctx)
	o := &operation{id, cancel, x}
	x.all[id] = o
	return o, ctx, nil
}

// ids are the identifiers of what is under way.
func (x *underWay) ids() []string {
	x.mu.Lock()
	defer x.mu.Unlock()
	return slices.Sorted(maps.Keys(x.all))
}

// end ends the operation of an identifier, if there is one.
func (x *underWay) end(id string) {
	x.mu.Lock()
	o := x.all[id]
	x.mu.Unlock()
	if o != nil {
		o.end()
	}
}

// end ends an operation; false if that was done before.
func (o *operation) end() bool {
	o.among.mu.Lock()
	defer o.among.mu.Unlock()
	o.cancel()
	if o.among.all[o.id] != o {
		return false
	}
	delete(o.among.all, o.id)
	return true
}
