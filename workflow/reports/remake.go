package reports

import "metrograph/model"

// remake has the files of a draft made again, of the data as it is now.
func remake() Transition {
	return Transition{Name: Remake, From: []model.ReportState{model.ReportDraft},
		Text:   model.Text{En: "the files are made again, of the data as it is now", Zh: "按当前数据重新编制"},
		Roles:  []model.Role{model.RoleReviewer, model.RolePublisher},
		Action: model.ActionAmend, By: requesterOnly,
		do: func(c *Case) error {
			r := c.Report
			r.Requester = model.RequesterOf(c.By)
			r.Files, r.SHA256 = nil, ""
			r.AsOf = noTime
			return nil
		}}
}
