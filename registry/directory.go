package registry

import (
	"context"

	"metrograph/model"
	"metrograph/store"
)

// The directory answers whoever recognises callers, before there is a caller to decide for.

// Credential returns the credential with the hash of a key; NOT_FOUND where there is none.
func (r *Registry) Credential(ctx context.Context, hash string) (*model.Credential, error) {
	pages, err := r.store.List(ctx, store.Query{Kind: model.KindCredential, Scope: model.Everything(), Limit: 1,
		Where: Equal("hash", hash)})
	if err != nil {
		return nil, inside("credential", err)
	}
	if len(pages[0].Documents) == 0 {
		return nil, model.NotFound()
	}
	return recordIn[*model.Credential](pages[0].Documents[0])
}

// CredentialOf returns the credential with an id; NOT_FOUND where there is none.
func (r *Registry) CredentialOf(ctx context.Context, id model.ID) (*model.Credential, error) {
	return stored[*model.Credential](ctx, r, model.KindCredential, id)
}

// Institution returns an institution that callers can belong to, whoever asks; NOT_FOUND
// where there is none. One that was recorded by an institution which was itself recorded by
// another does not count: nobody makes institutions of a higher level to speak for.
func (r *Registry) Institution(ctx context.Context, id model.ID) (*model.Institution, error) {
	i, err := r.institution(ctx, id)
	if err != nil || i.Origin == i.ID {
		return i, err
	}
	recorder, err := r.institution(ctx, i.Origin)
	if err != nil {
		return nil, err
	}
	if recorder.Origin != recorder.ID {
		return nil, model.NotFound()
	}
	return i, nil
}

func (r *Registry) institution(ctx context.Context, id model.ID) (*model.Institution, error) {
	return stored[*model.Institution](ctx, r, model.KindInstitution, id)
}

// Person returns somebody who was recorded on this node, whoever asks; NOT_FOUND where there is
// nobody. The word of another node makes nobody a caller of this one.
func (r *Registry) Person(ctx context.Context, id model.ID) (*model.Person, error) {
	p, err := stored[*model.Person](ctx, r, model.KindPerson, id)
	if err == nil && !p.Replica.IsZero() {
		return nil, model.NotFound()
	}
	return p, err
}

// Me returns the caller.
func (r *Registry) Me(ctx context.Context) (*model.Principal, error) {
	return model.PrincipalFrom(ctx), nil
}
