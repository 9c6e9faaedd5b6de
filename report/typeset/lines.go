package typeset

import "strings"

// unit is what is not divided when lines are broken: a Chinese character with the marks that
// must not be parted from it, or a Latin word.
type unit struct {
	text  string
	width float64
	space bool // it may be left out at the end of a line
}

// Marks that do not begin a line, and those that do not end one (GB/T 15834).
const (
	notFirst = "，。、；：！？）》」』】〉”’％%…·,.;:!?)]}℃°"
	notLast  = "（《「『【〈“‘([{"
)

func isHan(r rune) bool { return r >= 0x2e80 }

// units divides a text; width measures.
func units(text string, width func(string) float64) []unit {
	var list []unit
	var word strings.Builder
	flush := func() {
		if word.Len() > 0 {
			list = append(list, unit{text: word.String()})
			word.Reset()
		}
	}
	for _, r := range text {
		switch {
		case r == ' ' || r == '\n':
			flush()
			list = append(list, unit{text: " ", space: true})
		case isHan(r):
			flush()
			list = append(list, unit{text: string(r)})
		default:
			word.WriteRune(r)
		}
	}
	flush()
	joined := list[:0]
	for _, u := range list {
		if n := len(joined); n > 0 && !u.space && !joined[n-1].space && keep(joined[n-1].text, u.text) {
			joined[n-1].text += u.text
			continue
		}
		joined = append(joined, u)
	}
	for i := range joined {
		joined[i].width = width(joined[i].text)
	}
	return joined
}

// keep tells whether two pieces stay on one line.
func keep(a, b string) bool {
	last, first := []rune(a), []rune(b)
	return strings.ContainsRune(notLast, last[len(last)-1]) || strings.ContainsRune(notFirst, first[0])
}

// line is a line of units; last of its paragraph, or to be stretched to the width.
type line struct {
	units []unit
	width float64
	last  bool
}

// broken breaks units into lines of a width, of which the first is shorter by an indent.
func broken(list []unit, most, indent float64) []line {
	var lines []line
	now := line{width: indent}
	for _, u := range list {
		if len(now.units) == 0 && u.space {
			continue
		}
		if now.width+u.width > most && len(now.units) > 0 {
			lines = append(lines, now.trimmed())
			now = line{}
			if u.space {
				continue
			}
		}
		now.units, now.width = append(now.units, u), now.width+u.width
	}
	now = now.trimmed()
	now.last = true
	return append(lines, now)
}

func (l line) trimmed() line {
	for n := len(l.units); n > 0 && l.units[n-1].space; n-- {
		l.width -= l.units[n-1].width
		l.units = l.units[:n-1]
	}
	return l
}

// text is the line without stretching.
func (l line) text() string {
	var out strings.Builder
	for _, u := range l.units {
		out.WriteString(u.text)
	}
	return out.String()
}
