package auth_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"metrograph/auth"
	"metrograph/model"
)

var birth = time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)

// clock is a clock that tests turn.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

// directory is a Directory in memory that counts what it is asked.
type directory struct {
	mu           sync.Mutex
	credentials  map[string]model.Credential
	institutions map[model.ID]model.Institution
	persons      map[model.ID]model.Person
	asked        int
	broken       error
}

func newDirectory() *directory {
	return &directory{credentials: map[string]model.Credential{}, institutions: map[model.ID]model.Institution{}, persons: map[model.ID]model.Person{}}
}

func (d *directory) Credential(_ context.Context, hash string) (*model.Credential, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.asked++
	c, found := d.credentials[hash]
	if d.broken != nil || !found {
		return nil, orNotFound(d.broken)
	}
	return &c, nil
}

func (d *directory) CredentialOf(_ context.Context, id model.ID) (*model.Credential, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, c := range d.credentials {
		if c.ID == id && d.broken == nil {
			return &c, nil
		}
	}
	return nil, orNotFound(d.broken)
}

func (d *directory) Institution(_ context.Context, id model.ID) (*model.Institution, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	i, found := d.institutions[id]
	if d.broken != nil || !found {
		return nil, orNotFound(d.broken)
	}
	return &i, nil
}

func (d *directory) Person(_ context.Context, id model.ID) (*model.Person, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	p, found := d.persons[id]
	if d.broken != nil || !found {
		return nil, orNotFound(d.broken)
	}
	return &p, nil
}

func orNotFound(err error) error {
	if err != nil {
		return err
	}
	return model.NotFound()
}

// change edits the credential with the hash.
func (d *directory) change(hash string, edit func(*model.Credential)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	c := d.credentials[hash]
	edit(&c)
	d.credentials[hash] = c
}

func (d *directory) addInstitution(level model.Level, region model.Region) model.ID {
	d.mu.Lock()
	defer d.mu.Unlock()
	id := model.NewID(model.KindInstitution, birth)
	d.institutions[id] = model.Institution{Head: model.Head{ID: id, Level: level, Region: region}}
	return id
}

func (d *directory) addKey(inst model.ID, roles ...model.Role) (key, hash string) {
	key, hash, hint := auth.NewKey()
	d.change(hash, func(c *model.Credential) {
		*c = model.Credential{Head: model.Head{ID: model.NewID(model.KindCredential, birth)}, Hash: hash, Hint: hint,
			InstitutionID: inst, Roles: roles}
	})
	return key, hash
}

// ask sends a request with the headers through a real server and returns whom it saw.
func ask(t *testing.T, a *auth.Authenticator, headers ...string) (*model.Principal, error) {
	t.Helper()
	var p *model.Principal
	var err error
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		p, err = a.Principal(r.Context(), r)
	}))
	defer server.Close()
	request, _ := http.NewRequest(http.MethodGet, server.URL, nil)
	for i := 0; i < len(headers); i += 2 {
		request.Header.Add(headers[i], headers[i+1])
	}
	response, sendErr := server.Client().Do(request)
	if sendErr != nil {
		t.Fatal(sendErr)
	}
	response.Body.Close()
	return p, err
}

// wantRefused checks that the answer is the one that every bad credential gets.
func wantRefused(t *testing.T, p *model.Principal, err error) {
	t.Helper()
	var e *model.Error
	if p != nil || !errors.As(err, &e) {
		t.Fatalf("got %+v, %v, want a refusal", p, err)
	}
	if e.Code != model.CodeUnauthenticated || e.Message != "the credential is not accepted" || e.Path != "" {
		t.Errorf("refused as %q %q %q", e.Code, e.Message, e.Path)
	}
	if e.Cause == nil {
		t.Error("no cause for the log")
	}
}

func newAuthenticator(t *testing.T, d auth.Directory, o auth.Options) *auth.Authenticator {
	t.Helper()
	a, err := auth.New(d, o)
	if err != nil {
		t.Fatal(err)
	}
	return a
}
