package main

import (
	"context"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"metrograph/auth"
	"metrograph/model"
	"metrograph/registry"
)

// keyRequest says what an API key is to be good for.
type keyRequest struct {
	Label       string
	Institution model.ID // empty for none: its bearers have only the roles that they are given
	Person      model.ID // empty for a key that is nobody's own
	Roles       []model.Role
	Actions     []model.Action
	Expires     time.Duration // zero for never
}

// createKey records a new API key and returns it. It cannot be read again.
func (n *node) createKey(ctx context.Context, q keyRequest) (string, error) {
	key, hash, hint := auth.NewKey()
	c := &model.Credential{
		Label: q.Label, Hash: hash, Hint: hint, InstitutionID: q.Institution, PersonID: q.Person, Roles: q.Roles, Actions: q.Actions,
	}
	if q.Expires > 0 {
		c.ExpiresAt = time.Now().UTC().Add(q.Expires).Truncate(time.Second)
	}
	out, err := n.Write(n.operator(ctx), []model.Write{{Action: model.ActionCreate, Record: c, Reason: "new API key"}})
	if err != nil {
		return "", err
	}
	if out[0].Err != nil {
		return "", fmt.Errorf("%w %s", out[0].Err, summary(out[0].Findings))
	}
	return key, nil
}

// listKeys prints the API keys, without the keys themselves.
func (n *node) listKeys(ctx context.Context, out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "ID\tKEY\tLABEL\tINSTITUTION\tROLES\tEXPIRES\tSTATE")
	first := 100
	q := registry.ListRequest{Kind: model.KindCredential, First: &first}
	for {
		pages, err := n.List(n.operator(ctx), q)
		if err != nil {
			return err
		}
		page := pages[0]
		for _, r := range page.Records {
			printKey(w, r.(*model.Credential))
		}
		if !page.HasNext {
			return w.Flush()
		}
		q.After = &page.Cursors[len(page.Cursors)-1]
	}
}

func printKey(w io.Writer, c *model.Credential) {
	state, expires := "active", "never"
	if !c.ExpiresAt.IsZero() {
		expires = c.ExpiresAt.Format(time.RFC3339)
		if time.Now().After(c.ExpiresAt) {
			state = "expired"
		}
	}
	if !c.RevokedAt.IsZero() {
		state = "revoked " + c.RevokedAt.Format(time.RFC3339)
	}
	fmt.Fprintf(w, "%s\t%s…\t%s\t%s\t%v\t%s\t%s\n", c.ID, c.Hint, c.Label, c.InstitutionID, c.Roles, expires, state)
}

// revokeKey ends an API key.
func (n *node) revokeKey(ctx context.Context, id model.ID) error {
	loaded, err := n.Load(n.operator(ctx), model.KindCredential, []model.ID{id}, 0)
	if err != nil {
		return err
	}
	c, ok := loaded.Records[0].(*model.Credential)
	if !ok {
		return fmt.Errorf("there is no key %s; 'metrograph keys list' shows the keys", id)
	}
	out, err := n.Write(n.operator(ctx), []model.Write{{
		Action: model.ActionAmend, Version: c.Version, Reason: "revoked", Fields: []string{"revokedAt"},
		Record: &model.Credential{Head: model.Head{ID: id}, RevokedAt: time.Now().UTC().Truncate(time.Millisecond)},
	}})
	if err != nil {
		return err
	}
	return out[0].Err
}
