package policy

import (
	"sync"
	"sync/atomic"

	"metrograph/model"
)

// Policy is the access policy of a node. It can be replaced while it is in use, and is safe
// for use by several goroutines.
type Policy struct {
	now atomic.Pointer[table]

	mu         sync.Mutex // held by whoever replaces the table
	source     Source
	agreements []row
}

// Load compiles a policy. The error is a [Refusal], which names each line at fault and what
// of it cannot become a filter.
func Load(src Source) (*Policy, error) {
	t, err := compile(src, nil)
	if err != nil {
		return nil, err
	}
	p := &Policy{source: src}
	p.now.Store(t)
	return p, nil
}

// Reload replaces the policy at once for everybody who asks after it. The agreements stay.
// When the new policy cannot be compiled, the old one stays, and the error is as that of
// [Load].
func (p *Policy) Reload(src Source) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.replace(src, p.agreements)
}

func (p *Policy) replace(src Source, agreements []row) error {
	t, err := compile(src, agreements)
	if err != nil {
		return err
	}
	p.source, p.agreements = src, agreements
	p.now.Store(t)
	return nil
}

// Version names the policy and its agreements: it differs wherever these differ.
func (p *Policy) Version() string { return p.now.Load().version }

// For returns the policy as it is for one caller; nil is an anonymous one. Grants are kept,
// so that asking again for each request costs little.
func (p *Policy) For(who *model.Principal) *Grant {
	return p.now.Load().grant(keyOf(who))
}

func keyOf(who *model.Principal) grantKey {
	if who == nil {
		who = &model.Principal{}
	}
	return grantKey{who.Roles(), restriction(who.Actions), who.Institution, who.Level, who.Region, who.Person, who.Serves}
}

// Enforce asks Casbin itself whether the caller may do the action to a record with the
// facts. It is thousands of times slower than [Grant.Decide], which has to answer alike, and
// is there for tests and for the check of a policy.
func (p *Policy) Enforce(who *model.Principal, action model.Action, f *model.Facts) (bool, error) {
	return p.EnforceField(who, action, f, "")
}

// EnforceField asks Casbin as [Policy.Enforce] does, and whether the caller may see the field
// of the record, named as in [model.FieldNames].
func (p *Policy) EnforceField(who *model.Principal, action model.Action, f *model.Facts, field string) (bool, error) {
	if kindIndex(f.Kind) < 0 {
		return false, nil
	}
	if !showsFields(action) {
		field = ""
	}
	t := p.now.Load()
	return t.live.ask(t.live.subjectOf(keyOf(who)), action, f, field)
}
