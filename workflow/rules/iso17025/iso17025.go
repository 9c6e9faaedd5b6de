// Package iso17025 is the rules on the content of certificates and reports that ISO/IEC
// 17025:2017 (GB/T 27025-2019, JJF 1069) asks for in 7.8, and what 6.2 to 6.5 ask of persons
// and standards. One rule a file.
package iso17025

import "metrograph/workflow/rule"

const norm = "ISO/IEC 17025:2017"

// Rules lists the rules, in the order of the clauses.
func Rules() []rule.Rule {
	return []rule.Rule{
		title(),
		laboratory(),
		place(),
		number(),
		customer(),
		method(),
		item(),
		condition(),
		received(),
		performed(),
		issued(),
		results(),
		unit(),
		deviation(),
		authorization(),
		uncertainty(),
		conditions(),
		traceability(),
		link(),
		expired(),
		source(),
		adjustment(),
		interval(),
		specification(),
		decision(),
		statement(),
		reason(),
		original(),
		qualification(),
		inforce(),
	}
}
