package registry

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"metrograph/model"
	"metrograph/store"
	"metrograph/workflow"
)

// freeze reads what would be submitted: the subject and its members, with the version and the
// hash that each has at its own node.
func (r *Registry) freeze(ctx context.Context, c *workflow.Case) error {
	subject, err := r.whole(ctx, c.Evaluation.SubjectID)
	if err != nil {
		return orElsewhere(err, invalid("subject", "the subject is not there for you any more"))
	}
	held, err := r.holdings(ctx, selectable(subject))
	if err != nil {
		return err
	}
	for _, id := range selectable(subject) {
		h, there := held[id]
		if !there {
			c.Missing = append(c.Missing, id)
			continue
		}
		c.Selection = append(c.Selection, h.SelectedRecord)
	}
	if len(c.Missing) > 0 {
		return nil
	}
	c.Digest = digestOf(c.Selection)
	c.Sheet, err = r.EvaluationSheet(ctx, subject.Base().ID)
	return err
}

// digestOf names a selection by its content.
func digestOf(selection []model.SelectedRecord) string {
	digest := sha256.New()
	for _, s := range selection {
		fmt.Fprintf(digest, "%s %d %s\n", s.RecordID, s.Version, s.Hash)
	}
	return hex.EncodeToString(digest.Sum(nil))
}

// selectable lists the subject and, of a data set, its members and media, each once.
func selectable(subject model.Record) []model.ID {
	ids := []model.ID{subject.Base().ID}
	if d, ok := subject.(*model.Dataset); ok {
		ids = append(ids, d.Members...)
		for i := range d.Media {
			ids = append(ids, d.Media[i].AttachmentID)
		}
	}
	seen := map[model.ID]bool{}
	return slices.DeleteFunc(ids, func(id model.ID) bool {
		again := seen[id] || id == ""
		seen[id] = true
		return again
	})
}

// selected is a record of a selection as this node holds it.
type selected struct {
	model.SelectedRecord
	record model.Record // what decides, and who has a part in it
}

// holdings reads records as they are here. Those that the caller may not read are left out.
func (r *Registry) holdings(ctx context.Context, ids []model.ID) (map[model.ID]selected, error) {
	byKind := map[model.Kind][]model.ID{}
	for _, id := range ids {
		byKind[id.Kind()] = append(byKind[id.Kind()], id)
	}
	delete(byKind, "")
	out := map[model.ID]selected{}
	for kind, list := range byKind {
		for part := range slices.Chunk(list, MaxWrites) {
			if err := r.holdingsOf(ctx, kind, part, out); err != nil {
				return nil, inside("selection", err)
			}
		}
	}
	return out, nil
}

func (r *Registry) holdingsOf(ctx context.Context, kind model.Kind, ids []model.ID, out map[model.ID]selected) error {
	fields := standingFields(kind) | fieldOf(kind, "personnel") | fieldOf(kind, "issuer")
	documents, err := r.store.Get(ctx, kind, ids, fields)
	if err != nil {
		return err
	}
	for _, d := range documents {
		if d == nil {
			continue
		}
		record, err := d.Record(fields)
		if err != nil {
			return err
		}
		s := selected{standingOf(d, record), record}
		facts := record.Facts()
		if _, allowed := r.grant(ctx).Decide(model.ActionRead, &facts); allowed && !record.Base().Replica.Withdrawn {
			out[d.ID] = s
		}
	}
	return nil
}

// fieldOf is the field of a kind, nothing where the kind has none of the name.
func fieldOf(kind model.Kind, name string) model.FieldSet {
	set, _ := model.Fields(kind, name)
	return set
}

// standingOf is the version and the hash that a record has at its own node.
func standingOf(d *store.Document, record model.Record) model.SelectedRecord {
	head := record.Base()
	if !head.Replica.IsZero() {
		return model.SelectedRecord{RecordID: d.ID, Version: head.Replica.Version, Hash: head.Replica.Hash}
	}
	return model.SelectedRecord{RecordID: d.ID, Version: d.Version, Hash: d.Hash.String()}
}

// members reads who has a part in what was selected, and compares what is held with it.
func (r *Registry) members(ctx context.Context, c *workflow.Case) error {
	e := c.Evaluation
	ids := make([]model.ID, len(e.Selection))
	for i := range e.Selection {
		ids[i] = e.Selection[i].RecordID
	}
	held, err := r.holdings(ctx, ids)
	if err != nil {
		return err
	}
	for _, want := range e.Selection {
		have, there := held[want.RecordID]
		if !there || have.SelectedRecord != want {
			c.Missing = append(c.Missing, want.RecordID)
		}
		if !there {
			continue
		}
		head := have.record.Base()
		own := want.RecordID == e.SubjectID && want.RecordID.Kind() == model.KindDataset && head.Status == model.StatusReviewed
		if head.Status != model.StatusPublished && !own {
			c.Unpublished = append(c.Unpublished, want.RecordID)
		}
		c.Members = append(c.Members, memberOf(have.record))
		if facts := have.record.Facts(); facts.Discipline != "" && !slices.Contains(c.Subject, facts.Discipline) {
			c.Subject = append(c.Subject, facts.Discipline)
		}
	}
	if subject, there := held[e.SubjectID]; there {
		c.Class = subject.record.Base().Classification
	}
	return nil
}

func memberOf(record model.Record) workflow.Member {
	head := record.Base()
	m := workflow.Member{ID: head.ID, Origin: head.Origin, Makers: head.Manufacturers}
	if c, ok := record.(*model.Certificate); ok {
		m.Issuer = c.IssuerID
		for i := range c.Personnel {
			m.Personnel = append(m.Personnel, c.Personnel[i].PersonID)
		}
	}
	return m
}

// experts reads the persons that are to evaluate, and until when.
func (r *Registry) experts(ctx context.Context, c *workflow.Case, q Transition) error {
	last, ok := q.DueAt.Time()
	if !ok {
		return invalid("dueAt", "the last day for reviews must be a date such as 2026-03-01")
	}
	c.DueAt = last.AddDate(0, 0, 1) // the whole of the last day
	if !c.DueAt.After(c.At) {
		return invalid("dueAt", "the last day for reviews has passed already")
	}
	found, err := r.Load(ctx, model.KindPerson, q.Reviewers, 0)
	if err != nil {
		return err
	}
	for i, record := range found.Records {
		p, ok := record.(*model.Person)
		if !ok {
			return invalid(fmt.Sprintf("reviewers[%d]", i), "there is no person with this id")
		}
		if slices.Index(q.Reviewers, p.ID) < i {
			return invalid(fmt.Sprintf("reviewers[%d]", i), "the person is named twice")
		}
		c.Experts = append(c.Experts, p)
	}
	return nil
}
