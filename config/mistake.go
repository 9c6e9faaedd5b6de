package config

import "strings"

// Mistake is one thing that is wrong with the settings.
type Mistake struct {
	Where   string // the flag, the variable, or the file and its line
	Problem string
}

// Mistakes is everything that is wrong with the settings.
type Mistakes []Mistake

// Error lists the mistakes, one a line.
func (m Mistakes) Error() string {
	lines := make([]string, len(m))
	for i, mistake := range m {
		lines[i] = mistake.Where + ": " + mistake.Problem
	}
	return strings.Join(lines, "\n")
}
