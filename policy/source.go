package policy

import (
	_ "embed"
)

// Source is the text of a policy.
type Source struct {
	Name  string // of the rules, for messages; policy.csv where it is empty
	Model string // a Casbin model, as model.conf
	Rules string // the rules, as policy.csv
}

//go:embed model.conf
var defaultModel string

//go:embed policy.csv
var defaultRules string

// Default is the policy that a node has when its centre has not written another.
func Default() Source {
	return Source{Name: "policy.csv", Model: defaultModel, Rules: defaultRules}
}

func (s Source) name() string {
	if s.Name == "" {
		return "policy.csv"
	}
	return s.Name
}
