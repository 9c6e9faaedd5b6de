package sample

import (
	"time"

	"metrograph/model"
)

// agree makes the agreements: most in force, one expired, one a draft.
func (g *generator) agree() {
	certificates := []model.Kind{model.KindCertificate}
	both := []model.Kind{model.KindCertificate, model.KindInstrument}
	fields := []string{"number", "discipline", "items", "results", "issuedAt"}
	for _, a := range []struct {
		grantor, grantee int
		kinds            []model.Kind
		disciplines      []model.Discipline
		fields           []string
		from, until      int // years from the end of the data
		status           model.Status
	}{
		{1, 3, both, []model.Discipline{model.DisciplineMechanics, model.DisciplineLength}, nil, -3, 2, model.StatusPublished},
		{2, 1, certificates, nil, nil, -4, 1, model.StatusPublished},
		{3, 2, certificates, nil, fields, -5, -1, model.StatusPublished}, // expired
		{1, 2, both, nil, nil, 0, 3, model.StatusDraft},
		{5, 11, certificates, []model.Discipline{model.DisciplineChemistry, model.DisciplineOptics}, fields, -2, 3, model.StatusPublished},
		{7, 12, both, nil, nil, -1, 4, model.StatusPublished},
		{15, 4, certificates, []model.Discipline{model.DisciplineElectromagnetics}, nil, -2, 2, model.StatusWithdrawn},
	} {
		if max(a.grantor, a.grantee) >= len(g.labs) {
			continue
		}
		n := len(g.agreements)
		from := g.Now.AddDate(a.from, 0, -30)
		born := from.Add(-10*day + time.Duration(n)*time.Minute)
		r := seeded(g.Seed, domainAgreement, uint64(n))
		agreement := &model.Agreement{Head: g.headOf(g.labs[a.grantor], r.id(model.KindAgreement, born), born),
			GrantorID: g.labs[a.grantor].ID, GranteeID: g.labs[a.grantee].ID, Kinds: a.kinds, Disciplines: a.disciplines, Fields: a.fields,
			From: model.DateOf(from), Until: model.DateOf(g.Now.AddDate(a.until, 0, -31)), Note: bi("示例共享协议", "Sample agreement on sharing")}
		agreement.Classification, agreement.Status = model.ClassificationNonPublic, a.status
		g.agreements = append(g.agreements, agreement)
	}
}
