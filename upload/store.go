package upload

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	tus "github.com/tus/tusd/v2/pkg/handler"

	"metrograph/internal/durable"
	"metrograph/internal/sealed"
	"metrograph/model"
)

// Files of an upload, in its folder.
const (
	aboutFile   = "about.json"
	contentFile = "content"
)

// about is what is kept of an upload beside its content.
type about struct {
	Requester model.Requester   `json:"requester"`
	KeyHash   []byte            `json:"keyHash"` // of 256 random bits, which a hash tells nothing of
	Size      int64             `json:"size"`
	Said      map[string]string `json:"said,omitempty"`
	Noted     string            `json:"noted,omitempty"`
	Result    string            `json:"result,omitempty"` // where what it became is; its content is gone then
}

// one is an upload as a request has it.
type one struct {
	store *Store
	name  string
	id    string // name and key
	key   []byte
	about
}

// The id of an upload is its name and its key.
func idOf(name string, key []byte) string {
	return name + "." + base64.RawURLEncoding.EncodeToString(key)
}

func split(id string) (name string, key []byte, err error) {
	name, text, _ := strings.Cut(id, ".")
	key, err = base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(key) != sealed.KeySize || !isName(name) {
		return "", nil, tus.ErrNotFound
	}
	return name, key, nil
}

// isName tells whether a name is one that could have been given: nothing in it leads elsewhere.
func isName(name string) bool {
	return name != "" && strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") == ""
}

// NewUpload is a part of tusd's DataStore.
func (s *Store) NewUpload(ctx context.Context, info tus.FileInfo) (tus.Upload, error) {
	u := &one{store: s, name: rand.Text(), key: sealed.NewKey()}
	u.id = idOf(u.name, u.key)
	hash := sha256.Sum256(u.key)
	u.about = about{Requester: model.RequesterOf(model.PrincipalFrom(ctx)), KeyHash: hash[:], Size: info.Size, Said: info.MetaData}
	if err := s.reserve(u); err != nil {
		return nil, s.told(err)
	}
	if err := u.make(); err != nil {
		return nil, s.told(errors.Join(err, s.remove(u.name)))
	}
	return u, nil
}

// reserve gives an upload its place, if there is one.
func (s *Store) reserve(u *one) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	own, space := 0, u.Size
	for _, e := range s.known {
		if e.taken {
			continue
		}
		space += e.size
		if e.institution == u.Requester.Institution {
			own++
		}
	}
	if own >= s.o.Most || space > s.o.Space {
		return model.Errorf(model.CodeLimitExceeded, "%d uploads of your institution are under way, or too much in all; end some, or try again later", own)
	}
	s.known[u.name] = &entry{institution: u.Requester.Institution, size: u.Size, touched: s.o.Clock()}
	return nil
}

// make writes what is known of a new upload.
func (u *one) make() error {
	if err := os.Mkdir(u.path(), 0o700); err != nil {
		return err
	}
	content, err := sealed.Create(u.path(contentFile), u.key)
	if err == nil {
		err = content.Close()
	}
	if err == nil {
		err = u.write()
	}
	if err == nil {
		err = durable.SyncDir(u.store.dir)
	}
	return err
}

// GetUpload is a part of tusd's DataStore. An upload is there for whoever began it, and has its
// key; for others there is none.
func (s *Store) GetUpload(ctx context.Context, id string) (tus.Upload, error) {
	name, key, err := split(id)
	if err != nil {
		return nil, err
	}
	kept, err := s.read(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, tus.ErrNotFound
	}
	if err != nil {
		return nil, s.told(err)
	}
	who, hash := model.PrincipalFrom(ctx), sha256.Sum256(key)
	r := &kept.Requester
	if subtle.ConstantTimeCompare(hash[:], kept.KeyHash) != 1 || who.Subject != r.Subject || who.Via != r.Via || who.Institution != r.Institution {
		return nil, tus.ErrNotFound
	}
	return &one{store: s, name: name, id: id, key: key, about: *kept}, nil
}

// AsTerminatableUpload is a part of tusd's TerminaterDataStore.
func (s *Store) AsTerminatableUpload(u tus.Upload) tus.TerminatableUpload { return u.(*one) }

