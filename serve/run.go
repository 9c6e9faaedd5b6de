package serve

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"
)

const (
	headerTimeout = 10 * time.Second
	idleTimeout   = 2 * time.Minute
	maxHeader     = 64 << 10
)

// RunOptions are settings of [Run] whose zero values work.
type RunOptions struct {
	Logger *slog.Logger // of the HTTP server's complaints; none where it is nil
	TLS    *tls.Config  // of connections, which then speak HTTP/2 too; nil for none
	H2C    bool         // whether HTTP/2 is taken without TLS, from clients that know of it
}

// protocols are what connections speak.
func (o RunOptions) protocols() *http.Protocols {
	p := &http.Protocols{}
	p.SetHTTP1(true)
	p.SetHTTP2(o.TLS != nil)
	p.SetUnencryptedHTTP2(o.H2C)
	return p
}

// http2Limits bound what one connection may keep busy. Requests that are reset still count
// until they have ended, and whoever makes more of them is cut off (CVE-2023-44487).
func http2Limits() *http.HTTP2Config {
	return &http.HTTP2Config{
		MaxConcurrentStreams:          100,
		MaxReceiveBufferPerConnection: 1 << 20,
		MaxReceiveBufferPerStream:     256 << 10,
		SendPingTimeout:               idleTimeout,
		WriteByteTimeout:              idleTimeout,
	}
}

// Run serves on the listener until the context is done, then takes no more connections and
// waits for the requests that are being answered, for the drain time at most. It returns
// nil when all of them were finished.
func Run(ctx context.Context, listener net.Listener, handler http.Handler, drain time.Duration, o RunOptions) error {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	// WebSockets leave the server's sight, so requests are counted here as well.
	var running sync.WaitGroup
	server := &http.Server{
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			running.Add(1)
			defer running.Done()
			handler.ServeHTTP(w, r)
		}),
		ReadHeaderTimeout: headerTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeader,
		TLSConfig:         o.TLS,
		Protocols:         o.protocols(),
		HTTP2:             http2Limits(),
		ErrorLog:          slog.NewLogLogger(o.Logger.Handler(), slog.LevelWarn),
	}
	failed := make(chan error, 1)
	go func() {
		if o.TLS != nil {
			failed <- server.ServeTLS(listener, "", "")
			return
		}
		failed <- server.Serve(listener)
	}()
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	return stop(context.WithoutCancel(ctx), server, &running, drain)
}

// stop waits for what is running, and cuts off what takes longer than the drain time.
func stop(ctx context.Context, server *http.Server, running *sync.WaitGroup, drain time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, drain)
	defer cancel()
	err := server.Shutdown(ctx)
	if err == nil {
		err = wait(ctx, running)
	}
	if err != nil {
		return fmt.Errorf("serve: requests were cut off: %w", errors.Join(err, server.Close()))
	}
	return nil
}

func wait(ctx context.Context, running *sync.WaitGroup) error {
	done := make(chan struct{})
	go func() { running.Wait(); close(done) }()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
