package sqlitestore

import (
	"unsafe"

	"modernc.org/libc"
	"modernc.org/libc/sys/types"
)

// This file and the two after it, conn.go and statement.go, are the whole of what touches
// memory that is SQLite's and not Go's. The database/sql driver of the same library would do
// without, but it allocates for every value, cannot stop a statement between two rows when a
// context ends, and cannot be asked for a row at a time from several statements of one
// connection; lists and groupings here depend on the last two, the speed of writes on the first.

// view returns n bytes of SQLite's memory without copying them.
func view(p uintptr, n int32) []byte {
	if p == 0 || n <= 0 {
		return nil
	}
	return unsafe.Slice(*(**byte)(unsafe.Pointer(&p)), int(n))
}

// word32 returns a number in SQLite's memory.
func word32(p uintptr) *uint32 { return *(**uint32)(unsafe.Pointer(&p)) }

// pointerAt returns the i-th of the pointers that begin at an address.
func pointerAt(p uintptr, i int) uintptr {
	p += uintptr(i) * unsafe.Sizeof(p)
	return **(**uintptr)(unsafe.Pointer(&p))
}

// callback makes of a function that is declared at the top level, and never of a closure, what
// SQLite calls as a function pointer.
func callback[F any](f F) uintptr { return *(*uintptr)(unsafe.Pointer(&struct{ f F }{f})) }

// buffer is a piece of SQLite's memory that grows as needed.
type buffer struct {
	p    uintptr
	size int
}

// roomy is the size above which a buffer is given back after use.
const roomy = 1 << 20

// need makes the buffer at least n bytes large. What it held is lost.
func (b *buffer) need(tls *libc.TLS, n int) {
	if n <= b.size && (b.size <= roomy || n > roomy) {
		return
	}
	b.free(tls)
	b.size = max(512, n+n/4)
	b.p = libc.Xmalloc(tls, types.Size_t(b.size))
	if b.p == 0 {
		panic("sqlitestore: out of memory")
	}
}

func (b *buffer) free(tls *libc.TLS) {
	if b.p != 0 {
		libc.Xfree(tls, b.p)
	}
	*b = buffer{}
}

// put copies bytes into the buffer at an offset, and returns their address.
func (b *buffer) put(offset int, data []byte) uintptr {
	copy(view(b.p+uintptr(offset), int32(len(data))), data)
	return b.p + uintptr(offset)
}

// cstring copies a text into SQLite's memory. The caller frees it.
func cstring(tls *libc.TLS, text string) uintptr {
	var b buffer
	b.need(tls, len(text)+1)
	mem := view(b.p, int32(len(text)+1))
	copy(mem, text)
	mem[len(text)] = 0
	return b.p
}

// bytesOf looks at the bytes of a text without copying them. They must not be changed.
func bytesOf(text string) []byte { return unsafe.Slice(unsafe.StringData(text), len(text)) }
