package dccterm

import (
	"slices"
	"strings"
	"testing"

	"metrograph/model"
)

// TestTerms says that terms come back whatever is in them, and that basic terms which were
// added are none of the source.
func TestTerms(t *testing.T) {
	source := []string{"basic_measuredValue", "ns_温度", "#pt100", "two words", "metrograph_role-X", ""}
	refType := Join(source, Make(Role, "MEASURED_VALUE"), Make(Kind, "a b-c/%_度"), Make(Mention, ""), "basic_measuredValue", "basic_other")
	if strings.Count(refType, "basic_measuredValue") != 1 {
		t.Errorf("said twice: %s", refType)
	}
	back, own := Split(refType)
	if !slices.Equal(back, source) {
		t.Errorf("%q came back as %q", source, back)
	}
	if own.Get(Role) != "MEASURED_VALUE" || own.Get(Kind) != "a b-c/%_度" || !own.Has(Mention) || own.Has(Basis) {
		t.Errorf("%v", own)
	}
	if back, own := Split("basic_a  ns_b"); !slices.Equal(back, []string{"basic_a", "ns_b"}) || own != nil {
		t.Errorf("a refType of others: %q %v", back, own)
	}
	if back, _ := Split("metrograph_role-X basic_a ns_added"); !slices.Equal(back, []string{"ns_added"}) {
		t.Errorf("a term that somebody added: %q", back)
	}
}

func TestUnits(t *testing.T) {
	read, _ := model.ParseUnit("µm/m")
	for _, u := range []model.Unit{read, {}, {Text: "no, unit/at all%"}, {UCUM: "Cel", Symbol: "°C"}, {Text: `\metre`, Symbol: "other"}} {
		token, back, ok := UnpackUnit(PackUnit("|a b,c", u))
		if !ok || token != "|a b,c" || back != u {
			t.Errorf("%+v came back as %+v with %q, %t", u, back, token, ok)
		}
	}
	for _, wrong := range []string{"", "a", "a,b,c", "%zz,b"} {
		if _, _, ok := UnpackUnit(wrong); ok {
			t.Errorf("%q is read", wrong)
		}
	}
}

func TestPatches(t *testing.T) {
	was := &model.Instrument{Name: model.Text{En: "Gauge"}, Model: "M", AccuracyClass: "1.6"}
	told := model.Instrument{Name: model.Text{En: "Gauge"}, Model: "N", Owner: "somebody"}
	told.ID = "kept"
	patch, err := Diff(OfItem, &told, was)
	if err != nil || string(patch) != `{"accuracyClass":"1.6","model":"M","owner":null}` {
		t.Fatalf("%s %v", patch, err)
	}
	if err := Apply(OfItem, patch, &told); err != nil || told.Model != "M" || told.Owner != "" || told.AccuracyClass != "1.6" || told.ID != "kept" {
		t.Errorf("%+v %v", told, err)
	}
	if patch, err := Diff(OfItem, was, was); patch != nil || err != nil {
		t.Errorf("of nothing: %s %v", patch, err)
	}
	for _, wrong := range []string{`{"id":"inst_x"}`, `{"status":"PUBLISHED"}`, `[]`, `{"model":1}`, ``} {
		before := told
		if err := Apply(OfItem, []byte(wrong), &told); err == nil || told.Model != before.Model || told.ID != "kept" {
			t.Errorf("%s is applied: %+v", wrong, told)
		}
	}
	if Fields("nothing") != nil {
		t.Error("there are fields of nothing")
	}
}
