// Package webhook sends the events of subscriptions to the addresses of subscribers: at least
// once, in order, signed, under the access that the subscriber has when they are sent.
//
// There is no queue: the journal is the queue, and a webhook is a place in it. So a receiver
// that is away costs nothing but its next attempt, and none delays another.
package webhook
