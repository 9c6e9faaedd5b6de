package sqlitestore

import (
	"context"
	"slices"
	"strings"

	"metrograph/model"
	"metrograph/store"
)

// Group counts and sums by dimensions.
func (s *Store) Group(ctx context.Context, g store.Grouping) (buckets []store.Bucket, err error) {
	if err := g.Check(); err != nil {
		return nil, err
	}
	l := s.layouts[g.Kind]
	wanted := l.scoped(g.Scope, g.Where)
	if wanted.never() {
		return nil, ctx.Err()
	}
	err = s.read(ctx, func(c *conn) error {
		x, err := newGrouper(c, s.words, l, &g)
		if err != nil {
			return err
		}
		if err := s.group(c, x, wanted); err != nil {
			return err
		}
		buckets, err = x.buckets(c, s.words)
		return err
	})
	if err != nil {
		return nil, wrap(ctx, err, "group", g.Kind)
	}
	return buckets, nil
}

// group reads the rows of the tally if that says enough, otherwise those of the records.
func (s *Store) group(c *conn, x *grouper, wanted *condition) error {
	var t *sql
	if x.l.tells(wanted) && x.told() {
		tally := s.translator(c, x.l)
		tally.add("SELECT %s FROM %s AS c WHERE records > 0 AND ", strings.Join(append([]string{"records"}, x.columns()...), ", "), x.l.tally)
		tally.where(wanted)
		if tally.err != nil {
			return tally.err
		}
		t = &tally.sql
	} else {
		var err error
		if t, err = s.scan(c, x.l, wanted, strings.Join(append([]string{"1"}, x.columns()...), ", ")); err != nil {
			return err
		}
	}
	return c.each(t.text.String(), t.args, x.row)
}

// grouper gathers the buckets of a grouping from rows. SQLite would sort all rows to group
// them; a table in memory takes one look at each.
type grouper struct {
	l          *layout
	dimensions []dimension
	sums       []*column
	limit      int
	groups     map[string]*group
	key        []byte
	numbers    []int64
}

type dimension struct {
	*column
	span    store.Span
	without map[int64]bool // words that are taken for none
}

// group is a bucket in the making.
type group struct {
	count int64
	sums  []sum
}

// mostGroups bounds the memory of a grouping.
const mostGroups = 200_000

func newGrouper(c *conn, words *words, l *layout, g *store.Grouping) (*grouper, error) {
	x := &grouper{l: l, limit: g.Limit, groups: map[string]*group{}}
	if x.limit == 0 {
		x.limit = store.MaxBuckets
	}
	for _, d := range g.By {
		without := map[int64]bool{}
		for _, v := range d.Without {
			if n, ok, err := words.number(c, v.(string)); err != nil {
				return nil, err
			} else if ok {
				without[n] = true
			}
		}
		x.dimensions = append(x.dimensions, dimension{l.column(d.Field), d.Bucket, without})
	}
	for _, name := range g.Sum {
		x.sums = append(x.sums, l.column(name))
	}
	return x, nil
}

// told tells whether the tally has all that is asked for.
func (x *grouper) told() bool {
	return len(x.sums) == 0 && !slices.ContainsFunc(x.dimensions, func(d dimension) bool { return !slices.Contains(x.l.facts, d.column) })
}

// columns lists the columns that rows have after the number of records.
func (x *grouper) columns() []string {
	var list []string
	for _, d := range x.dimensions {
		list = append(list, "c."+d.name)
	}
	for _, c := range x.sums {
		list = append(list, "c."+c.name)
	}
	return list
}

// row counts a row into its buckets.
func (x *grouper) row(s *statement) error {
	x.key = x.key[:0]
	return x.descend(s, 0)
}

// descend adds the key of one dimension after the other, once for each value of a list. A list
// without values has the empty word.
func (x *grouper) descend(s *statement, i int) error {
	if i == len(x.dimensions) {
		return x.count(s)
	}
	d, start := x.dimensions[i], len(x.key)
	switch {
	case d.form == word, d.Type == store.Int:
		x.key = appendNumber(x.key, s.int(i+1))
	case d.form == plain:
		x.key = appendText(x.key, spanned(d.span, s.view(i+1)))
	default:
		from := len(x.numbers)
		x.numbers = parseList(s.view(i+1), x.numbers)
		left := slices.DeleteFunc(x.numbers[from:], func(n int64) bool { return d.without[n] })
		if x.numbers = x.numbers[:from+len(left)]; len(left) == 0 {
			x.numbers = append(x.numbers, 0)
		}
		for k := from; k < len(x.numbers); k++ {
			x.key = appendNumber(x.key[:start], x.numbers[k])
			if err := x.descend(s, i+1); err != nil {
				return err
			}
		}
		x.numbers = x.numbers[:from]
		return nil
	}
	return x.descend(s, i+1)
}

// count counts a row into the bucket of the key.
func (x *grouper) count(s *statement) error {
	g := x.groups[string(x.key)]
	if g == nil {
		if len(x.groups) == mostGroups {
			return model.Errorf(model.CodeLimitExceeded, "the dimensions have more than %d combinations; choose fewer of them", mostGroups)
		}
		g = &group{sums: make([]sum, len(x.sums))}
		x.groups[string(x.key)] = g
	}
	g.count += s.int(0)
	for i := range x.sums {
		g.sums[i].add(s.int(1 + len(x.dimensions) + i))
	}
	return nil
}