// Terminate removes an upload.
func (u *one) Terminate(context.Context) error { return u.store.told(u.store.remove(u.name)) }

func (s *Store) remove(name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.known, name)
	return os.RemoveAll(filepath.Join(s.dir, name))
}

// at notes that a request is at an upload, until the returned function is called.
func (u *one) at() (leave func()) {
	s := u.store
	touch := func(busy int) {
		s.mu.Lock()
		defer s.mu.Unlock()
		if e := s.known[u.name]; e != nil {
			e.touched = s.o.Clock()
			e.busy += busy
		}
	}
	touch(1)
	return func() { touch(-1) }
}

// WriteChunk adds to an upload. What is acknowledged is on the disk.
func (u *one) WriteChunk(_ context.Context, offset int64, src io.Reader) (n int64, err error) {
	defer u.at()()
	content, err := sealed.Open(u.path(contentFile), u.key)
	if err != nil {
		return 0, u.store.told(err)
	}
	defer func() { err = errors.Join(err, u.store.told(content.Close())) }()
	if content.Size() != offset {
		return 0, tus.ErrMismatchOffset
	}
	n, err = content.ReadFrom(src)
	return n, u.store.told(errors.Join(err, content.Sync()))
}

// GetInfo tells how far an upload is. One of which all has come, but that was not taken for
// whatever reason, is taken now: its client has nothing more to send.
func (u *one) GetInfo(ctx context.Context) (tus.FileInfo, error) {
	info := tus.FileInfo{ID: u.id, Size: u.Size, Offset: u.Size, MetaData: tus.MetaData{}}
	for name, value := range u.Said {
		info.MetaData[name] = value
	}
	if u.Result == "" {
		content, err := sealed.Open(u.path(contentFile), u.key)
		if err != nil {
			return info, u.store.told(err)
		}
		info.Offset = content.Size()
		if err := content.Close(); err != nil {
			return info, u.store.told(err)
		}
	}
	if info.Offset == info.Size {
		if err := u.FinishUpload(ctx); err != nil {
			return info, err
		}
		info.MetaData["result"] = u.Result
	}
	return info, nil
}

// GetReader is a part of tusd's Upload: nobody reads an upload.
func (u *one) GetReader(context.Context) (io.ReadCloser, error) { return nil, tus.ErrNotFound }

// FinishUpload has an upload taken over, once. What cannot be taken at all is removed.
func (u *one) FinishUpload(ctx context.Context) error {
	if u.Result != "" {
		return nil
	}
	defer u.at()()
	content, err := sealed.Open(u.path(contentFile), u.key)
	if err != nil {
		return u.store.told(err)
	}
	ticket := &Ticket{Said: u.Said, Size: u.Size, Noted: u.Noted, note: func(word string) error {
		u.Noted = word
		return u.write()
	}}
	result, err := u.store.taker.Take(ctx, ticket, content.Reader())
	err = errors.Join(err, content.Close())
	switch model.CodeOf(err) {
	case "":
	case model.CodeInvalid, model.CodeClassifiedRefused, model.CodeForbidden:
		return u.store.told(errors.Join(err, u.store.remove(u.name)))
	default:
		return u.store.told(err)
	}
	u.Result = result
	if err := u.write(); err != nil {
		return u.store.told(err)
	}
	u.store.settle(u.name)
	return u.store.told(os.Remove(u.path(contentFile)))
}

// settle notes that an upload was taken over: it takes nothing of the limits any more.
func (s *Store) settle(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if e := s.known[name]; e != nil {
		e.taken = true
	}
}

func (u *one) path(names ...string) string {
	return filepath.Join(append([]string{u.store.dir, u.name}, names...)...)
}

func (s *Store) read(name string) (*about, error) {
	raw, err := os.ReadFile(filepath.Join(s.dir, name, aboutFile))
	if err != nil {
		return nil, err
	}
	var a about
	return &a, json.Unmarshal(raw, &a)
}

// write keeps what is known of an upload: whole or not at all.
func (u *one) write() error {
	raw, err := json.Marshal(u.about)
	if err != nil {
		return err
	}
	return durable.WriteFile(u.path(aboutFile), raw)
}
