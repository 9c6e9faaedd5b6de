package network

import "bytes"

// reader goes through JSON that was found to be valid, without making anything of it. Of anything
// else it reads something, and ends.
type reader struct {
	raw []byte
	at  int
}

func (r *reader) space() {
	for r.at < len(r.raw) && (r.raw[r.at] == ' ' || r.raw[r.at] == '\n' || r.raw[r.at] == '\t' || r.raw[r.at] == '\r') {
		r.at++
	}
}

// pass goes over a character, if it comes next.
func (r *reader) pass(c byte) bool {
	r.space()
	if r.at < len(r.raw) && r.raw[r.at] == c {
		r.at++
		return true
	}
	return false
}

// enter begins an array or an object.
func (r *reader) enter(open byte) bool { return r.pass(open) }

// next tells whether there is an entry more before the end.
func (r *reader) next(end byte) bool {
	if r.pass(end) {
		return false
	}
	r.pass(',')
	return r.at < len(r.raw)
}

// value reads the value that comes next, whole.
func (r *reader) value() []byte {
	r.space()
	begin := r.at
	for depth := 0; r.at < len(r.raw); {
		switch r.raw[r.at] {
		case '"':
			r.text()
		case '{', '[':
			depth++
			r.at++
			continue
		case '}', ']':
			depth--
			r.at++
		case ',', ':', ' ', '\n', '\t', '\r':
			r.at++ // within an array or an object
			continue
		default:
			r.word()
		}
		if depth <= 0 {
			break
		}
	}
	return r.raw[begin:r.at]
}

// word reads a number, or one of the three names.
func (r *reader) word() {
	if n := bytes.IndexAny(r.raw[r.at:], ",:]} \n\t\r"); n > 0 {
		r.at += n
		return
	}
	r.at = len(r.raw)
}

// text reads a text: up to a quotation mark with an even number of backslashes before it.
func (r *reader) text() {
	for r.at++; r.at < len(r.raw); r.at++ {
		n := bytes.IndexByte(r.raw[r.at:], '"')
		if n < 0 {
			break
		}
		part := r.raw[r.at : r.at+n]
		r.at += n
		if escapes := len(part) - len(bytes.TrimRight(part, `\`)); escapes%2 == 0 {
			r.at++
			return
		}
	}
	r.at = len(r.raw)
}

// span is a member of an object, as it stands there.
type span struct{ name, value []byte }

// members are those of an object. They mostly come in the order in which they are looked for; an
// object with others gets an index, so that it costs what it is long.
type members struct {
	all   []span
	next  int
	index map[string]int
}

// find returns the member of a name, which is in quotation marks.
func (m *members) find(quoted []byte) (value []byte, there bool) {
	if m.next >= len(m.all) || !bytes.Equal(m.all[m.next].name, quoted) {
		if m.index == nil {
			m.index = make(map[string]int, len(m.all))
			for i, s := range m.all {
				m.index[string(s.name)] = i
			}
		}
		at, found := m.index[string(quoted)]
		if !found {
			return nil, false
		}
		m.next = at
	}
	m.next++
	return m.all[m.next-1].value, true
}
