// Package federate joins nodes: it knows the peers of a node, pulls from them what they
// share (harvest), pushes to them what this node shares (submit), and answers them when they
// do so. What is shared is decided by package registry and the policy of the node that owns
// the data; this package carries it, signed, and keeps account. README.md describes the
// protocol.
package federate
