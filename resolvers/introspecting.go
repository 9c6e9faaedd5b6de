package resolvers

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"metrograph/model"
)

// introspecting lets callers read the schema who have one of the roles, or everybody where
// there are none.
type introspecting struct{ roles model.RoleSet }

// ExtensionName is a part of gqlgen's HandlerExtension.
func (introspecting) ExtensionName() string { return "MetrographIntrospecting" }

// Validate is a part of gqlgen's HandlerExtension.
func (introspecting) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationContext says whether the operation may ask about the schema.
func (x introspecting) MutateOperationContext(ctx context.Context, oc *graphql.OperationContext) *gqlerror.Error {
	oc.DisableIntrospection = x.roles != 0 && x.roles&model.PrincipalFrom(ctx).Roles() == 0
	return nil
}
