package policy

import (
	"math/bits"
	"slices"
	"sync"
	"sync/atomic"

	"metrograph/model"
)

// Grant is the policy as it is for one caller. It does not change: when the policy does,
// [Policy.For] returns another, so whoever acts for long asks again. It is safe for use by
// several goroutines.
type Grant struct {
	version string
	subject subject
	rules   []*rule // of the caller's roles

	// cells are the rules bound to the caller, for each action and kind; made when first
	// asked for, since a request touches few of them.
	cells [actionCount * kindCount]atomic.Pointer[cell]

	mu     sync.RWMutex
	scopes map[scopeKey]model.Scope
}

// cell is what a caller may do to the records of one kind by one action.
type cell struct {
	allow []entry // those that show most first
	deny  []entry
}

// Version names the policy and the agreements that the grant was made from, which are those
// that may concern the caller: it differs wherever these differ.
func (g *Grant) Version() string { return g.version }

// Decide tells whether the caller may do the action to a record with the facts, and which of
// its fields the caller may see. Where the action shows no fields, all are.
func (g *Grant) Decide(action model.Action, f *model.Facts) (fields model.FieldSet, allowed bool) {
	c := g.cell(action, f.Kind)
	if c == nil || len(c.allow) == 0 {
		return 0, false
	}
	code := encode(f)
	for i := range c.deny {
		if c.deny[i].holds(f, code) {
			return 0, false
		}
	}
	for i := range c.allow {
		if e := &c.allow[i]; e.fields&^fields != 0 && e.holds(f, code) {
			fields |= e.fields
			allowed = true
		}
	}
	return fields, allowed
}

// cell returns the cell of an action and a kind; nil where there is no such action or kind.
func (g *Grant) cell(action model.Action, kind model.Kind) *cell {
	a, k := actionIndex(action), kindIndex(kind)
	if a < 0 || k < 0 {
		return nil
	}
	place := &g.cells[a*kindCount+k]
	if c := place.Load(); c != nil {
		return c
	}
	c := g.bind(action, a, k)
	place.Store(c) // two goroutines may both make it; the two are alike
	return c
}

func (g *Grant) bind(action model.Action, a, k int) *cell {
	c := &cell{}
	if g.subject.actions&(1<<a) == 0 {
		return c
	}
	for _, r := range g.rules {
		if !r.concerns(a, k) {
			continue
		}
		for _, bound := range r.bind(&g.subject) {
			if r.deny {
				c.deny = fold(c.deny, entry{clause: bound})
			} else {
				c.allow = fold(c.allow, entry{bound, r.shown(action, k)})
			}
		}
	}
	slices.SortStableFunc(c.allow, func(x, y entry) int {
		return bits.OnesCount64(uint64(y.fields)) - bits.OnesCount64(uint64(x.fields))
	})
	return c
}
