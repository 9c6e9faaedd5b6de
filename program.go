package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"metrograph/collect/spec"
	"metrograph/collect/table"
	"metrograph/config"
	"metrograph/graph"
	"metrograph/model"
	"metrograph/policy"
	"metrograph/registry"
	"metrograph/telemetry"
)

// program is one run of the command line.
type program struct {
	*config.Invocation
	console
	log       *slog.Logger
	telemetry *telemetry.Collector // nil for none
}

func newLogger(w io.Writer, c config.Log) *slog.Logger {
	var level slog.Level
	_ = level.UnmarshalText([]byte(c.Level)) // the configuration was checked
	o := &slog.HandlerOptions{Level: level}
	if c.Format == "json" {
		return slog.New(slog.NewJSONHandler(w, o))
	}
	return slog.New(slog.NewTextHandler(w, o))
}

// startTelemetry begins to tell a collector of what is served, if the configuration or
// OpenTelemetry's own variable names one.
func (p *program) startTelemetry(ctx context.Context, environ []string) (err error) {
	wanted := p.OTLP != "" || slices.ContainsFunc(environ, func(pair string) bool {
		name, value, _ := strings.Cut(pair, "=")
		return value != "" && name == "OTEL_EXPORTER_OTLP_ENDPOINT"
	})
	if !wanted || !p.serves() {
		return nil
	}
	p.telemetry, err = telemetry.Start(ctx, p.OTLP, p.log)
	p.log = p.telemetry.Logger(p.log)
	return err
}

// serves tells whether the command is a node that serves. Of the demo network each is a
// process of its own.
func (p *program) serves() bool {
	return p.Command == "serve" || p.Command == "demo-node" || p.Command == "demo" && !p.Demo.Network && !p.Demo.Tour
}

// nodeOptions are the options of a node by the configuration.
func (p *program) nodeOptions() (nodeOptions, error) {
	source, err := p.policySource(p.PolicyFile)
	if err != nil {
		return nodeOptions{}, err
	}
	signatures, err := signatureCheck(p.TrustList, p.RefuseUnverified)
	return nodeOptions{Data: p.Data, Store: p.Store, Attachments: p.Attachments.Store, Policy: source, Institution: p.institution(), Export: p.Export,
		Resumable: p.Resumable, Log: p.log, Watch: p.telemetry.Store, Telemetry: p.telemetry, PeersEvery: p.PeersEvery, PeersQuery: p.PeersQuery, Lean: p.Command == "import",
		Registry: registry.Options{Webhooks: p.Webhook.Most, LeastTold: p.Statistics.Least, Signatures: signatures}}, err
}

// policySource is the policy in a file; the default where there is no file.
func (p *program) policySource(file string) (policy.Source, error) {
	source := policy.Default()
	for _, part := range []struct {
		file string
		text *string
	}{{file, &source.Rules}, {p.ModelFile, &source.Model}} {
		if part.file == "" {
			continue
		}
		raw, err := os.ReadFile(part.file)
		if err != nil {
			return source, err
		}
		*part.text = string(raw)
	}
	if file != "" {
		source.Name = file
	}
	return source, nil
}

// institution is whose node a new one becomes.
func (p *program) institution() *model.Institution {
	c := p.Config.Institution
	if !c.Given() {
		p.log.Debug("no institution is configured; a new node is a provincial one without a name of its own")
		c = config.Institution{NameZh: "本中心", NameEn: "This centre", Kind: "LOCAL_INSTITUTE", Level: "PROVINCIAL", Region: "110000"}
	}
	i := &model.Institution{Name: model.Text{Zh: c.NameZh, En: c.NameEn}, InstitutionKind: model.InstitutionKind(c.Kind), CreditCode: c.CreditCode}
	i.Level, i.Region = model.Level(c.Level), model.Region(c.Region)
	return i
}

// withNode opens the node, does something with it, and closes it.
func (p *program) withNode(ctx context.Context, do func(*node) error) error {
	o, err := p.nodeOptions()
	if err != nil {
		return err
	}
	n, err := openNode(ctx, o)
	if err != nil {
		return err
	}
	return errors.Join(do(n), n.Close())
}

func (p *program) keysCreate(ctx context.Context) error {
	c := p.Keys.Create
	q := keyRequest{Label: c.Label, Institution: model.ID(c.Institution), Person: model.ID(c.Person), Expires: c.Expires}
	for _, r := range c.Roles {
		q.Roles = append(q.Roles, model.Role(r))
	}
	for _, a := range c.Actions {
		q.Actions = append(q.Actions, model.Action(a))
	}
	return p.withNode(ctx, func(n *node) error {
		switch q.Institution {
		case "own":
			q.Institution = n.institution.ID
		case "none":
			q.Institution = ""
		}
		key, err := n.createKey(ctx, q)
		if err == nil {
			fmt.Fprintln(p.err, "Keep this key now: it is not shown again.")
			fmt.Fprintln(p.out, key)
		}
		return err
	})
}

func (p *program) keysRevoke(ctx context.Context) error {
	return p.withNode(ctx, func(n *node) error {
		err := n.revokeKey(ctx, model.ID(p.Keys.Revoke.ID))
		if err == nil {
			fmt.Fprintln(p.out, "revoked", p.Keys.Revoke.ID)
		}
		return err
	})
}

func (p *program) policyCheck() error {
	source, err := p.policySource(p.Policy.Check.File)
	if err != nil {
		return err
	}
	report := policy.Check(source)
	fmt.Fprint(p.out, report.String())
	if !report.OK() {
		return errFaults
	}
	return nil
}

func (p *program) schema() error {
	if p.Schema.Form == "json" {
		schema, err := spec.Load().JSONSchema()
		if err == nil {
			_, err = p.out.Write(append(schema, '\n'))
		}
		return err
	}
	_, err := io.WriteString(p.out, graph.SDL())
	return err
}

// template writes the tables to be filled in: a file whole, or none.
func (p *program) template() error {
	write := table.WriteTemplate
	if p.Template.Form == "csv" {
		write = table.WriteCSVTemplate
	}
	var whole bytes.Buffer
	if err := write(&whole, time.Now()); err != nil {
		return err
	}
	if p.Template.File != "" {
		return os.WriteFile(p.Template.File, whole.Bytes(), 0o644)
	}
	_, err := whole.WriteTo(p.out)
	return err
}

func (p *program) version() error {
	version := "development"
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		version = info.Main.Version
	}
	_, err := fmt.Fprintln(p.out, "metrograph", version)
	return err
}
