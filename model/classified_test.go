package model

import "testing"

func TestIsMarking(t *testing.T) {
	for text, want := range map[string]bool{
		"绝密": true, "【机密】": true, "密级：秘密": true, "机密★10年": true, "涉密文件": true, "本件密级: 绝密，注意保管": true,
		"": false, "保密": false, "商业秘密": false, "本证书涉及商业秘密，请妥善保管": false, "精密压力表": false, "密度计": false, "classified": false,
	} {
		if got := IsMarking(text); got != want {
			t.Errorf("%q: %t", text, got)
		}
	}
}

func TestIsClassified(t *testing.T) {
	c := &Certificate{Items: []Item{{Name: Text{Zh: "密度计"}}}}
	if IsClassified(c) {
		t.Error("a densimeter is a state secret")
	}
	c.Results = []MeasurementResult{{Series: []Series{{Columns: []Column{{Texts: []string{"合格", "机密"}}}}}}}
	if !IsClassified(c) {
		t.Error("a marking in a table was not seen")
	}
}
