package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"metrograph/auth"
	"metrograph/collect"
	"metrograph/config"
	"metrograph/federate"
	"metrograph/guard"
	"metrograph/internal/durable"
	"metrograph/internal/sample"
	"metrograph/model"
	"metrograph/resolvers"
	"metrograph/serve"
	"metrograph/telemetry"
	"metrograph/webhook"
	"metrograph/wire"
)

// ready is what the ready file says of a node that answers.
type ready struct {
	URL     string            `json:"url"`
	GraphQL string            `json:"graphql"`
	Callers map[string]caller `json:"callers,omitempty"`
}

// handlerOptions are what a node serves with.
type handlerOptions struct {
	config.Config
	stop      context.Context
	documents *wire.Documents      // nil for none registered
	telemetry *telemetry.Collector // nil for none
	wait      time.Duration        // how long loads of a request are gathered; 0 for the usual time
	now       func() time.Time     // by which rates are counted; nil for the clock
}

// services are what a node does while it runs.
type services struct {
	http.Handler // everything that it serves over HTTP
	graphql      *resolvers.Handler
	webhooks     *webhook.Worker
}

// handler is everything that the node serves over HTTP.
func (n *node) handler(o handlerOptions) (http.Handler, error) {
	s, err := n.services(o)
	if err != nil {
		return nil, err
	}
	return s, nil
}

func (n *node) services(o handlerOptions) (*services, error) {
	if err := resolvers.CheckSchema(); err != nil {
		return nil, fmt.Errorf("the schema has a field without an access rule: %w", err)
	}
	authenticator, err := auth.New(n.Registry, auth.Options{JWT: tokens(o.JWT)})
	if err != nil {
		return nil, err
	}
	callers := recogniser{authenticator, n}
	metrics := prometheus.NewRegistry()
	o.telemetry.Metrics(metrics)
	n.federation.Register(metrics)
	limits := guardOptions(o.Config)
	limits.Now = o.now
	live := n.federation.Live()
	limits.Sources = live.Count
	gate := guard.New(limits)
	webhooks, err := n.webhooks(authenticator, o.Webhook, metrics)
	if err != nil {
		return nil, err
	}
	resumable, err := n.resumable()
	if err != nil {
		return nil, err
	}
	graphql := resolvers.NewHandler(resolvers.Options{
		Registry: n.Registry, Exports: n.exports, Desk: counter{n.desk}, Introspection: o.Introspection, Introspectors: introspectors(o.Config), Logger: n.log, Guard: gate,
		Limits:    resolvers.Limits{Tokens: o.Limit.Tokens, Records: o.Limit.Entities, Body: int64(o.Limit.Body), Files: o.Limit.Files},
		SlowQuery: o.SlowQuery, Metrics: metrics, Tracer: o.telemetry.Tracer(),
		Network: live, Trace: o.traced(), Documents: o.documents, Keep: o.CacheMaxAge, Recognise: callers.Principal, Wait: o.wait, Webhooks: webhooks,
	})
	n.federation.AnswerWith(graphql.Answer)
	return &services{graphql: graphql, webhooks: webhooks, Handler: serve.New(serve.Options{
		GraphQL: gate.Handler(graphql), Explorer: o.Explorer,
		Download: gate.Toll(costOfDownload, download(n.Registry, n.renewal.Renew)), Collect: gate.Toll(costOfDocument, receive(n.Registry, n.desk)), Job: gate.Toll(costOfPage, jobAccount(n.Registry)),
		Uploads:  gate.Toll(costOfDownload, resumable),
		Rejected: gate.Toll(costOfDownload, rejected(n.Registry)),
		Exported: gate.Toll(costOfDownload, exported(n.exports)), Records: gate.Stream(costOfStream, stream(n.exports)),
		Published: gate.Toll(costOfPage, published(n.Registry)), Manifested: gate.Toll(costOfPage, manifested(n.Registry)),
		Contained: gate.Toll(costOfDownload, contained(n.Registry)), Reported: gate.Toll(costOfDownload, reported(n.Registry)),
		Federate: o.telemetry.Peers(n.peersDoor(gate)), Peers: gate.Toll(costOfPage, n.federation.Admin(serve.WriteError)),
		Toll:          func(page http.Handler) http.Handler { return gate.Toll(costOfPage, page) },
		Authenticator: callers, Ready: n.Ready, Stop: o.stop, Origins: o.CORSOrigins, Metrics: metricsFor(o.Metrics), Registry: metrics, Logger: n.log,
		Limits: serve.Limits{Body: int64(o.Limit.Body), Upload: int64(o.Limit.Upload), Deadline: o.Limit.Deadline,
			UploadDeadline: o.Limit.UploadDeadline, Stall: o.Limit.Stall},
	})}, nil
}

