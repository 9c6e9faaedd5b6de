package workflow

import (
	"slices"
	"strconv"

	"metrograph/model"
)

// Conflicts of interest keep an expert from evaluating what they, or their institution, have a
// part in.

// conflicts are those of an expert, at most one of each sort.
func (c *Case) conflicts(place int, p *model.Person) []model.Finding {
	var findings []model.Finding
	seen := map[string]bool{}
	tell := func(rule string, of model.ID, message model.Text) {
		if !seen[rule] {
			seen[rule] = true
			findings = append(findings, finding(place, rule, of, message))
		}
	}
	if p.InstitutionID != "" && p.InstitutionID == c.Evaluation.ApplicantID {
		tell("institution", p.InstitutionID, model.Text{En: "the expert is of the institution that applies", Zh: "专家属于申请机构"})
	}
	for _, m := range c.Members {
		if p.InstitutionID != "" && (p.InstitutionID == m.Origin || p.InstitutionID == m.Issuer) {
			tell("institution", m.ID, model.Text{En: "the record is of the expert's own institution", Zh: "该记录属于专家所在机构"})
		}
		if slices.Contains(m.Personnel, p.ID) {
			tell("personnel", m.ID, model.Text{En: "the expert performed, checked or authorized what the certificate is of", Zh: "专家本人参与了该证书的检定、核验或批准"})
		}
		if p.InstitutionID != "" && slices.Contains(m.Makers, p.InstitutionID) {
			tell("maker", m.ID, model.Text{En: "the expert is of the institution that made the instrument", Zh: "专家属于该器具的生产企业"})
		}
	}
	return findings
}

// unseated finds that the expert has no seat in the committee today, or none for the discipline.
func (c *Case) unseated(place int, p *model.Person) []model.Finding {
	seat := c.Committee.Seat(p.ID, c.today())
	if seat == nil {
		return []model.Finding{finding(place, "seat", p.ID, model.Text{En: "the person has no seat in the committee today", Zh: "该人员当前不在委员会任期内"})}
	}
	knows := seat.Disciplines
	if len(knows) == 0 {
		knows = c.Committee.Disciplines
	}
	for _, d := range c.Subject {
		if len(knows) > 0 && !slices.Contains(knows, d) {
			return []model.Finding{finding(place, "discipline", p.ID, model.Text{En: "the expert's seat is not for the discipline " + string(d), Zh: "专家席位的专业不含 " + string(d)})}
		}
	}
	return nil
}

func finding(place int, rule string, of model.ID, message model.Text) model.Finding {
	message.En, message.Zh = message.En+" ("+string(of)+"): ask another expert", message.Zh+"（"+string(of)+"）；请另选专家"
	return model.Finding{Rule: "evaluation.conflict." + rule, Severity: model.SeverityError,
		Path: "reviewers[" + strconv.Itoa(place) + "]", Message: message}
}
