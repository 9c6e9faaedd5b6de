package search

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTerms(t *testing.T) {
	got := Terms("数字压力计 JJG196-2006 Ｎｏ．１２ ΔT")
	want := []string{"数字", "字压", "压力", "力计", "jjg", "196", "2006", "no", "12", "δt"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestPhrase(t *testing.T) {
	for text, want := range map[string]string{
		"数字 JJG196-2006": " 数 字 jjg 196 2006 ",
		"Ｎｏ．１２":          " no 12 ",
		"±":              "",
		"":               "",
	} {
		if got := Phrase(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
