// Package sealed keeps bytes on a disk that nobody can read there: what has been taken in but
// not yet examined, such as a file that turns out to be a state secret. A file is encrypted
// under a key that is on no disk, as it is written, and is only ever added to.
package sealed

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"sort"
)

// KeySize is the size of a key in bytes: AES-256.
const KeySize = 32

// A file is frames: the length of what is in one in four bytes, and that under AES-256-GCM
// with a random nonce (NIST SP 800-38D, 8.2.2), bound to its place in the file.
const (
	headBytes  = 4
	frameBytes = 64 << 10 // in a frame at most
	mostFrames = 1 << 16  // in a file
)

// ErrDamaged is the error of a file that is not as it was written, or has another key.
var ErrDamaged = errors.New("sealed: the file is damaged or has another key")

// File is a sealed file that is open. It is for one writer at a time; its readers see what was
// written before they were made.
type File struct {
	file   *os.File
	aead   cipher.AEAD
	frames []frame
	end    int64 // of the last whole frame
}

// frame is where a piece of the content is.
type frame struct{ at, from, size int64 }

// NewKey returns a key that nobody knows.
func NewKey() []byte {
	key := make([]byte, KeySize)
	_, _ = rand.Read(key) // which never fails
	return key
}

// Temporary makes a file without a name, which is gone with the process or when it is closed,
// under a key that nobody learns.
func Temporary() (*File, error) {
	file, err := os.CreateTemp("", "metrograph-")
	if err != nil {
		return nil, err
	}
	if err := os.Remove(file.Name()); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return open(file, NewKey())
}

// Create makes a file, which must not be there.
func Create(path string, key []byte) (*File, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	return open(file, key)
}

// Open opens a file to add to it. What a process that died left half written at its end is no
// part of it.
func Open(path string, key []byte) (*File, error) {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	return open(file, key)
}

func open(file *os.File, key []byte) (*File, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	f := &File{file: file, aead: aead}
	if err := f.scan(); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return f, nil
}

// scan finds the frames. The last one may not have reached the disk whole.
func (f *File) scan() error {
	info, err := f.file.Stat()
	if err != nil {
		return err
	}
	var head [headBytes]byte
	for len(f.frames) < mostFrames {
		if _, err := f.file.ReadAt(head[:], f.end); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return err
		}
		size := int64(binary.BigEndian.Uint32(head[:]))
		next := f.end + headBytes + size + int64(f.aead.Overhead())
		if size == 0 || size > frameBytes || next > info.Size() {
			break
		}
		f.frames, f.end = append(f.frames, frame{f.end, f.Size(), size}), next
	}
	last := len(f.frames) - 1
	if last < 0 {
		return nil
	}
	if _, err := f.unseal(last); errors.Is(err, ErrDamaged) && last > 0 {
		f.end, f.frames = f.frames[last].at, f.frames[:last]
		_, err = f.unseal(last - 1)
		return err
	} else if err != nil {
		return err
	}
	return nil
}

// Size is how much was written, in bytes.
func (f *File) Size() int64 {
	if len(f.frames) == 0 {
		return 0
	}
	last := f.frames[len(f.frames)-1]
	return last.from + last.size
}

// Write adds to the file.
func (f *File) Write(p []byte) (n int, err error) {
	for piece := range slices.Chunk(p, frameBytes) {
		if len(f.frames) == mostFrames {
			return n, fmt.Errorf("sealed: a file has %d pieces at most", mostFrames)
		}
		sealed := f.aead.Seal(binary.BigEndian.AppendUint32(nil, uint32(len(piece))), nil, piece, place(len(f.frames)))
		if _, err := f.file.WriteAt(sealed, f.end); err != nil {
			return n, err
		}
		f.frames = append(f.frames, frame{f.end, f.Size(), int64(len(piece))})
		f.end += int64(len(sealed))
		n += len(piece)
	}
	return n, nil
}

// ReadFrom adds all of a reader, in as few frames as it can.
func (f *File) ReadFrom(r io.Reader) (n int64, err error) {
	buffer := make([]byte, frameBytes)
	for {
		read, failure := io.ReadFull(r, buffer)
		written, err := f.Write(buffer[:read])
		n += int64(written)
		switch {
		case err != nil:
			return n, err
		case errors.Is(failure, io.EOF), errors.Is(failure, io.ErrUnexpectedEOF):
			return n, nil
		case failure != nil:
			return n, failure
		}
	}
}

// Sync returns when all that was written is on the disk.
func (f *File) Sync() error { return f.file.Sync() }

// Close closes the file.
func (f *File) Close() error { return f.file.Close() }

// place is what a frame is bound to, so that none can be put where another was.
func place(index int) []byte { return binary.BigEndian.AppendUint64(nil, uint64(index)) }

func (f *File) unseal(index int) ([]byte, error) {
	frame := f.frames[index]
	sealed := make([]byte, frame.size+int64(f.aead.Overhead()))
	if _, err := f.file.ReadAt(sealed, frame.at+headBytes); err != nil {
		return nil, err
	}
	piece, err := f.aead.Open(sealed[:0], nil, sealed, place(index))
	if err != nil {
		return nil, ErrDamaged
	}
	return piece, nil
}

// Reader reads what was written until now.
func (f *File) Reader() *Reader {
	return &Reader{file: &File{file: f.file, aead: f.aead, frames: f.frames[:len(f.frames):len(f.frames)]}, open: -1}
}

// Reader reads a file from wherever it is told to.
type Reader struct {
	file  *File
	at    int64
	open  int // the frame that piece is
	piece []byte
}

// Read is a part of io.Reader.
func (r *Reader) Read(p []byte) (int, error) {
	if r.at >= r.file.Size() {
		return 0, io.EOF
	}
	frames := r.file.frames
	index := sort.Search(len(frames), func(i int) bool { return frames[i].from+frames[i].size > r.at })
	if index != r.open {
		piece, err := r.file.unseal(index)
		if err != nil {
			return 0, err
		}
		r.open, r.piece = index, piece
	}
	n := copy(p, r.piece[r.at-frames[index].from:])
	r.at += int64(n)
	return n, nil
}

// Seek is a part of io.Seeker.
func (r *Reader) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += r.at
	case io.SeekEnd:
		offset += r.file.Size()
	}
	if offset < 0 {
		return 0, errors.New("sealed: a place before the beginning")
	}
	r.at = offset
	return offset, nil
}

// Close is a part of io.Closer: the file stays open.
func (r *Reader) Close() error { return nil }
