package table

import (
	"errors"
	"io"
	"strconv"

	"metrograph/collect/row"
	"metrograph/collect/spec"
	"metrograph/model"
)

func itoa(n int) string { return strconv.Itoa(n) }

// Reader reads the records of a book: those first that others refer to.
type Reader struct {
	book   *book
	parts  []*located // of records, in the order of the sheets
	points *points    // of results
	codes  map[string]map[string]string
	faults []*row.Row // to be said before anything else
	notes  []model.Finding
}

// newReader finds out what the tables of a book hold.
func newReader(b *book) (*Reader, error) {
	r := &Reader{book: b, points: newPoints(), codes: codes(spec.Load())}
	var all []*located
	for _, t := range b.tables {
		if model.IsMarking(t.name) {
			return nil, errors.Join(row.ErrMarked, r.close(all))
		}
		l, err := locate(t, b.lone)
		if err != nil {
			return nil, errors.Join(err, r.close(all))
		}
		if l == nil {
			r.notes = append(r.notes, ruleSheet.Finding(t.name, 0, row.Echo(t.name)))
			continue
		}
		all = append(all, l)
	}
	for _, s := range sheets() {
		for _, l := range all {
			switch {
			case l.sheet.name != s.name:
			case s.kind == "":
				r.points.tables = append(r.points.tables, l)
			default:
				r.parts = append(r.parts, l)
			}
			if l.sheet.name == s.name {
				r.tell(l)
			}
		}
	}
	if len(all) == 0 {
		fault := &row.Row{Line: 1}
		fault.Findings = append(fault.Findings, r.notes...)
		fault.Fault(ruleBook, "", "there is no table with the column names of the template")
		r.faults, r.notes = append(r.faults, fault), nil
	}
	return r, nil
}

// tell keeps what is to be said of a header.
func (r *Reader) tell(l *located) {
	for i, rule := range l.notes {
		n := l.said[i]
		path := n.path
		if l.name != "" {
			path = l.name + "!" + path
		}
		r.notes = append(r.notes, rule.Finding(path, n.line, n.arg))
	}
}

func (r *Reader) close(all []*located) error {
	var errs []error
	for _, l := range all {
		if l.lines != nil {
			errs = append(errs, l.lines.close())
		}
	}
	return errors.Join(errs...)
}

// Next returns the next record.
func (r *Reader) Next() (*row.Row, error) {
	found, err := r.following()
	if found != nil && len(r.notes) > 0 {
		found.Findings = append(r.notes, found.Findings...)
		r.notes = nil
	}
	return found, err
}

func (r *Reader) following() (*row.Row, error) {
	if len(r.faults) > 0 {
		fault := r.faults[0]
		r.faults = r.faults[1:]
		return fault, nil
	}
	for len(r.parts) > 0 {
		found, err := r.read(r.parts[0])
		if !errors.Is(err, io.EOF) {
			return found, err
		}
		if err := r.parts[0].lines.close(); err != nil {
			return nil, err
		}
		r.parts = r.parts[1:]
	}
	return r.left()
}

// read reads the next record of a table.
func (r *Reader) read(l *located) (*row.Row, error) {
	first, err := l.next()
	if err != nil {
		return nil, err
	}
	w := &writing{Reader: r, located: l, first: first}
	if l.sheet.name == "certificates" {
		if err := w.gather(); err != nil {
			return nil, err
		}
	}
	return w.row(), nil
}

// left is what stays of the results when there is no certificate any more.
func (r *Reader) left() (*row.Row, error) {
	number, group, err := r.points.rest()
	if err != nil {
		return nil, err
	}
	found := &row.Row{Line: group[0].line.number, Raw: rawOf(nil, group)}
	found.Findings = append(found.Findings, ruleOrphan.Finding(at(group[0].table.name, group[0].line.number, group[0].table.columnOf(ofCertificate)),
		group[0].line.number, row.Echo(number)))
	for _, p := range group {
		found.Classified = found.Classified || p.line.marked()
	}
	return found, nil
}

// columnOf is the place of a column; 0 where it is not there.
func (l *located) columnOf(path string) int {
	for i, c := range l.columns {
		if c.column != nil && c.path == path {
			return i
		}
	}
	return 0
}

// codes are the values of code lists by all that they may be called.
func codes(s *spec.Spec) map[string]map[string]string {
	all := map[string]map[string]string{}
	for _, e := range s.Enums {
		known := map[string]string{}
		for _, v := range e.Values {
			known[key(v.Zh)], known[key(v.En)], known[key(v.Code)] = v.Code, v.Code, v.Code
		}
		all[e.Name] = known
	}
	return all
}
