package model

// Finding is something that a check found in a record or a file: where, how grave, by which
// rule, and what to do about it in both languages.
type Finding struct {
	Rule     string   `json:"rule"` // id of the rule, e.g. institution.uscc
	Severity Severity `json:"severity"`
	Path     string   `json:"path"`             // place in the record, e.g. results[0].series[1].columns[2]
	Line     int      `json:"line,omitempty"`   // line of the source file, from 1
	Clause   string   `json:"clause,omitempty"` // norm and clause that the rule comes from
	Message  Text     `json:"message"`
}

// Grave tells whether any of the findings is an error, so that the record is refused.
func Grave(findings []Finding) bool {
	for _, f := range findings {
		if f.Severity == SeverityError {
			return true
		}
	}
	return false
}

// check looks at a finding that is kept with a record: its texts repeat what a file said.
func (f *Finding) check(k *checker) {
	k.code("rule", f.Rule)
	k.enum("severity", string(f.Severity), severities)
	k.prose("path", f.Path)
	k.code("clause", f.Clause)
	k.text("message", &f.Message)
}

// notes checks findings that a record carries.
func (k *checker) notes(field string, list []Finding) {
	k.limit(field, len(list), maxEntries)
	for i := range list {
		k.at(field, i)
		list[i].check(k)
		k.out()
	}
}
