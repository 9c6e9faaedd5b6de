package policy

import (
	"slices"

	"metrograph/model"
)

// subject is a caller as rules see one: the roles with all that they have, the actions that
// the credential is good for, and the attributes of the institution; empty where not known.
type subject struct {
	roles                                model.RoleSet
	actions                              actionSet
	institution, level, region, province string
	person, serves                       string
}

// actionSet is a set of actions, one bit each, in the order of the values of [model.Action].
type actionSet uint16

const everyAction actionSet = 1<<actionCount - 1

// kindSet is a set of kinds, one bit each, in the order of [model.Kinds].
type kindSet uint32

// restriction is the set of actions that a list names; an empty list restricts nothing.
func restriction(actions []model.Action) actionSet {
	if len(actions) == 0 {
		return everyAction
	}
	var set actionSet
	for _, a := range actions {
		if i := actionIndex(a); i >= 0 {
			set |= 1 << i
		}
	}
	return set
}

// subjectOf makes the subject of a caller. Level and region are those of the institution, so
// a caller without one has neither.
func (e *enforcer) subjectOf(who grantKey) subject {
	s := subject{roles: e.close(who.roles), actions: who.actions, institution: string(who.institution),
		person: string(who.person), serves: string(who.serves)}
	if who.institution == "" {
		return s
	}
	if knownLevel(who.level) {
		s.level = string(who.level)
	}
	s.region, s.province = string(who.region), string(who.region.Province())
	return s
}

// attribute returns what is known of the caller; empty for nothing.
func (s *subject) attribute(of callerAttribute) string {
	switch of {
	case callerInstitution:
		return s.institution
	case callerLevel:
		return s.level
	case callerRegion:
		return s.region
	case callerProvince:
		return s.province
	case callerPerson:
		return s.person
	case callerServes:
		return s.serves
	}
	return ""
}

// passes tells whether the test holds for the caller.
func (s *subject) passes(t callerTest) bool {
	if t.of == callerRoles {
		return s.roles.Has(model.Role(t.in[0])) != t.not
	}
	_, found := slices.BinarySearch(t.in, s.attribute(t.of))
	return found != t.not
}

// bind makes the branch a clause for one caller; ok is false when it cannot hold for them.
func (s *subject) bind(b branch) (c clause, ok bool) {
	for _, t := range b.caller {
		if !s.passes(t) {
			return c, false
		}
	}
	c = b.clause
	for _, l := range b.links {
		value := s.attribute(l.of)
		if value == "" {
			return c, false
		}
		if c, ok = c.and(l.clause(value)); !ok {
			return c, false
		}
	}
	return c, true
}

// clause asks that the attribute of the record has the value.
func (l link) clause(value string) clause {
	if e, ok := enumerated(l.attr); ok {
		return clause{enums: e.only([]string{value})}
	}
	open := openAttribute(slices.Index(openAttributes, l.attr))
	return clause{enums: everyValue, tests: []idTest{{open, []string{value}}}}
}
