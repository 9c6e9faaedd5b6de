// Package ilacp14 is the rules on how ILAC-P14:09/2020 has uncertainties stated on calibration
// certificates. One rule a file.
package ilacp14

import "metrograph/workflow/rule"

const norm = "ILAC-P14:09/2020"

// Rules lists the rules, in the order of the clauses.
func Rules() []rule.Rule {
	return []rule.Rule{
		form(),
		probability(),
		digits(),
		rounding(),
		unit(),
		relative(),
	}
}
