package config

import "testing"

func TestSize(t *testing.T) {
	for text, want := range map[string]Size{
		"0": 0, "4096": 4096, "1KiB": 1024, "1 MiB": 1 << 20, "2GiB": 2 << 30, "3kB": 3000, "3KB": 3000, "1MB": 1e6, "1 GB": 1e9, "7B": 7,
	} {
		var got Size
		if err := got.UnmarshalText([]byte(text)); err != nil || got != want {
			t.Errorf("%q: %d, %v", text, got, err)
		}
		var again Size
		if err := again.UnmarshalText([]byte(got.String())); err != nil || again != want {
			t.Errorf("%q is written %q", text, got)
		}
	}
	for _, text := range []string{"", "MiB", "-1", "1.5MiB", "1TiB", "9999999999GiB", "1 M"} {
		var got Size
		if got.UnmarshalText([]byte(text)) == nil {
			t.Errorf("%q is %d", text, got)
		}
	}
}
