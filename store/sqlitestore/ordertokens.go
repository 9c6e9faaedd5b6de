package sqlitestore

import (
	"bytes"
	"iter"
	"slices"
	"strconv"
	"strings"

	"metrograph/model"
)

// Paths are kept in the full-text index, too. For each path there are two tokens of a record
// (or two for each word of a list): the words of the path, the primary sort value and the id,
// once so that the tokens rise with them and once so that they fall. The index keeps its
// tokens in order, so that the records of a path are the tokens with a beginning, one after
// the other. An ordinary index of as many records is read a little faster, but a writer
// changes a page of it for each record that it adds: with a million records eight paths cost
// ten times as much in this form of index as they do in that of tokens.
const (
	markOrder = 0xbf // then a direction, a path, its words and the place in the order
	rising    = 'a'
	falling   = 'd'
	endOfWord = 0x80
)

// The place in an order is written in the bytes from lowestByte to highestByte, so that it can
// be turned around byte by byte, and the id in its digits. Of the sort value digits and
// hyphens, of which dates are made, are one byte, any other three.
const (
	lowestByte  = 0x81
	endOfValue  = 0x81 // less than any other: a value comes before those that begin with it
	belowHyphen = 0x82
	hyphen      = 0x83
	belowDigits = 0x84
	zero        = 0x85
	aboveDigits = 0x8f // zero to nine are before it
	nibble      = 0x90
	highestByte = 0x9f
)

// longestSort bounds the primary sort values that tokens have. A store that has a longer one,
// and none that was checked is, does not walk paths, see overlong.
const longestSort = 40

// appendPath appends the beginning of the tokens of a path.
func appendPath(token []byte, direction byte, path int, words []value) []byte {
	token = append(token, markOrder, direction)
	token = append(strconv.AppendInt(token, int64(path), 36), endOfWord)
	for _, w := range words {
		token = append(strconv.AppendInt(token, w.n, 36), endOfWord)
	}
	return token
}

// appendSort appends a sort value and its end.
func appendSort(token []byte, text string) []byte {
	for i := range len(text) {
		switch b := text[i]; {
		case '0' <= b && b <= '9':
			token = append(token, zero+b-'0')
		case b == '-':
			token = append(token, hyphen)
		default:
			token = append(token, neighbours(b), nibble+b>>4, nibble+b&15)
		}
	}
	return append(token, endOfValue)
}

// sortIn reads a sort value up to its end.
func sortIn(token []byte) string {
	var text []byte
	for i := 0; token[i] != endOfValue; i++ {
		switch b := token[i]; {
		case zero <= b && b < zero+10:
			text = append(text, '0'+b-zero)
		case b == hyphen:
			text = append(text, '-')
		default:
			text = append(text, (token[i+1]-nibble)<<4|(token[i+2]-nibble))
			i += 2
		}
	}
	return string(text)
}

// neighbours begins what is written for a byte that is not a digit or a hyphen.
func neighbours(b byte) byte {
	switch {
	case b < '-':
		return belowHyphen
	case b < '0':
		return belowDigits
	}
	return aboveDigits
}

// turn turns a place around: what comes before it comes after it then.
func turn(place []byte) {
	for i, b := range place {
		switch {
		case b >= lowestByte:
			place[i] = highestByte - (b - lowestByte)
		default:
			place[i] = digits[len(digits)-1-strings.IndexByte(digits, b)]
		}
	}
}

// orderTokens appends the tokens of a record for all paths.
func (l *layout) orderTokens(tokens []byte, cells []value, id model.ID) []byte {
	var memory [8 * longestSort]byte
	up := memory[:0]
	if l.primary != l.id {
		sort := cells[l.primary.cell].data
		up = appendSort(up, string(sort[:min(len(sort), longestSort)]))
	}
	up = append(up, idDigits(id)...)
	down := slices.Clone(up)
	turn(down)
	for n, p := range l.paths {
		for words := range p.wordsOf(cells) {
			tokens = append(append(appendPath(tokens, rising, n, words), up...), ' ')
			tokens = append(append(appendPath(tokens, falling, n, words), down...), ' ')
		}
	}
	return tokens
}

// wordsOf yields the combinations of words of a record along a path.
func (p path) wordsOf(cells []value) iter.Seq[[]value] {
	return func(yield func([]value) bool) {
		var memory [8]value
		words := memory[:0]
		if len(p.columns) != 1 || p.columns[0].form != wordList {
			for _, c := range p.columns {
				words = append(words, cells[c.cell])
			}
			yield(words)
			return
		}
		for _, n := range parseList(cells[p.columns[0].cell].data, nil) {
			if !yield(append(words, number(n))) {
				return
			}
		}
	}
}

// idDigits returns the digits of an id, which are in the order of its bytes.
func idDigits(id model.ID) string {
	_, d, _ := strings.Cut(string(id), "_")
	return d
}

// tokenRange is the tokens after one and before another.
type tokenRange struct{ after, before []byte }

// tokens returns the tokens of a path within the bounds of an order.
func (o *ordering) tokens(path int, words []value) tokenRange {
	direction := byte(rising)
	if o.down {
		direction = falling
	}
	begin := appendPath(nil, direction, path, words)
	r := tokenRange{begin, append(slices.Clone(begin), 0xff)}
	from, to := o.cut(begin, o.from, o.from.inclusive), o.cut(begin, o.to, !o.to.inclusive)
	if o.down {
		from, to = to, from
	}
	if from != nil {
		r.after = from
	}
	if to != nil {
		r.before = to
	}
	return r
}

// cut returns what lies between the tokens before a bound and those after it, nil where there
// is no bound; below tells that the bound's sort value itself comes after it. A value that is
// longer than any in a token lies just after its beginning.
func (o *ordering) cut(begin []byte, b bound, below bool) []byte {
	if !b.set {
		return nil
	}
	token, id := slices.Clone(begin), b.digits
	if o.by.form != identity {
		sort := b.sort.(string)
		if len(sort) > longestSort {
			sort, id, below = sort[:longestSort], "", false
		}
		token = appendSort(token, sort)
	}
	switch {
	case id != "":
		token = append(token, id...)
	case !below:
		token[len(token)-1]++
	}
	if o.down {
		turn(token[len(begin):])
		if id == "" {
			token = append(token, 0xff)
		}
	}
	return token
}

// hitIn reads the place of a record from its token.
func (o *ordering) hitIn(token []byte, rec int64) hit {
	place := slices.Clone(token[bytes.LastIndexByte(token, endOfWord)+1:])
	if o.down {
		turn(place)
	}
	h := hit{rec: rec, id: bytesIn(string(place[len(place)-idLength:]))}
	if o.by.form != identity {
		h.sort = sortIn(place)
	}
	return h
}
