package registry

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"os"
	"path/filepath"

	"metrograph/internal/durable"
	"metrograph/model"
)

// exportFile is the file of an export while it is written: hashed as it grows, under another
// name until it is whole, and beside it a list: the access that it is made under, and the ids
// of the records that it tells of.
type exportFile struct {
	x    *Exports
	id   model.ID
	out  *os.File
	sum  hash.Hash
	size int64

	ids    *os.File
	list   *bufio.Writer
	listed map[[idBytes]byte]struct{} // ids that were listed lately; as texts they would keep whole records
}

// idBytes is what an id takes in the list.
const idBytes = 16

// mostListed bounds what is remembered of the list while it is written. An id that is listed
// again does no harm.
const mostListed = 1 << 16

// digest is what an access is known by, see accessOf.
type digest [sha256.Size]byte

func (x *Exports) begun(id model.ID, access digest) (*exportFile, error) {
	out, err := os.Create(x.partial(id))
	if err != nil {
		return nil, inside("file of an export", err)
	}
	ids, err := os.Create(x.contents(id))
	if err != nil {
		return nil, errors.Join(inside("file of an export", err), out.Close())
	}
	f := &exportFile{x: x, id: id, out: out, sum: sha256.New(), ids: ids, list: bufio.NewWriter(ids), listed: map[[idBytes]byte]struct{}{}}
	_, err = f.list.Write(access[:])
	return f, err
}

// Write adds to the file, as long as the node has room for it.
func (f *exportFile) Write(b []byte) (int, error) {
	f.x.mu.Lock()
	full := f.x.used+int64(len(b)) > f.x.o.Space
	f.x.used += int64(len(b))
	f.x.mu.Unlock()
	if full {
		return 0, model.Errorf(model.CodeLimitExceeded, "the node has no room for more exports; export less, or try again when others are deleted")
	}
	n, err := f.out.Write(b)
	_, _ = f.sum.Write(b[:n]) // a hash takes everything
	f.size += int64(n)
	return n, err
}

// tells notes that the file tells of a record.
func (f *exportFile) tells(id model.ID) error {
	u, _ := id.UUID()
	if _, known := f.listed[u]; known {
		return nil
	}
	if len(f.listed) >= mostListed {
		clear(f.listed)
	}
	f.listed[u] = struct{}{}
	_, err := f.list.Write(u[:])
	return err
}

// finish makes the file durable and gives it its name.
func (f *exportFile) finish() (sum string, err error) {
	err = errors.Join(f.list.Flush(), f.ids.Sync(), f.out.Sync())
	if err == nil {
		err = os.Rename(f.out.Name(), f.x.file(f.id))
	}
	if err == nil {
		err = durable.SyncDir(filepath.Dir(f.out.Name()))
	}
	return hex.EncodeToString(f.sum.Sum(nil)), err
}

func (f *exportFile) close() error { return errors.Join(f.ids.Close(), f.out.Close()) }
