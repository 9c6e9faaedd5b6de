//go:build !race

package mongostore

// raced tells that the race detector is on.
const raced = false
