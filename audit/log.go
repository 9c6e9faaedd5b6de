package audit

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"
)

const (
	current = "audit.log"
	full    = "audit-%012d.log" // with the sequence number of its last entry
	pattern = "audit-????????????.log"
)

// Options are settings of a log whose zero values work.
type Options struct {
	FileSize int64            // from which a file is full: 16 MiB
	PerMin   int              // refusals of each outcome that are listed in a minute; the others are counted: 60
	Now      func() time.Time // the clock
}

// Log is an audit log that is being written. It is safe for concurrent use.
type Log struct {
	o    Options
	dir  string
	mu   sync.Mutex
	file *os.File
	size int64
	last Entry
	// refused is what was refused in the current minute, by outcome.
	refused map[string]*minute
}

type minute struct {
	began            time.Time
	listed, unlisted int
}

// Open opens the log in a folder, and makes it if there is none. What a crash left of a line is
// dropped.
func Open(dir string, o Options) (*Log, error) {
	if o.FileSize == 0 {
		o.FileSize = 16 << 20
	}
	if o.PerMin == 0 {
		o.PerMin = 60
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	l := &Log{o: o, dir: dir, refused: map[string]*minute{}}
	if err := l.open(); err != nil {
		return nil, fmt.Errorf("audit log: %w", err)
	}
	return l, nil
}

// open finds the last entry, which the next one continues. Where it is damaged the log goes on
// all the same, and [Verify] tells of it.
func (l *Log) open() error {
	file, err := os.OpenFile(filepath.Join(l.dir, current), os.O_CREATE|os.O_RDWR|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	l.file = file
	raw, err := os.ReadFile(file.Name())
	if err != nil {
		return errors.Join(err, file.Close())
	}
	whole := raw[:bytes.LastIndexByte(raw, '\n')+1]
	l.size = int64(len(whole))
	if len(whole) < len(raw) {
		if err := file.Truncate(l.size); err != nil {
			return errors.Join(err, file.Close())
		}
	}
	if len(whole) == 0 {
		if whole, err = lastFull(l.dir); err != nil {
			return errors.Join(err, file.Close())
		}
	}
	if len(whole) > 0 {
		lines := bytes.Split(bytes.TrimSuffix(whole, []byte{'\n'}), []byte{'\n'})
		l.last, _ = parse(lines[len(lines)-1])
	}
	return nil
}

// lastFull is the content of the latest full file; nil without one.
func lastFull(dir string) ([]byte, error) {
	names, err := filepath.Glob(filepath.Join(dir, pattern)) // in the order of their names
	if err != nil || len(names) == 0 {
		return nil, err
	}
	return os.ReadFile(names[len(names)-1])
}

// Add adds entries of what was done. They are on the disk when it returns.
func (l *Log) Add(entries ...Entry) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.add(entries)
}

// Refuse adds an entry of what was refused. Whoever is refused again and again fills no disk:
// beyond some in a minute they are counted, which an entry of its own tells later.
func (l *Log) Refuse(e Entry) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	var entries []Entry
	m := l.refused[e.Outcome]
	if m == nil || l.o.Now().Sub(m.began) >= time.Minute {
		entries = m.unlistedEntry(e.Outcome)
		m = &minute{began: l.o.Now()}
		l.refused[e.Outcome] = m
	}
	if m.listed == l.o.PerMin {
		m.unlisted++
		return nil
	}
	m.listed++
	return l.add(append(entries, e))
}

// unlistedEntry is the entry of refusals that were only counted; none without any.
func (m *minute) unlistedEntry(outcome string) []Entry {
	if m == nil || m.unlisted == 0 {
		return nil
	}
	return []Entry{{Action: "others", Outcome: outcome, Unlisted: m.unlisted}}
}

func (l *Log) add(entries []Entry) error {
	var lines []byte
	last := l.last
	for _, e := range entries {
		e.Sequence, e.Previous = last.Sequence+1, last.Hash
		e.At = l.o.Now().UTC().Truncate(time.Millisecond)
		line, err := e.line()
		if err != nil {
			return fmt.Errorf("audit log: %w", err)
		}
		if last, err = parse(line[:len(line)-1]); err != nil {
			return fmt.Errorf("audit log: %w", err)
		}
		lines = append(lines, line...)
	}
	if len(lines) == 0 {
		return nil
	}
	if err := l.write(lines); err != nil {
		return fmt.Errorf("audit log: %w", err)
	}
	l.last = last
	return l.turn()
}

// write writes lines as a whole: what a full disk leaves of them is taken back.
func (l *Log) write(lines []byte) error {
	_, err := l.file.Write(lines)
	if err == nil {
		err = l.file.Sync()
	}
	if err != nil {
		return errors.Join(err, l.file.Truncate(l.size))
	}
	l.size += int64(len(lines))
	return nil
}

// turn puts a full file aside.
func (l *Log) turn() error {
	if l.size < l.o.FileSize {
		return nil
	}
	name := l.file.Name()
	if err := errors.Join(l.file.Close(), os.Rename(name, filepath.Join(l.dir, fmt.Sprintf(full, l.last.Sequence)))); err != nil {
		return fmt.Errorf("audit log: %w", err)
	}
	return l.open()
}

// Close writes what was only counted, and closes the file.
func (l *Log) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	var entries []Entry
	for outcome, m := range l.refused {
		entries = append(entries, m.unlistedEntry(outcome)...)
	}
	clear(l.refused)
	return errors.Join(l.add(entries), l.file.Close())
}
