package policy

import (
	"slices"
	"testing"

	"metrograph/model"
)

// The switches of facts.go are the lists of the model, in their order.
func TestEncoding(t *testing.T) {
	inOrder(t, model.Classification("").Values(), classificationIndex, levelShift-classificationShift-1)
	inOrder(t, model.Level("").Values(), levelIndex, statusShift-levelShift-1)
	inOrder(t, model.Status("").Values(), statusIndex, disciplineShift-statusShift-1)
	inOrder(t, model.Discipline("").Values(), disciplineIndex, enumeratedBits-disciplineShift-1)
	inOrder(t, model.Kinds(), kindIndex, kindCount)
	inOrder(t, model.Action("").Values(), actionIndex, actionCount)
	for _, k := range model.Kinds() {
		if n := len(model.FieldNames(k)); n > 64 {
			t.Errorf("a %s has %d fields, more than a set can hold", k, n)
		}
	}
	open := 0
	for _, attr := range model.Attribute("").Values() {
		if _, ok := enumerated(attr); !ok {
			open++
			if !slices.Contains(openAttributes, attr) {
				t.Errorf("%s cannot be compared", attr)
			}
		}
	}
	if open != len(openAttributes) {
		t.Errorf("%d open attributes", open)
	}
}

func inOrder[T ~string](t *testing.T, values []T, index func(T) int, count int) {
	t.Helper()
	if len(values) != count {
		t.Errorf("%T has %d values, not %d", values, len(values), count)
	}
	for i, v := range values {
		if index(v) != i {
			t.Errorf("%s has place %d, not %d", v, index(v), i)
		}
	}
	for _, unknown := range []T{"", "?", "PUBLIC "} {
		if i := index(unknown); i >= 0 && i < count {
			t.Errorf("%q has place %d", unknown, i)
		}
	}
}

func TestInProvince(t *testing.T) {
	for _, r := range []model.Region{"", "11", "110000", "110105", "120105", "210105", "11010", "1101055", "11010x", "x10105", "１１０１０５", "440305"} {
		want := r.Province() == "110000"
		if inProvince(r, []string{"110000"}) != want {
			t.Errorf("%q: not %v", r, want)
		}
	}
}
