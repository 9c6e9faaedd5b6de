// Package wire is GraphQL over HTTP as it is specified: it reads requests, has gqlgen execute
// them, and writes answers with the status and the media type that the client can rely on.
// Transports for streams stand beside [Transport] and come before it.
//
// [Documents] are queries that a node knows by an identifier: registered by their authors
// beforehand, or remembered from clients that sent them with their hash.
package wire
