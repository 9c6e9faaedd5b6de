package guard

import (
	"context"
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"github.com/vektah/gqlparser/v2/ast"
)

// Documents remembers queries that were parsed and found valid. It is bounded by the memory
// that they take and not by their number: a long query takes a thousand times what a short
// one does, and whoever asks chooses.
type Documents struct {
	mu    sync.Mutex
	known *simplelru.LRU[string, remembered]
	size  int
	most  int
}

type remembered struct {
	doc  *ast.QueryDocument
	size int
}

// A node of a syntax tree takes some 300 bytes, with its position and its place in a list.
const nodeSize = 300

func newDocuments(most int) *Documents {
	d := &Documents{most: most}
	known, err := simplelru.NewLRU(most, func(_ string, r remembered) { d.size -= r.size })
	if err != nil {
		panic("guard: " + err.Error()) // only of a size that is not positive
	}
	d.known = known
	return d
}

// Get returns the document of a query that is known.
func (d *Documents) Get(_ context.Context, query string) (*ast.QueryDocument, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	r, ok := d.known.Get(query)
	return r.doc, ok
}

// Add remembers a document, and forgets those that were used longest ago to make room.
func (d *Documents) Add(_ context.Context, query string, doc *ast.QueryDocument) {
	r := remembered{doc, len(query) + nodeSize*(ShapeOf(doc).Nodes+1)}
	d.mu.Lock()
	defer d.mu.Unlock()
	if r.size > d.most/4 || d.known.Contains(query) {
		return
	}
	d.known.Add(query, r)
	d.size += r.size
	for d.size > d.most {
		d.known.RemoveOldest()
	}
}
