package registry

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"metrograph/model"
	"metrograph/store"
)

const (
	exportPoll   = 5 * time.Second  // how often the runner looks for what nobody told it
	exportSilent = 10 * time.Minute // after which an export of another process is taken over
)

// making is an export that is being made.
type making struct {
	institution model.ID
	stop        context.CancelCauseFunc
}

// Run makes the exports that wait, oldest first, and deletes files that are no longer wanted,
// until the context ends. What it was interrupted in is begun again by the next Run: the file
// of an export appears when it is whole.
func (x *Exports) Run(ctx context.Context) {
	if err := x.recover(); err != nil {
		x.log.ErrorContext(ctx, "the folder of exports cannot be used", "error", err)
		return
	}
	var makers sync.WaitGroup
	defer makers.Wait()
	poll := time.NewTicker(exportPoll)
	defer poll.Stop()
	for {
		if err := errors.Join(x.sweep(ctx), x.begin(ctx, &makers)); err != nil && ctx.Err() == nil {
			x.log.ErrorContext(ctx, "exports could not be looked after", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-x.signal:
		case <-poll.C:
		}
	}
}

// recover finds what an earlier process was making, and removes its temporary files.
func (x *Exports) recover() error {
	parts, err := filepath.Glob(x.partial("*"))
	if err != nil {
		return err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.broken = map[model.ID]bool{}
	for _, path := range parts {
		x.broken[model.ID(strings.TrimSuffix(filepath.Base(path), filepath.Ext(path)))] = true
	}
	return errors.Join(os.RemoveAll(x.temporary()), os.MkdirAll(x.temporary(), 0o700))
}

// begin starts exports while there are places: of the institution that has the fewest under
// way and was served the longest ago, its oldest. One institution never has all places.
func (x *Exports) begin(ctx context.Context, makers *sync.WaitGroup) error {
	for {
		e, err := x.next(ctx)
		if e == nil || err != nil {
			return err
		}
		m, own := x.claim(ctx, e)
		makers.Go(func() {
			if settled := x.make(own, e); !settled { // it is tried again, but not at once
				select {
				case <-ctx.Done():
				case <-time.After(exportPoll):
				}
			}
			m.stop(nil)
			x.mu.Lock()
			delete(x.running, e.ID)
			x.mu.Unlock()
			x.look()
		})
	}
}

func (x *Exports) claim(ctx context.Context, e *model.Export) (*making, context.Context) {
	x.mu.Lock()
	defer x.mu.Unlock()
	own, stop := context.WithCancelCause(ctx)
	m := &making{e.Origin, stop}
	x.running[e.ID] = m
	delete(x.broken, e.ID)
	x.served[e.Origin] = time.Now()
	return m, own
}

// stop ends the making of an export, if it is being made here.
func (x *Exports) stop(id model.ID, cause error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if m := x.running[id]; m != nil {
		m.stop(cause)
	}
}

// next chooses the export to begin; nil where there is none, or no place.
func (x *Exports) next(ctx context.Context) (chosen *model.Export, err error) {
	waiting, err := x.waiting(ctx)
	if err != nil {
		return nil, err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if len(x.running) >= x.o.Running {
		return nil, nil
	}
	busy := map[model.ID]int{}
	for _, m := range x.running {
		busy[m.institution]++
	}
	for _, e := range waiting {
		switch {
		case x.running[e.ID] != nil || busy[e.Origin] >= max(1, x.o.Running-1) || !x.mine(e):
		case chosen == nil, busy[e.Origin] < busy[chosen.Origin],
			busy[e.Origin] == busy[chosen.Origin] && x.served[e.Origin].Before(x.served[chosen.Origin]):
			chosen = e
		}
	}
	return chosen, nil
}

// waiting are the exports that have not ended, oldest first.
func (x *Exports) waiting(ctx context.Context) ([]*model.Export, error) {
	pages, err := x.store.List(ctx, store.Query{Kind: model.KindExport, Scope: model.Everything(), Limit: store.MaxPage,
		Where: Equal("state", string(model.JobQueued), string(model.JobRunning))})
	if err != nil {
		return nil, inside("exports that wait", err)
	}
	var all []*model.Export
	for _, d := range pages[0].Documents {
		e, err := recordIn[*model.Export](d)
		if err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	return all, nil
}

// mine tells whether an export is for this process to make. One that is said to be made
// already was interrupted when an earlier process left a part of its file here; one of
// another process is left to it until nothing has been heard of it for long.
func (x *Exports) mine(e *model.Export) bool {
	return e.State == model.JobQueued || x.broken[e.ID] || x.now().Sub(e.Modified.At) > exportSilent
}

// sweep deletes the files of exports that are over, and says how many bytes the others have.
func (x *Exports) sweep(ctx context.Context) error {
	entries, err := os.ReadDir(x.o.Dir)
	if err != nil {
		return err
	}
	names := map[model.ID][]fs.DirEntry{}
	var ids []model.ID
	for _, entry := range entries {
		name, _, _ := strings.Cut(entry.Name(), ".")
		if id := model.ID(name); id.Kind() == model.KindExport {
			if names[id] == nil {
				ids = append(ids, id)
			}
			names[id] = append(names[id], entry)
		}
	}
	documents, err := x.store.Get(ctx, model.KindExport, ids, 0)
	if err != nil {
		return inside("exports with files", err)
	}
	used := int64(0)
	for i, d := range documents {
		wanted, err := x.wanted(ids[i], d)
		if err != nil {
			return err
		}
		for _, entry := range names[ids[i]] {
			size, err := x.keepOrDelete(entry, wanted)
			if err != nil {
				return err
			}
			used += size
		}
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.used = used
	return nil
}

func (x *Exports) keepOrDelete(entry fs.DirEntry, wanted bool) (size int64, err error) {
	if wanted {
		info, err := entry.Info()
		if errors.Is(err, fs.ErrNotExist) { // it has another name by now
			return 0, nil
		}
		if err != nil {
			return 0, err
		}
		return info.Size(), nil
	}
	if err := os.Remove(filepath.Join(x.o.Dir, entry.Name())); !errors.Is(err, fs.ErrNotExist) {
		return 0, err
	}
	return 0, nil
}

// wanted tells whether the files of an export are to be kept; what is forgotten with them is
// forgotten here.
func (x *Exports) wanted(id model.ID, d *store.Document) (bool, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.running[id] != nil && d != nil {
		return true, nil
	}
	if d != nil {
		e, err := recordIn[*model.Export](d)
		if err != nil || !e.State.Ended() || e.State == model.JobDone && x.now().Before(e.AvailableUntil) {
			return true, err
		}
	}
	if m := x.running[id]; m != nil {
		m.stop(errStopped)
	}
	delete(x.walked, id)
	return false, nil
}
