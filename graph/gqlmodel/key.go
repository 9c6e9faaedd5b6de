package gqlmodel

import "metrograph/model"

// Key is what a federation names a record by: the input that gqlgen makes of its @key.
type Key struct {
	ID model.ID
}
