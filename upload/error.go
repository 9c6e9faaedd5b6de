package upload

import (
	"errors"
	"net/http"

	tus "github.com/tus/tusd/v2/pkg/handler"

	"metrograph/model"
)

// told is an error as tusd may answer with it: of others it would tell callers all that they
// say.
func (s *Store) told(err error) error {
	var known tus.Error
	if err == nil || errors.As(err, &known) {
		return err
	}
	status := map[model.Code]int{
		model.CodeUnauthenticated: http.StatusUnauthorized, model.CodeForbidden: http.StatusForbidden, model.CodeClassifiedRefused: http.StatusForbidden,
		model.CodeNotFound: http.StatusNotFound, model.CodeInvalid: http.StatusBadRequest, model.CodeConflict: http.StatusConflict,
		model.CodeLimitExceeded: http.StatusTooManyRequests,
	}[model.CodeOf(err)]
	message := err.Error()
	if status == 0 {
		s.o.Log.Error("an upload failed", "error", err)
		status, message = http.StatusInternalServerError, "something went wrong in the node"
	}
	return tus.NewError(string(model.CodeOf(err)), message, status)
}
