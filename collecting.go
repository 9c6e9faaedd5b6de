package main

import (
	"context"
	"io"

	"metrograph/auth"
	"metrograph/collect"
	"metrograph/config"
	"metrograph/model"
	"metrograph/resolvers"
)

// counter takes the documents of a GraphQL request over to the desk.
type counter struct{ desk *collect.Desk }

func (c counter) Submit(ctx context.Context, in resolvers.Collection) (model.ID, error) {
	sources := make([]collect.Source, len(in.Files))
	for i, f := range in.Files {
		sources[i] = collect.Source{Name: f.Name, Size: f.Size, Open: func() (io.ReadCloser, error) { return io.NopCloser(f.Content), nil }}
	}
	job, err := c.desk.Submit(ctx, sources, collect.Options{Classification: in.Classification, Status: in.Status, Check: in.Check, Channel: "graphql"})
	if err != nil {
		return "", err
	}
	return job.ID, nil
}

// work has the desk work until the context ends; what it returns is closed then.
func (n *node) work(ctx context.Context, c config.Config) (ended <-chan struct{}, err error) {
	callers, err := auth.New(n.Registry, auth.Options{JWT: tokens(c.JWT)})
	if err != nil {
		return nil, err
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		n.desk.Run(ctx, callers.Renew)
	}()
	return done, nil
}
