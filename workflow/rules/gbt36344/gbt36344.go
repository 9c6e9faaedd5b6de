// Package gbt36344 is the rules on how timely data is, a side of quality by GB/T 36344-2018
// (ISO/IEC 25012:2008, currentness); the spans are Metrograph's own. One rule a file.
package gbt36344

import "metrograph/workflow/rule"

const norm = "GB/T 36344-2018"

// Rules lists the rules, in the order of the clauses.
func Rules() []rule.Rule {
	return []rule.Rule{
		future(),
		collected(),
		issue(),
		validity(),
	}
}
