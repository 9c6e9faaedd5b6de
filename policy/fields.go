package policy

import (
	"fmt"
	"slices"
	"strings"

	"metrograph/model"
)

// fieldStep is one word of the fields column: it adds fields or takes them away.
type fieldStep struct {
	minus bool
	all   bool // the word was *
	names []string
	group bool // the word was @group, whose fields need not all belong to the rule's kinds
}

// alwaysShown are the fields that every caller who may read a record at all may see.
var alwaysShown = []string{"id", "version"}

// parseFields reads the fields column: words that add fields (a name, @group or *) or take
// them away (-name, -@group), which count from left to right.
func parseFields(text string, groups map[string][]string) ([]fieldStep, error) {
	var steps []fieldStep
	for _, w := range strings.Fields(text) {
		s := fieldStep{minus: strings.HasPrefix(w, "-")}
		w = strings.TrimPrefix(w, "-")
		switch {
		case w == "*":
			s.all = true
		case strings.HasPrefix(w, "@"):
			names, ok := groups[w]
			if !ok {
				return nil, fmt.Errorf("there is no group of fields %s: a line g2, %s, … makes one", clip(w), clip(w))
			}
			s.names, s.group = names, true
		default:
			s.names = []string{w}
		}
		if s.minus && (len(steps) == 0 || s.all) {
			return nil, fmt.Errorf("-%s takes away from nothing: the column begins with * or with the fields shown", clip(w))
		}
		steps = append(steps, s)
	}
	if len(steps) == 0 {
		return nil, fmt.Errorf("the fields column is empty: write * for every field")
	}
	return steps, nil
}

// fieldSet is the set of fields of a kind that the steps come to. Names that the kind lacks
// are passed over.
func fieldSet(steps []fieldStep, kind model.Kind) model.FieldSet {
	var set model.FieldSet
	for _, s := range steps {
		change := knownFields(kind, s.names)
		if s.all {
			change = model.AllFields
		}
		if s.minus {
			set &^= change
		} else {
			set |= change
		}
	}
	return set | knownFields(kind, alwaysShown)
}

func knownFields(kind model.Kind, names []string) model.FieldSet {
	var set model.FieldSet
	for _, name := range names {
		if bit, ok := model.Fields(kind, name); ok {
			set |= bit
		}
	}
	return set
}

// checkFieldNames refuses a name that none of the kinds has, and one that cannot be hidden.
func checkFieldNames(steps []fieldStep, kinds []model.Kind) error {
	for _, s := range steps {
		if s.group {
			continue
		}
		for _, name := range s.names {
			if !slices.ContainsFunc(kinds, func(k model.Kind) bool { return knownFields(k, []string{name}) != 0 }) {
				return fmt.Errorf("there is no field %s of %s", clip(name), strings.Join(texts(kinds), ", "))
			}
			if s.minus && slices.Contains(alwaysShown, name) {
				return fmt.Errorf("the field %s cannot be hidden: who may read a record at all knows that it exists", name)
			}
		}
	}
	return nil
}

func checkGroupName(name string) error {
	word, ok := strings.CutPrefix(name, "@")
	if !ok || word == "" || strings.ContainsAny(word, " \t*|@-") {
		return fmt.Errorf("the name of a group is @ and a word, as @parties, not %s", clip(name))
	}
	return nil
}

// parseKindGroup reads the members of a group of kinds.
func parseKindGroup(name, members string) ([]string, error) {
	if err := checkGroupName(name); err != nil {
		return nil, err
	}
	return list(members, "kind", texts(model.Kinds()), nil)
}

// parseFieldGroup reads the members of a group of fields.
func parseFieldGroup(name, members string) ([]string, error) {
	if err := checkGroupName(name); err != nil {
		return nil, err
	}
	steps, err := parseFields(members, nil)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, s := range steps {
		if s.minus || s.all {
			return nil, fmt.Errorf("a group of fields is a list of names")
		}
		names = append(names, s.names...)
	}
	return names, checkFieldNames(steps, model.Kinds())
}

// showsField tells whether a fields column shows a field. It is what Casbin asks, and goes
// another way to the answer than [fieldSet] so that one checks the other: the last word that
// says anything of the field counts. The empty field stands for the record itself.
func showsField(column, field string, groups map[string][]string) bool {
	if field == "" || slices.Contains(alwaysShown, field) {
		return true
	}
	words := strings.Fields(column)
	for _, w := range slices.Backward(words) {
		name, minus := strings.CutPrefix(w, "-")
		if name == "*" || name == field || slices.Contains(groups[name], field) {
			return !minus
		}
	}
	return false
}
