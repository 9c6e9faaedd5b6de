// Package ndjson reads records as JSON: one a line, as an array, or as objects one after the
// other. Names are those of the GraphQL schema. References are identifiers, or objects with
// what the record is known by in the world.
package ndjson
