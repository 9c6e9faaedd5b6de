package scalar

import (
	"github.com/99designs/gqlgen/graphql"

	"metrograph/model"
)

// MarshalUpload is never called: files only come in.
func MarshalUpload(graphql.Upload) graphql.Marshaler { return graphql.Null }

// UnmarshalUpload takes a file from a multipart request.
func UnmarshalUpload(v any) (graphql.Upload, error) {
	file, ok := v.(graphql.Upload)
	if !ok {
		return graphql.Upload{}, model.Errorf(model.CodeInvalid, "send the file as a part of a multipart request")
	}
	return file, nil
}

// UnmarshalAny reads the representation of an entity.
func UnmarshalAny(v any) (map[string]any, error) {
	object, ok := v.(map[string]any)
	if !ok {
		return nil, invalid(v, "a representation of an entity: an object")
	}
	return object, nil
}
