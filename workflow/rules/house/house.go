// Package house is the rules on what follows from the records of a node taken together. One
// rule a file.
package house

import "metrograph/workflow/rule"

const norm = "Metrograph data model"

// Rules lists the rules, in the order of the clauses.
func Rules() []rule.Rule {
	return []rule.Rule{
		stage(),
		duplicate(),
		history(),
	}
}
