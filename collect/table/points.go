package table

import (
	"errors"
	"io"

	"metrograph/model"
)

// point is a row of results.
type point struct {
	table *located
	line  *line
}

// maxWaiting is how many points are kept in memory until their certificate comes. Tables in the
// same order need next to none.
const maxWaiting = 200_000

// points joins results to their certificates, which stand in another table.
type points struct {
	tables  []*located
	waiting map[string][]point
	order   []string
	count   int
	last    string // number of the certificate of the point that was read last
	blank   *point
	done    bool
}

func newPoints() *points { return &points{waiting: map[string][]point{}} }

// of takes the points of a certificate: those that were read before, and those that follow.
func (p *points) of(number string) ([]point, error) {
	for !p.done && p.count < maxWaiting && (p.waiting[number] == nil || p.last == number) {
		if err := p.read(); err != nil {
			return nil, err
		}
	}
	return p.take(number), nil
}

func (p *points) take(number string) []point {
	found := p.waiting[number]
	delete(p.waiting, number)
	p.count -= len(found)
	return found
}

// read reads one point. One that does not name its certificate is of that of the one before.
func (p *points) read() error {
	if len(p.tables) == 0 {
		p.done = true
		return nil
	}
	t := p.tables[0]
	found, err := t.next()
	if errors.Is(err, io.EOF) {
		p.tables, p.last = p.tables[1:], ""
		return t.lines.close()
	}
	if err != nil {
		return err
	}
	if number := plain(found.cell(t.columnOf(ofCertificate))); number != "" {
		p.last = number
	}
	if p.waiting[p.last] == nil {
		p.order = append(p.order, p.last)
	}
	p.waiting[p.last] = append(p.waiting[p.last], point{t, found})
	p.count++
	return nil
}

// rest takes the points of a certificate that there is none of, when all certificates are done.
func (p *points) rest() (number string, group []point, err error) {
	for {
		for len(p.order) > 0 {
			number, p.order = p.order[0], p.order[1:]
			if len(p.waiting[number]) > 0 {
				return number, p.take(number), nil
			}
		}
		if p.done {
			return "", nil, io.EOF
		}
		for read := 0; !p.done && read < 1000; read++ {
			if err := p.read(); err != nil {
				return "", nil, err
			}
		}
	}
}

// roles are the columns of results that are values.
func roles() []model.ColumnRole {
	return []model.ColumnRole{model.ColumnNominal, model.ColumnReferenceValue, model.ColumnIndication, model.ColumnMeasuredValue,
		model.ColumnError, model.ColumnCorrection, model.ColumnLimitLower, model.ColumnLimitUpper}
}
