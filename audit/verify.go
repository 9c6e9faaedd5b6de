package audit

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Summary is what a check of an audit log read: nothing but zeros without any entry. Whoever
// noted the last hash elsewhere knows that nothing was cut off or written anew since.
type Summary struct {
	First int64  `json:"first"` // above 1 where older files were taken away
	Last  int64  `json:"last"`
	Hash  string `json:"hash"` // of the last entry
}

// Verify reads the log in a folder and tells what does not hold: a line that was changed, a
// line that is missing between others. A line that a crash cut off is nothing wrong.
func Verify(dir string, found func(what string)) (s Summary, err error) {
	names, err := files(dir)
	if err != nil {
		return s, err
	}
	for _, name := range names {
		if err := verifyFile(name, &s, found); err != nil {
			return s, fmt.Errorf("audit log: %w", err)
		}
	}
	return s, nil
}

// Copy copies the log in a folder, which may be written meanwhile, to another folder.
func Copy(dir, to string) error {
	for again := true; again; {
		before, err := files(dir)
		if err != nil {
			return fmt.Errorf("audit log: %w", err)
		}
		for _, name := range before {
			raw, err := os.ReadFile(name)
			if err == nil || errors.Is(err, fs.ErrNotExist) { // one that is not there is empty
				err = os.WriteFile(filepath.Join(to, filepath.Base(name)), raw, 0o600)
			}
			if err != nil {
				return fmt.Errorf("audit log: %w", err)
			}
		}
		after, err := files(dir)
		if err != nil {
			return fmt.Errorf("audit log: %w", err)
		}
		again = len(after) != len(before) // a file became full meanwhile
	}
	return nil
}

// files are the files of the log in a folder, the oldest first.
func files(dir string) ([]string, error) {
	names, err := filepath.Glob(filepath.Join(dir, pattern))
	return append(names, filepath.Join(dir, current)), err
}

func verifyFile(name string, s *Summary, found func(what string)) error {
	file, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer file.Close()
	reader := bufio.NewReader(file)
	for number := 1; ; number++ {
		line, err := reader.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if what := s.next(bytes.TrimSuffix(line, []byte{'\n'})); what != nil {
			found(fmt.Sprintf("%s line %d: %v", filepath.Base(name), number, what))
		}
	}
}

// next looks at the next line of the log.
func (s *Summary) next(line []byte) error {
	e, err := parse(line)
	if err == nil && s.Last > 0 && (e.Sequence != s.Last+1 || e.Previous != s.Hash) {
		err = errors.New("the chain is broken: the line does not follow the one before it")
	}
	if s.First == 0 {
		s.First = e.Sequence
	}
	s.Last, s.Hash = e.Sequence, e.Hash
	return err
}
