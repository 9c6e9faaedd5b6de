package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"metrograph/audit"
	"metrograph/model"
	"metrograph/store"
)

// errFaults is the error of a check that found something wrong.
var errFaults = errors.New("something is wrong; see above")

// verifyReport is what a check of a node says.
type verifyReport struct {
	Entries     int64         `json:"entries"`
	Attachments int           `json:"attachments"`
	Audit       audit.Summary `json:"audit"`
	Faults      []string      `json:"faults"`
}

// verify checks the journal, what queries read, and the bytes of the attachments.
func (n *node) verify(ctx context.Context, out io.Writer, asJSON bool) error {
	report := verifyReport{Faults: []string{}}
	found := func(what string) {
		report.Faults = append(report.Faults, what)
		if !asJSON {
			fmt.Fprintln(out, "fault:", what)
		}
	}
	var err error
	if report.Entries, err = store.Verify(ctx, n.store, func(f store.Fault) { found(f.String()) }); err != nil {
		return err
	}
	if report.Attachments, err = n.verifyAttachments(n.operator(ctx), found); err != nil {
		return err
	}
	if report.Audit, err = audit.Verify(n.dir, found); err != nil {
		return err
	}
	if asJSON {
		err = json.NewEncoder(out).Encode(report)
	} else {
		if report.Audit.Last > 0 {
			fmt.Fprintf(out, "audit log from entry %d to %d, whose hash is %s\n", report.Audit.First, report.Audit.Last, report.Audit.Hash)
		}
		fmt.Fprintf(out, "%d journal entries and %d attachments checked, %d faults\n", report.Entries, report.Attachments, len(report.Faults))
	}
	if err == nil && len(report.Faults) > 0 {
		err = errFaults
	}
	return err
}

func (n *node) verifyAttachments(ctx context.Context, found func(string)) (checked int, err error) {
	err = n.eachAttachment(ctx, func(a *model.Attachment) error {
		checked++
		content, err := n.blobs.Open(ctx, a.SHA256)
		if model.CodeOf(err) == model.CodeNotFound {
			found(fmt.Sprintf("attachment %s: its bytes are missing", a.ID))
			return nil
		}
		if err != nil {
			return err
		}
		defer content.Close()
		digest := sha256.New()
		size, err := io.Copy(digest, content)
		if err == nil && (size != a.Size || hex.EncodeToString(digest.Sum(nil)) != a.SHA256) {
			found(fmt.Sprintf("attachment %s: its bytes were changed", a.ID))
		}
		return err
	})
	return checked, err
}

// eachAttachment calls a function for every attachment of the store, whoever's it is: a
// check asks the store itself.
func (n *node) eachAttachment(ctx context.Context, each func(*model.Attachment) error) error {
	q := store.Query{Kind: model.KindAttachment, Scope: model.Everything(), Limit: store.MaxPage}
	for {
		pages, err := n.store.List(ctx, q)
		if err != nil {
			return err
		}
		for _, d := range pages[0].Documents {
			r, err := d.Record(0)
			if err != nil {
				return err
			}
			if err := each(r.(*model.Attachment)); err != nil {
				return err
			}
			q.After = &d.Key
		}
		if !pages[0].More {
			return nil
		}
	}
}
