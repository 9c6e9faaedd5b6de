package auth

import (
	"context"

	"metrograph/model"
)

// Directory is where credentials and institutions are looked up. An unknown one is a
// NOT_FOUND error; any other error means that the directory could not answer, and is passed
// on instead of refusing the caller.
type Directory interface {
	// Credential returns the credential with the hash of a key, see [HashKey].
	Credential(ctx context.Context, hash string) (*model.Credential, error)
	// CredentialOf returns the credential with an id.
	CredentialOf(ctx context.Context, id model.ID) (*model.Credential, error)
	Institution(ctx context.Context, id model.ID) (*model.Institution, error)
	// Person returns somebody who was recorded on this node.
	Person(ctx context.Context, id model.ID) (*model.Person, error)
}

// lookup is a Directory that remembers its answers for a short while.
type lookup struct {
	directory    Directory
	credentials  *cache[string, *model.Credential]
	institutions *cache[model.ID, *model.Institution]
}

func (l *lookup) credential(ctx context.Context, hash string) (*model.Credential, error) {
	return through(l.credentials, hash, func() (*model.Credential, error) {
		return l.directory.Credential(ctx, hash)
	})
}

func (l *lookup) institution(ctx context.Context, id model.ID) (*model.Institution, error) {
	return through(l.institutions, id, func() (*model.Institution, error) {
		return l.directory.Institution(ctx, id)
	})
}

// through asks the cache, then the directory. Only answers are kept, never refusals: a new
// key works at once, and a stream of made-up keys pushes no real one out of the cache.
func through[K comparable, V any](c *cache[K, V], key K, ask func() (V, error)) (V, error) {
	value, epoch, found := c.get(key)
	if found {
		return value, nil
	}
	value, err := ask()
	if err == nil {
		c.put(key, value, epoch)
	}
	return value, err
}
