package e2e_test

import (
	"testing"

	"metrograph/model"
)

// bundle is the records of one origin, class and status. They point to each other.
type bundle struct {
	institution, person, environment, method, attachment *record
	instrument, made                                     *record // by somebody, and by M
	certificate, certificateMade                         *record // of these
	dataset, agreement                                   *record
}

// populate writes the records of an origin, by its own recorder and publisher.
func (w *world) populate(t *testing.T, o *origin) {
	t.Helper()
	writer, admin := w.as(w.keys["writer of "+o.name]), w.as(w.keys["administrator of "+o.name])
	first := len(w.records)
	bundles := w.bundles(o)
	w.layer(t, writer, bundles, func(b *bundle) []writing {
		return []writing{{b.institution, institutionInput(b.institution, o)}, {b.person, w.personInput(b)},
			{b.environment, environmentInput(b)}, {b.method, methodInput(b)}}
	})
	for _, b := range bundles {
		w.attach(t, writer, b.attachment)
	}
	w.layer(t, writer, bundles, func(b *bundle) []writing {
		return []writing{{b.instrument, w.instrumentInput(b, b.instrument)}, {b.made, w.instrumentInput(b, b.made)}}
	})
	w.layer(t, writer, bundles, func(b *bundle) []writing {
		return []writing{{b.certificate, w.certificateInput(b, b.certificate)}}
	})
	w.layer(t, writer, bundles, func(b *bundle) []writing {
		return []writing{{b.certificateMade, w.certificateInput(b, b.certificateMade)}, {b.dataset, datasetInput(b)}}
	})
	w.layer(t, admin, bundles, func(b *bundle) []writing { return []writing{{b.agreement, w.agreementInput(b)}} })
	w.gather(t, writer, o, w.records[first:])
	w.promote(t, writer, admin, w.records[first:])
}

// bundles enters the records of an origin into the world.
func (w *world) bundles(o *origin) []*bundle {
	var all []*bundle
	for _, class := range model.Classification("").Values() {
		for _, status := range model.Status("").Values() {
			add := func(kind model.Kind, made bool) *record { return w.add(cell{kind, o, class, status, made}) }
			all = append(all, &bundle{
				institution: add(model.KindInstitution, false), person: add(model.KindPerson, false),
				environment: add(model.KindEnvironment, false), method: add(model.KindMethod, false),
				attachment: add(model.KindAttachment, false), instrument: add(model.KindInstrument, false),
				made: add(model.KindInstrument, true), certificate: add(model.KindCertificate, false),
				certificateMade: add(model.KindCertificate, true), dataset: add(model.KindDataset, false),
				agreement: add(model.KindAgreement, false),
			})
		}
	}
	return all
}

// layer writes a part of every bundle in one request: what others point to comes first.
func (w *world) layer(t *testing.T, c *client, bundles []*bundle, part func(*bundle) []writing) {
	t.Helper()
	var batch []writing
	for _, b := range bundles {
		batch = append(batch, part(b)...)
	}
	w.create(t, c, batch...)
}

// attach uploads the attachment of a bundle.
func (w *world) attach(t *testing.T, c *client, r *record) {
	t.Helper()
	content := "content of " + r.mark("name")
	id := c.upload(t, r.mark("name")+".txt", content, map[string]any{
		"role": "OTHER", "classification": r.class, "description": text("附件 " + r.mark("name")), "reason": "e2e",
	})
	w.born(r, model.ID(id))
	w.content[r.id] = content
}

// gather writes a public data set of everything that the origin has, whoever may read it.
func (w *world) gather(t *testing.T, c *client, o *origin, members []*record) {
	t.Helper()
	hub := w.add(cell{kind: model.KindDataset, origin: o, class: model.ClassificationPublic, status: model.StatusPublished})
	hub.extra = true
	for _, r := range members {
		hub.links["members"] = append(hub.links["members"], r.id)
	}
	w.create(t, c, writing{hub, map[string]any{
		"name": text("全部 " + hub.mark("name")), "versionLabel": hub.mark("name"), "discipline": model.DisciplineThermal,
		"stage": model.StageBasic, "members": hub.links["members"], "classification": hub.class,
		"contact": map[string]any{"person": hub.mark("contact")}, "provenance": provenance(hub),
	}})
}

// promote publishes what is to be published, and withdraws what is to be withdrawn then.
func (w *world) promote(t *testing.T, writer, admin *client, records []*record) {
	t.Helper()
	for _, c := range []struct {
		*client
		agreements bool
	}{{writer, false}, {admin, true}} {
		var publish, withdraw []*record
		for _, r := range records {
			if (r.kind == model.KindAgreement) != c.agreements {
				continue
			}
			if r.status == model.StatusPublished || r.status == model.StatusWithdrawn {
				publish = append(publish, r)
			}
			if r.status == model.StatusWithdrawn {
				withdraw = append(withdraw, r)
			}
		}
		w.act(t, c.client, "publishRecord", publish...)
		w.act(t, c.client, "withdrawRecord", withdraw...)
	}
}
