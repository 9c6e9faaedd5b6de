package wire

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"strings"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"metrograph/model"
)

// Documents finds the query of a request that names it instead of sending it, and refuses
// callers who may send registered operations only any other. It is an extension of gqlgen's
// handler, so that it holds for every transport, and comes before those that look at queries.
type Documents struct {
	registered atomic.Pointer[Operations]
	remembered graphql.Cache[string] // by hash
	longest    int
	restricted func(*model.Principal) bool
}

// DocumentsOptions are settings of [NewDocuments] whose zero values work.
type DocumentsOptions struct {
	Registered *Operations // none where it is nil
	// Restricted tells whether a caller may send registered operations only; nil for nobody.
	Restricted func(*model.Principal) bool
	Remembered int // documents of automatic persisted queries; 1,000
	Longest    int // bytes of one that is remembered; 32 KiB
}

// NewDocuments makes the extension.
func NewDocuments(o DocumentsOptions) *Documents {
	o.Remembered, o.Longest = cmp.Or(o.Remembered, 1000), cmp.Or(o.Longest, 32<<10)
	if o.Restricted == nil {
		o.Restricted = func(*model.Principal) bool { return false }
	}
	d := &Documents{remembered: lru.New[string](o.Remembered), longest: o.Longest, restricted: o.Restricted}
	d.Register(o.Registered)
	return d
}

// Register replaces the registered operations.
func (d *Documents) Register(o *Operations) {
	if o == nil {
		o = &Operations{}
	}
	d.registered.Store(o)
}

// Registers tells whether a query is one of the registered operations.
func (d *Documents) Registers(query string) bool {
	o := d.registered.Load()
	return len(o.texts) > 0 && o.has(query)
}

// CodeNotPersisted is that of a hash whose query is not known here: the client sends both
// then. The message is the one that clients look for.
const CodeNotPersisted model.Code = "PERSISTED_QUERY_NOT_FOUND"

// persistedKey is where the clients of automatic persisted queries put the hash.
const persistedKey = "persistedQuery"

var hashShape = regexp.MustCompile(`^[0-9a-f]{64}$`)

// ExtensionName is a part of gqlgen's HandlerExtension.
func (*Documents) ExtensionName() string { return "MetrographDocuments" }

// Validate is a part of gqlgen's HandlerExtension.
func (*Documents) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationParameters puts the query into a request that names it.
func (d *Documents) MutateOperationParameters(ctx context.Context, q *graphql.RawParams) *gqlerror.Error {
	var err error
	switch id, hash := q.Extensions[documentKey], q.Extensions[persistedKey]; {
	case id != nil && (hash != nil || q.Query != ""):
		err = model.Errorf(model.CodeInvalid, "a request has a query, the documentId of one, or its hash alone")
	case id != nil:
		q.Query, err = d.identified(ctx, id)
	case hash != nil:
		q.Query, err = d.persisted(ctx, q.Query, hash)
	}
	if err == nil && d.restricted(model.PrincipalFrom(ctx)) && !d.registered.Load().has(q.Query) {
		err = model.Errorf(model.CodeForbidden, "only registered operations are answered here")
	}
	if err != nil {
		return &gqlerror.Error{Err: err, Message: err.Error()}
	}
	return nil
}

// identified finds a query by the identifier of its document.
func (d *Documents) identified(ctx context.Context, id any) (string, error) {
	name, _ := id.(string)
	if text, found := d.find(ctx, name); found {
		return text, nil
	}
	return "", model.Errorf(model.CodeNotFound, "there is no document of this documentId")
}

// find looks among the registered documents, and by hash among the remembered ones.
func (d *Documents) find(ctx context.Context, id string) (text string, found bool) {
	if text, found = d.registered.Load().find(id); found {
		return text, true
	}
	if hash, hashed := strings.CutPrefix(id, hashPrefix); hashed {
		return d.remembered.Get(ctx, hash)
	}
	return "", false
}

// persisted finds a query by its hash, or checks that the hash is its own.
func (d *Documents) persisted(ctx context.Context, query string, extension any) (string, error) {
	named, _ := extension.(map[string]any)
	hash, _ := named["sha256Hash"].(string)
	if fmt.Sprint(named["version"]) != "1" || !hashShape.MatchString(hash) {
		return "", model.Errorf(model.CodeInvalid, "persistedQuery has version 1 and a sha256Hash of 64 hexadecimal digits")
	}
	if query != "" {
		if hashOf(query) != hash {
			return "", model.Errorf(model.CodeInvalid, "sha256Hash is not that of the query")
		}
		return query, nil
	}
	if text, found := d.find(ctx, hashPrefix+hash); found {
		return text, nil
	}
	return "", model.Errorf(CodeNotPersisted, "PersistedQueryNotFound")
}

// MutateOperationContext remembers a query that came with its hash, now that it is known to
// be a good one.
func (d *Documents) MutateOperationContext(ctx context.Context, oc *graphql.OperationContext) *gqlerror.Error {
	if named, ok := oc.Extensions[persistedKey].(map[string]any); ok && len(oc.RawQuery) <= d.longest {
		hash, _ := named["sha256Hash"].(string) // checked before
		d.remembered.Add(ctx, hash, oc.RawQuery)
	}
	return nil
}
