package blob

import (
	"context"
	"fmt"
	"time"

	"gocloud.dev/blob"
	"gocloud.dev/gcerrors"
)

// Swept is what a sweep removed.
type Swept struct {
	Files int
	Bytes int64
}

// Sweep removes what nothing refers to and what has been there since before a time: files
// whose record was never written or is deleted, and what a process that died left half
// received. Which of the hashes something refers to is asked for many at once. A file that is
// put again meanwhile stays: it is young then.
func (s *Store) Sweep(ctx context.Context, before time.Time, referenced func(ctx context.Context, hashes []string) (map[string]bool, error)) (Swept, error) {
	var swept Swept
	const most = 500 // hashes to ask for at once
	var old []string
	ask := func() error {
		used, err := referenced(ctx, old)
		if err != nil {
			return err
		}
		for _, hash := range old {
			if used[hash] {
				continue
			}
			if err := s.remove(ctx, place(hash), before, &swept); err != nil {
				return err
			}
		}
		old = old[:0]
		return nil
	}
	err := s.each(ctx, append(keptFolders(), incomingFolder), func(entry *blob.ListObject) error {
		hash, kept := hashOf(entry.Key)
		switch {
		case !entry.ModTime.Before(before):
			return nil
		case kept:
			old = append(old, hash)
		default:
			return s.remove(ctx, entry.Key, before, &swept)
		}
		if len(old) == most {
			return ask()
		}
		return nil
	})
	if err == nil && len(old) > 0 {
		err = ask()
	}
	return swept, err
}

// each calls a function for everything in the folders of the bucket.
func (s *Store) each(ctx context.Context, folders []string, do func(*blob.ListObject) error) error {
	for _, folder := range folders {
		token := blob.FirstPageToken
		for len(token) > 0 {
			entries, next, err := s.page(ctx, folder, token)
			if err != nil {
				return err
			}
			for _, entry := range entries {
				if err := do(entry); err != nil {
					return err
				}
			}
			token = next
		}
	}
	return nil
}

// page lists some of a folder. The library fails where a file goes while it looks, as what
// comes in does all the time.
func (s *Store) page(ctx context.Context, folder string, token []byte) (entries []*blob.ListObject, next []byte, err error) {
	const size, tries = 1000, 100
	for range tries {
		entries, next, err = s.bucket.ListPage(ctx, token, size, &blob.ListOptions{Prefix: folder})
		if gcerrors.Code(err) != gcerrors.NotFound {
			break
		}
	}
	if err != nil {
		return nil, nil, fmt.Errorf("list files: %w", err)
	}
	return entries, next, nil
}

// keptFolders are those that files are spread over.
func keptFolders() []string {
	var folders []string
	for first := range 256 {
		folders = append(folders, fmt.Sprintf("%s%02x/", keptFolder, first))
	}
	return folders
}

// remove removes a file unless it has become young: nothing gets its place meanwhile.
func (s *Store) remove(ctx context.Context, key string, before time.Time, swept *Swept) error {
	s.placing.Lock()
	defer s.placing.Unlock()
	now, err := s.bucket.Attributes(ctx, key)
	if gcerrors.Code(err) == gcerrors.NotFound || err == nil && !now.ModTime.Before(before) {
		return nil
	}
	if err == nil {
		err = s.bucket.Delete(ctx, key)
	}
	if err != nil {
		return fmt.Errorf("remove file: %w", err)
	}
	swept.Files, swept.Bytes = swept.Files+1, swept.Bytes+now.Size
	return nil
}