// peersDoor is where other nodes come in. The queries of their callers are paid for when they are
// executed.
func (n *node) peersDoor(gate *guard.Guard) http.Handler {
	door := n.federation.Handler()
	mux := http.NewServeMux()
	mux.Handle("/", gate.Toll(costOfDocument, door))
	mux.Handle(federate.PathQuery, gate.Toll(costOfPage, door))
	return mux
}

// traced tells which callers are gateways that are told of times; nil for none.
func (o handlerOptions) traced() func(*model.Principal) bool {
	if len(o.TraceFor) == 0 {
		return nil
	}
	return func(p *model.Principal) bool { return !p.Anonymous() && slices.Contains(o.TraceFor, p.Subject) }
}

// What requests cost that are no queries, in the unit of these: by the work that each makes.
const (
	costOfPage     = 1
	costOfDownload = 50
	costOfStream   = 40_000 // as much as the costliest query
	costOfDocument = 500    // it is read, checked, and written with what it refers to
)

// introspectors are the roles of callers that may read the schema; none for everybody.
func introspectors(c config.Config) model.RoleSet {
	var roles []model.Role
	for _, role := range c.Introspectors {
		roles = append(roles, model.Role(role))
	}
	return model.Roles(roles...)
}

// guardOptions are the limits of queries and of callers by the configuration.
func guardOptions(c config.Config) guard.Options {
	o := guard.Options{
		Limits: guard.Limits{Tokens: c.Limit.Tokens, Depth: c.Limit.Depth, Fields: c.Limit.Fields, Aliases: c.Limit.Aliases,
			Fanout: c.Limit.Fanout, Cost: c.Limit.Cost, Response: int(c.Limit.Response)},
		Rates: guard.Rates{Anonymous: c.Rate.Anonymous, Other: c.Rate.Other, Levels: map[model.Level]int{
			model.LevelManufacturer: c.Rate.Manufacturer, model.LevelThirdParty: c.Rate.ThirdParty,
			model.LevelProvincial: c.Rate.Provincial, model.LevelNational: c.Rate.National,
		}},
		Deadline: c.Limit.Deadline, Concurrency: c.Limit.Concurrency, Streams: c.Limit.Streams, AnonymousStreams: c.Limit.PublicStreams, Refuse: serve.WriteError,
		TrustedProxies: networks(c.Rate.TrustedProxies),
	}
	return o
}

func tokens(c config.JWT) *auth.JWTOptions {
	if c.Issuer == "" {
		return nil
	}
	return &auth.JWTOptions{Issuer: c.Issuer, Audience: c.Audience, JWKS: c.JWKS, InstitutionClaim: c.InstitutionClaim, PersonClaim: c.PersonClaim,
		RolesClaim: c.RolesClaim, Leeway: c.Leeway}
}

func metricsFor(who string) serve.MetricsFor {
	switch who {
	case "private":
		return serve.MetricsPrivate
	case "off":
		return serve.MetricsOff
	}
	return serve.MetricsPublic
}

