// Package inbox watches folders into which other programs put files, and hands the files in as
// collections: each once, whatever becomes of the process meanwhile.
package inbox

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"metrograph/collect"
	"metrograph/model"
)

// Folders of a watched folder.
const (
	workingFolder = ".working" // files that have a job
	doneFolder    = "done"
	failedFolder  = "failed"
)

// mostWorking is how many files of a folder have a job at once; the others wait where they are.
const mostWorking = 4

// Desk takes documents over and imports them.
type Desk interface {
	Submit(ctx context.Context, sources []collect.Source, o collect.Options) (*model.CollectionJob, error)
}

// Jobs are the records of collections.
type Jobs interface {
	NewID(kind model.Kind) model.ID
	JobToResume(ctx context.Context, id model.ID) (*model.CollectionJob, error)
}

// Options of a folder; what is 0 has the stated default.
type Options struct {
	Every          time.Duration // between looks; 2 s
	Classification model.Classification
	Status         model.Status
	Log            *slog.Logger // nil for none
}

// Folder is a folder that is watched in the name of a caller.
type Folder struct {
	dir  string
	who  model.Requester
	desk Desk
	jobs Jobs
	o    Options

	seen  map[string]look // files that may still be growing
	fault string          // that was logged last
}

// look is what a file was like when it was looked at.
type look struct {
	size    int64
	changed time.Time
}

// Open makes the folders that a watched folder needs, and finds out whether files can be moved
// between them. The caller is one by a key.
func Open(dir string, who model.Requester, desk Desk, jobs Jobs, o Options) (*Folder, error) {
	if o.Every == 0 {
		o.Every = 2 * time.Second
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	f := &Folder{dir: dir, who: who, desk: desk, jobs: jobs, o: o, seen: map[string]look{}}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return nil, fmt.Errorf("watched folder %s: there is no such folder; make it, and let the node write in it", dir)
	}
	for _, name := range []string{workingFolder, doneFolder, failedFolder} {
		if err := f.prove(name); err != nil {
			return nil, fmt.Errorf("watched folder %s: files cannot be moved to %s: %w; let the node write in it, and have it on the same file system", dir, name, err)
		}
	}
	return f, nil
}

// prove moves an empty file to where others are to be moved.
func (f *Folder) prove(folder string) error {
	if err := os.MkdirAll(f.path(folder), 0o750); err != nil {
		return reason(err)
	}
	probe, err := os.CreateTemp(f.dir, ".probe-")
	if err != nil {
		return reason(err)
	}
	name := probe.Name()
	if err := probe.Close(); err != nil {
		return reason(err)
	}
	target := f.path(folder, filepath.Base(name))
	if err := os.Rename(name, target); err != nil {
		return errors.Join(reason(err), os.Remove(name))
	}
	return os.Remove(target)
}

// reason is an error without the paths in it.
func reason(err error) error {
	var link *os.LinkError
	var path *fs.PathError
	switch {
	case errors.As(err, &link):
		return link.Err
	case errors.As(err, &path):
		return path.Err
	}
	return err
}

func (f *Folder) path(names ...string) string {
	return filepath.Join(append([]string{f.dir}, names...)...)
}

// Run watches the folder until the context ends.
func (f *Folder) Run(ctx context.Context, renew collect.Renew) {
	tick := time.NewTicker(f.o.Every)
	defer tick.Stop()
	for {
		f.tell(ctx, f.Look(ctx, renew))
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// tell logs what is wrong when it begins to be. It has no names of files: they may say what
// nobody is to read.
func (f *Folder) tell(ctx context.Context, err error) {
	if ctx.Err() != nil {
		return
	}
	fault := ""
	if err != nil {
		fault = err.Error()
	}
	if fault != f.fault && fault != "" {
		f.o.Log.ErrorContext(ctx, "a watched folder waits", "folder", f.dir, "error", err)
	} else if fault != f.fault {
		f.o.Log.InfoContext(ctx, "a watched folder goes on", "folder", f.dir)
	}
	f.fault = fault
}

// Look hands in what has come, and puts away what is done. It is to be called by one at a time.
func (f *Folder) Look(ctx context.Context, renew collect.Renew) error {
	who, err := renew(ctx, f.who)
	if err != nil {
		return fmt.Errorf("key %s: %w", f.who.Subject, err)
	}
	ctx = model.WithPrincipal(ctx, who)
	working, err := f.work(ctx)
	if err != nil {
		return err
	}
	return f.claim(ctx, mostWorking-working)
}

// claim takes files that are complete out of everybody's reach, and hands them in.
func (f *Folder) claim(ctx context.Context, room int) error {
	entries, err := os.ReadDir(f.dir)
	if err != nil {
		return reason(err)
	}
	before := f.seen
	f.seen = map[string]look{}
	for _, e := range entries {
		if !e.Type().IsRegular() || isPartial(e.Name()) {
			continue
		}
		info, err := e.Info()
		if err != nil {
			continue // it was taken away
		}
		now := look{info.Size(), info.ModTime()}
		f.seen[e.Name()] = now
		if was, known := before[e.Name()]; !known || was != now || room <= 0 {
			continue
		}
		room--
		delete(f.seen, e.Name())
		if err := f.take(ctx, e.Name()); err != nil {
			return err
		}
	}
	return nil
}

// isPartial tells whether a name is one that programs give to what they have not written to
// its end.
func isPartial(name string) bool {
	if strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~") || strings.HasSuffix(name, "~") {
		return true
	}
	switch strings.ToLower(filepath.Ext(name)) {
	case ".part", ".partial", ".filepart", ".tmp", ".temp", ".crdownload", ".download":
		return true
	}
	return false
}
