// Package dcc reads Digital Calibration Certificates (DCC) of PTB, versions 1.8 to 3.3, with
// the quantities of D-SI in both its styles.
//
// What of a document goes where is written in docs/formats/dcc.md. Elements are found by
// namespace and name, whatever prefix and order they have; the schema is not enforced, since
// published certificates break it. Every element, text and attribute that the mapping takes
// is marked, and what is left is kept in the certificate's provenance with a finding each:
// nothing of a document is dropped.
package dcc