// serve runs the node until the context ends.
func (p *program) serve(ctx context.Context) error {
	return p.withNode(ctx, func(n *node) error {
		return p.listen(ctx, n, nil, func(url string) {
			fmt.Fprintf(p.out, "Metrograph answers at %s/graphql, try it at %s/explorer/\n", url, url)
		})
	})
}

// listen serves a node, says so once it answers, and ends when the context does: requests
// that were begun are finished.
func (p *program) listen(ctx context.Context, n *node, callers map[string]caller, say func(url string)) error {
	documents, err := p.documents()
	if err != nil {
		return err
	}
	services, err := n.services(handlerOptions{Config: p.Config, stop: ctx, documents: documents, telemetry: p.telemetry})
	if err != nil {
		return err
	}
	certificate, err := p.certificate()
	if err != nil {
		return err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", p.Addr)
	if err != nil {
		return fmt.Errorf("listen at %s (choose another with --addr): %w", p.Addr, err)
	}
	folders, err := n.watched(p.Watch)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	url := certificate.scheme() + "://" + listener.Addr().String()
	background, end := context.WithCancel(ctx)
	var working sync.WaitGroup
	defer working.Wait()
	defer end()
	go n.Registry.Run(n.operator(background))
	working.Go(func() { n.federation.Run(background) })
	working.Go(func() { n.exports.Run(background) })
	working.Go(func() { n.desk.Run(background, n.renewal.Renew) })
	working.Go(func() { n.uploads.Run(background) })
	for _, folder := range folders {
		working.Go(func() { folder.Run(background, n.renewal.Renew) })
	}
	if p.Attachments.Grace > 0 {
		working.Go(func() { n.Sweeper(p.Attachments.Grace).Run(background) })
	}
	if p.Webhook.Send {
		working.Go(func() { n.sendEvents(background, services) })
	}
	go p.reloadOnHangup(background, n, documents, certificate)
	n.accountOwn(n.operator(ctx), "start", "")
	defer n.accountOwn(n.operator(ctx), "stop", "")
	say(url) // from here on connections are taken, and answered as soon as Run looks at them
	if p.ReadyFile != "" {
		if err := serve.WriteReady(p.ReadyFile, ready{URL: url, GraphQL: url + "/graphql", Callers: callers}); err != nil {
			return errors.Join(err, listener.Close())
		}
	}
	return serve.Run(ctx, listener, p.telemetry.Handler(services), p.Drain, serve.RunOptions{Logger: p.log, TLS: certificate.config(), H2C: p.H2C})
}

// reloadOnHangup reads the policy, the registered operations and the certificate again
// whenever the process gets a SIGHUP. What has a fault is refused and the old one stays.
func (p *program) reloadOnHangup(ctx context.Context, n *node, documents *wire.Documents, c *certificate) {
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP)
	defer signal.Stop(hangup)
	for {
		select {
		case <-ctx.Done():
			return
		case <-hangup:
		}
		err := p.reloadPolicy(n)
		n.accountReload(ctx, err)
		p.tellReload(ctx, "policy", err)
		if p.OperationsPath != "" {
			p.tellReload(ctx, "registered operations", p.register(documents))
		}
		if c != nil {
			p.tellReload(ctx, "certificate", c.load())
		}
	}
}

func (p *program) reloadPolicy(n *node) error {
	source, err := p.policySource(p.PolicyFile)
	if err != nil {
		return err
	}
	return n.policy.Reload(source)
}

func (p *program) tellReload(ctx context.Context, what string, err error) {
	if err != nil {
		p.log.ErrorContext(ctx, "the "+what+" could not be reloaded; the old one stays", "error", err)
		return
	}
	p.log.InfoContext(ctx, "reloaded the "+what)
}

