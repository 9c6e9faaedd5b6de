// Command products is the product graph of a manufacturer: a subgraph beside a Metrograph node,
// with products, data sheets and recall notices. It adds to the node's instruments what product
// they are and what was recalled, and names instruments, methods and the manufacturer for the
// node to tell of.
package main

//go:generate go tool gqlgen

import (
	"context"
	"errors"
	"flag"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/99designs/gqlgen/graphql/handler/transport"

	"metrograph/examples/supergraph/products/graph"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:4001", "the address to listen at; port 0 is any free port")
	ready := flag.String("ready-file", "", "a file for the URL, written when the graph answers")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, *addr, *ready); err != nil {
		log.Fatal(err)
	}
}

// run answers until the context ends.
func run(ctx context.Context, addr, ready string) error {
	graph, err := newHandler()
	if err != nil {
		return err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
	if err != nil {
		return err
	}
	url := "http://" + listener.Addr().String() + "/graphql"
	if ready != "" {
		if err := os.WriteFile(ready, []byte(url), 0o600); err != nil {
			return errors.Join(err, listener.Close())
		}
	}
	log.Printf("products answer at %s", url)
	server := &http.Server{Handler: graph, ReadTimeout: 10 * time.Second, WriteTimeout: 10 * time.Second}
	defer context.AfterFunc(ctx, func() { server.Close() })()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// newHandler answers GraphQL over HTTP from the manufacturer's books.
func newHandler() (http.Handler, error) {
	books, err := readCatalogue(ledger)
	if err != nil {
		return nil, err
	}
	server := handler.New(graph.NewExecutableSchema(graph.Config{Resolvers: resolver{books}}))
	server.AddTransport(transport.POST{})
	server.Use(extension.Introspection{}) // without it the schema for a federation is not told either
	return http.MaxBytesHandler(server, 1<<20), nil
}
