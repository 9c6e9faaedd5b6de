package main

import (
	"context"
	"net/netip"
	"path/filepath"

	"github.com/prometheus/client_golang/prometheus"

	"metrograph/auth"
	"metrograph/config"
	"metrograph/webhook"
)

// sendEvents sends the events of webhooks until the context ends and what was begun is done.
func (n *node) sendEvents(ctx context.Context, s *services) {
	s.webhooks.Run(n.operator(ctx), s.graphql)
}

// webhooks sends events by the configuration, once it runs.
func (n *node) webhooks(callers *auth.Authenticator, c config.Webhook, metrics prometheus.Registerer) (*webhook.Worker, error) {
	return webhook.New(filepath.Join(n.dir, webhooksFolder), n.Registry, callers, webhook.Options{
		Addresses: webhook.Addresses{Allow: networks(c.Allow), HTTP: c.HTTP},
		Timeout:   c.Timeout, First: c.Retry, GiveUp: c.GiveUp, Metrics: metrics, Logger: n.log,
	})
}

// networks reads networks of the configuration, which was checked.
func networks(list []string) (all []netip.Prefix) {
	for _, network := range list {
		all = append(all, netip.MustParsePrefix(network))
	}
	return all
}
