// Command metrograph is the node that a metrology centre runs: it collects certificates,
// instruments, environments, personnel and methods, keeps them with their whole history, and
// shares them over GraphQL under an access policy.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"metrograph/config"
)

//go:generate go tool gqlgen

// Exit codes of the program.
const (
	exitDone   = 0
	exitFailed = 1 // the command could not do its work, or found something wrong
	exitUsage  = 2 // the command line, the environment or the configuration file is wrong
)

func main() {
	garbage := spareCollector()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Environ(), console{os.Stdin, os.Stdout, os.Stderr, garbage})
	stop()
	os.Exit(code)
}

// console is where a command reads and writes.
type console struct {
	in       io.Reader
	out, err io.Writer
	garbage  *collector // of the process; nil where that is not the command's own
}

// run is the program: it does what the command line says and returns the exit code. Tests
// start the node through it as well.
func run(ctx context.Context, args, environ []string, c console) int {
	invocation, err := config.Parse(args, config.Options{Environ: environ, Stdout: c.out})
	if err != nil {
		if !errors.Is(err, config.ErrHelp) {
			fmt.Fprintln(c.err, err)
		}
		return config.ExitCode(err)
	}
	program := &program{Invocation: invocation, console: c}
	program.log = newLogger(c.err, invocation.Log)
	for _, w := range invocation.Warnings {
		program.log.Warn(w)
	}
	if err := program.observed(ctx, environ); err != nil {
		fmt.Fprintln(c.err, "metrograph:", err)
		return exitFailed
	}
	return exitDone
}

// observed does what the command is, and tells of it where that is wanted.
func (p *program) observed(ctx context.Context, environ []string) error {
	if err := p.startTelemetry(ctx, environ); err != nil {
		return err
	}
	err := p.dispatch(ctx)
	if lost := p.telemetry.Close(); lost != nil {
		p.log.Warn("the last telemetry was not sent", "error", lost)
	}
	return err
}

// dispatch does what the command is.
func (p *program) dispatch(ctx context.Context) error {
	switch p.Command {
	case "serve":
		return p.serve(ctx)
	case "demo":
		if p.Demo.Network || p.Demo.Tour {
			return p.demoNetwork(ctx)
		}
		return p.demo(ctx)
	case "demo-node":
		return p.serveUntilLeft(ctx)
	case "import":
		return p.importFiles(ctx)
	case "keys create":
		return p.keysCreate(ctx)
	case "keys list":
		return p.withNode(ctx, func(n *node) error { return n.listKeys(ctx, p.out) })
	case "keys revoke":
		return p.keysRevoke(ctx)
	case "peer add":
		return p.peerAdd(ctx)
	case "peer list":
		return p.peerList(ctx)
	case "peer trust":
		return p.peerTrust(ctx)
	case "peer remove":
		return p.peerRemove(ctx)
	case "peer status":
		return p.peerStatus(ctx)
	case "peer resync":
		return p.peerResync(ctx)
	case "peer rotate":
		return p.peerRotate(ctx)
	case "policy check":
		return p.policyCheck()
	case "operations check":
		return p.operationsCheck()
	case "operations list":
		return p.operationsList()
	case "verify":
		return p.withNode(ctx, func(n *node) error { return n.verify(ctx, p.out, p.Verify.JSON) })
	case "manifest verify":
		return p.manifestVerify()
	case "backup":
		return p.backup(ctx)
	case "schema":
		return p.schema()
	case "template":
		return p.template()
	case "version":
		return p.version()
	case "report instrument", "report model":
		return p.report(ctx, p.Command == "report model")
	case "bluebook":
		return p.bluebook(ctx)
	case "bench":
		return runBench(ctx, p.out, benchOptions{Sizes: p.Bench.Sizes, Requests: p.Bench.Requests})
	}
	return fmt.Errorf("there is no command %q", p.Command)
}
