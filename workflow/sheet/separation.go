package sheet

import (
	"fmt"

	"metrograph/model"
)

// separation asks whether somebody else than who did the work checked and authorized it.
func separation(m *Material) model.SheetLine {
	l, open := m.line(asked{topic: model.SheetSeparation, criteria: []model.EvaluationCriterion{model.CriterionImpartial},
		norm: "ISO/IEC 17025:2017", clause: "6.2.6 c)", reads: []string{"personnel"},
		text: model.Text{En: "Was the work checked and authorized by others than those who did it?", Zh: "核验和批准人员是否均非检定、校准人员本人？"}})
	if !open {
		return l
	}
	did, others := map[string]bool{}, 0
	for _, a := range m.Certificate.Personnel {
		if who := identity(&a); who != "" && a.Role == model.PersonnelPerformed {
			did[who] = true
			rests(&l, a.PersonID)
		}
	}
	for i, a := range m.Certificate.Personnel {
		who := identity(&a)
		if who == "" || a.Role != model.PersonnelChecked && a.Role != model.PersonnelAuthorized {
			continue
		}
		others++
		rests(&l, a.PersonID)
		if did[who] {
			if l.Failing++; l.Path == "" {
				l.Path = fmt.Sprintf("personnel[%d]", i)
			}
		}
	}
	switch {
	case len(did) == 0 || others == 0:
		l.Found = model.Text{En: "The document does not name both.", Zh: "证书未同时列明双方人员。"}
		return l
	case l.Failing > 0:
		l.Outcome = model.SheetAttention
	default:
		l.Outcome = model.SheetPassed
	}
	l.Checked = others
	l.Found = model.Text{En: count(l.Failing) + " of " + count(others) + " who checked or authorized the work did it themselves.",
		Zh: count(others) + "名核验、批准人员中有" + count(l.Failing) + "名同时为检定、校准人员。"}
	return l
}

// identity is who an assignment is of: the person, or the name as written.
func identity(a *model.Assignment) string {
	if a.PersonID != "" {
		return string(a.PersonID)
	}
	return a.Name
}
