package registry_test

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"metrograph/internal/sample"
	"metrograph/model"
	"metrograph/registry"
)

// reject keeps documents that a job rejected, at these places.
func (c *centre) reject(ctx context.Context, job *model.CollectionJob, places ...int) {
	c.Helper()
	for _, place := range places {
		var content io.Reader
		rejection := model.Rejection{Place: place, Name: fmt.Sprint(place, ".xml"), Code: model.CodeInvalid}
		if place%5 != 0 { // the others could not be read
			rejection.Hash, content = strings.Repeat("0", 64), strings.NewReader(fmt.Sprint("document ", place))
		}
		if err := c.Reject(ctx, job.ID, rejection, content); err != nil {
			c.Fatal(err)
		}
	}
}

// TestRejections: pages in both directions have every rejected document once, also one that was
// kept twice by a process that died.
func TestRejections(t *testing.T) {
	c := newCentre(t)
	recorder, member := c.member(c.thirdParty, model.RoleRecorder), c.member(c.thirdParty)
	job := c.job(recorder)
	c.reject(recorder, job, 2, 3, 3, 5, 8, 13)
	type page struct {
		places         []int
		next, previous bool
	}
	var cursors []string
	ask := func(q registry.RejectionsRequest) (got page) {
		t.Helper()
		q.Job = job.ID
		p, err := c.Rejections(member, q)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range p.Rejections {
			got.places = append(got.places, r.Place)
		}
		cursors, got.next, got.previous = p.Cursors, p.HasNext, p.HasPrevious
		return got
	}
	two := 2
	all := ask(registry.RejectionsRequest{})
	marks := cursors
	for _, test := range []struct {
		got, want page
	}{
		{all, page{places: []int{2, 3, 5, 8, 13}}},
		{ask(registry.RejectionsRequest{First: &two}), page{[]int{2, 3}, true, false}},
		{ask(registry.RejectionsRequest{First: &two, After: &marks[1]}), page{[]int{5, 8}, true, true}},
		{ask(registry.RejectionsRequest{First: &two, After: &marks[3]}), page{[]int{13}, false, true}},
		{ask(registry.RejectionsRequest{Last: &two}), page{[]int{8, 13}, false, true}},
		{ask(registry.RejectionsRequest{Last: &two, Before: &marks[2]}), page{[]int{2, 3}, true, false}},
		{ask(registry.RejectionsRequest{After: &marks[0], Before: &marks[2]}), page{[]int{3}, true, true}},
	} {
		if d := cmp.Diff(test.want, test.got, cmp.AllowUnexported(page{})); d != "" {
			t.Error(d)
		}
	}
	garbage := "x"
	if _, err := c.Rejections(member, registry.RejectionsRequest{Job: job.ID, After: &garbage}); model.CodeOf(err) != model.CodeInvalid {
		t.Error(err)
	}
}

// TestRejectedDocuments: recorders and reviewers of the institution download what was rejected;
// to others there is nothing, as where there is nothing, and it goes with its job.
func TestRejectedDocuments(t *testing.T) {
	c := newCentre(t)
	recorder := c.member(c.thirdParty, model.RoleRecorder)
	job := c.job(recorder)
	c.reject(recorder, job, 2, 5)
	download := func(ctx context.Context, id model.ID, place int) (string, error) {
		_, content, err := c.Rejected(ctx, id, place)
		if err != nil {
			return "", err
		}
		defer content.Close()
		raw, err := io.ReadAll(content)
		return string(raw), err
	}
	for _, ctx := range []context.Context{recorder, c.member(c.thirdParty, model.RoleReviewer), c.member(c.thirdParty, model.RoleAdministrator)} {
		if got, err := download(ctx, job.ID, 2); got != "document 2" {
			t.Error(got, err)
		}
		for _, place := range []int{-1, 0, 1, 3, 5, 6} {
			if got, err := download(ctx, job.ID, place); model.CodeOf(err) != model.CodeNotFound {
				t.Errorf("%d: %q, %v", place, got, err)
			}
		}
	}
	for _, ctx := range []context.Context{c.anonymous(), c.member(c.thirdParty), c.member(c.national, model.RoleAdministrator), c.member(c.provincial, model.RoleRecorder)} {
		for _, id := range []model.ID{job.ID, sample.ID(model.KindCollectionJob, 9), c.thirdParty.ID, "garbage", "../x"} {
			if got, err := download(ctx, id, 2); err == nil || err.Error() != model.NotFound().Error() {
				t.Errorf("%s: %q, %v", id, got, err)
			}
		}
		_, err := c.Rejections(ctx, registry.RejectionsRequest{Job: job.ID})
		if ok := model.PrincipalFrom(ctx).Institution == c.thirdParty.ID; ok != (err == nil) || !ok && model.CodeOf(err) != model.CodeNotFound {
			t.Error(err)
		}
	}
	c.act(c.member(c.thirdParty, model.RoleAdministrator), model.ActionDelete, job, 1)
	if ids, err := c.spool.Jobs(); err != nil || len(ids) > 0 {
		t.Errorf("after the job was deleted there are %v, %v", ids, err)
	}
}
