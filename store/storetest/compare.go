package storetest

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"metrograph/model"
	"metrograph/store"
)

// failing is what a check needs of a test, an ordinary one or one of random cases.
type failing interface {
	Helper()
	Fatalf(format string, args ...any)
	Context() context.Context
}

func equalIDs(a, b []model.ID) bool { return slices.Equal(a, b) }

// differ compares buckets; sums are floating-point numbers and their last digit may differ.
func differ(want, got []store.Bucket) string {
	return cmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.EquateApprox(1e-12, 0))
}

// describe writes a filter for people.
func describe(f *store.Filter) string {
	if f == nil {
		return "everything"
	}
	join := func(list []store.Filter, by string) string {
		parts := make([]string, len(list))
		for i := range list {
			parts[i] = describe(&list[i])
		}
		return "(" + strings.Join(parts, by) + ")"
	}
	switch {
	case f.Not != nil:
		return "not " + describe(f.Not)
	case len(f.And) > 0:
		return join(f.And, " and ")
	case len(f.Or) > 0:
		return join(f.Or, " or ")
	}
	return fmt.Sprintf("%s %s %q", f.Field, f.Op, f.Values)
}
