package registry

import (
	"context"
	"time"

	"metrograph/blob"
	"metrograph/model"
)

// sweepInterval is how often unused files are looked for.
const sweepInterval = time.Hour

// Sweeper removes the bytes of attachments and reports that no record refers to any longer, or
// never did.
type Sweeper struct {
	registry *Registry
	grace    time.Duration
	unused   map[string]time.Time // hashes, by when nothing was found to refer to them
}

// Sweeper returns one that leaves files alone for a while: the record that is to refer to one
// may be on its way, and whoever deleted another may be copying it.
func (r *Registry) Sweeper(grace time.Duration) *Sweeper {
	return &Sweeper{registry: r, grace: grace, unused: map[string]time.Time{}}
}

// Run sweeps every now and then until the context ends.
func (s *Sweeper) Run(ctx context.Context) {
	for {
		swept, err := s.Sweep(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			s.registry.log.ErrorContext(ctx, "unused attachments could not be removed", "error", err)
		case swept.Files > 0:
			s.registry.log.InfoContext(ctx, "unused attachments removed", "files", swept.Files, "bytes", swept.Bytes)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(sweepInterval):
		}
	}
}

// Sweep removes the files that were unused when it was called before, and still are.
func (s *Sweeper) Sweep(ctx context.Context) (blob.Swept, error) {
	now, unused := s.registry.now(), map[string]time.Time{}
	swept, err := s.registry.blobs.Sweep(ctx, now.Add(-s.grace), func(ctx context.Context, hashes []string) (map[string]bool, error) {
		stay, err := s.registry.attached(ctx, hashes)
		for _, hash := range hashes {
			if err != nil || stay[hash] {
				continue
			}
			since, known := s.unused[hash]
			if !known {
				since = now
			}
			unused[hash] = since
			stay[hash] = now.Sub(since) < s.grace
		}
		return stay, err
	})
	if err == nil {
		s.unused = unused
	}
	return swept, err
}

// attached tells which of the hashes attachments or reports have, whoever's they are.
func (r *Registry) attached(ctx context.Context, hashes []string) (map[string]bool, error) {
	found := map[string]bool{}
	err := each(ctx, r, model.KindAttachment, Equal("sha256", hashes...), func(a *model.Attachment) error {
		found[a.SHA256] = true
		return nil
	})
	if err != nil {
		return nil, inside("attachments", err)
	}
	err = each(ctx, r, model.KindReport, Equal("file", hashes...), func(p *model.Report) error {
		for _, f := range p.Files {
			found[f.SHA256] = true
		}
		return nil
	})
	return found, inside("reports", err)
}
