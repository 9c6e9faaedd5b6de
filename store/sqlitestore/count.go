package sqlitestore

import (
	"context"
	"slices"

	"metrograph/store"
)

// Count counts the records that a query without a page would list, each once.
func (s *Store) Count(ctx context.Context, q store.Query) (n int64, err error) {
	if err := store.CheckFilter(q.Kind, q.Where); err != nil {
		return 0, err
	}
	l := s.layouts[q.Kind]
	wanted := l.scoped(q.Scope, q.Where)
	if wanted.never() {
		return 0, ctx.Err()
	}
	err = s.read(ctx, func(c *conn) error {
		n, err = s.count(c, l, wanted)
		return err
	})
	return n, wrap(ctx, err, "count", q.Kind)
}

// count counts in the tally if that says enough, otherwise in the full-text index if that
// finds exactly what is wanted, otherwise record by record.
func (s *Store) count(c *conn, l *layout, wanted *condition) (int64, error) {
	if l.tells(wanted) {
		return s.total(c, l, wanted)
	}
	if told, untold, ok := l.split(wanted); ok {
		n, err := s.total(c, l, told)
		if err != nil {
			return 0, err
		}
		more, err := s.count(c, l, untold)
		return n + more, err
	}
	m, ok := l.match(wanted)
	if ok && m.exact {
		return c.number("SELECT count(*) FROM "+l.terms+" WHERE "+l.terms+" MATCH ?", text(m.expression))
	}
	t, err := s.scan(c, l, wanted, "count(*)")
	if err != nil {
		return 0, err
	}
	return c.number(t.text.String(), t.args...)
}

// tells tells whether a condition is about facts alone, which the tally has.
func (l *layout) tells(c *condition) bool { return tells(c, l.facts) }

// tells tells whether a condition is about some columns alone.
func tells(c *condition, columns []*column) bool {
	if c.join == comparison {
		return slices.Contains(columns, c.on)
	}
	return !slices.ContainsFunc(c.parts, func(p *condition) bool { return !tells(p, columns) })
}

// split divides the records that a condition holds for into those that the tally tells of and
// others, where the condition is one of several clauses of a scope: a manufacturer's view is
// what is public, and a few more.
func (l *layout) split(wanted *condition) (told, untold *condition, ok bool) {
	var rest, plain, other []*condition
	for _, p := range wanted.conjuncts() {
		switch {
		case l.tells(p):
			rest = append(rest, p)
		case p.join == some && plain == nil && other == nil:
			for _, clause := range p.parts {
				if l.tells(clause) {
					plain = append(plain, clause)
				} else {
					other = append(other, clause)
				}
			}
		default:
			return nil, nil, false
		}
	}
	told = conjunction(append(rest, disjunction(plain...))...)
	untold = conjunction(append(rest, disjunction(other...), negate(disjunction(plain...)))...)
	return told, untold, len(plain) > 0
}

// total counts in the tally.
func (s *Store) total(c *conn, l *layout, wanted *condition) (int64, error) {
	t := s.translator(c, l)
	t.add("SELECT sum(records) FROM %s AS c WHERE ", l.tally)
	t.where(wanted)
	if t.err != nil {
		return 0, t.err
	}
	return c.number(t.text.String(), t.args...)
}

// scanShare is how many rows of the narrow table are read one after the other in the time that
// it takes to find one by its number.
const scanShare = 16

// scan writes a statement over all records that a condition holds for. It goes over those that
// the full-text index finds or those in a range of an order, if they are few, otherwise over
// all records.
func (s *Store) scan(c *conn, l *layout, wanted *condition, columns string) (*sql, error) {
	records, err := s.total(c, l, always)
	if err != nil {
		return nil, err
	}
	t := s.translator(c, l)
	t.add("SELECT %s", columns)
	from, err := s.fewest(c, l, wanted, records/scanShare)
	if err != nil {
		return nil, err
	}
	from(t)
	t.add(" AND ")
	t.where(wanted)
	return &t.sql, t.err
}

// fewest returns what writes FROM and WHERE over the smallest set of records that has all that
// are wanted and has no more than some; over all records when there is none.
func (s *Store) fewest(c *conn, l *layout, wanted *condition, few int64) (func(*translator), error) {
	best := func(t *translator) { t.add(" FROM %s AS c NOT INDEXED WHERE 1", l.table) }
	try := func(write func(*translator)) error {
		q := s.translator(c, l)
		q.add("SELECT count(*) FROM (SELECT 1")
		write(q)
		n, err := c.number(q.add(" LIMIT ?)").text.String(), append(q.args, number(few+1))...)
		if n <= few {
			best, few = write, n
		}
		return err
	}
	ranges, err := l.ranges(c, wanted.conjuncts())
	if err != nil {
		return nil, err
	}
	for _, o := range ranges {
		if err := try(func(t *translator) { l.within(t, o) }); err != nil {
			return nil, err
		}
	}
	if m, ok := l.match(wanted); ok {
		return best, try(func(t *translator) { l.matching(t, m) })
	}
	return best, nil
}
