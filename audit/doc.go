// Package audit keeps account of privileged and refused actions in files that can only grow: a
// line of JSON for each, which holds the hash of the line before, so that a changed past is
// found. It holds who, what and when, and neither data nor queries.
package audit
