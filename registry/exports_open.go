package registry

import (
	"bufio"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"strconv"
	"time"

	"metrograph/model"
	"metrograph/policy"
	"metrograph/store"
)

// ErrGone is the cause of the error with which a file is refused that could be had once.
var ErrGone = errors.New("the file of the export is not given out any longer")

func gone(why string) error {
	return &model.Error{Code: model.CodeNotFound, Message: why + "; export again", Cause: ErrGone}
}

const (
	urlLasts  = time.Hour       // from when it is asked for
	walkLasts = 5 * time.Second // for which a download waits for the journal to be looked at
)

// ExportURL is where the file of an export can be had for a while, by whoever has the URL;
// empty for all but the one who asked for the export, and where there is no file.
func (x *Exports) ExportURL(ctx context.Context, e *model.Export) string {
	who, now := model.PrincipalFrom(ctx), x.now()
	if e == nil || who.Anonymous() || who.Subject != e.Requester.Subject || who.Via != e.Requester.Via ||
		e.State != model.JobDone || !now.Before(e.AvailableUntil) {
		return ""
	}
	expires := now.Add(urlLasts)
	if expires.After(e.AvailableUntil) {
		expires = e.AvailableUntil
	}
	at := strconv.FormatInt(expires.Unix(), 10)
	return "/exports/" + string(e.ID) + "?" + url.Values{"expires": {at}, "signature": {x.sign(e.ID, at)}}.Encode()
}

func (x *Exports) sign(id model.ID, expires string) string {
	digest := hmac.New(sha256.New, x.secret)
	fmt.Fprintf(digest, "file of export\x00%s\x00%s", id, expires)
	return base64.RawURLEncoding.EncodeToString(digest.Sum(nil))
}

// accessOf is a digest of what decides a caller's access: who it is, and the rules that may
// concern it. Where it is the same, the same records are in scope with the same masks.
func (r *Registry) accessOf(who *model.Principal) (access digest) {
	text, _ := json.Marshal([]any{r.policy.For(who).Version(), who.Subject, who.Roles(), who.Actions, who.Institution, who.Level, who.Region})
	mac := hmac.New(sha256.New, r.secret)
	mac.Write([]byte("access\x00"))
	mac.Write(text)
	mac.Sum(access[:0])
	return access
}

// Open opens the file of an export for whoever has its URL. It is given out only while
// whoever asked for the export has the very access that it was made with, and while they may
// still read all that it tells of. The file must be closed.
func (x *Exports) Open(ctx context.Context, id model.ID, expires, signature string) (*model.Export, *os.File, error) {
	if !hmac.Equal([]byte(signature), []byte(x.sign(id, expires))) {
		return nil, nil, model.Errorf(model.CodeNotFound, "there is no such export")
	}
	until, err := strconv.ParseInt(expires, 10, 64)
	if err != nil || x.now().Unix() >= until {
		return nil, nil, &model.Error{Code: model.CodeNotFound, Message: "this URL has expired; ask for the export's url again", Cause: ErrGone}
	}
	e, err := x.current(ctx, id)
	switch {
	case model.CodeOf(err) == model.CodeNotFound:
		return nil, nil, gone("the export was deleted")
	case err != nil:
		return nil, nil, err
	case e.State != model.JobDone || !x.now().Before(e.AvailableUntil):
		return nil, nil, gone("the file was deleted")
	}
	if err := x.allowed(ctx, e); err != nil {
		return nil, nil, err
	}
	file, err := os.Open(x.file(id))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, gone("the file is not on this node")
	}
	return e, file, inside("file of an export", err)
}

// allowed refuses a file to which the access of whoever asked for it does not lead any more.
func (x *Exports) allowed(ctx context.Context, e *model.Export) error {
	who, err := x.o.Renew(ctx, e.Requester)
	if model.CodeOf(err) == model.CodeUnauthenticated {
		return gone("the access that the export was asked for with has ended")
	}
	if err != nil {
		return err
	}
	list, err := os.Open(x.contents(e.ID))
	if errors.Is(err, fs.ErrNotExist) {
		return gone("the file is not on this node")
	}
	if err != nil {
		return inside("list of an export", err)
	}
	defer list.Close()
	var access digest
	if _, err := io.ReadFull(list, access[:]); err != nil {
		return inside("list of an export", err)
	}
	grant, facts := x.policy.For(who), e.Facts()
	if _, allowed := grant.Decide(model.ActionDownload, &facts); !allowed || x.accessOf(who) != access {
		return gone("the access that the export was made with has changed")
	}
	narrowed, err := x.narrowed(ctx, grant, e, list)
	if err != nil {
		return err
	}
	if narrowed {
		return gone("some of the records in the file have been deleted, or are not open any longer")
	}
	return nil
}

