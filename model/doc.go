// Package model holds what a metrology centre records and the rules about single values:
// certificates, instruments, environments, persons, methods, institutions and their parts.
//
// It imports the standard library only. Names follow the VIM (JJF 1001). The JSON name of
// every field is its name in the GraphQL schema, in journals and in files, so that a value
// means the same at every door.
package model
