package export

import (
	"archive/zip"
	"errors"
	"hash"
	"hash/crc32"
	"io"
	"os"
	"time"

	"github.com/klauspost/compress/flate"
)

// NewArchive begins an archive whose files are compressed quickly: the making of an export is
// waited for, and tables and documents compress well anyway.
func NewArchive(w io.Writer) *zip.Writer {
	archive := zip.NewWriter(w)
	archive.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(out, flate.BestSpeed)
	})
	return archive
}

// Part is a file of an archive that is written while others are: it waits on disk, compressed
// already, until it is its turn.
type Part struct {
	name   string
	file   *os.File
	packer *flate.Writer
	sum    hash.Hash32
	size   uint64
}

// NewPart begins a part in a folder; the part has to be closed.
func NewPart(dir, name string) (*Part, error) {
	file, err := os.CreateTemp(dir, "part-*")
	if err != nil {
		return nil, err
	}
	packer, err := flate.NewWriter(file, flate.BestSpeed)
	return &Part{name: name, file: file, packer: packer, sum: crc32.NewIEEE()}, errors.Join(err, os.Remove(file.Name()))
}

// Write adds to the part.
func (p *Part) Write(b []byte) (int, error) {
	n, err := p.packer.Write(b)
	_, _ = p.sum.Write(b[:n]) // a hash takes everything
	p.size += uint64(n)
	return n, err
}

// AddTo puts the part into the archive.
func (p *Part) AddTo(archive *zip.Writer) error {
	if err := p.packer.Close(); err != nil {
		return err
	}
	packed, err := p.file.Seek(0, io.SeekCurrent)
	if err != nil {
		return err
	}
	header := &zip.FileHeader{Name: p.name, Method: zip.Deflate, CRC32: p.sum.Sum32(),
		CompressedSize64: uint64(packed), UncompressedSize64: p.size, Modified: Stamp()}
	out, err := archive.CreateRaw(header)
	if err != nil {
		return err
	}
	if _, err := p.file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	_, err = io.Copy(out, p.file)
	return err
}

// Close gives the room on disk back.
func (p *Part) Close() error { return p.file.Close() }

// Stamp is the time of the files in archives: the same in all, so that the same records give
// the same bytes.
func Stamp() time.Time { return time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC) }
