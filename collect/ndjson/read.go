package ndjson

import (
	"bufio"
	"bytes"
	"errors"
	"io"

	"github.com/go-json-experiment/json/jsontext"

	"metrograph/collect/row"
	"metrograph/model"
)

// Format is the name of the format.
const Format = "NDJSON"

// Sniff tells whether a source begins as JSON does.
func Sniff(head []byte) bool {
	head = bytes.TrimLeft(bytes.TrimPrefix(head, bom), " \t\r\n")
	return len(head) > 0 && (head[0] == '{' || head[0] == '[')
}

var bom = []byte("\xef\xbb\xbf")

// Options bound what is read; the zero value has the stated defaults.
type Options struct {
	RowBytes int // of one record; 16 MiB
}

// Reader reads records.
type Reader struct {
	in      *bufio.Reader
	limit   int
	plans   plans
	values  *jsontext.Decoder // of a source that has no record a line
	lines   *lineCounter
	list    bool
	line    int
	buffer  []byte
	decode  decoder
	started bool // the first record was seen
	done    bool
}

// NewReader begins to read.
func NewReader(in io.Reader, o Options) *Reader {
	if o.RowBytes == 0 {
		o.RowBytes = 16 << 20
	}
	return &Reader{in: bufio.NewReaderSize(in, 256<<10), limit: o.RowBytes, plans: newPlans()}
}

// Next returns the next record.
func (r *Reader) Next() (*row.Row, error) {
	if r.done {
		return nil, io.EOF
	}
	if r.values != nil {
		return r.nextValue()
	}
	for {
		line, err := r.readLine()
		if err != nil && !errors.Is(err, errLong) {
			return nil, err
		}
		text := bytes.TrimSpace(bytes.TrimPrefix(line, bom))
		first := !r.started && len(text) > 0
		r.started = r.started || first || err != nil
		switch {
		case errors.Is(err, errLong):
			return r.fault(nil, ruleLong, r.limit>>20), nil
		case len(text) == 0:
		case first && (text[0] == '[' || !jsontext.Value(text).IsValid()):
			// Not a record a line: a list, or objects over several lines.
			r.begin(append(bytes.Clone(text), '\n'))
			return r.nextValue()
		default:
			if found := r.record(text); found != nil {
				return found, nil
			}
		}
	}
}

var errLong = errors.New("the line is too long")

// readLine reads a line of at most the limit; of a longer one the rest is passed over.
func (r *Reader) readLine() ([]byte, error) {
	r.buffer = r.buffer[:0]
	long := false
	for {
		part, err := r.in.ReadSlice('\n')
		if !long {
			r.buffer = append(r.buffer, part...)
			long = len(r.buffer) > r.limit
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
		case errors.Is(err, io.EOF) && len(r.buffer) == 0:
			return nil, io.EOF
		case err != nil && !errors.Is(err, io.EOF):
			return nil, err
		default:
			r.line++
			if long {
				return nil, errLong
			}
			return bytes.TrimSuffix(r.buffer, []byte("\n")), nil
		}
	}
}

// begin goes on with values wherever they stand.
func (r *Reader) begin(read []byte) {
	r.lines = &lineCounter{in: io.MultiReader(bytes.NewReader(read), r.in), limit: int64(r.limit), passed: r.line - 1}
	r.values = jsontext.NewDecoder(r.lines)
	if bytes.TrimSpace(read)[0] == '[' {
		r.list = true
		_, _ = r.values.ReadToken() // of which the first sign was seen
	}
}

// nextValue reads the next value of a list, or of objects one after the other. What is no JSON
// ends the source, as nobody knows where the next value begins.
func (r *Reader) nextValue() (*row.Row, error) {
	for {
		r.lines.from = r.values.InputOffset()
		if r.list && r.values.PeekKind() == ']' {
			r.done = true
			return nil, io.EOF
		}
		value, err := r.values.ReadValue()
		r.line = r.lines.lineAt(r.values.InputOffset() - int64(len(value)))
		switch {
		case err == nil:
			if found := r.record(value); found != nil {
				return found, nil
			}
			continue
		case errors.Is(err, io.EOF) && !r.list:
			return nil, io.EOF
		}
		r.done = true
		r.line = r.lines.lineAt(r.values.InputOffset())
		if errors.Is(err, errLong) {
			return r.fault(nil, ruleLong, r.limit>>20), nil
		}
		var syntax *jsontext.SyntacticError
		if !errors.As(err, &syntax) && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
			return nil, err
		}
		return r.fault(nil, ruleCut, why(err)), nil
	}
}

// fault is a row that nothing of could be read.
func (r *Reader) fault(raw []byte, rule row.Rule, args ...any) *row.Row {
	found := &row.Row{Line: r.line, Raw: bytes.Clone(raw)}
	found.Fault(rule, "", args...)
	return found
}

// record reads one record; nil for a line that only says what was wrong with another.
func (r *Reader) record(text []byte) *row.Row {
	found := &row.Row{Line: r.line, Raw: bytes.Clone(text)}
	if text[0] != '{' {
		if !jsontext.Value(text).IsValid() {
			return r.fault(text, ruleSyntax, "")
		}
		return r.fault(text, ruleObject)
	}
	kind, note, err := kindOf(text)
	switch {
	case err != nil:
		found.Fault(ruleSyntax, "", why(err))
		return found
	case note:
		return nil
	case !collected(kind):
		found.Fault(ruleKind, "", row.Echo(string(kind)))
		return found
	}
	found.Record = kind.New()
	r.decode.read(found, text, r.plans)
	return found
}

// collected tells whether records of a kind are taken in.
func collected(kind model.Kind) bool {
	switch kind {
	case model.KindCertificate, model.KindInstrument, model.KindEnvironment, model.KindPerson, model.KindMethod, model.KindInstitution:
		return true
	}
	return false
}
