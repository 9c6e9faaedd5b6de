package twin

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"metrograph/model"
)

// Standing is what a record is to the caller.
type Standing int

const (
	Hidden Standing = iota // it may not be read
	Seen
	Own // of the caller's institution
)

// Document is a record as JSON.
type Document struct {
	ID       model.ID
	Version  int
	Standing Standing
	Content  map[string]any
}

// Pool is what requests may mention: the records of a node and the values in them, whether
// the caller may read them or not, and the cursors that were given out.
type Pool struct {
	documents map[model.Kind][]*Document
	values    map[string][]string // by the name of the field
	hidden    []model.ID
	known     map[string]bool
	lists     map[string][]*list // by the field of the schema
	numbered  []*list
}

// list is a list as a request asked for it: its arguments without those of its pages, and
// the cursors of its answers.
type list struct {
	number    int
	arguments []member
	cursors   []string
}

// NewPool makes a pool without records.
func NewPool() *Pool {
	return &Pool{documents: map[model.Kind][]*Document{}, values: map[string][]string{}, known: map[string]bool{},
		lists: map[string][]*list{}}
}

// Add enters a record into the pool.
func (p *Pool) Add(r model.Record, s Standing) error {
	raw, err := json.Marshal(r)
	if err != nil {
		return err
	}
	head := r.Base()
	d := &Document{ID: head.ID, Version: head.Version, Standing: s}
	decoder := json.NewDecoder(strings.NewReader(string(raw)))
	decoder.UseNumber()
	if err := decoder.Decode(&d.Content); err != nil {
		return err
	}
	p.documents[r.Kind()] = append(p.documents[r.Kind()], d)
	if s == Hidden {
		p.hidden = append(p.hidden, head.ID)
	}
	p.harvest(d.Content, "", "")
	return nil
}

// harvest enters the texts of a record under the names of their fields. What a list holds is
// known by the names of both: filters have one or the other.
func (p *Pool) harvest(v any, name, above string) {
	switch v := v.(type) {
	case map[string]any:
		for _, key := range sortedKeys(v) {
			p.harvest(v[key], key, name)
		}
	case []any:
		for _, entry := range v {
			p.harvest(entry, name, name)
		}
	case string:
		for _, n := range []string{name, strings.TrimSuffix(name, "s"), strings.TrimSuffix(above, "s")} {
			p.value(n, v)
		}
	}
}

func (p *Pool) value(name, v string) {
	if key := name + "\x1f" + v; !p.known[key] && len(v) <= 200 {
		p.known[key] = true
		p.values[name] = append(p.values[name], v)
	}
}

// Learn enters the cursors of an answer into the pool. Lists have their numbers in their
// aliases, see [Generator].
func (p *Pool) Learn(body []byte) {
	var answer any
	if json.Unmarshal(body, &answer) == nil {
		p.learn(answer, nil)
	}
}

func (p *Pool) learn(v any, of *list) {
	switch v := v.(type) {
	case map[string]any:
		for _, key := range sortedKeys(v) {
			inside := of
			if number, is := numberIn(key); is && number < len(p.numbered) {
				inside = p.numbered[number]
			}
			if text, is := v[key].(string); is && of != nil && strings.HasSuffix(strings.ToLower(key), "cursor") {
				of.keep(text)
			}
			p.learn(v[key], inside)
		}
	case []any:
		for _, entry := range v {
			p.learn(entry, of)
		}
	}
}

func (l *list) keep(cursor string) {
	const most = 50
	if len(l.cursors) < most && !slices.Contains(l.cursors, cursor) {
		l.cursors = append(l.cursors, cursor)
	}
}

// HiddenIn returns a record that the caller may not read and that the request mentions;
// empty where there is none, and where there are cursors, which belong to a list of that very
// record.
func (p *Pool) HiddenIn(r Request) model.ID {
	said := r.Path + r.Body
	if strings.Contains(said, "after") || strings.Contains(said, "before") {
		return ""
	}
	for _, id := range p.hidden {
		if strings.Contains(said, string(id)) {
			return id
		}
	}
	return ""
}

// HiddenOf returns a record of a kind that the caller may not read; empty where there is none.
func (p *Pool) HiddenOf(kind model.Kind) model.ID {
	for _, d := range p.documents[kind] {
		if d.Standing == Hidden {
			return d.ID
		}
	}
	return ""
}

// Absent is an id of the kind that no record has.
func Absent(kind model.Kind) model.ID {
	return kind.ID(time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC), [16]byte{6: 1, 15: 1})
}

func sortedKeys(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
