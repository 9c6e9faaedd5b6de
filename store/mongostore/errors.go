package mongostore

import (
	"errors"
	"fmt"

	"go.mongodb.org/mongo-driver/v2/mongo"

	"metrograph/model"
)

// wrap gives an error that a caller may not see a sentence that he may; what the server said
// is its cause. Errors that have a code pass as they are.
func wrap(err error, operation string, key any) error {
	if err == nil {
		return nil
	}
	var coded *model.Error
	if errors.As(err, &coded) {
		return err
	}
	e := model.Errorf(model.CodeInternal, "the store could not do what was asked")
	e.Cause = fmt.Errorf("mongostore: %s %v: %w", operation, key, err)
	return e
}

// invalid is the error of a query that names a field or a value that there is not.
func invalid(field, format string, args ...any) error {
	e := model.Errorf(model.CodeInvalid, format, args...)
	e.Path = field
	return e
}

// duplicate tells whether unique indexes are all that a server had against a write, and how
// many of an ordered list of writes it did before.
func duplicate(err error) (before int, is bool) {
	var bulk mongo.BulkWriteException
	if errors.As(err, &bulk) {
		for _, e := range bulk.WriteErrors {
			is = mongo.IsDuplicateKeyError(e)
			if !is {
				return 0, false
			}
		}
		return first(bulk.WriteErrors), is && bulk.WriteConcernError == nil
	}
	var one mongo.WriteException
	if errors.As(err, &one) && one.WriteConcernError != nil {
		return 0, false
	}
	return 0, mongo.IsDuplicateKeyError(err)
}

func first(list []mongo.BulkWriteError) int {
	if len(list) == 0 {
		return 0
	}
	return list[0].Index
}
