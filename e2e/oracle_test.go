package e2e_test

import (
	"slices"
	"strings"
	"testing"

	"metrograph/model"
	"metrograph/policy"
)

// oracle says what a caller may see, without the program: by the policy and the facts that
// the world was made with.
type oracle struct {
	decide policy.Decision
	who    *model.Principal
	maker  model.ID
	known  map[*record]verdict
}

// verdict is what a caller may do with a record.
type verdict struct {
	readable          bool
	fields            model.FieldSet // that are shown
	counted           bool
	countFields       model.FieldSet
	history, download bool
}

func newOracle(w *world, decide policy.Decision, who *model.Principal) *oracle {
	return &oracle{decide: decide, who: who, maker: w.origin("M").id, known: map[*record]verdict{}}
}

// of is the verdict on a record. Of counting, the fields matter for certificates only: there
// are no statistics of others.
func (o *oracle) of(t *testing.T, r *record) verdict {
	t.Helper()
	if v, known := o.known[r]; known {
		return v
	}
	var v verdict
	v.fields, v.readable = o.ask(t, model.ActionRead, r)
	if r.kind == model.KindCertificate {
		v.countFields, v.counted = o.ask(t, model.ActionCount, r)
	}
	_, v.history = o.ask(t, model.ActionHistory, r)
	_, v.download = o.ask(t, model.ActionDownload, r)
	v.history, v.download = v.history && v.readable, v.download && r.kind == model.KindAttachment
	o.known[r] = v
	return v
}

func (o *oracle) ask(t *testing.T, action model.Action, r *record) (model.FieldSet, bool) {
	t.Helper()
	fields, ok, err := o.decide(o.who, action, r.facts(o.maker))
	if err != nil {
		t.Fatal(err)
	}
	return fields, ok
}

// masked names the fields of a readable record that are hidden, in order.
func (v verdict) masked(kind model.Kind) []string {
	names := (^v.fields).Names(kind)
	names = slices.DeleteFunc(names, func(n string) bool { return n == "id" || n == "version" })
	slices.Sort(names)
	return names
}

// sees tells whether the caller reads the record and the named fields of it.
func (v verdict) sees(kind model.Kind, fields ...string) bool {
	set, _ := model.Fields(kind, fields...)
	return v.readable && v.fields&set == set
}

// letters is the verdict as the matrix has it: R for read, with a small letter for each
// group of fields that is masked; C counted, H history, D download.
func (v verdict) letters(kind model.Kind) string {
	var b strings.Builder
	if v.readable {
		b.WriteString("R" + maskLetters(kind, v.masked(kind)))
	}
	for _, l := range []struct {
		yes    bool
		letter string
	}{{v.counted, "C"}, {v.history, "H"}, {v.download, "D"}} {
		if l.yes {
			b.WriteString(l.letter)
		}
	}
	if b.Len() == 0 {
		return "."
	}
	return b.String()
}

// maskGroups are the fields that the policy masks together, by their letters.
func maskGroups() []struct {
	letter string
	fields []string
} {
	return []struct {
		letter string
		fields []string
	}{
		{"p", []string{"contact", "customer", "customerInstitution", "owner", "ownerInstitution"}},
		{"s", []string{"personnel"}},
		{"v", []string{"provenance"}},
		{"t", []string{"created", "modified"}},
	}
}

// maskLetters are the letters of the groups that are masked, and the names of what belongs
// to no group.
func maskLetters(kind model.Kind, masked []string) string {
	letters := ""
	for _, g := range maskGroups() {
		var of []string
		for _, name := range g.fields {
			if _, has := model.Fields(kind, name); has {
				of = append(of, name)
			}
		}
		if len(of) > 0 && !slices.ContainsFunc(of, func(n string) bool { return !slices.Contains(masked, n) }) {
			letters += g.letter
			masked = slices.DeleteFunc(slices.Clone(masked), func(n string) bool { return slices.Contains(of, n) })
		}
	}
	if len(masked) > 0 {
		letters += "(" + strings.Join(masked, " ") + ")"
	}
	return letters
}
