// Package analysis computes numbers from series of measurement results: pure functions, values
// in and values out. This package has what its sub-packages share: sums and moments that keep
// their digits, exact differences of decimals, and the errors of input that cannot be used.
//
// Every formula, with its source, is in docs/analysis.md. Quantities that meet in a call are
// in one unit; converting them is the caller's (see model.Converter).
package analysis
