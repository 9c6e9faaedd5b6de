package main

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"log/slog"
	"slices"

	"metrograph/internal/sample"
	"metrograph/model"
	"metrograph/policy"
)

// caller is a key for one kind of caller, as the ready file has it.
type caller struct {
	Key         string   `json:"key"`
	Institution model.ID `json:"institution"`
}

// demoNode are the options of a node whose institution is the national one of the demo data.
func demoNode(dir string, data sample.Options) nodeOptions {
	return nodeOptions{Data: dir, Policy: policy.Default(), Institution: nationalOf(data), Log: slog.New(slog.DiscardHandler)}
}

// institutionsOf are the institutions of the demo data, which come first in it.
func institutionsOf(data sample.Options) (list []*model.Institution) {
	for r := range sample.Stream(data) {
		i, ok := r.(*model.Institution)
		if !ok {
			break
		}
		list = append(list, i)
	}
	return list
}

// nationalOf is the national institute of the demo data.
func nationalOf(data sample.Options) *model.Institution {
	institutions := institutionsOf(data)
	return institutions[slices.IndexFunc(institutions, func(i *model.Institution) bool { return i.Level == model.LevelNational })]
}

// loadDemo writes the demo data through the registry, as the operator, and returns the
// number of records. What the node has already is left as it is.
func (n *node) loadDemo(ctx context.Context, o sample.Options) (kept int, err error) {
	return n.loadRecords(ctx, sample.Stream(o), sample.Files(o))
}

// loadRecords writes records of the demo data, each after those that it refers to.
func (n *node) loadRecords(ctx context.Context, records iter.Seq[model.Record], files []sample.File) (kept int, err error) {
	ctx = n.operator(ctx)
	contents := map[model.ID][]byte{}
	for _, f := range files {
		contents[f.Attachment.ID] = f.Content
	}
	load := newLoader(ctx, n)
	for r := range records {
		if r.Base().ID == n.institution.ID {
			continue
		}
		if a, ok := r.(*model.Attachment); ok {
			if err := n.Keep(ctx, a, bytes.NewReader(contents[a.ID])); err != nil {
				return load.kept, errors.Join(err, load.finish())
			}
		}
		if err := load.add(r); err != nil {
			return load.kept, errors.Join(err, load.finish())
		}
	}
	err = load.finish()
	return load.kept, err
}

// demoRole is a kind of caller that the demo makes a key for.
type demoRole struct {
	name  string
	level model.Level
	roles []model.Role
}

func demoRoles() []demoRole {
	return []demoRole{
		{"manufacturer", model.LevelManufacturer, nil},
		{"thirdParty", model.LevelThirdParty, nil},
		{"provincial", model.LevelProvincial, nil},
		{"national", model.LevelNational, nil},
		{"recorder", model.LevelNational, []model.Role{model.RoleRecorder, model.RolePublisher}},
		{"auditor", model.LevelNational, []model.Role{model.RoleAuditor}},
		{"administrator", model.LevelNational, []model.Role{model.RoleAdministrator}},
	}
}

// demoCallers makes a key for each kind of caller, of the first institution of its level.
func (n *node) demoCallers(ctx context.Context, data sample.Options) (map[string]caller, error) {
	institutions := institutionsOf(data)
	callers := map[string]caller{}
	for _, kind := range demoRoles() {
		at := slices.IndexFunc(institutions, func(i *model.Institution) bool { return i.Level == kind.level })
		id := institutions[at].ID
		if kind.level == model.LevelNational {
			id = n.institution.ID
		}
		key, err := n.createKey(ctx, keyRequest{Label: "demo " + kind.name, Institution: id, Roles: kind.roles})
		if err != nil {
			return nil, err
		}
		callers[kind.name] = caller{Key: key, Institution: id}
	}
	return callers, nil
}
