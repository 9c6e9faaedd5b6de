package guard

import (
	"math"

	"metrograph/model"
)

// Limits bound what one request may ask for. What is 0 has its default.
type Limits struct {
	Tokens        int // words and signs; 4,000
	Depth         int // levels of fields; 20
	Fields        int // with those of fragments, once for each use; 25,000
	Aliases       int // fields that are given another name; 500
	Duplicates    int // fields that are selected again in one place; 100
	Directives    int // 100
	Fragments     int // defined, used or inline, and operations; 400
	Variables     int // 200
	Introspection int // lists of the schema within one another; 2
	Fanout        int // records and parts that one path leads to; 10,000
	Cost          int // by the weights of the schema; 40,000
	Response      int // bytes of an answer; 8 MiB
	Page          int // records of a page that may be asked for; 100
}

func (l Limits) withDefaults() Limits {
	for _, d := range []struct {
		value    *int
		fallback int
	}{
		{&l.Tokens, 4000}, {&l.Depth, 20}, {&l.Fields, 25_000}, {&l.Aliases, 500}, {&l.Duplicates, 100}, {&l.Directives, 100},
		{&l.Fragments, 400}, {&l.Variables, 200}, {&l.Introspection, 2}, {&l.Fanout, 10_000}, {&l.Cost, 40_000},
		{&l.Response, 8 << 20}, {&l.Page, 100},
	} {
		if *d.value == 0 {
			*d.value = d.fallback
		}
	}
	return l
}

// checkShape refuses a document that is too large as it is written.
func (l Limits) checkShape(s Shape) error {
	return firstOver(
		measured{"fragments", s.Fragments, l.Fragments}, measured{"variables", s.Variables, l.Variables},
		measured{"directives", s.Directives, l.Directives}, measured{"aliases", s.Aliases, l.Aliases},
		measured{"duplicates", s.Duplicates, l.Duplicates},
	)
}

// checkWeight refuses an operation that asks for too much.
func (l Limits) checkWeight(w Weight) error {
	return firstOver(
		measured{"depth", w.Depth, l.Depth}, measured{"fields", w.Fields, l.Fields},
		measured{"introspection", w.Introspection, l.Introspection}, measured{"fanout", w.Fanout, l.Fanout},
		measured{"cost", w.Cost, l.Cost},
	)
}

// measured is a quantity of a request beside its limit.
type measured struct {
	what        string
	value, most int
}

func firstOver(all ...measured) error {
	for _, m := range all {
		if m.value > m.most {
			return m.refusal()
		}
	}
	return nil
}

// refusal says what was over, and by how much.
func (m measured) refusal() error {
	e := model.Errorf(model.CodeLimitExceeded, "the query is too large: its %s is %d, and at most %d is allowed", phrase(m.what), m.value, m.most)
	if m.value == beyond {
		e = model.Errorf(model.CodeLimitExceeded, "the query is too large: its %s is beyond counting, and at most %d is allowed", phrase(m.what), m.most)
	}
	e.Path = m.what
	return e
}

// phrase is what is measured, in words.
func phrase(what string) string {
	switch what {
	case "depth":
		return "depth"
	case "introspection":
		return "depth of lists in the introspection"
	case "fanout":
		return "product of list sizes along one path"
	case "cost":
		return "cost"
	case "duplicates":
		return "number of fields that are selected again"
	}
	return "number of " + what
}

// beyond stands for every number that is too large to matter.
const beyond = math.MaxInt32

// counted turns a sum, which may be infinite, into a number that is shown.
func counted(sum float64) int {
	if sum >= beyond {
		return beyond
	}
	return int(math.Ceil(sum))
}
