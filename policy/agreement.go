package policy

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"metrograph/model"
)

// notShared is the fields that an agreement shares only when it names them: who ordered the
// work, who did it, who owns the instrument, and how it was recorded.
var notShared = []string{"customer", "customerInstitution", "personnel", "owner", "ownerInstitution", "provenance"}

// SetAgreements replaces the agreements that the policy takes into account by those of the
// list that are in force today, and recompiles it. It is to be called when an agreement
// changes, and when a day begins.
//
// An agreement that cannot be used grants nothing, and the error, an [Unusable], names it; all
// others take effect nevertheless, because keeping the old ones would keep what has been
// withdrawn. Such an error is for the log: it is no reason to refuse service.
func (p *Policy) SetAgreements(list []*model.Agreement, today model.Date) error {
	var rows []row
	var unusable Unusable
	for _, a := range list {
		if !a.InForce(today) {
			continue
		}
		r, err := agreementRow(a)
		if err != nil {
			unusable = append(unusable, fmt.Errorf("agreement %s: %w", a.ID, err))
			continue
		}
		rows = append(rows, r)
	}
	slices.SortFunc(rows, func(a, b row) int { return slices.Compare(a.cols, b.cols) }) // for the version
	p.mu.Lock()
	defer p.mu.Unlock()
	err := p.replace(p.source, rows)
	if err != nil { // a defect, since each row was checked; still, what is withdrawn has to go
		err = errors.Join(err, p.replace(p.source, nil))
	}
	if err == nil && len(unusable) > 0 {
		return unusable
	}
	return err
}

// Unusable is the error of agreements that grant nothing because of what they say. The policy
// has taken effect nevertheless.
type Unusable []error

// Error is one line for each agreement: which, and why.
func (u Unusable) Error() string { return errors.Join(u...).Error() }

// Unwrap returns the errors of the agreements.
func (u Unusable) Unwrap() []error { return u }

// agreementRow writes an agreement as a rule. Everything in the rule is checked first: the
// texts of an agreement come from outside and could otherwise write rules of their own.
func agreementRow(a *model.Agreement) (row, error) {
	if err := checkParties(a); err != nil {
		return row{}, err
	}
	kinds, err := sharedKinds(a)
	if err != nil {
		return row{}, err
	}
	fields, err := sharedFields(a)
	if err != nil {
		return row{}, err
	}
	condition := fmt.Sprintf("r.sub.institution == '%s' && r.obj.origin == '%s' && r.obj.status == '%s'",
		a.GranteeID, a.GrantorID, model.StatusPublished)
	if len(a.Disciplines) > 0 {
		if err := knownValues("disciplines", texts(a.Disciplines), texts(model.Discipline("").Values())); err != nil {
			return row{}, err
		}
		condition += " && r.obj.discipline in ('" + strings.Join(texts(a.Disciplines), "', '") + "')"
	}
	actions := strings.Join(texts([]model.Action{model.ActionRead, model.ActionCount, model.ActionDownload}), "|")
	cols := []string{"p", string(model.RoleMember), kinds, actions, condition, fields, "allow"}
	return row{id: "agreement " + string(a.ID), cols: cols}, nil
}

// checkParties refuses an agreement that anybody but the grantor has recorded: everybody may
// write what others grant them.
func checkParties(a *model.Agreement) error {
	for _, id := range []model.ID{a.GrantorID, a.GranteeID} {
		if err := wellFormed(string(model.AttrOrigin), string(id)); err != nil {
			return err
		}
	}
	if a.Origin != a.GrantorID {
		return fmt.Errorf("only the grantor can record what it grants: the origin is %s", clip(string(a.Origin)))
	}
	return nil
}

func sharedKinds(a *model.Agreement) (string, error) {
	if len(a.Kinds) == 0 {
		return "", fmt.Errorf("it shares no kind of record")
	}
	for _, k := range a.Kinds {
		if kindIndex(k) < 0 || !k.Shareable() {
			return "", fmt.Errorf("records of the kind %s cannot be shared", clip(string(k)))
		}
	}
	return strings.Join(texts(a.Kinds), "|"), nil
}

func sharedFields(a *model.Agreement) (string, error) {
	has := func(name string) bool {
		return slices.ContainsFunc(a.Kinds, func(k model.Kind) bool { return knownFields(k, []string{name}) != 0 })
	}
	if len(a.Fields) == 0 {
		column := "*"
		for _, name := range notShared {
			if has(name) {
				column += " -" + name
			}
		}
		return column, nil
	}
	for _, name := range a.Fields {
		if !has(name) {
			return "", fmt.Errorf("there is no field %s of %s", clip(name), strings.Join(texts(a.Kinds), ", "))
		}
	}
	return strings.Join(a.Fields, " "), nil
}
