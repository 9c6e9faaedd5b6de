// Package serve is the node's HTTP shell: routes, who asks, limits, errors, logs, metrics,
// and an orderly end. It takes what answers as handlers and knows nothing of data.
//
// A request passes, from the outside in: observe gives it an id, logs and counts it;
// recoverPanic turns a panic into an error; headers and origins guard browsers; then its
// route limits it, recognises the caller and bounds its time. Answers of the API are then
// compressed, and confirmed instead of sent to whoever has them.
package serve
