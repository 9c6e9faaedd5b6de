// Package collect is the collection pipeline: it takes documents from other programs into
// the node.
//
// A format reads a document into a parcel of records; the pipeline validates them, matches
// them with what the node has, and writes what is new. What a document brings is written
// after everything in it was found right, and its certificate after the records that it
// points to. Importing a document twice changes nothing; a corrected document amends its
// certificate. What is wrong with a document is reported with it, and the others go on.
package collect
