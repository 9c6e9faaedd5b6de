package wire

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// delivery sorts the answer to an operation into parts, by its plan.
type delivery struct {
	*plan
	left  int  // bytes that may still be told; less than none when that was too little
	cut   bool // the operation was stopped, and what has not come does not come
	spots []*spot
	at    map[string]*spot // by path
}

// spot is an object of which something is late.
type spot struct {
	path    ast.Path
	object  *ast.Definition
	members map[string][]byte
	due     []*late
}

// piece is what comes late of one object.
type piece struct {
	Data   json.RawMessage `json:"data"`
	Path   ast.Path        `json:"path"`
	Label  string          `json:"label,omitempty"`
	Errors gqlerror.List   `json:"errors,omitempty"`
}

// open takes gqlgen's first answer, and returns the data of the first part. What comes late is
// told as often as it is asked for, so it is not bounded by what is bounded before.
func (p *plan) open(data []byte, most int) (*delivery, []byte) {
	d := &delivery{plan: p, left: most, at: map[string]*spot{}}
	var out bytes.Buffer
	out.Grow(len(data))
	d.write(&out, data, p.schema.Query, []ast.SelectionSet{p.set}, nil)
	return d, out.Bytes()
}

// write writes what selections have of a value, without what is late.
func (d *delivery) write(out *bytes.Buffer, raw []byte, static *ast.Definition, sets []ast.SelectionSet, path ast.Path) {
	switch raw[0] {
	case '[':
		i := 0
		sign := byte('[')
		for entry := range entries(raw) {
			out.WriteByte(sign)
			d.write(out, entry, static, sets, append(path, ast.PathIndex(i)))
			sign, i = ',', i+1
		}
		if i == 0 {
			out.WriteByte(sign)
		}
		out.WriteByte(']')
	case '{':
		s := &spot{path: path, object: static, members: membersOf(raw)}
		if name, tells := s.members[typeAlias]; tells {
			s.object = d.schema.Types[string(name[1:len(name)-1])]
		}
		fields, fragments := d.collect(s.object, sets)
		d.writeObject(out, s, fields)
		if len(fragments) > 0 {
			s.path, s.due = append(ast.Path{}, path...), fragments
			d.spots, d.at[path.String()] = append(d.spots, s), s
		}
	default:
		out.Write(raw)
	}
}

func (d *delivery) writeObject(out *bytes.Buffer, s *spot, fields []*selected) {
	sign := byte('{')
	for _, f := range fields {
		value, there := s.members[f.Alias]
		if !there || f.Alias == typeAlias {
			continue
		}
		out.WriteByte(sign)
		sign = ','
		out.WriteString(strconv.Quote(f.Alias)) // a name
		out.WriteByte(':')
		if len(f.sets[0]) == 0 {
			out.Write(value)
			continue
		}
		d.write(out, value, d.schema.Types[f.Definition.Type.Name()], f.sets, append(s.path, ast.PathName(f.Alias)))
	}
	if sign == '{' {
		out.WriteByte(sign)
	}
	out.WriteByte('}')
}

// ready returns what is late and needs no waiting for.
func (d *delivery) ready() (pieces []piece) {
	for _, s := range d.spots {
		for _, l := range slices.Clone(s.due) {
			if !d.isWaitedFor(s, l) {
				pieces = append(pieces, d.take(s, l, nil)...)
			}
		}
	}
	return pieces
}

// lacks tells whether a field may still come: gqlgen has null in its place until then.
func (s *spot) lacks(f *selected) bool {
	value := s.members[f.Alias]
	return len(value) == 0 || value[0] == 'n'
}

// add takes one of gqlgen's further answers. Where an error has made null of what the answer
// would be a part of, nothing is told of it.
func (d *delivery) add(response *graphql.Response) (pieces []piece) {
	d.cut = d.cut || response.Data == nil
	s := d.at[response.Path.String()]
	number, err := strconv.Atoi(response.Label)
	if s == nil || err != nil {
		return nil
	}
	l := d.late[number]
	if len(response.Data) == 0 || response.Data[0] != '{' {
		s.settle(l)
		return []piece{{Data: json.RawMessage("null"), Path: s.path, Label: l.label, Errors: response.Errors}}
	}
	for name, value := range members(response.Data) {
		s.members[name] = value
	}
	if !slices.Contains(s.due, l) {
		return nil
	}
	return d.take(s, l, response.Errors)
}

// rest returns what is late and has not been told, once there is nothing to wait for.
func (d *delivery) rest() (pieces []piece) {
	for _, s := range d.spots {
		for _, l := range slices.Clone(s.due) {
			if d.cut && d.isWaitedFor(s, l) {
				pieces = append(pieces, piece{Data: json.RawMessage("null"), Path: s.path, Label: l.label})
				continue
			}
			pieces = append(pieces, d.take(s, l, nil)...)
		}
	}
	return pieces
}

// isWaitedFor tells whether some of a fragment may still come.
func (d *delivery) isWaitedFor(s *spot, l *late) bool {
	fields, _ := d.collect(s.object, []ast.SelectionSet{l.set})
	return slices.ContainsFunc(fields, s.lacks)
}

// take makes a piece of a fragment that has come; none where there is no room for it.
func (d *delivery) take(s *spot, l *late, faults gqlerror.List) []piece {
	s.settle(l)
	if d.left < 0 {
		return nil
	}
	var out bytes.Buffer
	fields, _ := d.collect(s.object, []ast.SelectionSet{l.set})
	d.writeObject(&out, s, fields)
	if d.left -= out.Len() + len(l.label) + frame*(len(s.path)+1); d.left < 0 {
		return nil
	}
	return []piece{{Data: out.Bytes(), Path: s.path, Label: l.label, Errors: faults}}
}

// frame is about what a piece takes for each step of its path, in bytes.
const frame = 16

func (s *spot) settle(l *late) {
	s.due = slices.DeleteFunc(s.due, func(other *late) bool { return other == l })
}
