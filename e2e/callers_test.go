package e2e_test

import (
	"slices"

	"metrograph/model"
)

// caller is a caller of the access matrix.
type caller struct {
	name        string
	institution string // the name of an origin; empty for an anonymous caller
	roles       []model.Role
}

// callers are those of the matrix, in its order.
func callers() []caller {
	return []caller{
		{name: "anonymous"},
		{name: "manufacturer M", institution: "M"},
		{name: "third party T", institution: "T"},
		{name: "provincial P", institution: "P"},
		{name: "provincial Q", institution: "Q"},
		{name: "national N", institution: "N"},
		{name: "recorder of T", institution: "T", roles: []model.Role{model.RoleRecorder}},
		{name: "auditor of T", institution: "T", roles: []model.Role{model.RoleAuditor}},
		{name: "auditor of N", institution: "N", roles: []model.Role{model.RoleAuditor}},
		{name: "administrator of N", institution: "N", roles: []model.Role{model.RoleAdministrator}},
		{name: "government", institution: "G", roles: []model.Role{model.RoleGovernment}},
	}
}

// everything is the caller who may read every field of every record of the matrix.
const everything = "auditor of N"

func callerNamed(name string) caller {
	return callers()[slices.IndexFunc(callers(), func(c caller) bool { return c.name == name })]
}

// principal is the caller as the policy knows it.
func (w *world) principal(c caller) *model.Principal {
	if c.institution == "" {
		return &model.Principal{}
	}
	o := w.origin(c.institution)
	return &model.Principal{Subject: c.name, Institution: o.id, Level: o.level, Region: o.region,
		Granted: model.Roles(c.roles...), Via: "apikey"}
}
