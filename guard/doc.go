// Package guard keeps one caller from taking the node away from the others. A query is
// analysed before it is validated, in one walk that is linear in what was written, and is
// refused when it is larger than the [Limits]. What it costs, by the weights that the schema
// publishes, is taken from the caller's bucket; then it waits in a fair queue for its turn,
// runs until its deadline, and stops when its answer grows too large.
//
// A cost is computed from the request alone, so it says nothing of what is hidden.
package guard
