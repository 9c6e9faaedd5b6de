package main

import (
	"context"
	"strings"

	dossier "metrograph/export/instrument"
	"metrograph/model"
	"metrograph/registry"
	"metrograph/report/instrument"
)

// report writes the report on an instrument or on a model from the data folder.
func (p *program) report(ctx context.Context, ofModel bool) error {
	subject, o := p.Report.Instrument.ID, p.Report.Instrument.ReportOutput
	if ofModel {
		subject, o = p.Report.Model.Model, p.Report.Model.ReportOutput
	}
	return p.withNode(ctx, func(n *node) error {
		c, err := n.InstrumentReport(n.operator(ctx), registry.ReportRequest{Needs: dossier.Format{}.Needs(model.KindCertificate), Progress: p.steps("证书 certificates"),
			Options: instrument.Options{Subject: subject, OfModel: ofModel, Lang: o.Lang, Organisation: n.institution.Name}})
		if err != nil {
			return err
		}
		d, err := c.Write()
		if err != nil {
			return err
		}
		return p.writeReport(d, o.Output, fileName(subject)+"-"+o.Lang, nil)
	})
}

// fileName is a subject as the name of a file: models have slashes and spaces in them.
func fileName(subject string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>| `, r) || r < ' ' {
			return '-'
		}
		return r
	}, strings.TrimLeft(subject, "."))
}
