package main

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/vektah/gqlparser/v2/ast"

	"metrograph/collect/spec"
	"metrograph/graph"
	"metrograph/internal/golden"
)

// TestTerms keeps collect/spec/terms.tsv the terms that the schema has.
func TestTerms(t *testing.T) {
	var lines []string
	for name, d := range graph.Schema().Types {
		if d.BuiltIn || d.Kind != ast.Object && d.Kind != ast.Enum {
			continue
		}
		lines = append(lines, termLine(name, d.Description))
		for _, f := range d.Fields {
			lines = append(lines, termLine(name+"."+f.Name, f.Description))
		}
		for _, v := range d.EnumValues {
			lines = append(lines, termLine(name+"."+v.Name, v.Description))
		}
	}
	s := spec.Load()
	mine := map[string]bool{}
	for _, types := range [][]spec.Type{s.Kinds, s.Parts} {
		for _, one := range types {
			mine[one.Name] = true
		}
	}
	for _, e := range s.Enums {
		mine[e.Name] = true
	}
	lines = slices.DeleteFunc(lines, func(line string) bool {
		name, _, _ := strings.Cut(line, "\t")
		name, _, _ = strings.Cut(name, ".")
		return !mine[name]
	})
	slices.Sort(lines)
	golden.Check(t, "collect/spec/terms.tsv", strings.Join(lines, "\n")+"\n")
}

// termLine divides a description into English, Chinese, and what follows.
func termLine(name, description string) string {
	head, more, _ := strings.Cut(description, ". ")
	head = strings.TrimSuffix(head, ".")
	en, zh := head, ""
	if at := strings.IndexFunc(head, func(c rune) bool { return unicode.Is(unicode.Han, c) }); at >= 0 {
		begin := strings.LastIndexByte(head[:at], ' ') + 1
		en, zh = strings.TrimSpace(head[:begin]), head[begin:]
	}
	return strings.Join([]string{name, en, zh, strings.Join(strings.Fields(more), " ")}, "\t")
}

// TestSpecificationIsWhole: everything that is collected has a term in both languages.
func TestSpecificationIsWhole(t *testing.T) {
	s := spec.Load()
	check := func(name string, term spec.Term) {
		if term.En == "" || term.Zh == "" {
			t.Errorf("%s has no term in both languages: %+v", name, term)
		}
	}
	for _, types := range [][]spec.Type{s.Kinds, s.Parts} {
		for _, one := range types {
			check(one.Name, one.Term)
			for _, f := range one.Fields {
				check(one.Name+"."+f.Name, f.Term)
			}
		}
	}
	for _, e := range s.Enums {
		check(e.Name, e.Term)
		for _, v := range e.Values {
			check(e.Name+"."+v.Code, v.Term)
		}
	}
}
