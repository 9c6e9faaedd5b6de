// Package jjf1094 is the rules on verdicts on measuring instruments by JJF 1094-2002. One rule
// a file.
package jjf1094

import "metrograph/workflow/rule"

const norm = "JJF 1094-2002"

// Rules lists the rules, in the order of the clauses.
func Rules() []rule.Rule {
	return []rule.Rule{
		limits(),
		ratio(),
		undetermined(),
	}
}
