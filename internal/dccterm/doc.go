// Package dccterm is what Metrograph adds to a Digital Calibration Certificate, shared by who
// writes one and who reads it, so that a certificate comes back as it was.
//
// A DCC has no place for everything that the model knows: what a column is of a table, which
// form a document has. The standard lets everybody put terms of a namespace of their own into
// the refType of an element, and elements of a namespace of their own into the comment; this
// package says which those of Metrograph are.
package dccterm
