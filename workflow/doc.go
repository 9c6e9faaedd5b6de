// Package workflow is how data is evaluated: the states of an evaluation, and the transitions
// between them, one a file, each with who may, from where, and what it checks. It reads and
// writes no records; package registry gives it what it looks at and keeps what it comes to.
package workflow