// narrowed tells whether the file tells of a record of which its requester could read what
// they may not read since. The journal is looked at from where the file was begun; how far is
// remembered, so that each entry is looked at once for a file.
func (x *Exports) narrowed(ctx context.Context, grant *policy.Grant, e *model.Export, list io.ReadSeeker) (bool, error) {
	position, ok := x.readPosition(e.Cursor)
	if !ok {
		return false, fmt.Errorf("export %s has no place in the journal", e.ID)
	}
	x.mu.Lock()
	position = max(position, x.walked[e.ID])
	x.mu.Unlock()
	for deadline := time.Now().Add(walkLasts); time.Now().Before(deadline); {
		entries, err := x.store.Changes(ctx, position, store.MaxPage)
		if err != nil {
			return false, inside("journal", err)
		}
		if len(entries) == 0 {
			return false, nil
		}
		hidden, err := x.hidden(ctx, grant, entries)
		if err != nil {
			return false, err
		}
		if told, err := tellsOf(list, hidden); told || err != nil {
			return told, err
		}
		position = entries[len(entries)-1].Sequence
		x.mu.Lock()
		x.walked[e.ID] = position
		x.mu.Unlock()
	}
	return false, &model.Error{Code: model.CodeLimitExceeded, RetryAfter: time.Second,
		Message: "much has changed since the file was made, and the node is still making sure that it may be given out; try again in a moment"}
}

// hidden are the records of which the changes took something from what the grant shows.
func (x *Exports) hidden(ctx context.Context, grant *policy.Grant, entries []store.Entry) (map[[idBytes]byte]bool, error) {
	hidden := map[[idBytes]byte]bool{}
	for i := range entries {
		entry := &entries[i]
		if entry.Version == 1 {
			continue // nothing was shown before
		}
		after, err := shown(grant, entry.Kind, entry.Document)
		if err != nil {
			return nil, err
		}
		before, err := x.store.History(ctx, entry.Kind, entry.ID, entry.Version, 1)
		if err != nil {
			return nil, inside("journal", err)
		}
		if len(before) == 0 {
			continue
		}
		was, err := shown(grant, entry.Kind, before[0].Document)
		if err != nil {
			return nil, err
		}
		if u, ok := entry.ID.UUID(); ok && !after.Has(was) {
			hidden[u] = true
		}
	}
	return hidden, nil
}

// shown are the fields that a grant shows of a version of a record; none of a deleted one.
func shown(grant *policy.Grant, kind model.Kind, document []byte) (model.FieldSet, error) {
	if document == nil {
		return 0, nil
	}
	record, err := store.Decode(kind, document, factFields(kind))
	if err != nil {
		return 0, inside("journal", err)
	}
	facts := record.Facts()
	visible, allowed := grant.Decide(model.ActionRead, &facts)
	if !allowed {
		return 0, nil
	}
	known, _ := model.Fields(kind, model.FieldNames(kind)...)
	return visible & known, nil
}

// tellsOf tells whether a list of an export's file has any of the records.
func tellsOf(list io.ReadSeeker, records map[[idBytes]byte]bool) (bool, error) {
	if len(records) == 0 {
		return false, nil
	}
	if _, err := list.Seek(int64(len(digest{})), io.SeekStart); err != nil {
		return true, inside("list of an export", err)
	}
	in := bufio.NewReader(list)
	for {
		var u [idBytes]byte
		if _, err := io.ReadFull(in, u[:]); err != nil {
			if errors.Is(err, io.EOF) {
				return false, nil
			}
			return true, inside("list of an export", err)
		}
		if records[u] {
			return true, nil
		}
	}
}
