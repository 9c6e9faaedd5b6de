// Package auth recognises callers: it turns the API key or the JWT of a request into a
// [model.Principal].
//
// What a caller belongs to is never taken from the caller: the level and the region of a
// principal, and the roles that come with the level, are those of its institution's record.
// Every refused credential is answered alike, whatever is wrong with it; the reason is in
// the error's cause, for the log.
package auth
