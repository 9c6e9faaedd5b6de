package wire

import (
	"iter"
	"maps"
)

// The answers that gqlgen writes are taken apart here without being decoded: JSON that is
// right, with spaces after values at most, and whose names need no escapes.

// members are the names and the values of an object.
func members(raw []byte) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		for at := next(raw, 1); raw[at] != '}'; at = next(raw, at) {
			name := valueAt(raw[at:])
			at += len(name) + 1 // and the colon
			value := valueAt(raw[at:])
			at += len(value)
			if !yield(string(name[1:len(name)-1]), value) {
				return
			}
		}
	}
}

func membersOf(raw []byte) map[string][]byte { return maps.Collect(members(raw)) }

// entries are the values of a list.
func entries(raw []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for at := next(raw, 1); raw[at] != ']'; at = next(raw, at) {
			value := valueAt(raw[at:])
			at += len(value)
			if !yield(value) {
				return
			}
		}
	}
}

// next is where the next entry begins, or the end.
func next(raw []byte, at int) int {
	for raw[at] == ',' || raw[at] <= ' ' {
		at++
	}
	return at
}

// valueAt is the value that a text begins with.
func valueAt(raw []byte) []byte {
	depth, quoted := 0, false
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
			if !quoted && depth == 0 {
				return raw[:i+1]
			}
		case quoted:
		case c == '{' || c == '[':
			depth++
		case (c == '}' || c == ']') && depth > 1:
			depth--
		case c == '}' || c == ']':
			return raw[:i+depth] // with its end, or before that of what it is in
		case depth == 0 && (c == ',' || c == ':'):
			return raw[:i]
		}
	}
	return raw
}
