// Package network puts one query to many nodes and makes one answer of theirs. It writes the
// question that a node is asked for a field of a client's query, checks what comes back against
// the schema and against what was asked, and merges the pages of all nodes into one, in the order
// of the list. It knows nothing of how a question travels: that is package federate's.
package network
