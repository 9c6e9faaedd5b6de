// Package dcc writes certificates as Digital Calibration Certificates (DCC) of PTB, version
// 3.3.0, with quantities of D-SI 2.2.
//
// What of a certificate goes where is written in docs/formats/dcc.md. Everything that the
// standard has a place for is there. What it has none for stands in terms and elements of
// Metrograph's own namespace, as the standard allows (package dccterm), so that package
// collect/dcc reads the certificate back as it was. What the standard demands and the
// certificate does not have is said to be missing, never guessed.
package dcc
