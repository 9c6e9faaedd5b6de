// Package dcx reads Digital Calibration Exchange documents, version 1: certificates in XML
// whose results are tables of columns with a scope, a quantity, a unit and a category, as
// Danish Fundamental Metrology publishes them (namespace https://dfm.dk).
//
// [Read] maps one document to a parcel of records. Nothing of a document is dropped: the
// original is attached, and what has no place in the model stays with the certificate as it
// was written, with a finding. docs/formats/dcx.md says what becomes what.
package dcx