// demo runs a node with made-up data, in a folder of its own unless one is named.
func (p *program) demo(ctx context.Context) (err error) {
	data := sample.Options{Seed: p.Demo.Seed, Certificates: p.Demo.Certificates}
	if p.Data == "" {
		p.Data, err = os.MkdirTemp("", "metrograph-demo-")
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(p.Data)) }()
	}
	// Receivers to try it with are on this machine.
	p.Webhook.HTTP, p.Webhook.Allow = true, append(p.Webhook.Allow, "127.0.0.0/8", "::1/128")
	o, err := p.nodeOptions()
	if err != nil {
		return err
	}
	o.Institution = nationalOf(data)
	n, err := openNode(ctx, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, n.Close()) }()
	callers, err := p.fill(ctx, n, data)
	if err != nil {
		return err
	}
	return p.listen(ctx, n, callers, func(url string) { p.welcome(url, callers) })
}

// fill loads the demo data into a node that has none yet, takes in the files that were
// named, and makes the keys.
func (p *program) fill(ctx context.Context, n *node, data sample.Options) (map[string]caller, error) {
	if n.institution.ID != nationalOf(data).ID {
		return nil, fmt.Errorf("the folder %s belongs to another node; name an empty one with --data", p.Data)
	}
	began := time.Now()
	loaded := filepath.Join(p.Data, "demo-loaded") // written last, so that an interrupted load goes on
	if _, err := os.Stat(loaded); errors.Is(err, fs.ErrNotExist) {
		kept, err := n.loadDemo(ctx, data)
		if err == nil {
			err = durable.WriteFile(loaded, nil)
		}
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(p.out, "%d demo records loaded in %s\n", kept, time.Since(began).Round(time.Millisecond))
	}
	if len(p.Demo.Files) > 0 {
		report, err := n.importLocal(ctx, importRequest{Stdin: p.in, Files: p.Demo.Files, Classification: model.ClassificationPublic,
			Status: model.StatusPublished}, p.progress())
		if err != nil {
			return nil, err
		}
		if err := report.WriteTable(p.out); err != nil {
			return nil, err
		}
	}
	return n.demoCallers(ctx, data)
}

// welcome prints what a newcomer needs: the address, the keys, and a query to paste.
func (p *program) welcome(url string, callers map[string]caller) {
	fmt.Fprintf(p.out, "\nMetrograph demo answers at %s/graphql\nExplorer: %s/explorer/\n\nKeys, one for each kind of caller (anonymous needs none):\n", url, url)
	for _, kind := range demoRoles() {
		fmt.Fprintf(p.out, "  %-14s %s\n", kind.name, callers[kind.name].Key)
	}
	fmt.Fprintf(p.out, `
A first query; paste it again with another key and see what changes:

  curl -s %s/graphql -H 'Content-Type: application/json' -H 'Authorization: Bearer %s' \
    -d '{"query":"{ certificates(first: 5) { totalCount edges { node { number classification level issuer { name { zh en } } customer { name { zh } } } } } }"}'

Stop with Ctrl-C.
`, url, callers["national"].Key)
}

// importFiles takes files in, to the data folder or to a running node.
func (p *program) importFiles(ctx context.Context) error {
	c := p.Import
	q := importRequest{Stdin: p.in, Files: c.Files, Classification: model.Classification(c.Classification), Status: model.Status(c.Status), Check: c.Check}
	var report collect.Report
	var err error
	if c.URL != "" {
		report, err = importRemote(ctx, c.URL, c.Key, q, p.progress())
	} else {
		p.garbage.lean()
		err = p.withNode(ctx, func(n *node) (err error) {
			report, err = n.importLocal(ctx, q, p.progress())
			return err
		})
	}
	if err != nil {
		return err
	}
	if err := p.printReport(report); err != nil {
		return err
	}
	if report.Rejected > 0 {
		return fmt.Errorf("%d of %d documents were rejected", report.Rejected, report.Read)
	}
	return nil
}

func (p *program) printReport(report collect.Report) error {
	if p.Import.Output == "json" {
		return json.NewEncoder(p.out).Encode(report)
	}
	for _, f := range report.Files {
		if err := f.WriteFindings(p.out, model.SeverityWarning); err != nil {
			return err
		}
	}
	return report.WriteTable(p.out)
}
