package wire

import (
	"bytes"
	"errors"
	"io"
	"mime/multipart"

	"metrograph/internal/sealed"
)

// form is what a request brings in parts. Nobody has looked at the files yet, and some may be
// what is not to be on a disk: those that are too large for the memory are sealed there.
type form struct {
	values map[string][]byte
	files  map[string]*formFile
	room   int64 // for files that are left in memory
}

// formFile is a file of a form.
type formFile struct {
	name, mediaType string
	size            int64
	memory          []byte
	disk            *sealed.File // nil for one in memory
}

func (f *form) close() {
	for _, file := range f.files {
		if file.disk != nil {
			_ = file.disk.Close() // it was only read, and nothing is left of it
		}
	}
}

// open reads the file from its beginning, for each of its readers on its own.
func (f *formFile) open() io.ReadSeeker {
	if f.disk != nil {
		return f.disk.Reader()
	}
	return bytes.NewReader(f.memory)
}

// receive reads a form to its end.
func (t Transport) receive(reader *multipart.Reader) (*form, error) {
	f := &form{values: map[string][]byte{}, files: map[string]*formFile{}, room: t.Memory}
	fields := t.Fields
	for {
		part, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			return f, nil
		}
		if err != nil {
			return f, unreadable(err)
		}
		name := part.FormName()
		switch isFile := part.FileName() != ""; {
		case f.values[name] != nil || f.files[name] != nil:
			return f, errForm
		case isFile && len(f.files) == t.Files:
			return f, t.tooManyFiles()
		case isFile:
			err = f.addFile(name, part)
		case name != "operations" && name != "map":
			return f, errForm
		default:
			err = f.addValue(name, part, &fields)
		}
		if err != nil {
			return f, err
		}
	}
}

func (f *form) addValue(name string, part io.Reader, left *int64) error {
	value, err := io.ReadAll(io.LimitReader(part, *left+1))
	if err != nil {
		return unreadable(err)
	}
	if *left -= int64(len(value)); *left < 0 {
		return tooLarge("operations and map are too large")
	}
	f.values[name] = value
	return nil
}

func (f *form) addFile(name string, part *multipart.Part) (err error) {
	file := &formFile{name: part.FileName(), mediaType: part.Header.Get("Content-Type")}
	f.files[name] = file
	if file.memory, err = io.ReadAll(io.LimitReader(part, f.room+1)); err != nil {
		return unreadable(err)
	}
	file.size = int64(len(file.memory))
	if file.size <= f.room {
		f.room -= file.size
		return nil
	}
	body := &tracked{Reader: io.MultiReader(bytes.NewReader(file.memory), part)}
	if file.disk, err = sealed.Temporary(); err != nil {
		return err
	}
	file.memory = nil
	file.size, err = file.disk.ReadFrom(body)
	if body.err != nil {
		return unreadable(body.err)
	}
	return err
}

// tracked remembers how its reader failed: that is the client's fault, to write what was read
// is the node's.
type tracked struct {
	io.Reader
	err error
}

func (t *tracked) Read(p []byte) (int, error) {
	n, err := t.Reader.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		t.err = err
	}
	return n, err
}
