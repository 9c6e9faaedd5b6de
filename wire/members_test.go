package wire

import (
	"bytes"
	"encoding/json"
	"testing"
)

// FuzzMembers takes JSON apart and puts it together again: nothing is lost.
func FuzzMembers(f *testing.F) {
	for _, seed := range []string{`{}`, `{"a":1,"b":[{"c":"}],\\"},null,[]],"d":{"e":"\""}}`, `[[],{"x":{}},"]",-1.5e3,true]`, `""`, `{"":[0]}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var whole bytes.Buffer
		if json.Compact(&whole, []byte(text)) != nil {
			return
		}
		var again bytes.Buffer
		rebuild(&again, whole.Bytes())
		if again.String() != whole.String() {
			t.Errorf("%s became %s", whole.String(), again.String())
		}
	})
}

func rebuild(out *bytes.Buffer, raw []byte) {
	between := ""
	switch raw[0] {
	case '{':
		out.WriteByte('{')
		for name, value := range members(raw) {
			out.WriteString(between + `"` + name + `":`)
			rebuild(out, value)
			between = ","
		}
		out.WriteByte('}')
	case '[':
		out.WriteByte('[')
		for value := range entries(raw) {
			out.WriteString(between)
			rebuild(out, value)
			between = ","
		}
		out.WriteByte(']')
	default:
		out.Write(raw)
	}
}
