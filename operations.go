package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"metrograph/graph"
	"metrograph/model"
	"metrograph/wire"
)

// documents are those that callers may name, by the configuration.
func (p *program) documents() (*wire.Documents, error) {
	documents := wire.NewDocuments(wire.DocumentsOptions{Restricted: p.restricted})
	if p.OperationsPath == "" {
		return documents, nil
	}
	return documents, p.register(documents)
}

// register reads the registered operations, at the start or anew.
func (p *program) register(documents *wire.Documents) error {
	operations, err := p.loadOperations(p.OperationsPath)
	if err != nil {
		return fmt.Errorf("operations: %w", err)
	}
	documents.Register(operations)
	return nil
}

func (p *program) loadOperations(path string) (*wire.Operations, error) {
	return wire.LoadOperations(path, graph.Schema(), p.Limit.Tokens)
}

// restricted tells whether a caller may send registered operations only. Questions of peers are none
// that could be registered: each node makes them of what its own callers ask. They have one form,
// and come from nodes that the operator trusts.
func (p *program) restricted(who *model.Principal) bool {
	if who.Via == model.ViaPeer {
		return false
	}
	switch p.OperationsOnly {
	case "anonymous":
		return who.Anonymous()
	case "everyone":
		return who.Anonymous() ||
			!slices.Contains(p.OperationsExempt, who.Subject) && !slices.Contains(p.OperationsExempt, string(who.Institution))
	}
	return false
}

func (p *program) operationsCheck() error {
	operations, err := p.loadOperations(p.Operations.Check.Path)
	if err != nil {
		fmt.Fprintln(p.out, err)
		return errFaults
	}
	fmt.Fprintf(p.out, "%d operations, all valid\n", len(operations.All()))
	return nil
}

func (p *program) operationsList() error {
	operations, err := p.loadOperations(p.Operations.List.Path)
	table := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
	for _, one := range operations.All() {
		fmt.Fprintf(table, "%s\t%s\t%s\n", one.ID, strings.Join(one.Names, ", "), one.File)
	}
	return errors.Join(err, table.Flush())
}
