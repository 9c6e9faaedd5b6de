package e2e_test

import (
	"slices"
	"testing"

	"metrograph/model"
)

// found records the institutions, as the node's administrator: all are public and published,
// since records point to them.
func (w *world) found(t *testing.T) {
	t.Helper()
	admin := w.as(w.keys["administrator of N"])
	me := admin.read(t, `{me {institution {id}}}`, nil)
	own := w.origins[0]
	own.id = model.ID(at(me.Data, "me", "institution", "id").(string))
	w.born(w.itself(own), own.id)
	for _, o := range slices.Concat(w.origins[1:], w.others) {
		r := w.itself(o)
		w.create(t, admin, writing{r, institutionInput(r, o)})
		o.id = r.id
		w.act(t, admin, "publishRecord", r)
	}
}

// itself enters the record of an institution. It is the node's, with a level and a region of
// its own.
func (w *world) itself(o *origin) *record {
	of := &origin{name: "N, which is " + o.name, kind: o.kind, level: o.level, region: o.region, id: w.origins[0].id}
	r := w.add(cell{kind: model.KindInstitution, origin: of, class: model.ClassificationPublic, status: model.StatusPublished})
	r.extra = true
	return r
}

// makeKeys makes the keys of whoever writes the data, and of the callers of the matrix.
func (w *world) makeKeys(t *testing.T) {
	t.Helper()
	for _, o := range w.origins {
		w.key(t, "writer of "+o.name, o, model.RoleRecorder, model.RolePublisher)
		w.key(t, "editor of "+o.name, o, model.RoleReviewer, model.RolePublisher)
		w.key(t, "reviewer of "+o.name, o, model.RoleReviewer)
		if o.name != "N" {
			w.key(t, "administrator of "+o.name, o, model.RoleAdministrator)
		}
	}
	for _, c := range callers() {
		if c.institution != "" && w.keys[c.name] == "" {
			w.key(t, c.name, w.origin(c.institution), c.roles...)
		}
	}
}

func (w *world) key(t *testing.T, name string, o *origin, roles ...model.Role) {
	t.Helper()
	args := []string{"--institution", string(o.id)}
	for _, r := range roles {
		args = append(args, "--role", string(r))
	}
	w.keys[name] = createKey(t, w.data, args...)
}
