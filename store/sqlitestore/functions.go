package sqlitestore

import (
	"strings"
	"unsafe"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"

	"metrograph/store"
)

// phraseHolds is phrase_holds(value, phrase) in SQL: whether a text holds a phrase at word
// boundaries, see [store.Phrase].
func phraseHolds(tls *libc.TLS, context uintptr, _ int32, arguments uintptr) {
	held := strings.Contains(store.Phrase(argument(tls, arguments, 0)), argument(tls, arguments, 1))
	n, _ := store.Flag(held).(int64)
	sqlite3.Xsqlite3_result_int(tls, context, int32(n))
}

// argument looks at a text that a function is called with. It is there until the call ends.
func argument(tls *libc.TLS, arguments uintptr, i int) string {
	v := pointerAt(arguments, i)
	p := sqlite3.Xsqlite3_value_text(tls, v)
	data := view(p, sqlite3.Xsqlite3_value_bytes(tls, v))
	return unsafe.String(unsafe.SliceData(data), len(data))
}
