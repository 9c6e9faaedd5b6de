package webhook

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"metrograph/internal/durable"
	"metrograph/model"
)

// progress is how far a webhook has come. It is not a part of the record, whose every change is
// one that others are told of: a webhook that told of its own progress would never end.
type progress struct {
	Version      int       `json:"version"`          // of the record that was delivered for
	Place        string    `json:"place,omitempty"`  // up to which nothing is left to deliver
	Cursor       string    `json:"cursor,omitempty"` // of the last change that was delivered
	Delivered    int       `json:"delivered,omitempty"`
	Failures     int       `json:"failures,omitempty"`
	DeliveredAt  time.Time `json:"deliveredAt,omitzero"`
	FailedAt     time.Time `json:"failedAt,omitzero"`
	Failure      string    `json:"failure,omitempty"`
	FailingSince time.Time `json:"failingSince,omitzero"`
}

// ledger keeps the progress of all webhooks, each in a file of its own. Files are written now
// and then: what was delivered since is delivered again after a crash.
type ledger struct {
	dir string

	mu    sync.Mutex
	known map[model.ID]progress
	dirty map[model.ID]bool
}

const progressFile = ".json"

// openLedger reads the files of a folder. One that is damaged counts as absent: its webhook
// begins anew, and events come again.
func openLedger(dir string) (*ledger, error) {
	l := &ledger{dir: dir, known: map[model.ID]progress{}, dirty: map[model.ID]bool{}}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return l, err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return l, err
	}
	for _, e := range entries {
		id, isProgress := strings.CutSuffix(e.Name(), progressFile)
		raw, err := os.ReadFile(filepath.Join(dir, e.Name()))
		var p progress
		if isProgress && err == nil && json.Unmarshal(raw, &p) == nil {
			l.known[model.ID(id)] = p
		}
	}
	return l, nil
}

func (l *ledger) of(id model.ID) (p progress, found bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	p, found = l.known[id]
	return p, found
}

// change changes the progress of a webhook, and returns it.
func (l *ledger) change(id model.ID, edit func(*progress)) progress {
	l.mu.Lock()
	defer l.mu.Unlock()
	p := l.known[id]
	edit(&p)
	l.known[id], l.dirty[id] = p, true
	return p
}

// pass notes that nothing is to be delivered up to a place. It is written with the next delivery,
// and when the webhook stops: else every change of any record would be a reason to write.
func (l *ledger) pass(id model.ID, cursor string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	p := l.known[id]
	p.Place = cursor
	l.known[id] = p
}

// keep forgets the webhooks that are not there any longer.
func (l *ledger) keep(there map[model.ID]bool) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	var faults []error
	for id := range l.known {
		if there[id] {
			continue
		}
		delete(l.known, id)
		delete(l.dirty, id)
		if err := os.Remove(l.file(id)); !errors.Is(err, fs.ErrNotExist) {
			faults = append(faults, err)
		}
	}
	return errors.Join(faults...)
}

func (l *ledger) file(id model.ID) string { return filepath.Join(l.dir, string(id)+progressFile) }

// flush writes what has changed.
func (l *ledger) flush() error {
	l.mu.Lock()
	changed := map[model.ID]progress{}
	for id := range l.dirty {
		changed[id] = l.known[id]
	}
	clear(l.dirty)
	l.mu.Unlock()
	var faults []error
	for id, p := range changed {
		if err := l.write(id, p); err != nil {
			faults = append(faults, err)
			l.change(id, func(*progress) {}) // to be written again
		}
	}
	return errors.Join(faults...)
}

// write writes a file whole or not at all.
func (l *ledger) write(id model.ID, p progress) error {
	raw, err := json.Marshal(p)
	if err != nil {
		return err
	}
	return durable.WriteFile(l.file(id), raw)
}

// Copy copies the progress of webhooks from the folder of a node, which may be running, to
// another one.
func Copy(from, to string) error {
	source, err := openLedger(from)
	if err != nil {
		return err
	}
	target, err := openLedger(to)
	if err != nil {
		return err
	}
	for id, p := range source.known {
		target.change(id, func(q *progress) { *q = p })
	}
	return target.flush()
}
