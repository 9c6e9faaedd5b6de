// Package telemetry tells a collector of OpenTelemetry what the node does: traces that follow a
// request to its operation and each call of the store, and the metrics. It is the sole user of
// OpenTelemetry's libraries but for the interface by which others begin a span.
package telemetry
