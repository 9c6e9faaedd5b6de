package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"time"
)

// demoProcess is a node of the demo network that runs. It ends when its standard input does:
// with this process, however that ends.
type demoProcess struct {
	command *exec.Cmd
	input   io.Closer
	file    string        // which is there once it answers
	ended   chan struct{} // closed when it has ended
	err     error         // how, from then on
}

// launch starts the node of a centre.
func (w *demoNetwork) launch(ctx context.Context, c *demoCentre) error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	d := &demoProcess{file: filepath.Join(c.dir, "ready.json"), ended: make(chan struct{})}
	if err := os.Remove(d.file); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	arguments := append([]string{"demo-node", "--ready-file", d.file}, w.settings(c)...)
	d.command = exec.CommandContext(context.WithoutCancel(ctx), program, arguments...) //nolint:gosec // it is this program
	d.command.Env = append(os.Environ(), "OTEL_RESOURCE_ATTRIBUTES="+resourceOf(c))
	d.command.Stderr = w.err
	if d.input, err = d.command.StdinPipe(); err != nil {
		return err
	}
	if err := d.command.Start(); err != nil {
		return err
	}
	c.process = d
	go func() {
		d.err = d.command.Wait()
		close(d.ended)
	}()
	return nil
}

// settings are the flags of a node: its own, and those of this command that are about nodes.
func (w *demoNetwork) settings(c *demoCentre) []string {
	level := w.Log.Level
	if level == "info" { // five nodes log each request
		level = "warn"
	}
	flags := []string{"--data", c.dir, "--addr", c.addr, "--peers-every", w.PeersEvery.String(), "--log-level", level, "--log-format", w.Log.Format}
	for _, f := range []struct{ name, value string }{
		{"--config", w.File}, {"--policy-file", w.PolicyFile}, {"--model-file", w.ModelFile}, {"--otlp", w.OTLP},
	} {
		if f.value != "" {
			flags = append(flags, f.name, f.value)
		}
	}
	return flags
}

// resourceOf tells the nodes apart in traces and metrics.
func resourceOf(c *demoCentre) string {
	mine := "service.instance.id=" + c.name
	if given := os.Getenv("OTEL_RESOURCE_ATTRIBUTES"); given != "" {
		return given + "," + mine
	}
	return mine
}

// startLimit is how long a node may take to answer, and to end.
const startLimit = time.Minute

// wait waits until the node answers.
func (d *demoProcess) wait(ctx context.Context) error {
	for began := time.Now(); ; {
		if _, err := os.Stat(d.file); err == nil {
			return nil
		}
		select {
		case <-d.ended:
			return fmt.Errorf("the node ended before it answered: %w", d.err)
		default:
		}
		if time.Since(began) > startLimit {
			return fmt.Errorf("the node does not answer after %s", startLimit)
		}
		if err := pause(ctx, 10*time.Millisecond); err != nil {
			return err
		}
	}
}

// end asks the node to end.
func (d *demoProcess) end() {
	if d != nil {
		_ = d.input.Close() // it may have ended
	}
}

// await waits until the node has ended, and makes it end when it takes too long.
func (d *demoProcess) await() error {
	if d == nil {
		return nil
	}
	select {
	case <-d.ended:
		return nil
	case <-time.After(startLimit):
		return fmt.Errorf("a node did not end: %w", d.command.Process.Kill())
	}
}

// serveUntilLeft runs a node of the demo network until whoever started it is gone. An
// interrupt is meant for that one.
func (p *program) serveUntilLeft(ctx context.Context) error {
	signal.Ignore(os.Interrupt)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		_, _ = io.Copy(io.Discard, p.in) // the end is what matters
		cancel()
	}()
	p.out = io.Discard
	return p.serve(ctx)
}
